"""Benchmarks are no part of the package: they are imported from the root of the checkout."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from benchmarks import harness

ROOT = str(Path(__file__).resolve().parent.parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)


@pytest.fixture
def made_up() -> "Callable[..., harness.Frozen]":
    """Makes a frozen file of attributions, all figures alike, with the fields that are given changed."""
    from benchmarks import harness, tables

    measures = [f"cofenet.{role}.{measure}" for role in tables.ROLES for measure in ("em", "begin", "j")]
    triples = [f"triples.{match}" for match in tables.MATCHES]
    names = [*measures, *triples, "triples.exact@direct", "cofenet.content.em@direct", "triples.half@post"]
    figures = {name: harness.Figure(value=50.12345, low=40.0, high=60.0, gold=3) for name in names}

    def make(**changes: Any) -> harness.Frozen:
        fields: dict[str, Any] = {
            "task": "attributions",
            "split": "test",
            "data": "made up",
            "system": "sayso",
            "sayso": "0.0",
            "weights": harness.Weights("0", "abc"),
            "date": "2026-04-01",
            "machine": "none",
            "command": harness.command("attributions", []),
            "counts": {"articles": 1},
            "figures": figures,
        }
        return harness.Frozen(**{**fields, **changes})

    return make
