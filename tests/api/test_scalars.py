"""What values are on the wire."""

from decimal import Decimal

import pytest
from graphql import GraphQLError, parse_value

from api.scalars import JSON, SCALARS, DateTime, Duration, Unreadable, instant_given
from domain.instants import DAY, HOUR
from domain.refusals import BadArgument
from tests.builders import MONDAY


def read(scalar, value):
    return SCALARS[scalar].parse_value(value)


def literal(text, **variables):
    return SCALARS[JSON].parse_literal(parse_value(text), variables)


@pytest.mark.parametrize(
    "text",
    ["2026-01-05", "2026-01-05T00:00", "2026-01-05T00:00:00Z", "2026-01-05T01:00:00.000+01:00"],
)
def test_an_instant_is_read_with_a_zone_or_without(text):
    assert read(DateTime, text) == MONDAY


@pytest.mark.parametrize("given", ["", "noon", "2026-13-01", "10000-01-01", 5, None, True, [], {}])
def test_what_is_no_instant_is_passed_on_for_whoever_asked(given):
    assert read(DateTime, given) == Unreadable(given)


def test_an_argument_that_is_no_instant_is_refused_by_its_path():
    with pytest.raises(BadArgument) as refused:
        instant_given(Unreadable("noon"), "until")

    assert (refused.value.path, refused.value.message) == (
        "until",
        "'noon' is not an instant such as 2026-01-05T00:00:00Z.",
    )


def test_an_instant_at_the_beginning_of_counting_is_one():
    assert (instant_given(DateTime(0), "until"), instant_given(None, "until")) == (0, None)


def test_instants_and_durations_are_written_as_iso_has_them():
    assert SCALARS[DateTime].serialize(MONDAY + 1) == "2026-01-05T00:00:00.000001Z"
    assert SCALARS[Duration].serialize(DAY + 2 * HOUR) == "P1DT2H"


def test_a_duration_is_read():
    assert read(Duration, "P1DT2H") == DAY + 2 * HOUR


@pytest.mark.parametrize("given", ["P1M", "P1Y", "", "1 day", 5, None])
def test_what_is_no_duration_is_refused(given):
    with pytest.raises(GraphQLError):
        read(Duration, given)


def test_json_in_a_document_is_taken_as_it_is_written():
    taken = literal('{a: [1, 2.50, "x", true, null, $v], b: {c: -1e2}}', v=7)

    assert taken == {
        "a": [1, Decimal("2.50"), "x", True, None, 7],
        "b": {"c": Decimal("-1e2")},
    }
    assert str(taken["a"][1]) == "2.50"


def test_an_enum_value_is_not_json():
    with pytest.raises(GraphQLError):
        literal("[RED]")
