"""Numbers of stages that an operation is about to ask for, loaded before its stages are gone into.

A field that has to wait costs ten times what one costs that has its answer. Where the selection
says plainly what will be asked of every stage, all of it is loaded first, and nothing waits; what
is not foreseen is loaded when it is asked for.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    InlineFragmentNode,
    SelectionSetNode,
    get_argument_values,
)
from graphql.execution.values import VariableValues

from api.context import Info
from api.journeys.stages import StageOf
from domain.refusals import Refusal
from engine.dashboard import Asked
from engine.measuring import Counted

T = TypeVar("T")
Asking: TypeAlias = Callable[[Info, StageOf, Mapping[str, Any]], Asked]
"""What a field asks for, by its arguments."""

FIELDS: dict[str, Asking] = {}
"""The fields of `Stage` whose answers can be foreseen, by name."""


def asks(name: str) -> Callable[[Asking], Asking]:
    """Say what a field of `Stage` asks for."""

    def declare(asking: Asking) -> Asking:
        FIELDS[name] = asking
        return asking

    return declare


def answered(
    info: Info, field: str, stage: StageOf, told: Callable[[Counted[Any]], T], **arguments: Any
) -> T | Awaitable[T]:
    """What a field tells of what it asks for: at once, where that was foreseen."""
    loaders, now = info.context.loaders, info.context.now
    asked = FIELDS[field](info, stage, arguments)
    found = loaders.foreseen(asked, now)
    if found is not None:
        return told(found)

    async def later() -> T:
        return told(await loaders.figure(asked, now))

    return later()


def with_numbers(info: Info, stages: list[StageOf]) -> list[StageOf] | Awaitable[list[StageOf]]:
    """The stages, once all has been loaded that will be asked of each."""
    asked = [asked for node in _fields(info) for asked in _asked(info, stages, node)]
    if not asked:
        return stages

    async def loaded() -> list[StageOf]:
        await info.context.loaders.foresee(asked, info.context.now)
        return stages

    return loaded()


def _asked(info: Info, stages: Sequence[StageOf], node: FieldNode) -> list[Asked]:
    """What a field will ask of each stage; nothing, where it will be refused."""
    asking, raw = FIELDS.get(node.name.value), info._raw_info
    kind = raw.schema.get_type("Stage")
    if asking is None or not isinstance(kind, GraphQLObjectType):
        return []
    try:
        # Strawberry hands variables on without saying where they came from, which is for messages.
        variables = VariableValues({}, info.variable_values)
        given = get_argument_values(kind.fields[node.name.value], node, variables)
        return [asking(info, stage, given) for stage in stages]
    except (GraphQLError, Refusal):
        return []


def _fields(info: Info) -> Iterator[FieldNode]:
    """The fields that are selected of what this field gives, through fragments."""
    seen: set[str] = set()
    waiting: list[SelectionSetNode | None] = [
        node.selection_set for node in info._raw_info.field_nodes
    ]
    while waiting:
        selected = waiting.pop()
        for one in selected.selections if selected else ():
            match one:
                case FieldNode():
                    yield one
                case InlineFragmentNode():
                    waiting.append(one.selection_set)
                case FragmentSpreadNode() if one.name.value not in seen:
                    seen.add(one.name.value)
                    waiting.append(info._raw_info.fragments[one.name.value].selection_set)
