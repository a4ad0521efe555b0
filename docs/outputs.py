"""Outputs in the docs: each is what the command prints, written by `cog`, so that docs and program agree."""

import os
import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

CALL = "import sys; from sayso.cli import main; sys.argv[0] = 'sayso'; main()"


def run(*arguments: str, cwd: str | Path | None = None) -> str:
    """Standard output of a sayso command, eighty columns wide and without colour."""
    environment = {**os.environ, "COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, "-c", CALL, *arguments], capture_output=True, text=True, cwd=cwd, env=environment, check=True
    )
    # Where sayso is installed is nobody's business but the machine's.
    with as_file(files("sayso").joinpath("examples")) as examples:
        return done.stdout.replace(str(examples), "…/sayso/examples")


def fenced(words: str, lines: int | None = None) -> None:
    """Prints as a block, the first `lines` lines where a number is given."""
    kept = words.rstrip("\n").split("\n")
    cut = kept if lines is None or len(kept) <= lines else [*kept[:lines], "…"]
    print("\n```text")
    print("\n".join(line.rstrip() for line in cut))
    print("```\n")


def demo() -> None:
    fenced(run("demo"))


def show(name: str, lines: int | None = None) -> None:
    with as_file(files("sayso").joinpath("examples")) as examples, tempfile.TemporaryDirectory() as empty:
        fenced(run("show", str(Path(examples) / name), cwd=empty), lines)


def json_of(text: str) -> None:
    """The contract of one text, indented."""
    import json

    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", CALL, "read", "--json", "-"],
        input=text,
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    print("\n```json")
    print(json.dumps(json.loads(done.stdout), indent=1, ensure_ascii=False))
    print("```\n")


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
