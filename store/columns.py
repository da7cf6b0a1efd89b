"""How values lie in columns: one catalogue of tables, and JSON that keeps its decimals."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import BigInteger, Column, Dialect, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData()
"""Every table of ours; `store.metadata` sees to it that all are in it."""

Name: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is compared and sorted: by code point on both databases, whatever the locale."""

# Where orjson would read a float and so lose what is written. To look for fractions, exponents and
# great integers first takes longer than to read all of it so.
_EXACT = json.JSONDecoder(parse_float=Decimal)


def workspace_id() -> Column[int]:
    """The first column of every table."""
    return Column("workspace_id", BigInteger, primary_key=True, autoincrement=False)


class Written:
    """JSON that is written already, to be put into other JSON as it is."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def dumps(value: object) -> str:
    """JSON of `value`; decimals are written as the numbers that they are, digit for digit."""
    try:
        return orjson.dumps(value, default=_fragment).decode()
    except TypeError:
        # An integer beyond 64 bits, which orjson cannot be taught to write.
        return _written(value)


def loads(text: str | bytes) -> Any:
    """What `dumps` wrote: numbers come back as `int` or `Decimal`, never as `float`."""
    return _EXACT.decode(text if isinstance(text, str) else text.decode())


class JsonText(TypeDecorator[Any]):
    """JSON in a text column on both databases, for what neither is ever asked to look into."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """A value on its way in."""
        return None if value is None else dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """A value on its way out."""
        return None if value is None else loads(value)


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


def _fragment(value: object) -> object:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value).encode())
    if isinstance(value, Written):
        return orjson.Fragment(value.text)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


def _written(value: object) -> str:
    match value:
        case bool() | None | str():
            return orjson.dumps(value).decode()
        case int() | Decimal():
            return str(value)
        case Written():
            return value.text
        case Mapping():
            pairs = (f"{_written(str(key))}:{_written(part)}" for key, part in value.items())
            return f"{{{','.join(pairs)}}}"
        case list() | tuple():
            return f"[{','.join(map(_written, value))}]"
    raise TypeError(f"{type(value).__name__} is not JSON")
