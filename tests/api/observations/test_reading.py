"""One observation, read from the input that carries it."""

import strawberry

from api.observations.reading import ObservationInput, read
from api.scalars import Unreadable
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation
from tests.builders import MONDAY


def an_input(**given):
    fields = {"kind": ProfileKind.CONTACT, "external_id": "u1"}
    return ObservationInput(**{**fields, **given})


def test_what_was_left_out_was_not_said():
    assert read(an_input()) == ReceivedObservation(kind=ProfileKind.CONTACT, external_id="u1")


def test_nulls_say_as_little_as_what_was_left_out():
    nulls = dict.fromkeys(("at", "message_id", "traits", "event", "properties"))

    assert read(an_input(**nulls)) == read(an_input(at=strawberry.UNSET))


def test_all_that_is_said_is_taken():
    said = an_input(
        at=MONDAY, message_id="m1", traits={"plan": "pro"}, event="paid", properties={"sum": 3}
    )

    assert read(said) == ReceivedObservation(
        kind=ProfileKind.CONTACT,
        external_id="u1",
        at=MONDAY,
        message_id="m1",
        traits={"plan": "pro"},
        event="paid",
        properties={"sum": 3},
    )


def test_an_instant_that_is_none_is_refused_by_its_field():
    refusal = read(an_input(at=Unreadable("noon")))

    assert (refusal.path, refusal.message) == (
        "at",
        "'noon' is not an instant such as 2026-01-05T00:00:00Z",
    )


def test_an_empty_name_is_not_the_same_as_none():
    assert read(an_input(event="")).path == "event"
