"""The docs say what is there: every command, kind, export and error has its place, and every file they link to exists."""

import inspect
import re
from pathlib import Path

import pytest

from sayso import cli
from sayso.core import contract, data, errors
from sayso.show.exports import formats

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WORDS = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)


@pytest.mark.parametrize("name", sorted(cli.main.commands))
def test_commands_are_documented(name: str) -> None:
    assert re.search(rf"^## {name}$", WORDS, re.MULTILINE)


@pytest.mark.parametrize(
    "name", [n for n, c in inspect.getmembers(data, inspect.isclass) if issubclass(c, data.Datum) and c is not data.Datum]
)
def test_kinds_are_documented(name: str) -> None:
    assert f"`{name}`" in WORDS


@pytest.mark.parametrize("name", [f for f in contract.AttributionView.__struct_fields__ if f != "id"])
def test_fields_are_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(formats()))
def test_exports_are_documented(name: str) -> None:
    assert re.search(rf"--to \w*\|?{name}|--to {name}", WORDS), name


@pytest.mark.parametrize("name", [n for n, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.SaysoError)])
def test_errors_are_documented(name: str) -> None:
    assert f"`{name}`" in WORDS


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
