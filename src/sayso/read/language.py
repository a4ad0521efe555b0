"""Language: which one the prose is in. sayso reads English; other texts are read too, with a note that says so."""

from sayso.core.document import PROSE, Block

# py3langid is unsure of shorter texts: "Talks stall" is Latvian to it. Every sentence of 60 letters we tried was right.
SHORTEST = 60
LONGEST = 3000
# English with many names comes close behind its relatives (Nigerian Pidgin); in log-probability, over the whole text.
MARGIN = 10.0


def language_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The ISO 639 code of the prose, or None when there is too little of it."""
    parts, size = [], 0
    for block in blocks:
        if block.role in PROSE and size < LONGEST:
            parts.append(text[block.span.start : min(block.span.end, block.span.start + LONGEST - size)])
            size += len(parts[-1])
    sample = " ".join(" ".join(parts).split())
    if sum(c.isalpha() for c in sample) < SHORTEST:
        return None
    import py3langid  # half a second: only when there is something to read

    ranked = py3langid.rank(sample)
    best, score = ranked[0]
    english = next((value for code, value in ranked if code == "en"), float("-inf"))
    return "en" if english >= score - MARGIN else str(best)
