import pytest

from domain.instants import DAY
from domain.move_in_words import move_in_words, reason_in_words
from domain.stage_change import Move, StageChange, Trigger
from tests.domain.building import (
    START,
    a_course,
    a_swing,
    advance,
    at_least,
    became,
    by_hand,
    day,
    did,
    entry,
    final,
    is_on,
    leave,
    lived,
    recycle,
    republished_to,
    rule,
    stage,
    trait,
)

NAMES = {"new": "New", "active": "Active", "paying": "Paying", "lost": "Lost", "vip": "VIP"}


def sentences(life):
    return [move_in_words(change, NAMES) for change in life.changes]


def reason(criteria, *observations, until=None):
    """What is said of a move that these criteria let through."""
    course = a_course(entry("new"), stage("active", criteria), advance("new", "active"))
    life = lived(course, became(START), *observations, until=until)
    return reason_in_words(life.changes[-1], NAMES)


def test_every_way_to_move_has_its_sentence():
    course = a_course(
        entry("new"),
        stage("active", at_least("login", 1)),
        stage("paying", trait("plan", "pro")),
        final("lost", trait("deal", "lost")),
        advance("new", "active"),
        advance("active", "paying"),
        leave("*", "lost"),
        recycle("lost", "new", after="P90D"),
    )
    life = lived(
        course,
        became(day(0)),
        became(day(1), plan="pro"),
        became(day(2), deal="lost"),
        until=day(100),
    )

    assert sentences(life) == [
        "Entered New on 5 Jan 2026 because everybody begins there.",
        "Moved on from New to Paying, passing over Active, on 6 Jan 2026 because plan was pro.",
        "Left Paying for Lost on 7 Jan 2026 because deal was lost.",
        "Came back from Lost to New, to begin a new cycle, on 7 Apr 2026 because it had been in "
        "Lost for 90 days.",
    ]


def test_in_free_movement_what_no_longer_holds_is_the_reason():
    life = lived(a_swing(), became(day(0)), did("login", day(1)), until=day(9))

    assert sentences(life)[1:] == [
        "Moved on from New to Active on 6 Jan 2026 because it had 1 login within 2 days.",
        "Fell back from Active to New on 8 Jan 2026 because it had no logins within 2 days.",
    ]


def test_who_moved_it_by_hand_and_why_is_the_reason():
    course = a_course(entry("new"), stage("vip"), advance("new", "vip"))
    life = by_hand(lived(course, became(day(0))), "vip", day(1), reason="signed on paper")

    assert sentences(life)[1:] == [
        "Moved on from New to VIP on 6 Jan 2026 because ada put it there by hand (“signed on "
        "paper”)."
    ]


def test_a_publication_says_so():
    older = a_course(entry("new"), stage("vip", trait("plan", "pro")), advance("new", "vip"))
    newer = a_course(
        entry("new"), stage("paying", trait("plan", "pro")), advance("new", "paying"), version=2
    )
    life = republished_to(lived(older, became(day(0), plan="pro")), newer, at=day(1))

    assert sentences(life)[1:] == [
        "Left VIP, and stands in no stage, on 6 Jan 2026 because version 2 of the journey no "
        "longer has that stage.",
        "Entered Paying on 6 Jan 2026 because version 2 of the journey was published, and plan "
        "was pro.",
    ]


@pytest.mark.parametrize(
    ("criteria", "life", "said"),
    [
        (at_least("login", 1), [did("login", day(1))], "it had 1 login"),
        (at_least("paid", 2, within="P7D"), [did("paid", day(1)), did("paid", day(2))],
         "it had 2 paid events within 7 days"),
        (rule({"days": "login"}, "gte", 1), [did("login", day(1))],
         "it had logins on at least 1 day"),
        (rule({"trait": "seats"}, "gte", 3), [became(day(1), seats=5)], "seats was 5"),
        (rule({"trait": "plan"}, "exists"), [became(day(1), plan="x")], "plan was known"),
        (rule({"trait": "tags"}, "contains", "red"), [became(day(1), tags=["red"])],
         "tags contained red"),
        ({"not": rule({"trait": "tags"}, "contains", "red")}, [], "tags did not contain red"),
        ({"all": [rule({"trait": "bio"}, "ne", "y"), is_on("a")]},
         [became(day(1), bio="x" * 999, a=True)],
         f"bio was {'x' * 40}… and a was true"),
        ({"all": [rule({"trait": "bio"}, "ne", "y"), is_on("a")]},
         [became(day(1), bio=["x"] * 999, a=True)],
         "bio was a value of 999 parts and a was true"),
        (rule({"first": "login"}, "lt", "2027-01-01"), [did("login", day(1))],
         "the first login was on 6 Jan 2026"),
        (rule({"age": {"first": "login"}}, "gte", "P3D"), [did("login", day(1))],
         "the first login was 3 days earlier"),
        (rule({"dwell": "other"}, "missing"), [did("login", day(1))],
         "the time in the present stage of other was not known"),
        (rule({"until": {"trait": "ends"}}, "lte", "P3D"), [became(day(1), ends="2026-01-20")],
         "ends was 3 days away"),
        (rule({"until": {"trait": "ends"}}, "lte", "P3D"), [became(day(1), ends="2026-01-04")],
         "ends was 2 days earlier"),
        ({"not": rule({"last": "login"}, "exists")}, [], "there was no login"),
        ({"all": [trait("a", 1), trait("b", 2)]}, [became(day(1), a=1, b=2)],
         "a was 1 and b was 2"),
        ({"any": [trait("a", 1), trait("b", 2)]}, [became(day(1), b=2)], "b was 2"),
        ({"not": {"any": [trait("a", 1), trait("b", 2)]}}, [], "a was not known and b was not "
         "known"),
        ({"all": [trait(name, 1) for name in "abcde"]},
         [became(day(1), a=1, b=1, c=1, d=1, e=1)],
         "a was 1, b was 1, c was 1 and 2 more rules held"),
        ({"all": [at_least("login", 1), trait("a", 1), at_least("visit", 2)]},
         [became(day(1), a=1), did("login", day(1)), did("visit", day(1)), did("visit", day(1))],
         "a was 1 and it had 1 login and 2 visits"),
    ],
)  # fmt: skip
def test_a_reason_says_what_was_found(criteria, life, said):
    assert reason(criteria, *life, until=day(30)) == said


def test_where_nothing_is_known_of_a_change_no_reason_is_made_up():
    change = StageChange(
        journey="lead", version=1, left="new", entered="gone", at=START + DAY,
        move=Move.ADVANCE, trigger=Trigger.DATA,
    )  # fmt: skip

    assert move_in_words(change, NAMES) == "Moved on from New to gone on 6 Jan 2026."
