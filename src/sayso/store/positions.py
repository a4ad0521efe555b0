"""Positions of a record on an issue that a person gives in words: who is for, against or neutral, when, and in which words.

A `Stand` is one position as one document tells it. What it is about is asked of its target by words and names
(`lexicon.issues`); `stance` is on the issue, turned round where the target is its end ("the withdrawal of US forces").
"""

import json
import sqlite3
from collections.abc import Iterator

import msgspec

from sayso.core.data import Stance
from sayso.lexicon.issues import Issue, Match
from sayso.store.listings import Asked, shown

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
    listed = Asked(connection, "Position")
    if who is not None:
        listed.party(("holder",), who)
    listed.published(since, until)
    asked, found = Issue(issue), list[Stand]()
    matches: dict[str | None, Match | None] = {None: None}
    texts: dict[str, str] = {}
    # Only the words of the targets are looked at of most positions.
    query = """
        SELECT number, document_id, detail AS target,
          (SELECT name FROM party WHERE party.number = listing.number AND role = 'target') AS name
        FROM json_each(?) AS chosen CROSS JOIN listing ON listing.number = chosen.value
    """
    for place in connection.execute(query, (json.dumps(listed.numbers("document", None)),)).fetchall():
        told = (place["name"], place["target"])
        for words in told:
            if words not in matches:
                matches[words] = asked.among(words)
        if not any(matches[words] for words in told):
            continue
        id = place["document_id"]
        if id not in texts:
            (texts[id],) = connection.execute("SELECT text FROM document WHERE id = ?", (id,)).fetchone()
        matched = next((match for words in told if words and (match := asked.match(words, texts[id]))), None)
        row = connection.execute("SELECT * FROM position WHERE number = ?", (place["number"],)).fetchone()
        if matched is None or row is None:
            continue
        on_issue = TURNED[row["stance"]] if asked.turned(row["target"]) else row["stance"]
        if stance is None or on_issue == stance:
            fields = {name: row[name] for name in Stand.__struct_fields__ if name in row.keys()}  # noqa: SIM118
            words = texts[id][row["start"] : row["end"]]
            found.append(
                Stand(**{**fields, "stance": on_issue, "target_stance": row["stance"], "matched": matched, "words": words})
            )
    found.sort(key=lambda one: (one.holder_codes or "~", one.holder or "", one.published is None, one.published or ""))
    yield from found[:limit]


def held(
    connection: sqlite3.Connection, name: str | None = None, limit: int | None = None, document: str | None = None
) -> Iterator[Stand]:
    """The positions of everybody of exactly that name, newest publication first, or those of a document, by its id; each on the
    words of its own target.
    """
    listed = Asked(connection, "Position")
    if name is not None:
        listed.named(name, ("holder",))
    if document is not None:
        listed.document(document)
    for row in shown(connection, "position", listed.numbers("published", limit)):
        (words,) = connection.execute(
            "SELECT substr(text, ? + 1, ? - ?) FROM document WHERE id = ?",
            (row["start"], row["end"], row["start"], row["document_id"]),
        ).fetchone()
        fields = {name: row[name] for name in Stand.__struct_fields__ if name in row.keys()}  # noqa: SIM118
        yield Stand(**{**fields, "target_stance": row["stance"], "matched": "target", "words": words})
