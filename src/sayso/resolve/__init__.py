"""Resolve: who, where and when. Here first: to whom each source of a report refers, within one document."""

from sayso.resolve.actors import resolve
from sayso.resolve.places import places

__all__ = ["places", "resolve"]
