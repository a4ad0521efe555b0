"""The pipeline: the only place that knows the order of the stages.

Every module of `extract` that declares NEEDS, GIVES, MADE_BY and `extract` runs, each after what it needs; standing in
the folder is enough.
"""

import pkgutil
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType

from sayso import extract
from sayso.core.claims import Tellings
from sayso.core.data import Actor, Participant, Place
from sayso.core.document import Document
from sayso.core.parse import Parse
from sayso.core.reading import Reading
from sayso.core.stories import Sketch
from sayso.lexicon.actors import Names
from sayso.parse import gist, parse
from sayso.relate import comparison, propositions, work
from sayso.relate.comparison import Comparison
from sayso.relate.sketches import sketch
from sayso.resolve import places, resolve
from sayso.store import Record


@cache
def extractors() -> tuple[ModuleType, ...]:
    """The modules of the extract room, each after those that give what it needs; by name where that leaves a choice.

    Raises RuntimeError when a module needs a kind that none gives.
    """
    found = [import_module(f"{extract.__name__}.{info.name}") for info in pkgutil.iter_modules(extract.__path__)]
    waiting = sorted((m for m in found if hasattr(m, "GIVES")), key=lambda m: m.__name__)
    ready: list[ModuleType] = []
    given: set[type] = {Parse}
    while waiting:
        able = [m for m in waiting if set(m.NEEDS) <= given]
        if not able:
            raise RuntimeError(f"no extractor gives what {[m.__name__ for m in waiting]} need")
        ready.append(able[0])
        given.add(able[0].GIVES)
        waiting.remove(able[0])
    return tuple(ready)


def analyse(document: Document, names: Names | None = None) -> Reading:
    """A document with all its layers, read with a user's own `names` where they are given.

    Raises ModelError when the shipped weights cannot be loaded.
    """
    reading = Reading(document).adding(Parse, (parse(document),))
    if names is not None:
        reading = reading.adding(Names, (names,))
    for extractor in extractors():
        reading = reading.adding(extractor.GIVES, extractor.extract(reading))
    reading = reading.adding(Place, places(reading))
    actors, participants = resolve(reading)
    reading = reading.adding(Actor, actors).adding(Participant, participants)
    return reading.adding(Sketch, (sketch(reading),))


def remembered(reading: Reading) -> Reading:
    """A reading just analysed, with what a record keeps of it beside its data, so that a comparison parses nothing again."""
    return reading.adding(Tellings, (propositions.told(reading),))


def relate(record: Record) -> int:
    """Brings copies, stories and issues up to date with the documents and what was judged; how many documents were new to it.

    All of it or nothing is kept. The same documents give the same stories, in whatever order and steps they came.
    """
    with record.relating() as shelf:
        return work.relate(shelf)


def compare(readings: Sequence[Reading]) -> Comparison:
    """What these documents tell alike and otherwise, the earliest first. What a record does not keep of them is read again."""
    return comparison.compare([_whole(reading) for reading in readings], _gist)


# A page that is opened again asks for the same clauses.
_gist = lru_cache(maxsize=10_000)(gist)


def _whole(reading: Reading) -> Reading:
    """A reading with its sketch and what it tells, which need its parse."""
    if not reading.has(Parse) and not (reading.has(Sketch) and reading.has(Tellings)):
        reading = reading.adding(Parse, (parse(reading.document),))
    reading = reading if reading.has(Sketch) else reading.adding(Sketch, (sketch(reading),))
    return reading if reading.has(Tellings) else remembered(reading)
