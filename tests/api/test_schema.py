"""The schema as a product: nothing undescribed, nothing changed by accident."""

from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
)

from api.schema import schema

CHECKED_IN = Path(__file__).parent.parent.parent / "schema.graphql"

LATER = set("Account Alert Band Draft Play Task".split())


def sdl():
    return build_schema(schema.as_str())


def undescribed(kind):
    if kind.description is None:
        yield kind.name
    if isinstance(kind, GraphQLEnumType):
        parts = kind.values
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        parts = kind.fields
    else:
        parts = {}
    for name, part in parts.items():
        if part.description is None:
            yield f"{kind.name}.{name}"
        for argument, given in getattr(part, "args", {}).items():
            if given.description is None:
                yield f"{kind.name}.{name}({argument})"


def test_the_schema_that_is_checked_in_is_the_one_that_is_served():
    assert schema.as_str() + "\n" == CHECKED_IN.read_text(encoding="utf-8")


def test_nothing_is_without_a_description():
    ours = [kind for name, kind in sdl().type_map.items() if not name.startswith("__")]

    assert [part for kind in ours for part in undescribed(kind)] == []


def test_an_argument_that_may_be_left_out_has_no_default_of_null():
    assert "= null" not in schema.as_str()


def test_what_later_work_brings_is_not_there_yet():
    assert LATER & set(sdl().type_map) == set()


def test_the_names_that_clients_build_on_are_there():
    kinds = sdl().type_map
    names = {
        "Query": "node feed journeys journey personas profile profiles segment segmentChanges "
        "segments stageChanges teams templates",
        "Mutation": "observe publishDocument moveProfile pinProfile unpinProfile savePersona "
        "saveTeam",
        "Subscription": "stageChanges",
        "Journey": "id key name kind movement version stages transitions document",
        "Stage": "id key name role rank teams population",
        "Profile": "id kind externalId traits placements placement visits observations",
        "Placement": "journey stage since dwell dwellSeconds pin explanation",
        "StageChange": "id profile journey from to at recordedAt move trigger skipped",
        "StageChangeEvent": "cursor change",
        "Feed": "cursor oldest",
        "ProfileConnection": "edges pageInfo totalCount",
        "ProfileFilter": "kind journey stages unplaced search trait dwellLongerThan",
        "ProfileOrder": "by journey direction",
        "ObservationInput": "kind externalId at messageId traits event properties",
    }

    missing = {
        f"{kind}.{field}"
        for kind, fields in names.items()
        for field in fields.split()
        if field not in kinds[kind].fields
    }
    assert missing == set()
