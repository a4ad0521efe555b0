"""Positions of a record on an issue that a person gives in words: who is for, against or neutral, when, and in which words.

A `Stand` is one position as one document tells it. What it is about is asked of its target by words and names
(`lexicon.issues`); `stance` is on the issue, turned round where the target is its end ("the withdrawal of US forces").
"""

import sqlite3
from collections.abc import Iterator

import msgspec

from sayso.core.data import Stance
from sayso.lexicon.issues import Issue, Match
from sayso.store.queries import party, published_within

TURNED: dict[Stance, Stance] = {"favor": "against", "against": "favor", "neutral": "neutral"}


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """One position as a row. `stance` is on the issue asked for, `target_stance` on the words of `target` as they stand.

    `matched` is "target" where the target's own words name the issue, "context" where its main word does and the article has
    the rest. Several holders are parted by "; ". `words` is the text from `start` to `end`, `evidence` the words in it that
    show the stance; `told_by` is the chain from the outlet to who is cited.
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    url: str | None
    headline: str | None
    holder: str | None
    holder_codes: str | None
    stance: Stance
    target: str
    target_stance: Stance
    matched: Match
    evidence: str
    words: str
    told_by: str
    inside: str | None
    start: int
    end: int
    made_by: str
    confidence: float
    origin: str


def stands(
    connection: sqlite3.Connection,
    issue: str,
    *,
    who: str | None = None,
    stance: Stance | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
) -> Iterator[Stand]:
    """Positions on an issue, by holder, then by day of publication, undated last. `who` asks for holders as in `party`; `since`
    and `until` are days, months or years of publication.
    """
    conditions, values = ["1"], list[object]()
    if who is not None:
        told, values = party("position", "holder", who)
        conditions.append(told)
    for condition, dates in published_within(since, until):
        conditions.append(condition)
        values += dates
    asked, found = Issue(issue), list[Stand]()
    query = f"SELECT * FROM position WHERE {' AND '.join(conditions)} ORDER BY document_id, start"
    texts: dict[str, str] = {}
    for row in connection.execute(query, values):
        if row["document_id"] not in texts:
            (texts[row["document_id"]],) = connection.execute(
                "SELECT text FROM document WHERE id = ?", (row["document_id"],)
            ).fetchone()
        text = texts[row["document_id"]]
        matched = asked.match(row["target_name"], text) or asked.match(row["target"], text)
        if matched is None:
            continue
        on_issue = TURNED[row["stance"]] if asked.turned(row["target"]) else row["stance"]
        if stance is None or on_issue == stance:
            fields = {name: row[name] for name in Stand.__struct_fields__ if name in row.keys()}  # noqa: SIM118
            told_words = text[row["start"] : row["end"]]
            found.append(
                Stand(**{**fields, "stance": on_issue, "target_stance": row["stance"], "matched": matched, "words": told_words})
            )
    found.sort(key=lambda one: (one.holder_codes or "~", one.holder or "", one.published is None, one.published or ""))
    yield from found[:limit]
