"""Given facts: what the command line or the sidecar beside a file says of its publication.

`story.meta.json` beside `story.txt` or `story.html` may hold headline, byline, dateline, outlet, published, modified
and url. The command line wins over the sidecar, which wins over what is found in the text or page.
"""

import msgspec

from sayso.core.errors import ReadError
from sayso.read.published import Facts, given_date

SIDECAR = ".meta.json"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller says of every input's publication; None where the inputs shall say it themselves."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    def facts(self) -> Facts:
        """The given facts, the date as EDTF. Raises ReadError for a bad date."""
        published = None if self.published is None else given_date(self.published)
        return Facts(outlet=_said(self.outlet), published=published, url=_said(self.url))


def sidecar_facts(data: bytes, name: str) -> Facts:
    """The facts that a sidecar's bytes give. Raises ReadError, naming the sidecar, when it is broken."""
    try:
        facts = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Facts)
        dates = {key: given_date(date) for key in ("published", "modified") if (date := _said(getattr(facts, key)))}
    except msgspec.ValidationError as error:
        raise ReadError(f"has a sidecar {name} that breaks the form ({error}): mend or remove it") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"has a sidecar {name} that is not JSON ({error}): mend or remove it") from None
    except ReadError as error:
        raise ReadError(f"has a sidecar {name} in which {error}") from None
    said = {key: _said(value) for key, value in msgspec.structs.asdict(facts).items()}
    return Facts(**{**said, "published": None, "modified": None, **dates})


def _said(value: str | None) -> str | None:
    """The value without white space around it, None when nothing is left."""
    return (value or "").strip() or None
