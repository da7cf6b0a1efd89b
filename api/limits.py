"""How much may be asked for and sent, found out before anybody reads it.

Fragments are weighed once each, whatever number of times they are spread: a small document whose
fragments double one another can stand for more fields than there are atoms, and must not be walked.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionNode,
    TypeNode,
)

from domain.edit_document import MAX_EDITS

MOST_TOKENS = 10_000
MOST_FIELDS = 500
DEEPEST = 20
NOTHING = (0, 0)
MOST_ITEMS: Mapping[str, Mapping[str, int]] = {"ApplyJourneyEditsInput": {"edits": MAX_EDITS}}
"""How long the lists of an input may be."""

Weight = tuple[int, int]
"""How deep it goes and how many fields it has, every fragment written out."""


def excess(document: DocumentNode) -> GraphQLError | None:
    """Why the document asks for too much, or None."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    weights: dict[str, Weight] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            selections = definition.selection_set.selections
            depth, fields = _weight(selections, fragments, weights)
            if depth > DEEPEST:
                return GraphQLError(f"It goes {depth} levels deep; {DEEPEST} are allowed.")
            if fields > MOST_FIELDS:
                return GraphQLError(f"It asks for {fields} fields; {MOST_FIELDS} are allowed.")
    return None


def shortened(document: DocumentNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables, what is longer than its input allows cut one item behind.

    It is refused all the same by whoever counts, who need not have read the rest of it.
    """
    short = dict(variables)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            for variable in definition.variable_definitions or ():
                name, kind = variable.variable.name.value, _named(variable.type)
                if kind in MOST_ITEMS and isinstance(short.get(name), dict):
                    short[name] = _cut(short[name], MOST_ITEMS[kind])
    return short


def _cut(given: dict[str, Any], most: Mapping[str, int]) -> dict[str, Any]:
    lists = {field: given[field] for field in most if isinstance(given.get(field), list)}
    return given | {field: items[: most[field] + 1] for field, items in lists.items()}


def _named(kind: TypeNode) -> str:
    while not isinstance(kind, NamedTypeNode):
        assert isinstance(kind, ListTypeNode | NonNullTypeNode)
        kind = kind.type
    return kind.name.value


def _weight(
    selections: tuple[SelectionNode, ...],
    fragments: dict[str, FragmentDefinitionNode],
    weights: dict[str, Weight],
) -> Weight:
    deepest, fields = 0, 0
    for selection in selections:
        match selection:
            case FieldNode(selection_set=None):
                depth, inside = 1, 1
            case FieldNode(selection_set=below) if below is not None:
                depth, inside = _weight(below.selections, fragments, weights)
                depth, inside = depth + 1, inside + 1
            case InlineFragmentNode(selection_set=below):
                depth, inside = _weight(below.selections, fragments, weights)
            case FragmentSpreadNode(name=name):
                depth, inside = _fragment(name.value, fragments, weights)
            case _:
                depth, inside = NOTHING
        deepest, fields = max(deepest, depth), fields + inside
    return deepest, fields


def _fragment(
    name: str, fragments: dict[str, FragmentDefinitionNode], weights: dict[str, Weight]
) -> Weight:
    if name not in weights:
        # One that spreads itself, or is not there, weighs nothing: validation refuses it.
        weights[name] = NOTHING
        fragment = fragments.get(name)
        if fragment is not None:
            weights[name] = _weight(fragment.selection_set.selections, fragments, weights)
    return weights[name]
