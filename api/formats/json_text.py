"""JSON that people can read and a page can hold: laid out, numbers exact, no markup in strings."""

import json
from collections.abc import Mapping

WIDTH = 96
# Inside a string these say the same, and a page that the text is put into sees no tags.
_MARKUP = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def json_text(value: object) -> str:
    """The value as JSON: what fits on a line stands on one, the rest goes down the page."""
    return _written(value, "") + "\n"


def json_line(value: object) -> str:
    """The value as JSON on one line."""
    return _flat(value, None) or ""


def _written(value: object, indent: str) -> str:
    line = _flat(value, WIDTH - len(indent))
    if line is not None:
        return line
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        parts = [f"{_string(str(key))}: {_written(part, inner)}" for key, part in value.items()]
        start, end = "{", "}"
    else:
        assert isinstance(value, list | tuple)
        parts = [_written(part, inner) for part in value]
        start, end = "[", "]"
    lines = ",\n".join(f"{inner}{part}" for part in parts)
    return f"{start}\n{lines}\n{indent}{end}"


def _flat(value: object, room: int | None) -> str | None:
    """The value on one line; None as soon as a list or an object is longer than that."""
    if isinstance(value, Mapping):
        start, end = "{", "}"
        parts = ((f"{_string(str(key))}: ", part) for key, part in value.items())
    elif isinstance(value, list | tuple):
        start, end = "[", "]"
        parts = (("", part) for part in value)
    else:
        return _scalar(value)
    said: list[str] = []
    for name, part in parts:
        rest = None if room is None else room - len(name)
        flat = _flat(part, rest)
        if flat is None:
            return None
        said.append(name + flat)
        if room is not None:
            room -= len(said[-1]) + 2
            if room < 0:
                return None
    return f"{start}{', '.join(said)}{end}"


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
    return str(value)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_MARKUP)
