"""Outputs in the docs: each is what the command prints, written by `cog`, so that docs and program agree.

A page that walks through commands makes a `Walk`: a folder of its own with the example articles, where `sayso` is on the path.
All walks of one run of cog start from one record, which is read once.
"""

import atexit
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stdout
from functools import cache
from importlib.resources import as_file, files
from io import StringIO
from pathlib import Path

CALL = "import sys; from sayso.cli import main; sys.argv[0] = 'sayso'; main()"
FROZEN = Path(__file__).parents[1] / "benchmarks" / "frozen"
PICTURE = Path(__file__).with_name("desk.png")
EXAMPLES = "src/sayso/examples"  # where a reader who has the sources finds them


TERMINAL = {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb", "SAYSO_RECORD": "news.sayso"}


def run(*arguments: str, cwd: str | Path = ".", stdin: str | None = None, both: bool = False) -> str:
    """What a sayso command prints, 110 columns wide: its data, or `both` streams as a terminal shows them.

    The exit code is not asked. Commands run in this process, since starting one for each would be most of the time.
    """
    from click.testing import CliRunner

    from sayso.cli import main

    with chdir(cwd):
        done = CliRunner(env=TERMINAL).invoke(main, arguments, input=stdin, prog_name="sayso", terminal_width=78)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    # Where sayso is installed is nobody's business but the machine's.
    with as_file(files("sayso").joinpath("examples")) as examples:
        return (done.output if both else done.stdout).replace(str(examples), "…/sayso/examples")


@cache
def _prepared() -> Path:
    """A folder with the example articles, read into news.sayso, and `sayso` and `python` in bin/."""
    place = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with as_file(files("sayso").joinpath("examples")) as examples:
        shutil.copytree(examples, place / "desk" / EXAMPLES)
    (place / "bin").mkdir()
    for name, call in (("sayso", f'-c "{CALL}" "$@"'), ("python", '"$@"')):
        shim = place / "bin" / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call}\n', encoding="utf-8")
        shim.chmod(0o755)
    run("read", EXAMPLES, cwd=place / "desk")
    return place


class Walk:
    """Commands one after another in a folder of their own, which starts with the examples read into news.sayso."""

    def __init__(self, read: bool = True) -> None:
        self._tools = _prepared()
        self.place = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, self.place, ignore_errors=True)
        shutil.copytree(self._tools / "desk", self.place, dirs_exist_ok=True)
        if not read:
            (self.place / "news.sayso").unlink()

    def output(self, command: str) -> str:
        """What the command prints; a shell runs it where it is more than one command of sayso."""
        if command.startswith("sayso ") and not re.search(r"[|&;<>$\n]", command):
            return run(*shlex.split(command)[1:], cwd=self.place, both=True)
        found = {**os.environ, **TERMINAL, "PATH": f"{self._tools / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        found["PYTHONPATH"] = os.pathsep.join(str(Path(part or ".").resolve()) for part in sys.path)
        # In a pipe the two streams race each other, so the second one is told last.
        apart = subprocess.PIPE if "|" in command else subprocess.STDOUT
        done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=apart, text=True, cwd=self.place, env=found)
        told = done.stdout + (done.stderr or "")
        if "Traceback (most recent call last)" in told:
            raise RuntimeError(f"{command} failed:\n{told}")
        return told

    def __call__(self, command: str, *, lines: int | None = None, holds: Sequence[str] = ()) -> None:
        """Prints the command and what it prints, the first `lines` lines where a number is given.

        `holds` are the words that the page speaks of: without them, what the page says would be untrue.
        """
        words = self.output(command)
        _told(command, words, holds)
        shown = "\n".join(f"{'$ ' if at == 0 else '> '}{line}" for at, line in enumerate(command.split("\n")))
        fenced(f"{shown}\n{_cut(words.strip(chr(10)), lines)}", form="console")

    def python(self, code: str, *, lines: int | None = None, holds: Sequence[str] = ()) -> None:
        """Prints a piece of Python and what it prints."""
        code = code.strip("\n")
        with chdir(self.place), redirect_stdout(StringIO()) as out:
            exec(code, {"__name__": "__main__"})
        words = out.getvalue()
        _told(code, words, holds)
        fenced(code, form="python")
        fenced(_cut(words.strip("\n"), lines))


def _told(command: str, words: str, holds: Sequence[str]) -> None:
    """Raises RuntimeError unless the output has the words, in a line or in one column of its table."""
    columns: dict[int, list[str]] = {}
    for line in words.split("\n"):
        for cell in re.finditer(r"\S+(?: \S+)*", line):
            columns.setdefault(cell.start(), []).append(cell[0])
    told = [words, *(" ".join(cells) for cells in columns.values())]
    for held in holds:
        if not any(held in one for one in told):
            raise RuntimeError(f"the page speaks of {held!r}, which this no longer prints; mend the page:\n{command}\n{words}")


def _cut(words: str, lines: int | None) -> str:
    kept = words.split("\n")
    return words if lines is None or len(kept) <= lines else "\n".join([*kept[:lines], "…"])


def fenced(words: str, lines: int | None = None, form: str = "text") -> None:
    """Prints as a block, the first `lines` lines where a number is given."""
    print(f"\n```{form}")
    print("\n".join(line.rstrip() for line in _cut(words.rstrip("\n"), lines).split("\n")))
    print("```\n")


def demo() -> None:
    fenced(run("demo"))


def json_of(text: str) -> None:
    """The contract of one text, indented."""
    line = json.loads(run("read", "--json", "-", stdin=text))
    fenced(json.dumps(line, indent=1, ensure_ascii=False), form="json")


def figure(run: str, name: str, part: str = "value") -> float:
    """A figure of a frozen benchmark run, as `figure("events-aside", "trigger", "recall")`."""
    return float(json.loads((FROZEN / f"{run}.json").read_text(encoding="utf-8"))["figures"][name][part])


def commands() -> None:
    """The help of every command, and of the commands it holds."""
    from sayso.cli import main

    fenced(run("--help"))
    for name, command in main.commands.items():
        print(f"## {name}")
        fenced(run(name, "--help"))
        for part in getattr(command, "commands", ()):
            print(f"### {name} {part}")
            fenced(run(name, part, "--help"))


def share(run: str, name: str, part: str = "value") -> str:
    """A figure of a frozen run in percent, as the tables of docs/benchmarks.md write it."""
    return f"{figure(run, name, part):.1f}"


def picture() -> None:
    """Takes README's picture of the desk anew, with the system's Chromium; nothing but `python -m docs.outputs` calls it."""
    place = _prepared() / "desk"
    [statement] = run("said", "yegros", "--about", "mosquitoes", "--json", cwd=place).splitlines()
    page = f"documents/{json.loads(statement)['document_id']}"
    found = {**os.environ, **TERMINAL, "PYTHONPATH": os.pathsep.join(str(Path(part or ".").resolve()) for part in sys.path)}
    call = [sys.executable, "-u", "-c", CALL, "serve", "--port", "0"]
    with subprocess.Popen(call, cwd=place, env=found, stderr=subprocess.PIPE, text=True) as desk:
        try:
            assert desk.stderr is not None
            address = desk.stderr.readline().split()[0]
            chromium = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1180,1158"]
            subprocess.run([*chromium, f"--screenshot={PICTURE}", address + page], check=True, capture_output=True)
        finally:
            desk.terminate()


if __name__ == "__main__":
    picture()
