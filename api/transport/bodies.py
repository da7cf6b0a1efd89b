"""JSON as it comes in and goes out: numbers are the decimals written, and text is Unicode."""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

import orjson

from api.documents import number_of
from store.columns import dumps

MOST_BYTES = 4 * 1024 * 1024
MOST_NESTED = 100

_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{}()]', re.DOTALL)
# What orjson reads as a float or refuses: fractions, exponents, long integers, halves of a
# surrogate pair, which one observation may hold without the others being worse for it.
_CAREFUL = re.compile(r"\d[.eE]|\d{18}|\\u[dD][89a-fA-F]")


class BadBody(ValueError):
    """What came is not JSON, or is more of it than anybody needs."""


def json_in(body: bytes | str) -> Any:
    """The plain values of a JSON text. Raises BadBody."""
    try:
        text = body if isinstance(body, str) else body.decode()
        if is_nested_beyond(text, MOST_NESTED):
            raise BadBody(f"It is nested more than {MOST_NESTED} levels deep.")
        if _CAREFUL.search(text) is None:
            return orjson.loads(text)
        return json.loads(
            text, parse_float=number_of, parse_int=number_of, parse_constant=_refuse_constant
        )
    except BadBody:
        raise
    except ValueError as wrong:
        raise BadBody(f"It is not JSON in UTF-8: {wrong}.") from None


def json_out(value: object) -> str:
    """The JSON text of plain values."""
    try:
        return dumps(value)
    except TypeError:
        # Half a surrogate pair, quoted back from a request, which cannot be written in UTF-8.
        return dumps(_mended(value))


def _mended(value: object) -> object:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case Mapping():
            return {_mended(key): _mended(part) for key, part in value.items()}
        case list() | tuple():
            return [_mended(part) for part in value]
    return value


def is_nested_beyond(text: str, most: int) -> bool:
    """Whether brackets outside of strings lie in one another more than so deep."""
    if sum(map(text.count, "[{(")) <= most:
        return False
    depth = 0
    for match in _BRACKETS.finditer(text):
        bracket = match[0]
        if bracket in "[{(":
            depth += 1
            if depth > most:
                return True
        elif bracket in "]})":
            depth -= 1
    return False


def _refuse_constant(name: str) -> NoReturn:
    raise BadBody(f"{name} is not JSON.")
