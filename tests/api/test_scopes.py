"""What a key may do, tried for every root field that there is with every scope that there is."""

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    get_operation_ast,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
    parse,
    validate,
)

from api.schema import schema
from api.scopes import ADMIN, DESIGN, INCLUDED, INGEST, MUTATIONS, OPERATE, READ, needed_by
from engine.keys import SCOPES, create_key
from store.database import open_database
from tests.api.client import STARTS

pytestmark = pytest.mark.anyio

SDL = schema._schema
ROOTS = [
    (operation, name)
    for operation, root in (
        ("query", SDL.query_type),
        ("mutation", SDL.mutation_type),
        ("subscription", SDL.subscription_type),
    )
    for name in root.fields
]
TELLING = """mutation { observe(observations: [{kind: CONTACT, externalId: "u1", event: "login"}]) {
  refused results { __typename ... on Refusal { code } } } }"""


def test_every_mutation_says_what_it_needs():
    assert set(MUTATIONS) >= set(SDL.mutation_type.fields), "add it to api/scopes.py"
    assert set(MUTATIONS.values()) <= set(SCOPES)
    assert set(INCLUDED) == set(SCOPES)


@pytest.mark.parametrize(("operation", "name"), ROOTS)
def test_a_root_field_is_open_to_exactly_the_scopes_that_include_its_own(operation, name):
    document = parse(asking(operation, name))
    assert validate(SDL, document) == []

    needed = needed_by(SDL, document, get_operation_ast(document))

    own = MUTATIONS[name] if operation == "mutation" else READ
    open_to = {scope for scope in SCOPES if needed <= INCLUDED[scope]}
    assert (
        open_to
        == {
            READ: {READ, DESIGN, OPERATE, ADMIN},
            INGEST: {INGEST, ADMIN},
            DESIGN: {DESIGN, ADMIN},
            OPERATE: {OPERATE, ADMIN},
            ADMIN: {ADMIN},
        }[own]
    )


@pytest.mark.parametrize(
    "document",
    [
        "mutation { observe(observations: []) { results { ...Kept } } } "
        "fragment Kept on ObservationAccepted { changes { at } }",
        "mutation { observe(observations: []) { results { ... on ObservationAccepted "
        "{ profile { traits } } } } }",
    ],
)
def test_whoever_only_tells_is_shown_nothing(document):
    parsed = parse(document)
    assert validate(SDL, parsed) == []

    assert needed_by(SDL, parsed, get_operation_ast(parsed)) == {INGEST, READ}


def test_fragments_that_double_one_another_are_walked_once():
    doubled = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(40))
    document = parse(f"{{ ...F0 }} {doubled} fragment F40 on Query {{ journeys {{ key }} }}")

    assert needed_by(SDL, document, get_operation_ast(document)) == {READ}


async def test_a_key_is_held_to_its_scopes(client, settings):
    async def asked(scopes, query):
        database = await open_database(settings.database_url)
        key = await create_key(database, client.workspace, "some", scopes, STARTS)
        await database.close()
        headers = {"authorization": f"Bearer {key}"}
        answer = await client.http.post("/graphql", json={"query": query}, headers=headers)
        return answer.json()

    told = await asked((INGEST,), TELLING)
    read = await asked((INGEST,), "{ journeys { key } }")
    moved = await asked(
        (READ, INGEST),
        'mutation { unpinProfile(profile: "x", journey: "y") { ... on Refusal { code } } }',
    )

    assert told["data"]["observe"]["refused"] == 0
    assert [one["errors"][0]["extensions"]["code"] for one in (read, moved)] == ["FORBIDDEN"] * 2
    assert read["errors"][0]["message"] == "The key lacks the scope `read`."
    assert "data" not in read


def asking(operation, name):
    """A document that asks for a root field with the least that it can be given."""
    root = {
        "query": SDL.query_type,
        "mutation": SDL.mutation_type,
        "subscription": SDL.subscription_type,
    }[operation]
    field = root.fields[name]
    given = [
        f"{key}: {literal(argument.type)}"
        for key, argument in field.args.items()
        if is_required_argument(argument)
    ]
    arguments = f"({', '.join(given)})" if given else ""
    kind = get_named_type(field.type)
    below = " { __typename }" if not is_leaf_type(kind) else ""
    return f"{operation} {{ {name}{arguments}{below} }}"


def literal(kind):
    """The least that is of a type."""
    match kind:
        case GraphQLNonNull(of_type=inner):
            return literal(inner)
        case GraphQLList():
            return "[]"
        case GraphQLInputObjectType(fields=fields) if kind.is_one_of:
            name, field = next(iter(fields.items()))
            return f"{{{name}: {literal(field.type)}}}"
        case GraphQLInputObjectType(fields=fields):
            given = (
                f"{name}: {literal(field.type)}"
                for name, field in fields.items()
                if is_required_input_field(field)
            )
            return f"{{{', '.join(given)}}}"
    if hasattr(kind, "values"):
        return next(iter(kind.values))
    return {"Int": "1", "Float": "1", "Boolean": "true"}.get(kind.name, '"2026-01-05T00:00:00Z"')
