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
    return _flat(value)


def _written(value: object, indent: str) -> str:
    line = _flat(value)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, Mapping | list | tuple):
        return line
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        parts = [f"{_flat(str(key))}: {_written(part, inner)}" for key, part in value.items()]
        start, end = "{", "}"
    else:
        parts = [_written(part, inner) for part in value]
        start, end = "[", "]"
    lines = ",\n".join(f"{inner}{part}" for part in parts)
    return f"{start}\n{lines}\n{indent}{end}"


def _flat(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).translate(_MARKUP)
        case Mapping():
            fields = (f"{_flat(str(key))}: {_flat(part)}" for key, part in value.items())
            return f"{{{', '.join(fields)}}}"
        case list() | tuple():
            return f"[{', '.join(map(_flat, value))}]"
    return str(value)
