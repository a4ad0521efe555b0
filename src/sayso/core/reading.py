"""Readings: one document and the layers of data that have been read off it so far.

A stage adds a layer and changes none. Asking for a layer that nobody looked for raises, so that "not read" and
"none found" never look alike.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, TypeVar

from sayso.core.document import Document
from sayso.core.errors import NotRead
from sayso.core.parse import Parse

T = TypeVar("T")


class Reading:
    """An immutable pair of a document and its layers, keyed by type."""

    __slots__ = ("_layers", "document")

    document: Document
    _layers: MappingProxyType[type, tuple[Any, ...]]

    def __init__(self, document: Document, layers: dict[type, tuple[Any, ...]] | None = None) -> None:
        object.__setattr__(self, "document", document)
        object.__setattr__(self, "_layers", MappingProxyType(dict(layers or {})))

    def __reduce__(self) -> tuple[type["Reading"], tuple[Document, dict[type, tuple[Any, ...]]]]:
        return Reading, (self.document, dict(self._layers))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Reading does not change: use adding()")

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """The layer of one kind, in text order. Raises NotRead when no stage has looked for it."""
        if kind not in self._layers:
            raise NotRead(f"{kind.__name__} has not been read in {self.document.origin}: run the stage that gives it first")
        return self._layers[kind]

    def has(self, kind: type) -> bool:
        """Whether somebody has looked for this kind."""
        return kind in self._layers

    @property
    def kinds(self) -> tuple[type, ...]:
        """The kinds that have been looked for, in the order they were added."""
        return tuple(self._layers)

    @property
    def parse(self) -> Parse:
        """The one Parse of this document. Raises NotRead before parsing."""
        return self.of(Parse)[0]

    def adding(self, kind: type[T], data: Iterable[T]) -> "Reading":
        """A new Reading with one layer more. Raises ValueError when the layer is there already."""
        if kind in self._layers:
            raise ValueError(f"{kind.__name__} has been read already: layers are added, never changed")
        return Reading(self.document, {**self._layers, kind: tuple(data)})

    def without(self, *kinds: type) -> "Reading":
        """A new Reading that lacks these layers."""
        return Reading(self.document, {kind: data for kind, data in self._layers.items() if kind not in kinds})
