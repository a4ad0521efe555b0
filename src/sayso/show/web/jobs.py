"""Jobs: articles that were added from the desk and are read one after another, while pages go on being answered.

One thread reads, as the model is the same for all; a job is told from the start to the end by its state, in memory alone. What
was read is in the record; a job that the end of the program cut short left nothing half.
"""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from sayso.core.data import Attribution
from sayso.core.document import Document, Skipped
from sayso.core.errors import ReadError, SaysoError

# More than a person adds by hand before the first is read.
WAITING = 50
KEPT = 200

State = Literal["waiting", "reading", "done"]
Source = Callable[[], Iterable[Document | Skipped]]


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """One article of a job: its document, or why there is none."""

    origin: str
    document_id: str | None = None
    headline: str | None = None
    new: bool = False
    statements: int = 0
    reason: str | None = None


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What was added at once. `total` is how many articles it has, None until that is known."""

    id: int
    label: str
    state: State = "waiting"
    total: int | None = None
    added: tuple[Added, ...] = ()


class Full(SaysoError):
    """More is waiting to be read than the desk takes."""


class Jobs:
    """The queue and its reader."""

    def __init__(self, record: Path) -> None:
        self._record = record
        self._jobs: dict[int, Job] = {}
        self._queue: queue.Queue[tuple[int, Source]] = queue.Queue(WAITING)
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, label: str, source: Source, total: int | None = None) -> Job:
        """A new job. Raises Full when too many are waiting."""
        with self._changed:
            job = Job(id=max(self._jobs, default=0) + 1, label=label, total=total)
            try:
                self._queue.put_nowait((job.id, source))
            except queue.Full:
                raise Full(f"{WAITING} are waiting to be read: wait until some are done") from None
            self._jobs[job.id] = job
            for old in [one for one in self._jobs.values() if one.state == "done"][:-KEPT]:
                del self._jobs[old.id]
            if self._thread is None:
                self._thread = threading.Thread(target=self._read_all, name="reader", daemon=True)
                self._thread.start()
        return job

    def get(self, number: int) -> Job | None:
        return self._jobs.get(number)

    def recent(self) -> list[Job]:
        """Jobs, the newest first."""
        return sorted(self._jobs.values(), key=lambda job: -job.id)

    def wait(self, number: int, seconds: float) -> Job | None:
        """The job once it is done, or as it is when time is up."""
        with self._changed:
            self._changed.wait_for(lambda: (job := self._jobs.get(number)) is None or job.state == "done", seconds)
        return self._jobs.get(number)

    def _read_all(self) -> None:
        while True:
            number, source = self._queue.get()
            self._change(number, state="reading")
            try:
                for added in self._read(source):
                    self._change(number, added=(*self._jobs[number].added, added))
            finally:
                self._change(number, state="done")

    def _read(self, source: Source) -> Iterator[Added]:
        from sayso.lexicon.actors import Names
        from sayso.pipeline import analyse, relate, remembered
        from sayso.store import open_record

        found: Document | Skipped | None = None
        try:
            with open_record(self._record) as record:
                own = record.own_actors()
                names = Names(own) if own else None
                for found in source():
                    if isinstance(found, Skipped):
                        record.skip(found)
                        yield Added(origin=found.origin, reason=found.reason)
                        continue
                    try:
                        reading = analyse(found, names)
                        new = record.add(remembered(reading))
                    except ReadError as error:
                        skipped = Skipped(origin=found.origin, reason=f"{found.origin}: {error}")
                        record.skip(skipped)
                        yield Added(origin=found.origin, reason=skipped.reason)
                        continue
                    except SaysoError:
                        raise  # it would stop every other article too
                    except Exception as error:
                        yield Added(origin=found.origin, reason=_ours(error))
                        continue
                    yield Added(
                        origin=found.origin,
                        document_id=found.id,
                        headline=found.headline,
                        new=new,
                        statements=len(reading.of(Attribution)),
                    )
                relate(record)
        except SaysoError as error:
            yield Added(origin=found.origin if found else "", reason=str(error))
        except Exception as error:
            yield Added(origin=found.origin if found else "", reason=_ours(error))

    def _change(self, number: int, **changed: object) -> None:
        with self._changed:
            self._jobs[number] = msgspec.structs.replace(self._jobs[number], **changed)
            self._changed.notify_all()


def _ours(error: Exception) -> str:
    """What is said of a failure that is ours to mend; the desk goes on."""
    return f"sayso failed on it ({type(error).__name__}: {error}); please report this"
