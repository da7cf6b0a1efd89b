"""Lines of observations: NDJSON, in order of arrival, as `cairn replay` and `cairn import` read it.

    {"profile": "u1", "at": "2026-01-05T00:00:00Z",
     "traits": {…}?, "event": "login"?, "properties": {…}?}

A line that cannot be taken is a `BadLine`, which names the line and the field.
"""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from api.commands.saying import BadInput
from domain.instants import Instant, instant_of
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from domain.reading import kind_of, shown
from domain.receiving import received
from domain.refusals import BadObservation
from domain.values import MAX_DIGITS

REPLAYED = frozenset(("profile", "at", "traits", "event", "properties"))
IMPORTED = REPLAYED | {"kind"}
LONGEST_LINE = 64 * 2**20
_LONGEST_NAME = 64


class BadLine(ValueError):
    """A line that cannot be taken; `field` is empty where it is the line as a whole."""

    def __init__(self, field: str, message: str, number: int = 0) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.number = number


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


def read_line(
    number: int,
    raw: bytes,
    known: Collection[str] = REPLAYED,
    *,
    kind: ProfileKind = ProfileKind.CONTACT,
    message_id: str | None = None,
) -> ReceivedObservation:
    """The observation that a line writes; `kind` is for lines that do not say. Raises BadLine."""
    try:
        fields = _fields(raw, known)
        return received(
            kind=_kind(fields.get("kind")) or kind,
            external_id=_text(fields, "profile") or "",
            at=_instant(fields["at"]),
            message_id=message_id,
            traits=_object(fields, "traits"),
            event=_text(fields, "event"),
            properties=_object(fields, "properties"),
        )
    except BadObservation as bad:
        field = "profile" if bad.path == "externalId" else bad.path
        raise BadLine(field or "", bad.message, number) from None
    except BadLine as bad:
        bad.number = number
        raise


def _fields(raw: bytes, known: Collection[str]) -> Mapping[str, object]:
    fields = _parsed(raw)
    if not isinstance(fields, dict):
        raise BadLine("", f"must be an object, not {kind_of(fields)}")
    for name in fields:
        if name not in known:
            word = name[:_LONGEST_NAME]
            nearest = get_close_matches(word, known, n=1)
            meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
            raise BadLine(word, f"is not a field of an observation{meant}")
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


def _text(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadLine(name, f"must be a string, not {kind_of(value)}")


def _object(fields: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    value = fields.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise BadLine(name, f"must be an object, not {kind_of(value)}")


def _instant(value: object) -> Instant:
    instant = instant_of(value) if isinstance(value, str) and len(value) < _LONGEST_NAME else None
    if instant is None:
        raise BadLine("at", f"{shown(value)} is not an instant such as 2026-01-05T00:00:00Z")
    return instant


def _kind(value: object) -> ProfileKind | None:
    if value is None:
        return None
    for kind in ProfileKind:
        if value == kind.value:
            return kind
    raise BadLine("kind", f"{shown(value)} is none of {', '.join(ProfileKind)}")
