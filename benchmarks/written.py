"""Chains, denials and speakers on the articles of training/written, marked by hand; the split "aside" is never trained on.

What PolNeAR cannot score: a gold attribution is found when one of sayso's has a cue that meets its cue (or none where it
has none) and a content with a Jaccard index of at least .5 in characters; best overlap first, one to one. Of those:

- nested: attributions inside another, found and put inside the one that its gold holder was matched with (F1);
- denied: polarity right among matched ones that either side calls negative (F1);
- anonymous: likewise for unnamed sources (F1);
- speaker: of matched attributions whose gold source has a name (or whose words are the name), the share that sayso
  gives to an actor of that name, and the share it leaves unknown. A name is right when the words of the one are among
  the other's, accents, capitals and titles apart.

The articles are the project's own, so text and marks ship with it. Their writers also wrote the training set: figures here
tell how far the aim is met on such text, not how sayso would do on other people's.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import harness
from sayso.core.data import Actor, Attribution, Participant
from sayso.core.reading import Reading
from sayso.pipeline import analyse
from sayso.read import document
from sayso.resolve.names import fold
from training.corpora.written import Article, Marked, articles

TASK = "written"
SPLITS = {"train": "", "aside": "aside"}
LEAST = 0.5  # Jaccard of contents, as in the half measure of benchmarks/attributions.py


def _characters(spans: Sequence[tuple[int, int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _pairs(gold: Sequence[Marked], said: Sequence[Attribution]) -> dict[int, Attribution]:
    """Gold number to sayso's attribution."""
    ranked = []
    for one in gold:
        cue, content = _characters(one.cue), _characters(one.content)
        for n, other in enumerate(said):
            other_cue = _characters([(s.start, s.end) for s in other.cue])
            other_content = _characters([(s.start, s.end) for s in other.content])
            score = len(content & other_content) / max(1, len(content | other_content))
            source, other_source = _characters(one.source), _characters([(s.start, s.end) for s in other.source])
            if score >= LEAST and (bool(cue & other_cue) or not (cue or other_cue)):
                ranked.append((-score - (0.5 if source & other_source else 0.0), one.number, n))
    found: dict[int, Attribution] = {}
    taken: set[int] = set()
    for _, number, n in sorted(ranked):
        if number not in found and n not in taken:
            found[number] = said[n]
            taken.add(n)
    return found


def _words(name: str) -> set[str]:
    return {fold(w) for w in re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", name) if len(w) > 1} - {"the"}


def _named_right(gold: str, actor: Actor) -> bool:
    wanted = _words(gold)
    name, both = _words(actor.name), _words(f"{actor.name} {actor.office or ''}")
    return bool(wanted) and (wanted <= both or (bool(name) and name <= wanted))


def _score(article: Article, tally: harness.Tally) -> Iterator[str]:
    """Adds an article's counts; yields a line for each thing that is wrong, for reading."""
    outlet, published = article.header.get("outlet"), article.header.get("published")
    read = document(article.text.encode("utf-8"), origin=article.name, medium="text")
    assert read.text == article.text, f"{outlet} {published}: sayso changed the text"
    reading: Reading = analyse(read)
    said = reading.of(Attribution)
    actors = {actor.id: actor for actor in reading.of(Actor)}
    speakers: dict[str, list[Participant]] = {}
    for participant in reading.of(Participant):
        speakers.setdefault(participant.datum_id, []).append(participant)
    matched = _pairs(article.attributions, said)
    number_of = {attribution.id: number for number, attribution in matched.items()}
    name = article.name
    tally.hits("found", name, len(said), len(article.attributions), len(matched))
    nested_gold = [m for m in article.attributions if m.inside is not None]
    right = 0
    for one in article.attributions:
        words = " / ".join(article.text[a:b] for a, b in (*one.source, *one.cue, *one.content[:1]))[:110]
        got = matched.get(one.number)
        if got is None:
            yield f"{name} missed [{one.number}] {words}"
            continue
        if one.inside is not None:
            if got.inside is not None and number_of.get(got.inside) == one.inside:
                right += 1
            else:
                yield f"{name} nested [{one.number}] in {one.inside}, sayso {number_of.get(got.inside or '')}: {words}"
        denied = got.polarity == "negative"
        tally.hits("denied", name, int(denied), int(one.denied), int(denied and one.denied))
        if denied != one.denied:
            yield f"{name} polarity [{one.number}] {got.polarity}: {words}"
        who = [actors[p.actor_id] for p in speakers.get(got.id, ()) if p.actor_id]
        unnamed = bool(who) and all(actor.anonymous for actor in who)
        tally.hits("anonymous", name, int(unnamed), int(one.anonymous), int(unnamed and one.anonymous))
        if unnamed != one.anonymous:
            yield f"{name} anonymous [{one.number}] {unnamed}: {words}"
        if one.anonymous or not one.source:
            continue
        expected = one.name or article.text[one.source[0][0] : one.source[0][1]]
        fine = any(_named_right(expected, actor) for actor in who)
        tally.mean("speaker", name, [float(fine)])
        tally.mean("speaker unknown", name, [float(not who)])
        if one.name:
            tally.mean("speaker by other words", name, [float(fine)])
        if not fine:
            yield f"{name} speaker [{one.number}] {expected!r}, sayso {[a.name for a in who]}: {words}"
    tally.hits("nested", name, sum(a.inside is not None for a in said), len(nested_gold), right)


def main(given: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if given is None else given
    parser: argparse.ArgumentParser = harness.arguments(TASK, "Chains, denials and speakers on training/written.", list(SPLITS))
    parser.add_argument("--errors", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(given)
    harness.check(options)
    tally = harness.Tally()
    names = []
    folder: Path = options.data / SPLITS[options.split]
    for path in sorted(folder.glob("*.txt")):
        for article in articles(path):
            if options.limit is not None and len(names) >= options.limit:
                break
            names.append(article.name)
            for line in _score(article, tally):
                if options.errors:
                    print(line)
    figures = tally.figures(names)
    rows = [[n, f.value, f.precision, f.recall, f"{f.low:.1f}–{f.high:.1f}", f.gold] for n, f in sorted(figures.items())]
    print(harness.table(["measure", "value", "P", "R", "95 %", "n"], rows))
    if options.freeze is not None:
        frozen = harness.Frozen(
            task=TASK, split=options.split, data="training/written", system="sayso", sayso=harness.sayso_version(),
            weights=harness.shipped_weights(), date=options.date, machine=harness.machine(),
            command=harness.command(TASK, given), counts={"articles": len(names)}, figures=figures,
        )  # fmt: skip
        print(f"\nfrozen in {harness.freeze(frozen, options.freeze).name}")


if __name__ == "__main__":
    main()
