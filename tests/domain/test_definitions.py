"""Which of many courses an observation concerns, and in which order they are judged."""

from domain.course import charted
from domain.journey import ProfileKind
from tests.builders import MONDAY, a_journey, a_segment, at_least, is_in, stands_in, trait_is
from tests.domain.building import Life, a_profile, became, day, did, published

LEAD = charted(a_journey("trial -> adoption", adoption=is_in("big")), 1)
BIG = charted(a_segment("big", trait_is("plan", "big")).journey, 1)
ADOPTING = charted(a_segment("adopting", stands_in("lead", "adoption")).journey, 1)
BUSY = charted(a_segment("busy", at_least("*", 3)).journey, 1)
OTHER = charted(a_segment("other", trait_is("plan", "big"), kind=ProfileKind.ACCOUNT).journey, 1)
ALL = published(ADOPTING, BIG, BUSY, LEAD, OTHER)
CONTACT = ProfileKind.CONTACT


def test_journeys_and_segments_are_told_apart():
    assert sorted(ALL.journeys) == ["lead"]
    assert sorted(ALL.segments) == ["adopting", "big", "busy", "other"]


def test_an_observation_concerns_those_who_read_what_it_brings():
    assert ALL.asked_by(CONTACT, became(MONDAY, plan="big")) == {"segment:big"}
    assert ALL.asked_by(CONTACT, became(MONDAY, name="Ada")) == set()
    assert ALL.asked_by(CONTACT, did("login", MONDAY)) == {"segment:busy"}


def test_whoever_reads_another_is_judged_after_it():
    judged = [course.key for course in ALL.with_readers(CONTACT, {"segment:big"})]

    assert judged == ["segment:big", "lead", "segment:adopting"]


def test_one_observation_goes_through_segments_and_journeys_that_read_each_other():
    life = Life(ALL, a_profile()).observing(became(day(0), name="Ada"), became(day(1), plan="big"))

    assert [(one.journey, one.entered, one.at) for one in life.moved] == [
        ("lead", "trial", day(0)),
        ("segment:big", "member", day(1)),
        ("lead", "adoption", day(1)),
        ("segment:adopting", "member", day(1)),
    ]


def test_nothing_is_remembered_of_segments_that_a_profile_was_never_in():
    life = Life(ALL, a_profile()).observing(became(day(0), name="Ada"))

    assert list(life.profile.placements) == ["lead"]


def test_whoever_was_in_a_segment_is_remembered_for_the_number_of_its_stays():
    life = Life(published(BIG), a_profile()).observing(
        became(day(0), plan="big"), became(day(1), plan="small"), became(day(2), plan="big")
    )

    assert life.profile.placements["segment:big"].visit == 2
