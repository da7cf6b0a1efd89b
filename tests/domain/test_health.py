"""What health says of a profile in its stage, and when it is told."""

from decimal import Decimal

import pytest

from domain.health import HealthChange
from domain.instants import NEVER
from tests.domain.building import (
    a_course,
    advance,
    at_least,
    became,
    by_hand,
    day,
    did,
    entry,
    lived,
    pin,
    recycle,
    republished_to,
    stage,
    trait,
)

LOGINS = {"count": "login", "within": "P7D"}
SILENCE = {"age": {"last": "login"}}
UP, DOWN = [[0, 0], [10, 100]], [[0, 100], [10, 0]]


def measure(signal, points=UP, key="m", **fields):
    return {"key": key, "signal": signal, "points": points, **fields}


def variant(*measures, **fields):
    named = [one | {"key": f"m{place}"} for place, one in enumerate(measures)]
    return {"measures": named, **fields}


def healthy(*variants, **fields):
    """A journey of one stage with that health."""
    return a_course(entry("new"), health=list(variants), **fields)


def score_of(life):
    health = life.placement.health
    return None if health.score is None else Decimal(health.score) / 10


def told(life):
    """Each health change: band before, band after, score, when and by what."""
    return [
        (one.before.band, one.after.band, one.after.score, one.at, one.trigger.value)
        for one in life.changes
        if isinstance(one, HealthChange)
    ]


@pytest.mark.parametrize(
    ("value", "points", "score"),
    [
        (5, UP, "50.0"),
        (-5, UP, "0.0"),
        (25, UP, "100.0"),
        (5, DOWN, "50.0"),
        (Decimal("0.05"), UP, "0.5"),
        (Decimal("3.3333"), UP, "33.3"),
        (1, [[0, 0], [3, 100]], "33.3"),
        (2, [[0, 0], [3, 100]], "66.7"),
        (1, [[0, 0], [8, 1]], "0.1"),
        (1, [[0, 0], [20, 1]], "0.1"),
        (3, [[1, 10], [4, 40], [9, 90]], "30.0"),
        (7, [[1, 10], [4, 40], [9, 90]], "70.0"),
        (7, [[3, 42]], "42.0"),
        (True, [[0, 10], [1, 90]], "90.0"),
        (False, [[0, 10], [1, 90]], "10.0"),
    ],
)
def test_points_are_a_line_clamped_at_its_ends_and_rounded_half_up(value, points, score):
    life = lived(healthy(variant(measure({"trait": "x"}, points))), became(day(0), x=value))

    assert score_of(life) == Decimal(score)


@pytest.mark.parametrize("value", ["5", "many", [5], {"of": 5}, None])
def test_what_is_no_number_is_missing(value):
    skipped = healthy(variant(measure({"trait": "x"})))
    scored = healthy(variant(measure({"trait": "x"}, missing=30)))

    assert score_of(lived(skipped, became(day(0), x=value))) is None
    assert score_of(lived(scored, became(day(0), x=value))) == 30


def test_measures_are_weighed_and_skipped_ones_weigh_nothing():
    three = variant(
        measure({"trait": "x"}, weight=3),
        measure({"trait": "y"}),
        measure({"trait": "z"}, weight=Decimal("0.5")),
    )

    assert score_of(lived(healthy(three), became(day(0), x=10, y=0, z=0))) == Decimal("66.7")
    assert score_of(lived(healthy(three), became(day(0), x=10, z=0))) == Decimal("85.7")


def test_durations_are_whole_days_rounded_down():
    course = healthy(variant(measure(SILENCE, DOWN)))
    life = lived(course, did("login", day(0)), became(day(1.99), x=1))

    assert score_of(life) == 90
    assert score_of(life.observing(became(day(2), x=1))) == 80


def test_time_until_loses_its_day_a_microsecond_after_it():
    course = healthy(variant(measure({"until": {"trait": "renewal"}})))
    life = lived(course, became(day(0), renewal="2026-01-09"), became(day(1), x=1))

    assert score_of(life) == 30
    assert score_of(life.observing(became(day(1) + 1, x=1))) == 20


def test_how_long_it_has_stood_there_may_be_measured():
    course = healthy(variant(measure({"dwell": "lead"}, DOWN)))
    life = lived(course, became(day(0), x=1), became(day(3), x=2))

    assert score_of(life) == 70


def test_the_first_variant_that_fits_the_persona_is_used():
    course = healthy(
        {"for": ["admin"], **variant(measure({"trait": "x"}, [[0, 11]]))},
        {"for": ["admin", "user"], **variant(measure({"trait": "x"}, [[0, 22]]))},
        variant(measure({"trait": "x"}, [[0, 33]])),
    )

    scores = [
        score_of(lived(course, became(day(0), x=1, persona=persona)))
        for persona in ("admin", "user", "guest", ["admin"])
    ]

    assert scores == [11, 22, 33, 33]


def test_another_persona_is_another_health_at_once():
    course = healthy(
        {"for": ["admin"], **variant(measure({"trait": "x"}, [[0, 11]]))},
        variant(measure({"trait": "x"}, [[0, 33]])),
    )
    life = lived(course, became(day(0), x=1), became(day(1), persona="admin"))

    assert score_of(life) == 11


def test_a_stage_whose_variants_do_not_fit_has_unknown_health_whatever_the_journey_says():
    own = [{"for": ["admin"], **variant(measure({"trait": "x"}))}]
    course = a_course(
        stage("new", role="ENTRY", health=own), health=[variant(measure({"trait": "x"}))]
    )

    assert score_of(lived(course, became(day(0), x=5))) is None


def test_a_band_is_that_with_the_greatest_start_up_to_the_rounded_score():
    bands = [
        {"key": "cold", "from": 0},
        {"key": "hot", "from": Decimal("66.65")},
        {"key": "warm", "from": Decimal("33.3")},
    ]
    course = healthy(variant(measure({"trait": "x"}, [[0, 0], [100, 100]]), bands=bands))

    bands_of = {
        text: lived(course, became(day(0), x=Decimal(text))).placement.health.band
        for text in ("66.65", "66.64", "66.7", "33.25", "33.24", "0")
    }

    assert bands_of == {
        "66.65": "hot", "66.64": "warm", "66.7": "hot",
        "33.25": "warm", "33.24": "cold", "0": "cold",
    }  # fmt: skip


def test_a_band_changes_at_the_instant_that_time_brings_it_and_not_before():
    life = lived(healthy(variant(measure(SILENCE, DOWN))), did("login", day(0)))

    assert life.placement.due == day(4)
    assert told(life.until(day(30))) == [
        (None, "healthy", 1000, day(0), "DATA"),
        ("healthy", "concerning", 600, day(4), "TIME"),
        ("concerning", "at-risk", 300, day(7), "TIME"),
    ]


def test_no_timer_is_armed_for_steps_within_a_band():
    course = healthy(
        variant(measure(SILENCE, [[0, 69], [29, 40]])),
    )

    assert lived(course, did("login", day(0))).placement.due == NEVER


def test_a_count_brings_its_band_when_the_event_that_matters_leaves():
    course = healthy(variant(measure(LOGINS, [[0, 0], [2, 100]])))
    life = lived(course, *(did("login", day(number / 4)) for number in range(5)))

    assert told(life.until(day(30)))[-2:] == [
        ("healthy", "concerning", 500, day(0.75 + 7), "TIME"),
        ("concerning", "at-risk", 0, day(1 + 7), "TIME"),
    ]


def test_steps_that_data_causes_are_told_and_those_that_time_causes_are_not():
    course = healthy(variant(measure(SILENCE, DOWN), measure({"trait": "x"})))
    life = lived(course, became(day(0), x=10), did("login", day(0)), did("page", day(2)))
    life = life.observing(became(day(2), x=9), did("login", day(2.5)))

    assert told(life) == [
        (None, "healthy", 1000, day(0), "DATA"),
        ("healthy", "healthy", 850, day(2), "DATA"),
        ("healthy", "healthy", 950, day(2.5), "DATA"),
    ]


def test_becoming_unknown_is_told():
    life = lived(healthy(variant(measure({"trait": "x"}))), became(day(0), x=5))

    assert told(life.observing(became(day(1), x=None)))[-1] == (
        "concerning", None, None, day(1), "DATA",
    )  # fmt: skip


def test_leaving_the_journey_leaves_health_behind():
    course = a_course(
        stage("on", trait("on", True)),
        movement="FREE",
        health=[variant(measure({"trait": "x"}))],
    )
    life = lived(course, became(day(0), on=True, x=5), became(day(1), on=False))

    assert told(life) == [
        (None, "concerning", 500, day(0), "DATA"),
        ("concerning", None, None, day(1), "DATA"),
    ]


def test_a_change_tells_what_its_measures_were_before():
    course = healthy(variant(measure({"trait": "x"}, name="X"), measure({"trait": "y"}, weight=3)))
    life = lived(course, became(day(0), x=5), became(day(1), x=7, y=Decimal("9.5")))

    first, second = (one for one in life.changes if isinstance(one, HealthChange))

    assert [(m.key, m.value, m.score, m.before, m.weight) for m in first.measures] == [
        ("m0", 5, 500, None, 1),
        ("m1", None, None, None, 3),
    ]
    assert [(m.key, m.value, m.score, m.before, m.weight) for m in second.measures] == [
        ("m0", 7, 700, 500, 1),
        ("m1", Decimal("9.5"), 950, None, 3),
    ]


def test_what_time_did_before_is_not_what_data_did():
    course = healthy(variant(measure(SILENCE, DOWN), measure({"trait": "x"}, missing=0)))
    life = lived(course, did("login", day(0)), became(day(3), x=10))

    change = life.changes[-1]

    assert [(m.score, m.before) for m in change.measures] == [(700, 700), (1000, 0)]


def test_health_is_of_the_stage_where_it_stands():
    course = a_course(
        entry("new"),
        stage("active", at_least("login", 2), health=[variant(measure(LOGINS, [[0, 0], [2, 60]]))]),
        advance("new", "active"),
        health=[variant(measure({"trait": "x"}, missing=90))],
    )
    life = lived(course, did("login", day(0)), did("login", day(1)))

    assert told(life) == [
        (None, "healthy", 900, day(0), "DATA"),
        ("healthy", "concerning", 600, day(1), "DATA"),
    ]


def test_criteria_may_read_the_health_of_the_stage_that_is_left():
    course = a_course(
        entry("new"),
        stage("saved", {"signal": {"health": "lead"}, "is": "lt", "value": 50}),
        advance("new", "saved"),
        health=[variant(measure(SILENCE, DOWN))],
    )
    life = lived(course, did("login", day(0))).until(day(30))

    assert [(at, entered) for _, entered, at, *_ in life.moves if entered == "saved"] == [
        (day(6), "saved")
    ]


def test_a_recycle_begins_the_measures_anew():
    course = a_course(
        entry("new"),
        stage("won", at_least("login", 2)),
        advance("new", "won"),
        recycle("won", "new", when=trait("again", True)),
        health=[variant(measure({"count": "login"}))],
    )
    life = lived(course, did("login", day(0)), did("login", day(1)), became(day(2), again=True))

    assert score_of(life) == 0


def test_a_pin_stops_moves_and_not_health():
    life = lived(healthy(variant(measure(SILENCE, DOWN))), did("login", day(0)))
    life = pin(life, day(0)).until(day(30))

    assert [change[:2] for change in told(life)][1:] == [
        ("healthy", "concerning"),
        ("concerning", "at-risk"),
    ]


def test_a_move_by_hand_is_a_move_to_other_health():
    course = a_course(
        entry("new"),
        stage("vip", health=[variant(measure({"trait": "x"}, [[0, 20]]))]),
        advance("new", "vip"),
        health=[variant(measure({"trait": "x"}, [[0, 80]]))],
    )
    life = by_hand(lived(course, became(day(0), x=1)), "vip", day(1))

    assert told(life)[-1] == ("healthy", "at-risk", 200, day(1), "MANUAL")


def test_a_publication_scores_by_what_it_says_at_its_instant():
    older = healthy(variant(measure({"trait": "x"})))
    newer = healthy(variant(measure({"trait": "x"}, DOWN)), version=2)
    life = republished_to(lived(older, became(day(0), x=9)), newer, at=day(5))

    assert told(life)[-1] == ("healthy", "at-risk", 100, day(5), "PUBLISH")


def test_a_publication_that_first_asks_for_health_scores_everybody():
    older = a_course(entry("new"))
    newer = healthy(variant(measure({"count": "login", "within": "P7D"})), version=2)
    log = [did("login", day(0)), did("login", day(1))]
    life = republished_to(lived(older, *log), newer, at=day(2), log=log)

    assert told(life) == [(None, "at-risk", 200, day(2), "PUBLISH")]
