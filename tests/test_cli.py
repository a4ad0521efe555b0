"""The command line: data on one stream, words about it on the other, and an exit code that tells the truth."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from sqlite3 import connect
from types import ModuleType
from urllib.request import urlopen

import msgspec
import pytest
from click.testing import CliRunner

from sayso.cli import main
from sayso.core.contract import ReadingView
from sayso.core.data import (
    Actor,
    Attribution,
    Commitment,
    Credit,
    Event,
    Mention,
    Participant,
    Place,
    Position,
    Quantity,
    TimeExpression,
    Wording,
)
from sayso.core.reading import Reading
from sayso.core.span import Span, identifier
from sayso.store import open_record

SAID = re.compile(r"(?P<source>\b[A-Z]\w+) (?P<cue>said) (?P<content>[^.\n]+)")


def analyse(document, names=None):
    """A pipeline small enough to stand in a test: "Name said words." and nothing else."""
    if "cannot be borne" in document.text:
        raise LookupError("no such sentence")
    attributions, actors, participants = [], {}, []
    own = names.own if names else ()
    maker = "test/1" + (names.made_by if names else "")
    for match in SAID.finditer(document.text):
        roles = {role: (Span(*match.span(role)),) for role in ("source", "cue", "content")}
        attribution = Attribution(document_id=document.id, made_by="test/1", type="indirect", **roles)
        name, actor_id = match["source"], identifier("Actor", document.id, match["source"])
        country = next((row.country for row in own if row.name == name), None)
        actors[name] = Actor(id=actor_id, document_id=document.id, name=name, country=country, anonymous=name == "Officials")
        participants.append(
            Participant(
                document_id=document.id,
                datum_id=attribution.id,
                role="source",
                mention=roles["source"][0],
                actor_id=actor_id,
                made_by=maker,
            )
        )
        attributions.append(attribution)
    reading = Reading(document).adding(Mention, []).adding(TimeExpression, ()).adding(Attribution, attributions)
    return (
        reading.adding(Quantity, ())
        .adding(Place, ())
        .adding(Credit, ())
        .adding(Event, ())
        .adding(Commitment, ())
        .adding(Position, ())
        .adding(Wording, ())
        .adding(Actor, actors.values())
        .adding(Participant, participants)
    )


@pytest.fixture
def run(tmp_path, monkeypatch):
    """`run("said", "Ida")` in a folder with two articles and something that is none."""
    pipeline = ModuleType("sayso.pipeline")
    pipeline.analyse = analyse
    pipeline.remembered = lambda reading: reading
    pipeline.relate = lambda record: 0  # no document of this pipeline has a sketch
    monkeypatch.setitem(sys.modules, "sayso.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_RECORD", raising=False)
    (tmp_path / "fog.txt").write_text(
        "Fog over Tarn\n\nIda said the fog would lift by noon. Officials said nothing of ferries.\n"
    )
    (tmp_path / "ferry.txt").write_text("Ferries stop\n\nPer said =1+1 ferries had stopped because of the fog.\n")
    (tmp_path / "empty.txt").write_text("")
    return lambda *arguments, **options: CliRunner().invoke(main, [str(one) for one in arguments], **options)


@pytest.fixture
def kept(run):
    assert run("read", "fog.txt", "ferry.txt", "--outlet", "Tarn Gazette", "--published", "2025-03-04").exit_code == 0
    return run


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def test_actors_of_ones_own_win_and_stay_with_the_record(run, tmp_path):
    (tmp_path / "own.tsv").write_text("name\tkind\tcountry\tsector\nPer\tperson\tNOR\tGOV\n")
    shown = lines(run("read", "--json", "ferry.txt", "--actors", "own.tsv").stdout)
    assert [actor["country"] for actor in shown[0]["actors"]] == ["NOR"]
    assert [
        actor["country"] for actor in lines(run("show", "--json", "ferry.txt", "--actors", "own.tsv").stdout)[0]["actors"]
    ] == ["NOR"]
    assert run("read", "ferry.txt", "--actors", "own.tsv").exit_code == 0
    with closing(connect(tmp_path / "news.sayso")) as record:
        assert record.execute("SELECT name, kind, country, sector FROM own_actor").fetchall() == [("Per", "person", "NOR", "GOV")]
        (maker,) = record.execute("SELECT DISTINCT made_by FROM participant").fetchone()
        assert re.fullmatch(r"test/1\+actors:[0-9a-f]{8}", maker)
    again = run("read", "ferry.txt")
    assert "read with 1 actor of your own, as news.sayso has them" in again.stderr
    assert "(0 new, 1 known)" in again.stderr
    (tmp_path / "own.tsv").write_text("name\tkind\tcountry\tsector\n")
    assert "(1 new, 0 known)" in run("read", "ferry.txt", "--actors", "own.tsv").stderr
    assert [row["country"] for row in lines(run("said", "Per", "--json").stdout)] == [None]


def test_a_bad_table_of_actors_stops_before_anything_is_read(run, tmp_path):
    (tmp_path / "own.tsv").write_text("name\tkind\tcountry\tsector\nPer\tking\tNOR\tGOV\n")
    for command in (["read", "ferry.txt"], ["read", "--json", "ferry.txt"], ["show", "ferry.txt"]):
        failed = run(*command, "--actors", "own.tsv")
        assert failed.exit_code == 1
        assert "own.tsv line 2: 'Per' has kind 'king': write one of " in failed.stderr
        assert not failed.stdout
    assert not (tmp_path / "news.sayso").exists()


def test_reading_keeps_and_says_so(run, tmp_path):
    first = run("read", "fog.txt", "ferry.txt")
    assert (first.exit_code, first.stdout) == (0, "")
    assert "2 documents read into news.sayso (2 new, 0 known), with 3 statements; 0 skipped" in first.stderr
    assert "0 new, 2 known" in run("read", "fog.txt", "ferry.txt").stderr
    assert run("read", "fog.txt", "--record", "other").exit_code == 0 and (tmp_path / "other").exists()
    assert run("read", "fog.txt", env={"SAYSO_RECORD": "third"}).exit_code == 0 and (tmp_path / "third").exists()


def test_json_prints_data_alone_and_keeps_nothing(run, tmp_path):
    result = run("read", "--json", "fog.txt", "empty.txt", "ferry.txt")
    found = [msgspec.json.decode(line, type=ReadingView) for line in result.stdout.splitlines()]
    assert [one.document.origin for one in found] == ["fog.txt", "ferry.txt"]
    assert [speaker.name for one in found for said in one.attributions for speaker in said.speakers] == [
        "Ida",
        "Officials",
        "Per",
    ]
    assert result.exit_code == 1 and result.stderr.count("empty.txt") == 1
    assert not (tmp_path / "news.sayso").exists()


def test_what_is_skipped_is_told_counted_and_costs_no_other(run, tmp_path):
    (tmp_path / "awkward.txt").write_text("This cannot be borne, said nobody at all in the whole town.")
    result = run("read", "awkward.txt", "empty.txt", "missing.txt", "fog.txt")
    assert result.exit_code == 1
    told = [line for line in result.stderr.splitlines() if line.startswith("skipped: ")]
    assert [line.split()[1].rstrip(":") for line in told] == ["awkward.txt", "empty.txt", "missing.txt"]
    assert "LookupError: no such sentence" in told[0]
    assert "1 document read" in result.stderr and "3 skipped" in result.stderr
    with closing(connect("news.sayso")) as connection:
        assert connection.execute("SELECT count(*) FROM skipped").fetchone() == (3,)
    (tmp_path / "empty.txt").write_text("Ida said there is something now, and it is a whole sentence.")
    assert run("read", "empty.txt").exit_code == 0
    with closing(connect("news.sayso")) as connection:
        assert connection.execute("SELECT count(*) FROM skipped").fetchone() == (2,)


def test_standard_input_is_an_article_too(run):
    result = run("read", "--json", "-", input="Ida said the tide had turned at last, and went home.")
    (found,) = lines(result.stdout)
    assert (found["document"]["origin"], found["attributions"][0]["speakers"][0]["name"]) == ("-", "Ida")


def test_said_lists_by_speaker_words_and_date(kept):
    assert [one["content"] for one in lines(kept("said", "ida", "--json").stdout)] == ["the fog would lift by noon"]
    assert {one["speaker"] for one in lines(kept("said", "--about", "ferries", "--json").stdout)} == {"Officials", "Per"}
    assert {one["speaker"] for one in lines(kept("said", "--anonymous", "--json").stdout)} == {"Officials"}
    assert {one["speaker"] for one in lines(kept("said", "--not-anonymous", "--json").stdout)} == {"Ida", "Per"}
    assert len(lines(kept("said", "--limit", 1, "--json").stdout)) == 1
    assert lines(kept("said", "--since", "2025-04", "--json").stdout) == []
    table = kept("said", "Ida").stdout
    row = lines(kept("said", "Ida", "--json").stdout)[0]
    assert row["document_id"] in table and f"{row['start']}-{row['end']}" in table and "Tarn Gazette ← Ida" in table
    nobody = kept("said", "Nobody")
    assert (nobody.exit_code, nobody.stdout, nobody.stderr) == (0, "", "no statement matches\n")


def test_csv_of_a_listing_is_the_csv_of_the_export(kept):
    listed = kept("said", "--csv").stdout_bytes
    assert listed == kept("export", "--to", "csv").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(listed.decode(), newline=""), strict=True))
    assert {row["content"] for row in rows} >= {"'=1+1 ferries had stopped because of the fog"}


def test_search_shows_passages(kept):
    assert "[fog]" in kept("search", "fog").stdout
    assert len(lines(kept("search", "fog", "--json").stdout)) == 2
    assert len(lines(kept("search", "fog", "stop*", "--json").stdout)) == 1
    assert len(list(csv.DictReader(io.StringIO(kept("search", "fog", "--csv").stdout)))) == 2
    for signs in ('"', "*", "AND", "(", "fog OR", "'; DROP TABLE document"):
        assert kept("search", "--", signs).exit_code == 0


def test_show_takes_a_file_or_what_names_a_document(kept, tmp_path):
    document = lines(kept("said", "Ida", "--json").stdout)[0]["document_id"]
    for name in (document, document[:8], "fog.txt"):
        assert "{Ida}¹ <said>¹ [the fog would lift by noon]¹" in kept("show", name).stdout
    (tmp_path / "new.txt").write_text("Ida said this one is not kept anywhere, and smiled.")
    assert "[this one is not kept anywhere, and smiled]¹" in kept("show", "new.txt").stdout
    assert len(lines(kept("said", "--json").stdout)) == 3
    assert lines(kept("show", document, "--json").stdout)[0]["document"]["id"] == document
    for wrong in ("nothing", "empty.txt"):
        result = kept("show", wrong)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)


def test_verify_tells_by_its_exit_code(kept):
    fine = kept("verify")
    assert (fine.exit_code, fine.stdout) == (0, "") and "2 documents" in fine.stderr
    with closing(connect("news.sayso")) as connection, connection:
        connection.execute("UPDATE evidence SET words = 'sun' WHERE words LIKE '%fog would%'")
    broken = kept("verify")
    assert broken.exit_code == 1 and "'sun', but the text says 'the fog would lift by noon'" in broken.stdout
    assert "'sun'" in lines(kept("verify", "--json").stdout)[0]["problem"]


def test_export_writes_a_new_file_and_never_over_one(kept, tmp_path):
    printed = kept("export", "--to", "jsonl").stdout_bytes
    assert kept("export", "--to", "jsonl", "--out", "all.jsonl").exit_code == 0
    assert (tmp_path / "all.jsonl").read_bytes() == printed
    given = kept("read", "--json", "fog.txt", "ferry.txt", "--outlet", "Tarn Gazette", "--published", "2025-03-04").stdout_bytes
    assert sorted(given.splitlines()) == sorted(printed.splitlines())
    (tmp_path / "all.jsonl").write_text("mine")
    again = kept("export", "--to", "jsonl", "--out", "all.jsonl")
    assert again.exit_code == 1 and "is there already" in again.stderr and (tmp_path / "all.jsonl").read_text() == "mine"
    assert kept("export", "--to", "jsonl", "--out", "no/where").exit_code == 1
    assert kept("export", "--to", "pigeon").exit_code == 2


def test_a_failed_export_leaves_no_half_file(kept, tmp_path):
    with closing(connect("news.sayso")) as connection, connection:
        connection.execute("UPDATE document SET layers = '[]' WHERE number = 2")
    assert kept("export", "--to", "jsonl", "--out", "all.jsonl").exit_code == 1
    assert not (tmp_path / "all.jsonl").exists()


def test_export_takes_what_read_printed_in_place_of_a_record(kept, run, tmp_path):
    (tmp_path / "read.jsonl").write_bytes(kept("export", "--to", "jsonl").stdout_bytes)
    for form in ("jsonl", "annotations", "plover", "plover_told", "polecat", "polecat_told"):
        given = kept("export", "--to", form, "--from", "read.jsonl", "--record", "nowhere")
        assert given.exit_code == 0 and given.stdout_bytes == kept("export", "--to", form).stdout_bytes
    assert kept("export", "--to", "csv", "--from", "read.jsonl").exit_code == 2
    (tmp_path / "read.jsonl").write_text('{"document": 1}')
    wrong = kept("export", "--to", "jsonl", "--from", "read.jsonl", "--out", "half.jsonl")
    assert wrong.exit_code == 1 and "line 1 is not what" in wrong.stderr and not (tmp_path / "half.jsonl").exists()


def test_parquet_is_a_new_folder(kept, tmp_path):
    assert kept("export", "--to", "parquet").exit_code == 2
    assert kept("export", "--to", "parquet", "--out", "tables").exit_code == 0
    assert (tmp_path / "tables" / "statements.parquet").exists()
    again = kept("export", "--to", "parquet", "--out", "tables")
    assert again.exit_code == 1 and "is there already" in again.stderr
    with closing(connect("news.sayso")) as connection, connection:
        connection.execute("UPDATE document SET layers = '[]' WHERE number = 2")
    assert kept("export", "--to", "parquet", "--out", "half").exit_code == 1
    assert not (tmp_path / "half").exists()


def test_a_dossier_is_of_one_thing(kept):
    ida = kept("export", "--to", "markdown", "--actor", "Ida")
    assert ida.stdout.startswith("# Actor: Ida\n") and "the fog would lift by noon" in ida.stdout
    found = kept("export", "--to", "html", "--search", "fog")
    assert found.stdout.startswith("<!DOCTYPE html>") and found.stdout.count("fog would lift") > 1
    nobody = kept("export", "--to", "html", "--actor", "Nobody")
    assert (nobody.exit_code, nobody.stdout) == (1, "") and "nobody in" in nobody.stderr
    for wrong in (["markdown"], ["html", "--actor", "Ida", "--search", "fog"], ["jsonl", "--actor", "Ida"]):
        assert kept("export", "--to", *wrong).exit_code == 2


def test_demo_shows_what_is_found_and_what_to_try(run, tmp_path):
    result = run("demo")
    assert result.exit_code == 0, result.stderr
    assert "articles by" in result.stdout and "Try next:" in result.stdout and "sayso said" in result.stdout
    assert not list(tmp_path.glob("*.sayso*"))
    assert run("demo", "--record", "demo.sayso").exit_code == 0 and (tmp_path / "demo.sayso").exists()


def test_schema_is_that_of_the_contract(run):
    assert "ReadingView" in json.loads(run("schema").stdout)["$defs"]


@pytest.mark.parametrize("command", [["said"], ["search", "fog"], ["show", "fog"], ["verify"], ["export", "--to", "csv"]])
def test_no_record_is_one_sentence(run, tmp_path, command):
    result = run(*command, "--record", "none.sayso")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "no record at none.sayso" in result.stderr and not (tmp_path / "none.sayso").exists()


@pytest.mark.parametrize(
    "wrong", [["read"], ["said", "--since", "yesterday"], ["said", "--type", "sung"], ["said", "--limit", "0"], ["sing"]]
)
def test_a_wrong_use_is_code_2(run, wrong):
    assert run(*wrong).exit_code == 2


def program(tmp_path, *arguments, **options):
    """The real program in a process of its own."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    # A shell lets what it starts in the background ignore interrupts, and they would be ignored here too.
    code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from sayso.cli import main; main()"
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=tmp_path, env=environment, **options)


def test_a_closed_pipe_is_quiet(kept, tmp_path):
    for path in range(300):
        (tmp_path / f"{path}.txt").write_text(f"Ida said number {path} " + "and so on and on " * 400)
    kept("read", tmp_path)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with program(tmp_path, "export", "--to", "jsonl", **pipes) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_is_clean(run, tmp_path):
    with program(
        tmp_path, "read", "--json", "-", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
    assert "Traceback" not in told and process.returncode == 130


def test_several_processes_read_as_one_does(run, tmp_path):
    told = []
    for number in ("1", "2"):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with program(tmp_path, "read", "--json", "--processes", number, ".", **pipes) as process:
            out, error = process.communicate()
        told.append((out, error, process.returncode))
    assert told[0] == told[1] and told[0][2] == 1
    assert [row["document"]["origin"] for row in lines(told[0][0].decode())] == ["./ferry.txt", "./fog.txt"]
    exports = []
    for number in ("1", "2"):
        with program(tmp_path, "read", "--record", number, "--processes", number, ".", stderr=subprocess.PIPE) as process:
            assert "2 new" in process.communicate()[1].decode() and process.returncode == 1
        exports.append(run("export", "--to", "jsonl", "--record", number).stdout)
    assert exports[0] == exports[1] and len(lines(exports[0])) == 2


def test_help_is_quick(tmp_path):
    code = "import sys, sayso.cli; print(*sys.modules)"
    loaded = subprocess.check_output(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, text=True
    )
    # what takes long to import is imported by the command that needs it
    assert not {"rich", "numpy", "onnxruntime", "sqlite3", "lxml", "trafilatura"} & set(loaded.split())


def test_a_terminal_without_our_letters_still_shows_the_rest(kept, tmp_path):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "ascii"}
    code = "from sayso.cli import main; main()"
    told = subprocess.run([sys.executable, "-c", code, "said", "Ida"], cwd=tmp_path, env=environment, capture_output=True)
    assert told.returncode == 0 and b"the fog would lift by noon" in told.stdout


def test_serve_answers_on_this_machine_alone_and_logs_no_words(tmp_path):
    with open_record(tmp_path / "r.sayso"):
        pass
    call = "import sys; from sayso.cli import main; main()"
    command = [sys.executable, "-c", call, "serve", "--port", "0", "--record", str(tmp_path / "r.sayso")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        address = running.stderr.readline().split()[0]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urlopen(f"{address}search?words=quince", timeout=20) as page:
            assert b"No article holds" in page.read()
        port = int(address.rstrip("/").rpartition(":")[2])
        taken = subprocess.run([*command[:5], str(port), *command[6:]], capture_output=True, text=True)
        assert taken.returncode == 1 and f"port {port} cannot be used" in taken.stderr
        running.send_signal(signal.SIGINT)
        out, told = running.communicate(timeout=20)
    assert "quince" not in out + told and "Traceback" not in told


def test_serve_refuses_what_is_no_record(run, tmp_path):
    result = run("serve", "--record", tmp_path / "fog.txt")
    assert result.exit_code == 1 and "is not a record" in result.output


def test_a_date_after_next_year_is_told(run):
    result = run("read", "--json", "fog.txt", "--published", "2925-03-04")
    assert result.exit_code == 0
    assert "fog.txt is published 2925-03-04, after next year" in result.stderr
    assert "after next year" not in run("read", "--json", "fog.txt", "--published", "2025-03-04").stderr
