"""How values lie in columns: one catalogue of tables, and JSON that keeps its decimals."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Dialect, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData()
"""Every table of ours; `store.metadata` sees to it that all are in it."""

# What orjson would read as a float, and so lose: fractions, exponents, integers beyond 64 bits.
_INEXACT = re.compile(r"\d[.eE]|\d{19}")


def dumps(value: object) -> str:
    """JSON of `value`; decimals are written as the numbers that they are, digit for digit."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return _written(value)


def loads(text: str | bytes) -> Any:
    """What `dumps` wrote: numbers come back as `int` or `Decimal`, never as `float`."""
    if isinstance(text, bytes):
        text = text.decode()
    if _INEXACT.search(text):
        return json.loads(text, parse_float=Decimal)
    return orjson.loads(text)


class Json(TypeDecorator[Any]):
    """JSON for statements of SQLAlchemy's: JSONB on PostgreSQL, text on SQLite.

    Hot paths speak to the drivers, which take the text that `dumps` makes. PostgreSQL's engine is
    made with `json_serializer=dumps, json_deserializer=loads`.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type in that database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """A value on its way in."""
        if value is None or dialect.name == "postgresql":
            return value
        return dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """A value on its way out."""
        if value is None or dialect.name == "postgresql":
            return value
        return loads(value)


def _written(value: object) -> str:
    match value:
        case bool() | None | str():
            return orjson.dumps(value).decode()
        case int() | Decimal():
            return str(value)
        case Mapping():
            pairs = (f"{_written(str(key))}:{_written(part)}" for key, part in value.items())
            return f"{{{','.join(pairs)}}}"
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
    raise TypeError(f"{type(value).__name__} is not JSON")
