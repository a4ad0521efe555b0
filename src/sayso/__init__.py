"""sayso reads news and keeps a record that can be checked: who said what, on whose say-so, and where the text says it.

    from sayso import analyse, documents, open_record

Names are imported when they are used, so that `import sayso` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.core.data import Actor, Attribution, Mention, Participant
    from sayso.core.document import Document, Skipped
    from sayso.core.errors import SaysoError
    from sayso.core.reading import Reading
    from sayso.core.span import Span
    from sayso.parse import relation
    from sayso.pipeline import analyse
    from sayso.read import Given, documents
    from sayso.store import Record, open_record

__version__ = "0.1.0"

_HOMES = {
    "Actor": "core.data", "Attribution": "core.data", "Mention": "core.data", "Participant": "core.data",
    "Document": "core.document", "Skipped": "core.document", "SaysoError": "core.errors", "Reading": "core.reading",
    "Span": "core.span", "analyse": "pipeline", "relation": "parse", "Given": "read", "documents": "read", "Record": "store",
    "open_record": "store",
}  # fmt: skip

__all__ = [
    "Actor", "Attribution", "Document", "Given", "Mention", "Participant", "Reading", "Record", "SaysoError", "Skipped", "Span",
    "__version__", "analyse", "documents", "open_record", "relation",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sayso' has no name {name!r}")
    return getattr(import_module(f"sayso.{_HOMES[name]}"), name)
