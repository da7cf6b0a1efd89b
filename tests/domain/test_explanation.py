from decimal import Decimal

import orjson
import pytest

from domain.explanation import explained_placement
from domain.instants import DAY
from domain.journey import ProfileKind
from domain.profile import at_clock
from store.columns import dumps
from tests.domain.asking import asked
from tests.domain.building import (
    START,
    a_course,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    final,
    leave,
    lived,
    recycle,
    rule,
    stage,
    trait,
)

WEEKLY = {"count": "login", "within": "P7D"}


def logins(number):
    return [did("login", START + n) for n in range(number)]


def actual(criteria, *observations, now=None):
    return asked(criteria, *observations, now=now).explanation["actual"]


def test_a_rule_says_what_is_and_what_was_asked_and_until_when():
    criteria = at_least("login", 3, within="P7D")

    assert asked(criteria, *logins(2)).explanation == {
        "signal": {"count": "login", "within": "P7D"},
        "is": "gte",
        "value": 3,
        "actual": 2,
        "holds": False,
        "until": None,
    }


def test_a_rule_repeats_the_very_value_that_it_asks_for():
    # To Python 1, 1.0 and true are equal.
    values = [1, True, Decimal("1.0"), 1]

    said = [asked(trait("plan", value)).explanation["value"] for value in values]

    assert [repr(value) for value in said] == [repr(value) for value in values]


def test_a_tree_says_it_of_every_part():
    plan, active = trait("plan", "pro"), at_least("login", 1, within="P7D")
    criteria = {"all": [{"not": plan}, {"any": [plan, active]}]}
    until = "2026-01-12T00:00:00Z"

    is_pro = plan | {"actual": "free", "holds": False, "until": None}
    is_active = active | {"actual": 1, "holds": True, "until": until}
    assert asked(criteria, became(START, plan="free"), did("login", START)).explanation == {
        "all": [
            {"not": is_pro, "holds": True, "until": None},
            {"any": [is_pro, is_active], "holds": True, "until": until},
        ],
        "holds": True,
        "until": until,
    }


@pytest.mark.parametrize(
    ("signal", "operator", "shown"),
    [
        ({"trait": "plan"}, ("eq", "pro"), "pro"),
        ({"trait": "seats"}, ("gte", 5), Decimal("5.0")),
        ({"trait": "tags"}, ("contains", "red"), ["red", 1]),
        ({"trait": "nobody"}, ("exists",), None),
        ({"count": "order"}, ("gte", 1), 3),
        ({"days": "order"}, ("lt", 5), 2),
        ({"sum": "order", "property": "amount"}, ("gte", 1), Decimal("0.3")),
        ({"sum": "order", "property": "amount", "within": "P7D"}, ("gte", 1), Decimal("0.3")),
        ({"max": "order", "property": "amount"}, ("gte", 1), Decimal("0.2")),
        ({"avg": "order", "property": "amount"}, ("gte", 1), Decimal("0.15")),
        ({"share": {"count": "order"}, "of": {"trait": "seven"}}, ("gte", 1), Decimal("0.428571")),
        ({"share": {"count": "order"}, "of": {"trait": "one"}}, ("gte", 1), 3),
        ({"last": "order"}, ("exists",), "2026-01-06T00:00:00Z"),
        ({"first": "order"}, ("exists",), "2026-01-05T00:00:00.000001Z"),
        ({"last": "login"}, ("exists",), None),
        ({"age": {"last": "order"}}, ("gt", "P3D"), "P1DT12H"),
        ({"until": {"trait": "renewal_at"}}, ("lt", "P3D"), "-P1DT12H"),
        ({"age": {"trait": "plan"}}, ("gt", "P3D"), None),
    ],
)
def test_every_signal_shows_its_value(signal, operator, shown):
    life = [
        became(START, plan="pro", seats=Decimal("5.0"), tags=["red", 1], seven=7, one=1,
               renewal_at="2026-01-06"),
        did("order", START + 1, amount=Decimal("0.1")),
        did("order", START + 2, amount=Decimal("0.2")),
        did("order", day(1), amount="9"),
    ]  # fmt: skip

    value = actual(rule(signal, *operator), *life, now=day(2.5))

    assert (value, type(value)) == (shown, type(shown))


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (2, 2), (3, 3), (4, {"atLeast": 3}), (9, {"atLeast": 3})]
)
def test_where_only_enough_to_decide_is_kept_a_count_is_at_least_so_much(number, shown):
    assert actual(at_least("login", 3, within="P7D"), *logins(number)) == shown


def test_a_count_is_exact_again_when_older_events_have_left_the_window():
    criteria = at_least("login", 3, within="P7D")

    assert actual(criteria, *logins(9), now=day(7) + 7) == 1


@pytest.mark.parametrize(("number", "shown"), [(4, 4), (5, 5), (6, {"atLeast": 5})])
def test_what_another_rule_has_kept_is_known_to_all(number, shown):
    both = {"all": [at_least("login", 2, within="P7D"), at_least("login", 5, within="P7D")]}

    parts = asked(both, *logins(number)).explanation["all"]

    assert [part["actual"] for part in parts] == [shown, shown]


@pytest.mark.parametrize(("number", "shown"), [(1, [1, 1]), (5, [{"atLeast": 3}] * 2)])
def test_days_are_at_least_as_many_as_are_kept(number, shown):
    both = {"all": [rule({"days": "login"}, "gte", 2), rule({"days": "login"}, "gte", 3)]}

    parts = asked(both, *(did("login", day(n)) for n in range(number))).explanation["all"]

    assert [part["actual"] for part in parts] == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x" * 200, "x" * 200),
        ("x" * 201, {"startsWith": "x" * 200}),
        (["pro"] * 4, ["pro"] * 4),
        (["pro"] * 4_000, {"length": 4_000}),
        ({f"k{n}": n for n in range(100)}, {"length": 100}),
    ],
)
def test_of_a_long_value_only_so_much_is_shown(value, shown):
    assert actual(trait("bio", "y"), became(START, bio=value)) == shown


def test_what_would_change_after_the_end_of_the_calendar_never_does():
    criteria = rule({"age": {"trait": "ends"}}, "lt", "P40D")
    life = became(START, ends="9999-12-31")

    shown = asked(criteria, life).explanation

    assert (shown["holds"], shown["until"]) == (True, None)


# Moves


JOURNEY = (
    entry("new"),
    stage("active", at_least("login", 1)),
    stage("paying", trait("plan", "pro")),
    final("lost", trait("deal", "lost")),
    advance("new", "active", when=trait("country", "FR")),
    advance("active", "paying"),
    leave("*", "lost"),
    recycle("lost", "new", after="P90D", when={"not": trait("deal", "lost")}),
)


def told(criteria, value, holds=True):
    return criteria | {"actual": value, "holds": holds, "until": None}


def test_a_move_is_explained_by_the_transition_and_the_criteria_that_let_it():
    life = lived(a_course(*JOURNEY), became(day(0), country="FR"), did("login", day(1)))

    assert [change.explanation for change in life.changes] == [
        {},
        {
            "transitions": [
                {
                    "from": "new",
                    "to": "active",
                    "kind": "ADVANCE",
                    "when": told(trait("country", "FR"), "FR"),
                }
            ],
            "entry": told(at_least("login", 1), 1),
        },
    ]


def test_a_skip_names_every_transition_that_was_followed():
    life = lived(a_course(*JOURNEY), became(day(0), country="FR"), became(day(1), plan="pro"))

    transitions = life.changes[-1].explanation["transitions"]

    assert [(way["from"], way["to"]) for way in transitions] == [
        ("new", "active"),
        ("active", "paying"),
    ]


def test_leaving_from_everywhere_and_coming_back_say_so():
    life = lived(
        a_course(*JOURNEY),
        became(day(0), deal="open"),
        became(day(1), deal="lost"),
        became(day(2), deal="open"),
        until=day(91),
    )

    assert [change.explanation for change in life.changes[1:]] == [
        {
            "transitions": [{"from": "*", "to": "lost", "kind": "EXIT"}],
            "entry": told(trait("deal", "lost"), "lost"),
        },
        {
            "transitions": [
                {
                    "from": "lost",
                    "to": "new",
                    "kind": "RECYCLE",
                    "after": "P90D",
                    "when": {
                        "not": told(trait("deal", "lost"), "open", holds=False),
                        "holds": True,
                        "until": None,
                    },
                }
            ]
        },
    ]


def test_in_free_movement_a_move_is_explained_by_what_holds_or_holds_no_more():
    course = a_course(
        entry("new"),
        stage("active", at_least("login", 1, within="P1D")),
        advance("new", "active"),
        movement="FREE",
    )

    life = lived(course, became(day(0)), did("login", day(1)), until=day(3))

    seen = at_least("login", 1, within="P1D")
    assert [change.explanation for change in life.changes] == [
        {},
        {"entry": seen | {"actual": 1, "holds": True, "until": "2026-01-07T00:00:00Z"}},
        {"left": told(seen, 0, holds=False)},
    ]


def test_a_recycle_is_explained_by_what_held_before_the_cycle_began():
    thrice = at_least("refund", 3)
    course = a_course(
        entry("new"),
        stage("paying", at_least("paid", 1)),
        advance("new", "paying"),
        recycle("paying", "new", when=thrice),
    )

    life = lived(course, did("paid", day(0)), *[did("refund", day(1))] * 3)

    assert life.changes[-1].explanation["transitions"][0]["when"] == told(thrice, 3)


# Placements


def placement_of(life, course, now):
    windows = life.definitions.windows[ProfileKind.CONTACT]
    return explained_placement(at_clock(life.profile, now, windows), course, now)


def test_a_placement_shows_every_stage_and_every_way_out_as_they_stand():
    course = a_course(*JOURNEY)
    life = lived(course, became(day(0), country="FR"), did("login", day(1)))

    assert placement_of(life, course, day(2)) == {
        "stages": [
            {"stage": "new", "rank": 0},
            {"stage": "active", "rank": 1, "entry": told(at_least("login", 1), 1)},
            {"stage": "paying", "rank": 2, "entry": told(trait("plan", "pro"), None, False)},
            {"stage": "lost", "rank": 3, "entry": told(trait("deal", "lost"), None, False)},
        ],
        "transitions": [
            {"from": "*", "to": "lost", "kind": "EXIT"},
            {"from": "active", "to": "paying", "kind": "ADVANCE"},
        ],
        "nextTimer": None,
    }


def test_a_placement_says_since_when_stages_are_held_and_a_cycle_runs_and_what_comes_next():
    course = a_course(
        entry("new"),
        stage("paying", trait("plan", "pro")),
        stage("loyal", rule({"age": {"first": "paid"}}, "gte", "P30D")),
        advance("new", "paying"),
        advance("paying", "loyal"),
        recycle("paying", "new", when=at_least("refund", 1)),
    )

    life = lived(course, became(day(0), plan="pro"), did("paid", day(1)), did("refund", day(2)))
    shown = placement_of(life, course, day(3))

    assert [(one["stage"], one.get("heldSince")) for one in shown["stages"]] == [
        ("new", None),
        ("paying", "2026-01-07T00:00:00Z"),
        ("loyal", None),
    ]
    assert (shown["cycleSince"], shown["nextTimer"]) == (
        "2026-01-07T00:00:00Z",
        "2026-02-05T00:00:00Z",
    )


def test_who_was_never_seen_stands_nowhere_and_every_stage_says_what_it_asks():
    course = a_course(*JOURNEY)

    shown = explained_placement(lived(course).profile, course, START)

    assert [one["stage"] for one in shown["stages"]] == ["new", "active", "paying", "lost"]
    assert "transitions" not in shown


def test_an_explanation_is_plain_json():
    course = a_course(*JOURNEY)
    life = lived(course, became(day(0), country="FR", plan=Decimal("0.1")), did("login", DAY))

    shown = placement_of(life, course, day(2))

    assert orjson.loads(dumps(shown))["stages"][2]["entry"]["actual"] == 0.1
