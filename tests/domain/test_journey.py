import pytest

from domain.instants import DAY, Duration
from domain.journey import Stage, Transition
from tests.domain.building import a_journey, advance, entry, stage, trait

JOURNEY = a_journey(
    entry("new"),
    stage("paying"),
    advance("new", "paying", when=trait("plan", "pro")),
    advance("new", "paying", after="P1D"),
    advance("new", "paying"),
)


def test_a_stage_is_found_by_its_key():
    assert JOURNEY.stage("paying") == Stage(key="paying", name="Paying")

    with pytest.raises(KeyError, match="lost"):
        JOURNEY.stage("lost")


def test_a_transition_is_guarded_by_criteria_or_by_time():
    assert [way.is_guarded for way in JOURNEY.transitions] == [True, True, False]


def test_how_a_default_was_spelled_makes_no_difference():
    spelled = Transition(left="new", entered="paying", spelled=frozenset({"kind"}))

    assert spelled == Transition(left="new", entered="paying")
    assert hash(spelled) == hash(Transition(left="new", entered="paying"))


def test_guards_are_compared_by_value():
    waits = Transition(left="new", entered="paying", after=Duration(DAY, "P1D"))

    assert JOURNEY.transitions[1] == waits
