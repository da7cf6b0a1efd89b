"""How the schema is declared: a field is a resolver and a sentence for partners.

A GraphQL type is a window on a domain value. Fields that are attributes of the value are declared
bare, with `seen`; the others with `field`, as functions of the value (`strawberry.Parent`). The
type that a resolver's value is seen through is told by `of`.
"""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, TypeVar

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UnsetType

T = TypeVar("T")
Resolver = Callable[..., object]


def seen(description: str) -> Any:
    """A field that is an attribute of the value."""
    return strawberry.field(description=description)


def field(
    description: str,
    *,
    of: object = None,
    name: str | None = None,
    extensions: Sequence[FieldExtension] = (),
) -> Callable[[Resolver], Any]:
    """A field that is worked out from the value, its first argument where it is of a value."""

    def declare(resolver: Resolver) -> StrawberryField:
        declared: Any = strawberry.field(
            resolver=resolver,
            name=name,
            description=description,
            graphql_type=of,
            extensions=list(extensions),
        )
        return _without_nulls(declared)

    return declare


def subscription(description: str, *, of: object) -> Callable[[Resolver], Any]:
    """A field that goes on giving values."""

    def declare(resolver: Resolver) -> StrawberryField:
        declared: Any = strawberry.subscription(
            resolver=resolver, description=description, graphql_type=of
        )
        return _without_nulls(declared)

    return declare


def window_on(kind: type) -> Any:
    """How a type among several (`is_type_of`) knows the values that it is a window on."""
    return staticmethod(lambda value, _: isinstance(value, kind))


def told(description: str, *, name: str | None = None) -> Any:
    """What an argument means, for `Annotated`; `name` where Python has another use for its own."""
    return strawberry.argument(description=description, name=name)


def entry(description: str, *, required: bool = False, name: str | None = None) -> Any:
    """A field of an input."""
    if required:
        return strawberry.field(description=description, name=name)
    return strawberry.field(description=description, name=name, default=strawberry.UNSET)


def plainly(kind: type[T]) -> type[T]:
    """Give resolvers an input as the plain values that it is, by its fields' names outside."""
    definition: Any = vars(kind)["__strawberry_definition__"]
    definition.from_input = lambda kind, value, context: value
    return kind


def given(value: T) -> T | None:
    """What an input's field was given; None when it was left out."""
    return None if isinstance(value, UnsetType) else value


def described(
    kind: type[Enum], description: str, *, name: str | None = None, **values: str
) -> None:
    """Show an enum of the domain, each of its values, spelled as it is, with what it means."""
    strawberry.enum(kind, name=name, description=description, graphql_name_from="value")
    definition: StrawberryEnumDefinition = vars(kind)["__strawberry_definition__"]
    for value in definition.values:
        value.description = values[value.name]


def _without_nulls(declared: StrawberryField) -> StrawberryField:
    """An argument that may be left out has no default: `null` would be one more thing to read."""
    resolver = declared.base_resolver
    assert resolver is not None
    for argument in resolver.arguments:
        if argument.default is None:
            argument.default = strawberry.UNSET
    return declared
