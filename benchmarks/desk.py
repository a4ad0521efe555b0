"""The desk: how long its pages take over a record of many articles, how soon it starts, and how many it serves at once.

The record is made of some hundred articles that are really read, each multiplied with ids, days and, for half of its
likenesses, names of its own (letters are exchanged, so that every span stays where it is). Its tables are filled row by row
from those of the read ones, and what lists choose by is worked out from them by the statements that a `read` uses. So pages
meet as many names, days, stories and copies as that many articles have; they do not meet as many different sentences.

Each address is asked for several times in one process on one core, the first call not counted; the middle call counts. What
a page takes is told by the process's own time, which others' work on the machine lengthens less, and by the clock. A fresh
process tells the time from `sayso serve` to its first answer. Then ten readers ask a desk without a pause, for pages
of all kinds, while a `sayso read` goes on into the same record.
"""

import csv
import hashlib
import json
import os
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import harness
from benchmarks.harness import Figure

TASK = "desk"
ARTICLES = 100_000
# Articles that are really read: so many of each set.
READ = {"wikinews": 140, "ecb_dev": 100, "allsides_stream_a": 100}
DAYS = 13  # between an article and its next likeness: some hundred of them fill ten years
LIKENESSES = 40  # ways in which names are changed
CALLS = 5
READERS, SECONDS = 10, 20.0
SAYSO = "import sys; from sayso.cli import main; sys.argv[0] = 'sayso'; main()"
HOST = "127.0.0.1:8127"
QUIET = {**os.environ, "OMP_NUM_THREADS": "1"}
ID = re.compile(r'"([0-9a-f]{16})"')
DAY = re.compile(r'"([12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"')
MONTH = re.compile(r'"([12]\d{3}-(?:0[1-9]|1[0-2]))"')
CONSONANTS, VOWELS = "bcdfghklmnprstvz", "aeiou"
Row = dict[str, Any]


def texts(data: Path) -> list[Row]:
    """The articles to read, with what is known of each."""
    from benchmarks.stories import corpus

    csv.field_size_limit(10**8)
    with (data / "wikinews" / "wikinews_2019.csv").open(encoding="utf-8", newline="") as rows:
        told = list(csv.DictReader(rows))[: READ["wikinews"]]
    found = [
        {"text": f"{row['title']}\n\n{row['text']}", "outlet": "Wikinews", "published": row["date"], "url": row["url"]}
        for row in told
    ]
    for split in ("ecb_dev", "allsides_stream_a"):
        for article in corpus(data / "stories", split, READ[split]):
            known = {"outlet": article.outlet or "Other Post", "published": article.day or "2019-06-01"}
            known["url"] = "https://news.example/" + re.sub(r"\W+", "-", article.id)
            found.append({"text": f"{article.headline}\n\n{article.text}", **known})
    return found


def read(articles: Sequence[Row], path: Path) -> None:
    """A record of these articles."""
    from sayso.core.errors import ReadError
    from sayso.pipeline import analyse, relate, remembered
    from sayso.read import Given, document
    from sayso.store import open_record

    with open_record(path) as record:
        for n, row in enumerate(articles):
            known = {name: value for name, value in row.items() if name != "text"}
            try:
                record.add(remembered(analyse(document(row["text"].encode(), origin=f"{n}.txt", given=Given(**known)))))
            except ReadError as error:
                print(f"left out: {error}", file=sys.stderr)
        relate(record)


def multiply(path: Path, articles: int) -> None:
    """Fills a record up to `articles` with likenesses of those that it holds."""
    from sayso.store import listings

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "cache_size = -400000",
            "foreign_keys = OFF",
            "temp_store = FILE",
        ):
            connection.execute(f"PRAGMA {pragma}")
        indices = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indices:
            connection.execute(f"DROP INDEX {name}")
        connection.execute("BEGIN")
        bases = [_Base(connection, row["id"]) for row in connection.execute("SELECT id FROM document ORDER BY id").fetchall()]
        shared = {
            table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
            for table in ("story", "story_document", "issue", "relation", "passage", "link")
        }
        for table in ("called", "party", "listing"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM statement_text")
        copies = -(-articles // len(bases)) - 1
        total = len(bases) * copies
        for at, base in enumerate(bases):
            for n in range(1, copies + 1):
                base.put(connection, n, f"{(at * copies + n) * 0xFFFFF // (total + 1):05x}")
        mapped = [base.ids for base in bases]
        for n in range(1, copies + 1):
            ids = {base.id: ids[n] for base, ids in zip(bases, mapped, strict=True)}
            for table, rows in shared.items():
                _insert(connection, table, ({key: _likeness(key, value, ids, n) for key, value in row.items()} for row in rows))
        # The statements of `read`, over all documents at once.
        for statement in listings.KEEP:
            connection.execute(re.sub(r"= \?1", "IS NOT NULL", statement))
        for _, sql in indices:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")


class _Base:
    """An article that was read, with its rows, to be put again with other ids, days and names."""

    TABLES = ("datum", "evidence", "participant", "actor", "sketch", "shingle", "telling")

    def __init__(self, connection: sqlite3.Connection, id: str) -> None:
        self.id = id
        self.ids: dict[int, str] = {}
        self.document = dict(connection.execute("SELECT * FROM document WHERE id = ?", (id,)).fetchone())
        self.document.pop("number")
        self.rows: dict[str, list[Row]] = {}
        for table in self.TABLES:
            names = [row["name"] for row in connection.execute(f"PRAGMA table_xinfo({table})") if not row["hidden"]]
            names = [name for name in names if not (table == "datum" and name == "number")]
            found = connection.execute(f"SELECT {', '.join(names)} FROM {table} WHERE document_id = ?", (id,))
            self.rows[table] = [dict(row) for row in found]
        people = [row["json"] for row in self.rows["actor"] if '"identifier":null' in row["json"]]
        names = {word for one in people for word in re.findall(r"[A-Z][a-z]{3,}", json.loads(one)["name"])}
        self.names = re.compile(rf"\b({'|'.join(sorted(names))})\b") if names else None
        self.told = zlib.decompress(self.rows["telling"][0]["told"]).decode() if self.rows["telling"] else None
        self.split = {id: ID.split(json_) for id, json_ in ((row["id"], row["json"]) for row in self.rows["datum"])}
        self.actors = {row["id"]: ID.split(row["json"]) for row in self.rows["actor"]}
        self.parts = ID.split(self.told) if self.told else None
        self.renamed: dict[int, dict[str, str]] = {}

    def put(self, connection: sqlite3.Connection, n: int, prefix: str) -> None:
        new = prefix + hashlib.sha256(f"{self.id}{n}".encode()).hexdigest()[:11]
        self.ids[n] = new
        mask = _mask(n)
        known: dict[str, str] = {self.id: new}

        def id_of(old: str) -> str:
            if old not in known:
                known[old] = f"{int(old, 16) ^ mask:016x}"
            return known[old]

        def joined(parts: list[str]) -> str:
            return "".join(f'"{id_of(part)}"' if at % 2 else part for at, part in enumerate(parts))

        def named(words: str | None) -> str | None:
            return self.names.sub(lambda found: _renamed(found[0], n), words) if words and self.names and n % 2 else words

        days = timedelta(days=DAYS * n)
        text = named(self.document["text"]) or ""
        _insert(
            connection,
            "document",
            [
                {
                    **self.document,
                    "id": new,
                    "text": text,
                    "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
                    "headline": named(self.document["headline"]),
                    "published": _shifted(self.document["published"], days),
                    "origin": f"{n}/{self.document['origin']}",
                }
            ],
        )
        data = []
        for row in self.rows["datum"]:
            made = joined(self.split[row["id"]])
            if row["kind"] == "TimeExpression":
                made = MONTH.sub(lambda found: f'"{_shifted(found[1] + "-15", days)[:7]}"', made)
                made = DAY.sub(lambda found: f'"{_shifted(found[1], days)}"', made)
            data.append({**row, "document_id": new, "id": id_of(row["id"]), "json": made})
        _insert(connection, "datum", data)
        for table, columns in (("evidence", ("datum_id",)), ("participant", ("datum_id", "actor_id"))):
            _insert(
                connection,
                table,
                (
                    {
                        **row,
                        "document_id": new,
                        "words": named(row["words"]),
                        **{column: id_of(row[column]) for column in columns if row[column]},
                    }
                    for row in self.rows[table]
                ),
            )
        _insert(
            connection,
            "actor",
            (
                {**row, "document_id": new, "id": id_of(row["id"]), "json": named(joined(self.actors[row["id"]]))}
                for row in self.rows["actor"]
            ),
        )
        for row in self.rows["sketch"]:
            known_days = {name: row[name] + days.days if row[name] is not None else None for name in ("earliest", "latest")}
            made = row["json"].replace(self.id, new)
            for name, value in known_days.items():
                made = re.sub(rf'"{name}":\d+', f'"{name}":{value}', made)
            _insert(
                connection,
                "sketch",
                [{**row, **known_days, "document_id": new, "rank": row["rank"] + (days.days << 20), "json": made}],
            )
        _insert(
            connection,
            "shingle",
            (
                {"hash": (row["hash"] + mask) % (1 << 62), "rank": row["rank"] + (days.days << 20), "document_id": new}
                for row in self.rows["shingle"]
            ),
        )
        if self.parts:
            _insert(connection, "telling", [{"document_id": new, "told": zlib.compress(joined(self.parts).encode(), 1)}])


def _mask(n: int) -> int:
    return int.from_bytes(hashlib.sha256(str(n).encode()).digest()[:8], "big")


def _renamed(word: str, n: int) -> str:
    """A name of the same length; the same name becomes the same one in all likenesses of a kind."""
    kind = n % LIKENESSES
    turned = {a: row[(row.index(a) + kind) % len(row)] for row in (CONSONANTS, VOWELS) for a in row}
    return word[0] + "".join(turned.get(letter, letter) for letter in word[1:])


def _shifted(day: str, days: timedelta) -> str:
    return (date.fromisoformat(day) + days).isoformat()


def _likeness(column: str, value: Any, ids: Mapping[str, str], n: int) -> Any:
    """A value of a row that joins documents, as it stands in the likeness."""
    if column in ("id", "story_id", "issue_id", "relation_id") and isinstance(value, str):
        return f"{int(value, 16) ^ _mask(n):016x}"
    if column == "earliest" and value is not None:
        return value + DAYS * n
    return ids.get(value, value) if isinstance(value, str) else value


def _insert(connection: sqlite3.Connection, table: str, rows: Any) -> None:
    listed = list(rows)
    if listed:
        names = list(listed[0])
        quoted = ", ".join(f'"{name}"' for name in names)
        places = ", ".join("?" * len(names))
        connection.executemany(
            f"INSERT INTO {table} ({quoted}) VALUES ({places})", [tuple(row[name] for name in names) for row in listed]
        )


def addresses(ask: Callable[[str], Any]) -> dict[str, str]:
    """The pages to ask for, by what they are."""
    document = ask("/documents.json")["rows"][0]["id"]
    story = max(ask("/stories.json")["rows"], key=lambda row: len(row["documents"]))["id"]
    datum = ask("/statements.json")["rows"][0]["id"]
    names = [row["name"] for row in ask("/actors.json")["rows"]]
    return {
        "front": "/",
        "articles": "/documents",
        "articles, page 1,000": "/documents?page=1000",
        "articles of an outlet": "/documents?outlet=Wikinews",
        "article": f"/documents/{document}",
        "article, every mark": f"/documents/{document}?show=all",
        "datum": f"/data/{datum}",
        "statements": "/statements",
        "statements, page 200": "/statements?page=200",
        "statements by a common word": "/statements?who=president",
        "statements by two words": "/statements?who=minister+foreign",
        "statements by a country": "/statements?who=USA",
        "statements by a government": "/statements?who=FRA+GOV",
        "statements with a common word": "/statements?about=police",
        "statements, anonymous": "/statements?anonymous=yes",
        "statements of a year in a form": "/statements?type=direct&since=2022&until=2022",
        "statements of an outlet": "/statements?outlet=Wikinews",
        "statements later than all": "/statements?since=2045",
        "events": "/events",
        "events planned": "/events?realis=planned",
        "events of a type": "/events?type=CONSULT",
        "events by a word": "/events?actor=police",
        "events of a pair": "/events?actor=USA&recipient=RUS",
        "events at a place": "/events?place=london",
        "events until a year": "/events?until=2021",
        "events of a month": "/events?since=2025-03&until=2025-03",
        "events by nobody": "/events?actor=qqqq",
        "timeline": "/timeline",
        "timeline of a country": "/timeline?who=USA",
        "timeline since a year": "/timeline?since=2027",
        "timeline, days unknown": "/timeline?lane=unknown",
        "promises": "/promises",
        "promises of a country": "/promises?who=USA",
        "stories": "/stories",
        "stories, page 100": "/stories?page=100",
        "stories of one article too": "/stories?alone=yes",
        "story": f"/stories/{story}",
        "comparison": f"/stories/{story}/compare",
        "positions on an issue": "/stands?issue=gun+control",
        "labels": "/labels",
        "labels of somebody": "/labels?who=USA",
        "actors": "/actors",
        "actors by a word": "/actors?who=smith",
        "actor of most articles": f"/actors/{names[0]}",
        "actor of fewer articles": f"/actors/{names[-1]}",
        "pairs": "/dyads",
        "pairs of a country": "/dyads?actor=USA",
        "search, a common word": "/search?words=police",
        "search, a phrase": "/search?words=%22prime+minister%22",
        "search, a beginning": "/search?words=earthq*",
        "judgements": "/judgements",
        "rules": "/about",
        "statements as data": "/statements.json",
        "events as a table": "/events.csv",
    }


def pages(path: Path) -> dict[str, Figure]:
    """Milliseconds of each page: the middle of the calls after the first, with the least and most; and the longest of all, by the
    clock too."""
    from starlette.testclient import TestClient

    from sayso.show.web import application

    app = application(path, hosts=[HOST], reviewer="nobody", clock=lambda: datetime(2026, 11, 27, tzinfo=UTC))
    client = TestClient(app, base_url=f"http://{HOST}")
    found: dict[str, Figure] = {}
    clock: dict[str, float] = {}
    for name, address in addresses(lambda address: client.get(address).json()).items():
        taken, waited = [], []
        for _ in range(CALLS + 1):
            start, own = time.perf_counter(), time.process_time()
            answer = client.get(address)
            taken.append(1000 * (time.process_time() - own))
            waited.append(1000 * (time.perf_counter() - start))
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}: mend the desk first")
        figure = Figure(value=statistics.median(taken[1:]), low=min(taken[1:]), high=max(taken[1:]))
        found[f"page.{name}"], clock[name] = figure, statistics.median(waited[1:])
        print(f"{figure.value:8.0f} ms, by the clock {clock[name]:6.0f}, at first {waited[0]:6.0f}   {name}", flush=True)
    values = [figure.value for figure in found.values()]
    return {
        "pages.longest": Figure(value=max(values)),
        "pages.middle": Figure(value=statistics.median(values)),
        "pages.longest_by_the_clock": Figure(value=max(clock.values())),
        "pages.middle_by_the_clock": Figure(value=statistics.median(clock.values())),
        **found,
    }


class _Serving:
    """`sayso serve` over a record in a process of its own; `seconds` until it first answered."""

    def __init__(self, path: Path) -> None:
        start = time.perf_counter()
        command = [sys.executable, "-c", SAYSO, "serve", "--port", "0", "--record", str(path)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=QUIET)
        assert self.process.stderr is not None
        self.port = int(self.process.stderr.readline().split()[0].rstrip("/").rpartition(":")[2])
        self.ask("/judgements")
        self.seconds = time.perf_counter() - start

    def ask(self, address: str) -> tuple[int, bytes]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", quote(address, safe="/?&=%+*"))
            answer = connection.getresponse()
            return answer.status, answer.read()

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)


def starting(path: Path) -> dict[str, Figure]:
    """Seconds from the command to the first answer, by the clock and of the process: the middle of five starts."""
    clock, process = [], []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        serving = _Serving(path)
        clock.append(serving.seconds)
        serving.end()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        process.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {
        name: Figure(value=statistics.median(taken), low=min(taken), high=max(taken))
        for name, taken in (("start", clock), ("start.process", process))
    }


def at_once(path: Path, articles: Sequence[Row]) -> dict[str, Figure]:
    """How long ten readers wait who ask without a pause while a `read` goes on, and how many of their questions failed."""
    serving = _Serving(path)
    listed = list(addresses(lambda address: json.loads(serving.ask(address)[1])).values())
    taken: list[float] = []
    failed: list[tuple[str, int]] = []
    with tempfile.TemporaryDirectory() as place:
        for n, row in enumerate(articles):
            (Path(place) / f"{n}.txt").write_text(f"{row['text']}\n\nAgain, {n}.", encoding="utf-8")
        command = [sys.executable, "-c", SAYSO, "read", "--record", str(path), "--published", "2026-11-20", place]
        reading = subprocess.Popen(command, stderr=subprocess.PIPE, env=QUIET)
        end = time.monotonic() + SECONDS

        def reader(first: int) -> None:
            for n in range(first, 10**9, READERS + 1):
                if time.monotonic() > end and reading.poll() is not None:
                    return
                start = time.perf_counter()
                status, _ = serving.ask(listed[n % len(listed)])
                taken.append(time.perf_counter() - start)
                if status != 200:
                    failed.append((listed[n % len(listed)], status))

        threads = [threading.Thread(target=reader, args=(n,)) for n in range(READERS)]
        for thread in threads:
            thread.start()
        _, told = reading.communicate()
        for thread in threads:
            thread.join()
    serving.end()
    if reading.returncode or failed:
        print(told.decode()[-500:], failed[:5], file=sys.stderr)
    taken.sort()
    return {
        "at_once.middle": Figure(value=1000 * statistics.median(taken), high=1000 * taken[-1]),
        "at_once.of_100_the_95th": Figure(value=1000 * taken[int(0.95 * len(taken))]),
        "at_once.answers": Figure(value=len(taken)),
        "at_once.failed": Figure(value=len(failed) + (reading.returncode != 0)),
    }


def main(given: Sequence[str] | None = None) -> None:
    """Makes the record where there is none, measures, and freezes the figures where that is asked for."""
    given = list(sys.argv[1:] if given is None else given)
    parser = harness.arguments(TASK, "How long the desk's pages take over a large record.", [])
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"how many articles the record holds ({ARTICLES:,})")
    parser.add_argument("--record", type=Path, help="where the record is made, or lies from a run before")
    options = parser.parse_args(given)
    harness.check(options)
    if options.data is None:
        raise SystemExit("--data names the folder that holds wikinews and stories")
    with tempfile.TemporaryDirectory() as place:
        path = options.record or Path(place) / "desk.sayso"
        told = texts(options.data)
        if not path.exists():
            read(told[: options.limit], path)
            multiply(path, options.articles)
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {max(cores)})
        found = {**starting(path), **pages(path)}
        os.sched_setaffinity(0, cores)
        found |= at_once(path, told[-40:])
        size = path.stat().st_size
    for name, figure in found.items():
        if not name.startswith("page."):
            print(f"{figure.value:10.2f}   {name}")
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=str(options.articles), data="wikinews, ecb_dev and allsides_stream_a, multiplied", system="sayso",
            sayso=harness.sayso_version(), weights=None, date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given),
            counts={"articles": options.articles, "read": sum(READ.values()), "bytes": size, "readers": READERS}, figures=found,
        )  # fmt: skip
        print(f"frozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
