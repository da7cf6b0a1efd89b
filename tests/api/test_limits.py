"""How much may be asked for and sent."""

import pytest
from graphql import get_introspection_query, parse

from api.limits import excess, shortened


def doubling(times):
    """A document whose fragments double one another: small, and beyond all measure."""
    spreads = (f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(times))
    return parse(
        f"{{ ...f0 }} {' '.join(spreads)} fragment f{times} on Query {{ feed {{ cursor }} }}"
    )


def test_an_ordinary_document_is_no_excess():
    assert excess(parse("{ feed { cursor } ... on Query { journeys { stages { key } } } }")) is None


def test_introspection_is_no_excess():
    assert excess(parse(get_introspection_query(input_value_deprecation=True))) is None


def test_fragments_are_weighed_once_each():
    assert str(excess(doubling(60))) == (f"It asks for {2 * 2**60} fields; 500 are allowed.")


def test_depth_counts_through_fragments():
    deep = "{ a " * 15 + "{ ...f }" + "}" * 15 + " fragment f on Query " + "{ a " * 10 + "}" * 10

    assert str(excess(parse(deep))) == "It goes 25 levels deep; 20 are allowed."


@pytest.mark.parametrize("document", ["{ ...f } fragment f on Query { ...f }", "{ ...missing }"])
def test_fragments_that_make_no_sense_are_left_to_validation(document):
    assert excess(parse(document)) is None


def test_edits_beyond_the_limit_are_not_even_read():
    document = parse(
        "mutation ($input: [ApplyJourneyEditsInput!]!, $one: ApplyJourneyEditsInput) { done }"
    )
    given = {"input": [], "one": {"draftId": "jrn_1", "edits": [{}] * 10_000}, "other": [1]}

    assert shortened(document, given) == {**given, "one": {"draftId": "jrn_1", "edits": [{}] * 201}}


@pytest.mark.parametrize("value", [None, "text", {}, {"edits": "text"}, {"edits": [{}] * 201}])
def test_what_is_not_too_long_is_left_as_it_is(value):
    document = parse("mutation ($input: ApplyJourneyEditsInput!) { done }")

    assert shortened(document, {"input": value}) == {"input": value}
