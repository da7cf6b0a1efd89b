"""What a key may do: every root field names the one scope that it needs.

    read      look at everything that is kept, listen, and be seen where others design
    ingest    tell what happened; nothing is told in return but whether it was kept
    design    make and change drafts and publish journeys; read too
    operate   move and pin profiles; read too
    admin     everything

What an operation needs is told by its text, before anything is carried out. Whatever its root
fields need, what shows a `Node` needs `read` as well: a key that may only tell learns nothing.
"""

from collections.abc import Iterable, Mapping

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)

from domain.refusals import Refusal

READ, INGEST, DESIGN, OPERATE, ADMIN = "read", "ingest", "design", "operate", "admin"

INCLUDED: Mapping[str, frozenset[str]] = {
    READ: frozenset({READ}),
    INGEST: frozenset({INGEST}),
    DESIGN: frozenset({DESIGN, READ}),
    OPERATE: frozenset({OPERATE, READ}),
    ADMIN: frozenset({ADMIN, READ, INGEST, DESIGN, OPERATE}),
}
"""What holding a scope comes to."""

MUTATIONS: Mapping[str, str] = {
    "applyJourneyEdits": DESIGN,
    "archiveJourney": DESIGN,
    "createJourney": DESIGN,
    "deleteSegment": DESIGN,
    "discardJourneyChanges": DESIGN,
    "importJourney": DESIGN,
    "moveProfile": OPERATE,
    "observe": INGEST,
    "pinProfile": OPERATE,
    "publishDocument": DESIGN,
    "publishJourney": DESIGN,
    "redoJourneyEdits": DESIGN,
    "restoreJourneyVersion": DESIGN,
    "savePersona": DESIGN,
    "saveSegment": DESIGN,
    "saveTeam": DESIGN,
    "shareDesignerPresence": READ,
    "undoJourneyEdits": DESIGN,
    "unpinProfile": OPERATE,
}
"""What each root field of `Mutation` needs. Root fields of `Query` and `Subscription` need READ."""


class Forbidden(Refusal):
    """The key does not hold a scope that the operation needs."""

    code = "FORBIDDEN"

    def __init__(self, missing: Iterable[str]) -> None:
        named = " and ".join(f"`{scope}`" for scope in sorted(missing))
        super().__init__(f"The key lacks the scope {named}.")


def permit(needed: frozenset[str], held: Iterable[str]) -> None:
    """Let an operation pass that needs these scopes. Raises Forbidden."""
    granted = frozenset().union(*(INCLUDED.get(scope, frozenset()) for scope in held))
    if not needed <= granted:
        raise Forbidden(needed - granted)


def needed_by(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode
) -> frozenset[str]:
    """The scopes that an operation of a valid document needs."""
    root = schema.get_root_type(operation.operation)
    assert root is not None
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    needs = _Needs(schema, fragments)
    needs.look(operation.selection_set, root)
    return frozenset(needs.found)


class _Needs:
    """A walk through an operation; each fragment is walked once, however often it is spread."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> None:
        self.found: set[str] = set()
        self._schema = schema
        self._fragments = fragments
        self._walked: set[str] = set()

    def look(self, selections: SelectionSetNode, parent: GraphQLNamedType) -> None:
        """Add what a selection on a type needs."""
        for selection in selections.selections:
            match selection:
                case FieldNode():
                    self._look_at(selection, parent)
                case InlineFragmentNode(type_condition=condition, selection_set=below):
                    self.look(below, self._type(condition) if condition else parent)
                case FragmentSpreadNode(name=name) if name.value not in self._walked:
                    self._walked.add(name.value)
                    fragment = self._fragments[name.value]
                    self.look(fragment.selection_set, self._type(fragment.type_condition))

    def _look_at(self, selection: FieldNode, parent: GraphQLNamedType) -> None:
        fields = (
            parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        )
        field = fields.get(selection.name.value)
        if field is None:
            # `__typename` and the like.
            return
        kind = get_named_type(field.type)
        if parent is self._schema.mutation_type:
            self.found.add(MUTATIONS[selection.name.value])
        elif parent in (self._schema.query_type, self._schema.subscription_type):
            self.found.add(READ)
        if _is_node(kind):
            self.found.add(READ)
        if selection.selection_set is not None:
            self.look(selection.selection_set, kind)

    def _type(self, condition: NamedTypeNode) -> GraphQLNamedType:
        return self._schema.type_map[condition.name.value]


def _is_node(kind: GraphQLNamedType) -> bool:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return "Node" in (kind.name, *(one.name for one in kind.interfaces))
    return False
