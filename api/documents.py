"""The door for documents: JSON and YAML text into plain values, nothing guessed, nothing rounded.

Numbers are the decimals written. What somebody else would read differently is refused with its
place: a key given twice, NaN, text that is not UTF-8. `domain.document.load` takes it from here.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from api.yaml_reading import read_yaml_text
from api.yaml_writing import write_yaml
from domain.reading import MAX_FAULTS, below, fault, shown
from domain.refusals import Fault, MalformedDocument

__all__ = ["MAX_BYTES", "read_document", "read_json", "read_yaml", "write_yaml"]

MAX_BYTES = 1_000_000
MAX_NESTING = 64

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{}]', re.DOTALL)
_LONGEST_INT = 40

Repeated = dict[int, tuple[object, list[str]]]
"""By the number of an object, the object and the keys that it has twice."""


def read_document(path: Path) -> object:
    """The plain values in a file: JSON or YAML by its name, else by how it starts."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    is_json = path.suffix.lower() == ".json" or (
        path.suffix.lower() not in (".yaml", ".yml") and content.lstrip()[:1] in (b"{", b"[")
    )
    return read_json(content) if is_json else read_yaml(content)


def read_yaml(content: str | bytes) -> object:
    """The plain values of one YAML 1.2 document with JSON's scalars."""
    return read_yaml_text(_text(content), number_of, MAX_NESTING)


def read_json(content: str | bytes) -> object:
    """The plain values of a JSON text."""
    text = _text(content)
    _refuse_depth(text)
    repeated: Repeated = {}

    def objects(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, value in pairs:
            if key in found:
                # The object is kept with its keys: while it lives nothing else has its number.
                repeated.setdefault(id(found), (found, []))[1].append(key)
            found[key] = value
        return found

    try:
        document = json.loads(
            text,
            object_pairs_hook=objects,
            parse_float=number_of,
            parse_int=number_of,
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        raise _malformed(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    faults = list(islice(_faults(document, "", repeated), MAX_FAULTS))
    if faults:
        raise MalformedDocument(faults)
    return document


def number_of(text: str) -> int | Decimal:
    """The number that JSON's grammar writes so; NaN where no computer could keep it."""
    if len(text) <= _LONGEST_INT and text.lstrip("-").isdecimal():
        return int(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _text(content: str | bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _malformed(f"is larger than {MAX_BYTES} bytes")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _malformed(f"is not UTF-8 at byte {error.start}") from None


def _refuse_depth(text: str) -> None:
    """The parser recurses: what is nested too deep must not come to it."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        bracket = match[0]
        if bracket in "[{":
            depth += 1
            if depth > MAX_NESTING:
                raise _malformed(f"is nested more than {MAX_NESTING} levels deep")
        elif bracket in "]}":
            depth -= 1


def _faults(value: object, path: str, repeated: Repeated) -> Iterator[Fault]:
    """Repeated keys and numbers that are none, with their paths, which the parser does not know."""
    if isinstance(value, dict):
        for key in repeated.get(id(value), (value, []))[1]:
            yield fault(below(path, key), f"{shown(key)} is there twice")
        for key, part in value.items():
            yield from _faults(part, below(path, key), repeated)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _faults(part, f"{path}[{index}]", repeated)
    elif isinstance(value, Decimal) and not value.is_finite():
        yield fault(path, "is not a finite number")


def _malformed(message: str) -> MalformedDocument:
    return MalformedDocument([fault("", message)])
