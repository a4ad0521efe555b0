"""Figures of networks of several seeds, and the one that ships among them."""

from pathlib import Path
from typing import cast

import pytest

from benchmarks import seeds
from sayso.parse import shipped
from sayso.parse.model import Model


def test_each_network_reads_in_its_turn() -> None:
    others = [cast(Model, object()), cast(Model, object())]
    values = {id(others[0]): 60.0, id(others[1]): 66.0}
    import sayso.parse

    figures = seeds.compared(lambda: {"names": values.get(id(sayso.parse.shipped()), 63.5)}, others)
    assert figures["names.ships"].value == 63.5
    among = figures["names.all"]
    assert (among.value, among.low, among.high) == (pytest.approx(189.5 / 3), 60.0, 66.0)
    assert sayso.parse.shipped() is shipped()
    assert "| names | 63.5 | 63.2 | 60.0 to 66.0 |" in seeds.report(figures)


def test_a_folder_without_corpora_is_said(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="coref_gap"):
        seeds.main(["--data", str(tmp_path), "--split", "dev", "--others", str(tmp_path)])
