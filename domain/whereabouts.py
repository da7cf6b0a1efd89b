"""Which stages a place in a document is about, whatever else is wrong with the document."""

import re
from collections.abc import Mapping, Sequence

_PART = re.compile(r"(stages|transitions)\[(\d+)\]")
_NAMING = {"stages": ("key",), "transitions": ("from", "to")}
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def stages_at(document: object, path: str) -> tuple[str, ...]:
    """Keys of the stages that a path goes into, or that the transition it goes into joins."""
    part = _PART.match(path)
    if part is None:
        return ()
    kind, index = part.groups()
    named = _named(_parts(document, kind)[int(index)], _NAMING[kind])
    if kind == "stages":
        return tuple(named)
    there = {key for stage in _parts(document, "stages") for key in _named(stage, ("key",))}
    return tuple(key for key in named if key in there)


def _parts(document: object, kind: str) -> Sequence[object]:
    parts = document.get(kind) if isinstance(document, Mapping) else None
    return parts if isinstance(parts, list | tuple) else ()


def _named(part: object, fields: Sequence[str]) -> list[str]:
    """The keys in some fields, each once; what is not written like a key is none."""
    if not isinstance(part, Mapping):
        return []
    values = (part.get(field) for field in fields)
    keys = (value for value in values if isinstance(value, str) and _KEY.fullmatch(value))
    return list(dict.fromkeys(keys))
