"""Wordings: loaded words on BABE, by word; whose voice words are in, on sentences written for it.

BABE (Spinde et al. 2021; its first set, SG1) has sentences of US news, each with the words that experts called biased. A token
is right when it is one of its sentence's words. Predicted are the tokens of wordings of the types charged and euphemism, and of
boosters of strong rows, outside quotation marks: the experts marked the writer's bias. Its licence lets it be measured on and
nothing else, so no word of sayso's lists was taken from it; halves by the hash of the sentence, `dev` to look at our own words,
`report` to tell.

- loaded, strong: words of strong rows; loaded: those of weak rows too. Precision, recall, F1.
- labels, boosters: the same for these types alone; they are there for other questions, and few of them are loaded.

Voice, with the cases of tests/cases (split `cases`) or their half kept aside (`aside`): of the wordings that are marked there
and found, the share whose voice is right; and how many are found.
"""

import argparse
import ast
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import harness
from sayso.core.data import Wording
from sayso.core.document import Block, Document, sha256_of
from sayso.core.reading import Reading
from sayso.core.span import Span
from sayso.pipeline import analyse

TASK = "wordings"
FILES = {"cases": "voices.jsonl", "aside": "aside/voices.jsonl"}
TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
SURE = 0.5  # confidence above which a row is a strong one


def _read(text: str) -> Reading:
    blocks = (Block(span=Span(0, len(text)), role="paragraph"),)
    return analyse(Document(text=text, text_sha256=sha256_of(text), blocks=blocks))


def _halves(file: Path, split: str) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            even = hashlib.sha256(row["text"].encode()).digest()[0] % 2 == 0
            if even == (split == "dev"):
                yield row


def _babe(options: argparse.Namespace, tally: harness.Tally) -> list[str]:
    names = []
    for number, row in enumerate(_halves(options.data, options.split)):
        if options.limit is not None and number >= options.limit:
            break
        name, text = str(number), row["text"]
        names.append(name)
        gold = {word.strip().lower() for word in ast.literal_eval(row["biased_words"])}
        tokens = [(match.start(), match.end(), match[0].lower()) for match in TOKEN.finditer(text)]
        reading = _read(text)
        wordings = [one for one in reading.of(Wording) if not any(True for _ in reading.parse.quotations_in(one.span))]
        asked = sum(word in gold for _, _, word in tokens)
        strong = [one for one in wordings if one.confidence >= SURE and one.type in ("charged", "euphemism", "booster")]
        weak = [one for one in wordings if one.confidence < SURE and one.type in ("charged", "euphemism")]
        for measure, kept in (
            ("loaded, strong", strong),
            ("loaded", [*strong, *weak]),
            ("labels", [one for one in wordings if one.type == "label"]),
            ("boosters", [one for one in wordings if one.type == "booster"]),
        ):
            predicted = [word for start, end, word in tokens if any(w.span.start < end and start < w.span.end for w in kept)]
            tally.hits(measure, name, len(predicted), asked, sum(word in gold for word in predicted))
    return names


def _voices(options: argparse.Namespace, tally: harness.Tally) -> list[str]:
    names = []
    for number, line in enumerate((options.data / FILES[options.split]).read_text(encoding="utf-8").splitlines()):
        if options.limit is not None and number >= options.limit:
            break
        case = json.loads(line)
        names.append(str(number))
        found = {(one.span.of(case["text"]), one.type): one for one in _read(case["text"]).of(Wording)}
        pairs = [(one, found.get((one["words"], one["type"]))) for one in case["wordings"]]
        tally.mean("found", str(number), [float(got is not None) for _, got in pairs])
        tally.mean("voice", str(number), [float(got.voice == one["voice"]) for one, got in pairs if got is not None])
        if options.errors:
            for one, got in pairs:
                if got is None or got.voice != one["voice"]:
                    print(
                        f"{one['words']} ({one['type']}, {one['voice']}): {got.voice if got else 'not found'} in: {case['text']}"
                    )
    return names


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    summary = "Loaded words on BABE (dev, report) and voices on cases of our own (cases, aside)."
    parser = harness.arguments(TASK, summary, ["dev", "report", *FILES])
    parser.add_argument("--errors", action="store_true", help="print voices that are wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    names = _voices(options, tally) if options.split in FILES else _babe(options, tally)
    figures = tally.figures(names)
    rows = [[n, f.value, f.precision, f.recall, f"{f.low:.1f}–{f.high:.1f}", f.gold] for n, f in figures.items()]
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="tests/cases" if options.split in FILES else "BABE SG1", system="sayso",
            sayso=harness.sayso_version(), weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts={"texts": len(names)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
