"""Errors: each says what is wrong, with what, and the way out, in one sentence."""


class SaysoError(Exception):
    """Anything sayso refuses to do, told in one clear sentence."""


class ReadError(SaysoError):
    """An input that cannot become a Document; the message is the reason kept in `Skipped`."""


class ModelError(SaysoError):
    """Weights that are missing, damaged or of another version."""


class RecordError(SaysoError):
    """A record file that cannot be opened, is not ours, or was written by a newer sayso."""


class NotRead(SaysoError):
    """A layer was asked for that nobody has looked for: never the same as "none found"."""


class LexiconError(SaysoError):
    """A row of a lexicon file that breaks the rules of its table."""
