"""Plain values as YAML that reads back the same, laid out as people write journeys.

What fits on a line stands on one; the rest goes down the page. Strings are quoted wherever another
reader of YAML could take them for something else.
"""

import json
import re
from collections.abc import Iterator, Mapping

WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_ ./+-]*[A-Za-z0-9_./+-])?", re.ASCII)
_MISREAD = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_LONGEST_KEY = 200


def write_yaml(document: object) -> str:
    """The document as YAML text, ending in a line break."""
    if isinstance(document, Mapping) and document:
        return "\n".join(_mapping(document, "")) + "\n"
    return _flow(document) + "\n"


def _mapping(fields: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in fields.items():
        name = _scalar(key)
        # A key that is longer must say that it is one.
        if len(name) > _LONGEST_KEY:
            yield f"{indent}? {name}"
            yield f"{indent}: {_flow(value)}"
            continue
        line = f"{indent}{name}: {_flow(value)}"
        if len(line) <= WIDTH or not _goes_down(value):
            yield line
            continue
        yield f"{indent}{name}:"
        yield from _down(value, f"{indent}  ")


def _down(value: object, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _mapping(value, indent)
        return
    assert isinstance(value, list | tuple)
    for part in value:
        line = f"{indent}- {_flow(part)}"
        if len(line) <= WIDTH or not _goes_down(part):
            yield line
            continue
        # The first line of the part stands behind the dash.
        first, *rest = _down(part, f"{indent}  ")
        yield f"{indent}- {first[len(indent) + 2 :]}"
        yield from rest


def _goes_down(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple) and bool(value)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = (
            f"{'? ' if len(_scalar(key)) > _LONGEST_KEY else ''}{_scalar(key)}: {_flow(part)}"
            for key, part in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _MISREAD:
        return value
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(character: str) -> str:
    """JSON leaves characters as they are that YAML does not allow."""
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
