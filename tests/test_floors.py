"""The house: who may import whom (.importlinter), and where the clock, chance and the environment may be read."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sayso"
# Reading these makes an answer depend on when or where it was asked.
IMPURE = {"random", "secrets", "uuid"}
IMPURE_CALLS = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("os", "getenv"),
    ("os", "environ"),
}
MAY = {"cli.py", "archive.py"}


def test_imports_keep_to_the_floors(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_clock_chance_or_environment(path: Path) -> None:
    if path.name in MAY and path.parent == SOURCE:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not IMPURE & {alias.name.split(".")[0] for alias in node.names}, f"{path.name} line {node.lineno}"
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in IMPURE, f"{path.name} line {node.lineno}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in IMPURE_CALLS, f"{path.name} line {node.lineno}: {node.value.id}.{node.attr}"
