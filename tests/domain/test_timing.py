"""Until when an answer lasts: never late, and where it can be known, exactly."""

from decimal import Decimal

import pytest

from domain.instants import DAY, HOUR, LATEST, MINUTE, NEVER
from domain.timing import MOST_STEPS
from tests.domain.asking import asked
from tests.domain.building import (
    START,
    at_least,
    became,
    day,
    did,
    rule,
)

DAY_WIDE = {"within": "P1D"}


def logins(*hours):
    return [did("login", START + round(hour * HOUR)) for hour in hours]


def hour(number):
    return START + round(number * HOUR)


# Counts within a window


@pytest.mark.parametrize(
    ("operator", "value", "verdict"),
    [
        ("gte", 0, (True, NEVER)),
        ("gte", 1, (True, hour(30))),
        ("gte", 2, (True, hour(26))),
        ("gte", 3, (True, hour(24))),
        ("gte", 4, (False, NEVER)),
        ("gte", Decimal("2.5"), (True, hour(24))),
        ("gt", 2, (True, hour(24))),
        ("gt", 3, (False, NEVER)),
        ("lt", 1, (False, hour(30))),
        ("lt", 3, (False, hour(24))),
        ("lt", 4, (True, NEVER)),
        ("lte", 0, (False, hour(30))),
        ("lte", 3, (True, NEVER)),
        ("eq", 3, (True, hour(24))),
        ("eq", 2, (False, hour(24))),
        ("eq", 1, (False, hour(26))),
        ("eq", 0, (False, hour(30))),
        ("eq", 4, (False, NEVER)),
        ("eq", Decimal("2.5"), (False, NEVER)),
        ("eq", "3", (False, NEVER)),
        ("ne", 3, (False, hour(24))),
        ("ne", 1, (True, hour(26))),
        ("ne", "3", (True, NEVER)),
        ("in", [1, 3], (True, hour(24))),
        ("in", [3, 2], (True, hour(26))),
        ("in", [0, 1], (False, hour(26))),
        ("in", [], (False, NEVER)),
        ("not_in", [0, 2], (True, hour(24))),
        ("not_in", [], (True, NEVER)),
        ("contains", 3, (False, NEVER)),
    ],
)  # fmt: skip
def test_a_count_lasts_until_what_leaves_the_window_changes_the_answer(operator, value, verdict):
    criteria = rule({"count": "login", **DAY_WIDE}, operator, value)

    assert asked(criteria, *logins(0, 2, 6)).verdict == verdict


@pytest.mark.parametrize(
    ("operator", "value", "verdict"),
    [
        ("eq", 4, (True, hour(24))),
        ("eq", 3, (False, NEVER)),
        ("eq", 2, (False, NEVER)),
        ("eq", 1, (False, hour(24))),
        ("eq", 0, (False, hour(25))),
        ("in", [4, 1], (True, hour(25))),
        ("gte", 2, (True, hour(24))),
        ("lte", 3, (False, hour(24))),
    ],
)
def test_simultaneous_events_leave_together(operator, value, verdict):
    criteria = rule({"count": "login", **DAY_WIDE}, operator, value)

    assert asked(criteria, *logins(0, 0, 0, 1)).verdict == verdict


def test_a_count_without_a_window_never_changes_by_itself():
    assert asked(at_least("login", 2), *logins(0, 1)).verdict == (True, NEVER)
    assert asked(at_least("login", 3), *logins(0, 1)).verdict == (False, NEVER)


def test_a_whole_life_of_events_is_decided_by_the_newest_few():
    life = logins(*range(200))

    verdict = asked(at_least("login", 2, **DAY_WIDE), *life).verdict
    kept = asked(at_least("login", 2, **DAY_WIDE), *life).profile.series

    assert verdict == (True, hour(198 + 24))
    assert [series.instants for series in kept.values()] == [(hour(198), hour(199))]


@pytest.mark.parametrize("now", [0, 1])
def test_thresholds_beyond_what_a_row_holds_are_decided_by_pairs_in_chunks(now):
    life = [did("login", START + number * MINUTE) for number in range(600)]
    criteria = at_least("login", 600, **DAY_WIDE)

    question = asked(criteria, *life, now=day(1) - 1 + now)

    answer, until = question.verdict
    assert (answer, until <= day(1)) == (not now, not now)


# Totals within a window


@pytest.mark.parametrize(
    ("aggregate", "operator", "value", "verdict"),
    [
        ("sum", "gte", Decimal("0.6"), (True, hour(24))),
        ("sum", "gte", Decimal("0.5"), (True, hour(26))),
        ("sum", "gt", Decimal("0.3"), (True, hour(26))),
        ("sum", "lt", Decimal("0.1"), (False, hour(30))),
        ("sum", "eq", Decimal("0.3"), (False, hour(26))),
        ("min", "eq", Decimal("0.1"), (True, hour(24))),
        ("min", "gt", Decimal("0.2"), (False, hour(26))),
        ("min", "missing", None, (False, hour(30))),
        ("max", "gte", Decimal("0.3"), (True, hour(30))),
        ("avg", "eq", Decimal("0.2"), (True, hour(24))),
        ("avg", "gt", Decimal("0.25"), (False, hour(26))),
        ("avg", "exists", None, (True, hour(30))),
    ],
)
def test_a_total_lasts_until_what_leaves_the_window_changes_the_answer(
    aggregate, operator, value, verdict
):
    signal = {aggregate: "order", "property": "amount", **DAY_WIDE}
    criteria = rule(signal, operator, *([] if value is None else [value]))
    amounts = [(0, Decimal("0.1")), (2, Decimal("0.2")), (6, Decimal("0.3"))]

    verdict_now = asked(criteria, *(did("order", hour(h), amount=x) for h, x in amounts)).verdict

    assert verdict_now == verdict


def test_a_total_may_turn_and_turn_back_as_events_leave():
    balance = rule({"sum": "entry", "property": "amount", **DAY_WIDE}, "gte", 0)
    life = [did("entry", hour(h), amount=x) for h, x in [(0, 5), (1, -7), (2, 3)]]

    verdicts = [asked(balance, *life, now=now).verdict for now in (hour(2), hour(24), hour(25))]

    assert verdicts == [(True, hour(24)), (False, hour(25)), (True, NEVER)]


def test_what_leaves_together_is_judged_together():
    balance = rule({"sum": "entry", "property": "amount", **DAY_WIDE}, "gte", 0)
    life = [did("entry", hour(h), amount=x) for h, x in [(0, 5), (0, -5), (1, 1)]]

    assert asked(balance, *life).verdict == (True, NEVER)


@pytest.mark.parametrize("events", [MOST_STEPS, MOST_STEPS + 1, 3 * MOST_STEPS + 5, 700])
def test_a_total_is_followed_so_far_and_then_asked_again_early_but_never_late(events):
    spent = rule({"sum": "order", "property": "amount", "within": "P1D"}, "gte", 1)
    life = [did("order", START + number * MINUTE, amount=1) for number in range(events)]
    turns = START + (events - 1) * MINUTE + DAY

    now, asked_at = START + (events - 1) * MINUTE, []
    while (verdict := asked(spent, *life, now=now).verdict)[0]:
        asked_at.append(now)
        now = verdict[1]

    assert now == turns
    assert asked_at == sorted(set(asked_at))
    assert len(asked_at) <= 1 + events // 32


def test_steps_are_instants_not_events():
    spent = rule({"sum": "order", "property": "amount", "within": "P1D"}, "gte", 1)
    life = [did("order", START, amount=1)] * 200 + [did("order", hour(1), amount=1)]

    assert asked(spent, *life).verdict == (True, hour(25))


# Ages, and what is left


@pytest.mark.parametrize(
    ("operator", "before", "at", "a_microsecond_later"),
    [
        ("gte", (False, day(3)), (True, NEVER), (True, NEVER)),
        ("gt", (False, day(3) + 1), (False, day(3) + 1), (True, NEVER)),
        ("lt", (True, day(3)), (False, NEVER), (False, NEVER)),
        ("lte", (True, day(3) + 1), (True, day(3) + 1), (False, NEVER)),
    ],
)
def test_an_age_turns_once_to_the_microsecond(operator, before, at, a_microsecond_later):
    silence = rule({"age": {"last": "login"}}, operator, "P3D")

    verdicts = [
        asked(silence, did("login", day(0)), now=now).verdict
        for now in (day(3) - 1, day(3), day(3) + 1)
    ]

    assert verdicts == [before, at, a_microsecond_later]


@pytest.mark.parametrize(
    ("operator", "before", "at", "a_microsecond_later"),
    [
        ("lte", (False, day(7)), (True, NEVER), (True, NEVER)),
        ("lt", (False, day(7) + 1), (False, day(7) + 1), (True, NEVER)),
        ("gt", (True, day(7)), (False, NEVER), (False, NEVER)),
        ("gte", (True, day(7) + 1), (True, day(7) + 1), (False, NEVER)),
    ],
)
def test_what_is_left_turns_once_to_the_microsecond(operator, before, at, a_microsecond_later):
    renewal = rule({"until": {"trait": "renewal_at"}}, operator, "P3D")
    life = became(day(0), renewal_at="2026-01-15")

    verdicts = [asked(renewal, life, now=now).verdict for now in (day(7) - 1, day(7), day(7) + 1)]

    assert verdicts == [before, at, a_microsecond_later]


def test_a_date_that_is_near_stays_near_when_it_is_past():
    left = {"until": {"trait": "renewal_at"}}
    is_near = rule(left, "lte", "P3D")
    is_near_and_ahead = {"all": [is_near, rule(left, "gte", "PT0S")]}
    life = became(day(0), renewal_at="2026-01-15")

    instants = (day(6), day(7), day(10), day(10) + 1, day(400))

    assert [asked(is_near, life, now=now).verdict for now in instants] == [
        (False, day(7)),
        (True, NEVER),
        (True, NEVER),
        (True, NEVER),
        (True, NEVER),
    ]
    assert [asked(is_near_and_ahead, life, now=now).verdict for now in instants] == [
        (False, day(7)),
        (True, day(10) + 1),
        (True, day(10) + 1),
        (False, NEVER),
        (False, NEVER),
    ]


def test_an_instant_ahead_has_a_negative_age_and_one_past_a_negative_rest():
    ahead = became(day(0), at="2026-01-15")
    age, rest = {"age": {"trait": "at"}}, {"until": {"trait": "at"}}

    assert asked(rule(age, "gte", "PT0S"), ahead).verdict == (False, day(10))
    assert asked(rule(age, "lt", "P1D"), ahead).verdict == (True, day(11))
    assert asked(rule(rest, "lt", "PT0S"), ahead).verdict == (False, day(10) + 1)
    assert asked(rule(rest, "lt", "PT0S"), ahead, now=day(11)).verdict == (True, NEVER)


@pytest.mark.parametrize("trait_value", [20, True, "soon", "2026-02-30", ["2026-01-05"], None])
def test_what_is_no_instant_has_no_age(trait_value):
    life = became(day(0), born=trait_value)
    age = {"age": {"trait": "born"}}

    verdicts = [
        asked(criteria, life).verdict
        for criteria in (
            rule(age, "gte", "PT0S"),
            rule(age, "lt", "P1D"),
            rule(age, "exists"),
            rule(age, "missing"),
            rule({"until": {"trait": "born"}}, "gte", "PT0S"),
        )
    ]

    assert verdicts == [(False, NEVER)] * 3 + [(True, NEVER), (False, NEVER)]


@pytest.mark.parametrize(
    "text",
    ["2026-01-05", "2026-01-05T00:00", "2026-01-05T00:00:00Z", "2026-01-05T02:00+02:00",
     "2026-01-04T18:00:00.000000-06:00"],
)  # fmt: skip
def test_every_spelling_of_an_instant_has_the_same_age(text):
    old = rule({"age": {"trait": "born"}}, "gte", "P3D")

    assert asked(old, became(day(0), born=text)).verdict == (False, day(3))


def test_the_first_and_the_last_event_age_apart():
    life = logins(0, 24)

    assert asked(rule({"age": {"first": "login"}}, "gte", "P2D"), *life).verdict == (False, day(2))
    assert asked(rule({"age": {"last": "login"}}, "gte", "P2D"), *life).verdict == (False, day(3))


def test_the_end_of_the_calendar_is_an_instant_like_any_other():
    forever = became(day(0), ends="9999-12-31T23:59:59.999999Z")

    assert asked(rule({"age": {"trait": "ends"}}, "lt", "P40D"), forever).verdict == (
        True,
        LATEST + 40 * DAY,
    )
    assert asked(rule({"until": {"trait": "ends"}}, "gte", "P40D"), forever).verdict == (
        True,
        LATEST - 40 * DAY + 1,
    )
