"""Lines of observations: NDJSON, in order of arrival, as `cairn replay` and `cairn import` read it.

    {"profile": "u1", "at": "2026-01-05T00:00:00Z",
     "traits": {…}?, "event": "login"?, "properties": {…}?}

A line that cannot be taken is a `BadLine`, which names the line and the field.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from api.commands.saying import BadInput
from domain.instants import Instant, instant_of
from domain.journey import ProfileKind
from domain.observation import (
    MAX_BYTES,
    MAX_EVENT_NAME,
    MAX_EXTERNAL_ID,
    NOTHING,
    Observation,
)
from domain.reading import kind_of, shown
from domain.values import MAX_DIGITS, BadValue, Value, taken, text_taken

REPLAYED = frozenset(("profile", "at", "traits", "event", "properties"))
IMPORTED = REPLAYED | {"kind"}
LONGEST_LINE = 64 * 2**20


class BadLine(ValueError):
    """A line that cannot be taken; `field` is empty where it is the line as a whole."""

    def __init__(self, field: str, message: str, number: int = 0) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field, self.message, self.number = field, message, number


@dataclass(frozen=True, slots=True)
class Line:
    """An observation and whose it is. `kind` is None where the line leaves it open."""

    number: int
    profile: str
    observation: Observation
    kind: ProfileKind | None = None


def opened(path: str) -> AbstractContextManager[IO[bytes]]:
    """The bytes of a file, or of standard input where it is `-`."""
    if path == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror}") from None


def numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, each with its number from 1 on."""
    number = 0
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if len(raw) == LONGEST_LINE:
            raise BadLine("", f"is longer than {LONGEST_LINE} bytes", number)
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if raw.strip():
            yield number, raw


def lines_of(stream: IO[bytes], fields: Collection[str] = REPLAYED) -> Iterator[Line]:
    """Every line of a stream; BadLine at the first that cannot be taken."""
    for number, raw in numbered(stream):
        yield read_line(number, raw, fields)


def read_line(number: int, raw: bytes, known: Collection[str] = REPLAYED) -> Line:
    """The line that these bytes write; BadLine says what is wrong with them."""
    try:
        fields = _fields(raw, known)
        return Line(
            number=number,
            profile=_text(fields, "profile", MAX_EXTERNAL_ID),
            observation=Observation(
                at=_instant(fields),
                traits=_values(fields, "traits", len(raw)),
                event=None
                if fields.get("event") is None
                else _text(fields, "event", MAX_EVENT_NAME),
                properties=_values(fields, "properties", len(raw)),
            ),
            kind=_kind(fields.get("kind")),
        )
    except BadLine as bad:
        bad.number = number
        raise


def _fields(raw: bytes, known: Collection[str]) -> Mapping[str, object]:
    fields = _parsed(raw)
    if not isinstance(fields, dict):
        raise BadLine("", f"must be an object, not {kind_of(fields)}")
    for name in fields:
        if name not in known:
            nearest = get_close_matches(name[:64], known, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            raise BadLine(name[:64], f"is not a field of an observation{meant}")
    for name in ("profile", "at"):
        if fields.get(name) is None:
            raise BadLine(name, "is required")
    return fields


def _parsed(raw: bytes) -> object:
    try:
        return _DECODER.decode(raw.decode().strip())
    except UnicodeDecodeError as bad:
        raise BadLine("", f"is not UTF-8 at byte {bad.start + 1}") from None
    except json.JSONDecodeError as bad:
        raise BadLine("", f"is not JSON: {bad.msg} at column {bad.pos + 1}") from None
    except RecursionError:
        raise BadLine("", "is nested too deep to be read") from None


def _whole(text: str) -> int | Decimal:
    # A number longer than Python reads as an int is refused later, where its field is known.
    return int(text) if len(text) <= 2 * MAX_DIGITS else Decimal(text)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=_whole)


def _text(fields: Mapping[str, object], name: str, longest: int) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise BadLine(name, f"must be a string, not {kind_of(value)}")
    if not value:
        raise BadLine(name, "must not be empty")
    if len(value) > longest:
        raise BadLine(name, f"is longer than {longest} characters")
    try:
        return text_taken(value, name)
    except BadValue as bad:
        raise BadLine(bad.path, bad.message) from None


def _instant(fields: Mapping[str, object]) -> Instant:
    value = fields["at"]
    instant = instant_of(value) if isinstance(value, str) and len(value) < 64 else None
    if instant is None:
        raise BadLine("at", f"{shown(value)} is not an instant such as 2026-01-05T00:00:00Z")
    return instant


def _values(fields: Mapping[str, object], name: str, line_bytes: int) -> Mapping[str, Value]:
    value = fields.get(name)
    if value is None:
        return NOTHING
    if not isinstance(value, dict):
        raise BadLine(name, f"must be an object, not {kind_of(value)}")
    try:
        kept = taken(value, name)
    except BadValue as bad:
        raise BadLine(bad.path, bad.message) from None
    # No part of a line is longer than the line.
    if line_bytes > MAX_BYTES and (size := len(json.dumps(kept, default=str))) > MAX_BYTES:
        raise BadLine(name, f"takes {size} bytes as JSON, more than {MAX_BYTES}")
    assert isinstance(kept, dict)
    return kept


def _kind(value: object) -> ProfileKind | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in ProfileKind:
        raise BadLine("kind", f"{shown(value)} is none of {', '.join(ProfileKind)}")
    return ProfileKind(value)
