"""Throughput: many articles from files into one record, with copies and stories, as `sayso read` does it; time, memory and size.

Articles are made from those of a CSV with the columns title and text, taken round and round: each time an article comes
again, its names (words with a capital in the middle of a sentence) are changed for others of the set, a name always for
the same one within an article, so that it tells of somebody else. They are pages with a headline and a date, some 27 a
day. All chances are drawn from a fixed seed.

Memory is that of all processes together, looked at each second; the time for copies and stories is what is left when the
last article is in the record. The load of the machine before and behind stands with the figures, since others' work lengthens the
time by the clock.
"""

import argparse
import csv
import html
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import connect
from tempfile import TemporaryDirectory

from benchmarks import harness
from benchmarks.harness import Figure
from benchmarks.speed import SAYSO

TASK = "throughput"
ARTICLES, PROCESSES, A_DAY = 10_000, 2, 27
SEED = 20_260_401
_NAME, _CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b"), re.compile(r"\b[A-Z][a-z]+\b")


def corpus(file: Path) -> list[tuple[str, str]]:
    """Headline and text of each article of a CSV with the columns title and text."""
    csv.field_size_limit(10**8)
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row["title"], row["text"]) for row in csv.DictReader(lines)]


def pages(articles: Sequence[tuple[str, str]], count: int) -> Iterator[str]:
    """So many pages made of these articles.

    >>> next(pages([("Talks", "In Tarn, the mayor Vell spoke.")], 1)).count("<p>")
    1
    """
    chance = random.Random(SEED)
    names = sorted({name for _, text in articles for name in _NAME.findall(text)})
    for n in range(count):
        headline, text = articles[n % len(articles)]
        other = dict(zip(names, chance.sample(names, len(names)), strict=True)) if n >= len(articles) else {}
        headline, text = _renamed(headline, other), _renamed(text, other)
        paragraphs = "".join(f"<p>{html.escape(line.strip())}</p>\n" for line in text.splitlines() if line.strip())
        day = date(2020, 1, 1) + timedelta(days=n // A_DAY)
        yield (
            f'<html><head><title>{html.escape(headline)}</title><meta property="article:published_time" content="{day}"></head>'
            f"<body><article><h1>{html.escape(headline)}</h1>\n{paragraphs}</article></body></html>"
        )


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return _CAPITAL.sub(lambda match: names.get(match[0], match[0]), text)


def read(folder: Path, record: Path, processes: int, count: int) -> dict[str, Figure]:
    """The figures of reading a folder of articles into a new record. Raises RuntimeError where `sayso read` fails."""
    before = os.getloadavg()[0]
    spent, start = _process_seconds(), time.perf_counter()
    command = [sys.executable, "-c", SAYSO, "read", str(folder), "--record", str(record), "--processes", str(processes)]
    memory, read_by = 0.0, 0.0
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            memory = max(memory, _memory(running.pid))
            read_by = read_by or (time.perf_counter() - start if _documents(record) >= count else 0.0)
            time.sleep(1)
    if running.returncode:
        raise RuntimeError(f"sayso read ended with code {running.returncode}")
    whole = time.perf_counter() - start
    with closing(connect(record)) as rows:
        stories = rows.execute("SELECT count(*) FROM story").fetchone()[0]
        statements = rows.execute("SELECT count(*) FROM datum WHERE kind = 'Attribution'").fetchone()[0]
    values = {
        "minutes": whole / 60,
        "articles_a_second": count / whole,
        "process_minutes": (_process_seconds() - spent) / 60,
        "stories_minutes": (whole - read_by) / 60 if read_by else 0.0,
        "peak_memory_mb": memory,
        "record_mb": record.stat().st_size / 1e6,
        "stories": stories,
        "statements": statements,
        "load_before": before,
        "load_behind": os.getloadavg()[0],
    }
    return {name: Figure(value=value) for name, value in values.items()}


def _process_seconds() -> float:
    """What the processes that this one started and that have ended have used of a core."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _documents(record: Path) -> int:
    if not record.exists():
        return 0
    with closing(connect(f"{record.absolute().as_uri()}?mode=ro", uri=True)) as rows:
        try:
            return int(rows.execute("SELECT count(*) FROM document").fetchone()[0])
        except Exception:  # not yet made
            return 0


def _memory(root: int) -> float:
    """What a process and all that it started hold in memory, in MB (10^6 bytes); 0 where the system does not tell."""
    parents: dict[int, int] = {}
    held: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(told[1])
            held[int(folder.name)] = int((folder / "statm").read_text().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            continue
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(held.get(pid, 0) for pid in family) / 1e6


def report(found: Mapping[str, Figure]) -> str:
    rows = ([name, f"{one.value:,.2f}"] for name, one in found.items())
    return harness.table(["articles into a record", ""], rows)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser = harness.arguments(TASK, "Many articles into one record, with stories: time, memory, size.", [])
    parser.add_argument("--articles", type=int, default=ARTICLES, help="how many articles are read (default %(default)s)")
    parser.add_argument("--processes", type=int, default=PROCESSES, help="how many are read side by side (default %(default)s)")
    options = parser.parse_args(given)
    harness.check(options)
    if options.data is None:
        parser.error("give a CSV with the columns title and text by --data")
    _run(options, given)


def _run(options: argparse.Namespace, given: Sequence[str]) -> None:
    count = options.limit or options.articles
    with TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        words = 0
        for n, page in enumerate(pages(corpus(options.data), count)):
            (folder / f"{n:06}.html").write_text(page, encoding="utf-8")
            words += len(page.split())
        found = read(folder, Path(place) / "record.sayso", options.processes, count)
    print(f"sayso {harness.sayso_version()} on {harness.machine()}: {count} articles made from {options.data.stem}\n")
    print(report(found))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.data.stem, data=options.data.stem, system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(), command=harness.command(TASK, given),
            counts={"articles": count, "words an article": words // count, "processes": options.processes}, figures=found,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
