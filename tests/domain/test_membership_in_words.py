"""Why somebody is in a segment, in one sentence."""

from domain.course import charted
from domain.membership_in_words import came_in_words, membership_in_words
from domain.stage_change import Move, StageChange, Trigger
from tests.builders import MONDAY, a_segment, at_least, silent
from tests.domain.building import Life, a_profile, did, published

ACTIVE = charted(a_segment("active", at_least("login", 1, within="P7D")).journey, 1)


def test_who_is_in_is_told_since_when_why_and_until_when():
    life = Life(published(ACTIVE), a_profile()).observing(did("login", MONDAY))

    assert membership_in_words(life.profile, ACTIVE, "it had 1 login", MONDAY) == (
        "In Active since 5 Jan 2026 because it had 1 login; if nothing happens, it may leave on "
        "12 Jan 2026."
    )


def test_who_is_out_is_told_when_time_may_bring_it_in():
    quiet = charted(a_segment("quiet", silent("login", "P30D")).journey, 1)
    life = Life(published(quiet), a_profile()).observing(did("login", MONDAY))

    assert membership_in_words(life.profile, quiet, "", MONDAY) == (
        "Not in Quiet; if nothing happens, it may come in on 4 Feb 2026."
    )


def test_coming_and_going_are_told_with_their_reasons():
    life = Life(published(ACTIVE), a_profile()).observing(did("login", MONDAY))
    gone = StageChange(
        journey="segment:active",
        version=2,
        left="member",
        entered=None,
        at=MONDAY,
        move=Move.LEAVE,
        trigger=Trigger.PUBLISH,
        explanation={"archived": "segment:active"},
    )

    assert [came_in_words(one, "Active") for one in (*life.moved, gone)] == [
        "Came into Active on 5 Jan 2026 because it had 1 login within 7 days.",
        "Left Active on 5 Jan 2026 because the segment was deleted.",
    ]
