from domain.observation import KeptObservation, Observation
from tests.domain.building import START


def test_what_was_kept_is_what_happened():
    kept = KeptObservation(
        profile=1,
        number=7,
        at=START,
        recorded_at=START + 5,
        message_id="m1",
        event="order",
        traits={"plan": None},
        properties={"amount": 5},
    )

    assert kept.observation == Observation(
        at=START, event="order", traits={"plan": None}, properties={"amount": 5}
    )


def test_what_was_left_out_is_nothing():
    kept = KeptObservation(profile=1, number=7, at=START, recorded_at=START)

    assert kept.observation == Observation(at=START)
    assert (kept.observation.traits, kept.observation.properties) == ({}, {})
