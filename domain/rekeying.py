"""A document by another key: a copy reads of itself what the original read of itself.

It is done to plain values as they were written, before anybody has asked whether they make sense.
"""

from collections.abc import Mapping

from domain.criteria import MAX_DEPTH
from domain.reading import Plain

STANDINGS = frozenset({"stage", "health", "band", "dwell"})
"""Signals of where a profile stands; each names a journey."""
DEEPEST = 4 * MAX_DEPTH
"""What is nested more deeply is refused when it is read."""


def rekeyed(document: Mapping[str, Plain], key: str) -> dict[str, Plain]:
    """The document with that key instead of its own, which its rules and measures read by."""
    copy = {**document, "key": key}
    own = document.get("key")
    if isinstance(own, str) and own != key:
        for name in ("stages", "transitions", "health"):
            if name in copy:
                copy[name] = _retold(copy[name], own, key, 0)
    return copy


def _retold(part: Plain, own: str, key: str, depth: int) -> Plain:
    if depth > DEEPEST:
        return part
    if isinstance(part, list | tuple):
        return [_retold(one, own, key, depth + 1) for one in part]
    if isinstance(part, Mapping):
        return {
            name: (_signal if name == "signal" else _retold)(one, own, key, depth + 1)
            for name, one in part.items()
        }
    return part


def _signal(part: Plain, own: str, key: str, depth: int) -> Plain:
    if depth > DEEPEST or not isinstance(part, Mapping):
        return part
    return {
        name: key if name in STANDINGS and one == own else _signal(one, own, key, depth + 1)
        for name, one in part.items()
    }
