"""The docs say what is there: every command, kind, export and error has its place, and every file they link to exists."""

import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from sayso import cli
from sayso.core import contract, data, errors
from sayso.show.exports import formats

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
WORDS = "\n".join(path.read_text(encoding="utf-8") for path in DOCS)
PAGES = [path.relative_to(ROOT / "docs").as_posix() for path in DOCS[1:]]


def lines_of_commands() -> Iterator[tuple[str, str]]:
    """Each `sayso …` of a block of commands, with its page; also those behind a pipe, "&&" and a virtual environment's path."""
    for path in DOCS:
        for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                for part in re.split(r" && |[|;]", line.removeprefix("$ ").removeprefix("> ")):
                    if re.match(r"\s*(?:\.venv/bin/)?sayso ", part):
                        yield path.name, part.strip()


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


SCHEMA = (ROOT / "src" / "sayso" / "store" / "schema.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", re.findall(r"^CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)", SCHEMA, re.MULTILINE))
def test_tables_and_views_are_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "record.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(formats()))
def test_exports_are_documented(name: str) -> None:
    assert re.search(rf"--to \w*\|?{name}|--to {name}", WORDS), name


@pytest.mark.parametrize("name", [n for n, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.SaysoError)])
def test_errors_are_documented(name: str) -> None:
    assert f"`{name}`" in WORDS


@pytest.mark.parametrize(("page", "line"), sorted(set(lines_of_commands())))
def test_commands_in_the_docs_are_commands(page: str, line: str) -> None:
    """Each is a command with options that it has, whether its output stands below it or not."""
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = cli.main
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    assert command is not cli.main or words[:1] == ["--version"], f"{page}: {line}"
    known = {name for option in command.get_params(click.Context(command)) for name in (*option.opts, *option.secondary_opts)}
    assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, f"{page}: {line}"


def test_every_page_is_in_the_site_and_no_other() -> None:
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    listed = re.findall(r": (\S+\.md)$", nav, re.MULTILINE)
    assert sorted(listed) == sorted(PAGES), "mkdocs.yml lists each page of docs/ once"


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="MkDocs is not installed")
def test_the_site_builds_and_asks_nobody(tmp_path: Path) -> None:
    """MkDocs warns of links and anchors that lead nowhere, and --strict makes them errors; pages fetch nothing from elsewhere."""
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    away = r"(?:https?:)?//"
    fetching = rf"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"{away}[^\"]*|url\([\"']?{away}[^)]*|@import[^;]*"
    for path in tmp_path.rglob("*"):
        if path.suffix in (".html", ".css"):
            fetched = re.findall(fetching, path.read_text(encoding="utf-8"))
            assert not fetched, f"{path.name} fetches {fetched}"


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
