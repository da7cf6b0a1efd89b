"""Refusals as clients see them."""

import pytest

import domain.refusals as said
from api.refusing import SHOWN_AS, DocumentRefused, VersionConflict, shown
from domain.problems import Problem, Severity
from tests.builders import a_journey

# These are errors of the operation: nothing that a partner's program would go on from.
ELSEWHERE = {
    "BadCursor",
    "CursorExpired",
    "Forbidden",
    "Overloaded",
    "Unauthenticated",
    "Unavailable",
}


def kinds_of(refusal):
    for kind in refusal.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def test_every_refusal_is_shown_somehow():
    refusals = {kind.__name__ for kind in kinds_of(said.Refusal)}

    assert refusals - ELSEWHERE == {kind.__name__ for kind in SHOWN_AS}


def test_a_refusal_is_shown_with_all_that_it_knows():
    assert shown(said.VersionConflict("lead", 2, 3)) == VersionConflict(
        code="VERSION_CONFLICT",
        message="The lead journey is at version 3, not 2.",
        path="expectedVersion",
        expected=2,
        live=3,
    )


def test_the_faults_of_a_document_are_its_problems():
    fault = said.Fault("stages[0].key", "is no key", "KEY_FORMAT", ("trial",))

    refused = shown(said.MalformedDocument([fault]))

    assert isinstance(refused, DocumentRefused)
    assert refused.problems == [
        Problem(
            code="KEY_FORMAT",
            severity=Severity.ERROR,
            message="is no key",
            path="stages[0].key",
            stages=("trial",),
        )
    ]


def test_the_problems_of_a_journey_are_shown_as_they_are():
    problem = Problem(code="NO_STAGES", severity=Severity.ERROR, message="A journey needs a stage.")

    refused = shown(said.UnpublishableJourney(a_journey("a -> b").key, [problem]))

    assert (refused.code, refused.problems) == ("JOURNEY_HAS_ERRORS", (problem,))


@pytest.mark.parametrize("kind", sorted(SHOWN_AS.values(), key=lambda kind: kind.__name__))
def test_every_shown_refusal_says_code_message_and_path(kind):
    fields = {field.name for field in kind.__strawberry_definition__.fields}

    assert {"code", "message", "path"} <= fields
