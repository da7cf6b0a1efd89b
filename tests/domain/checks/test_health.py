import pytest

from domain.problems import Severity, Surroundings
from tests.documents import a_measure
from tests.domain.building import a_journey, advance, entry, stage
from tests.domain.checks.finding import LOST, OUT, found, logins, stages_of

BANDS = [{"key": "good", "from": 50}, {"key": "bad", "from": 0}]
ARRIVED = Surroundings(traits={}, events={"login": {}})


def journey(default=None, **on):
    fields = {} if default is None else {"health": default}
    return a_journey(
        entry("new"), stage("on", logins(3), **on), advance("new", "on"), LOST, OUT, **fields
    )


def variant(**fields):
    return {"measures": [a_measure()], **fields}


WRONG = [
    ("BANDS_NOT_FROM_ZERO", variant(bands=BANDS[:1]), ".bands",
     "The bands of the default health start at 50; below it scores have no band."),
    ("BANDS_NOT_ASCENDING", variant(bands=[*BANDS, {"key": "fair", "from": 50}]), ".bands[2].from",
     "The band fair of the default health starts at 50, as another band does."),
    ("POINTS_NOT_ASCENDING", variant(measures=[a_measure(points=[[5, 0], [5, 100]])]),
     ".measures[0].points[1][0]",
     "The points of the measure logins of the default health do not ascend at 5."),
    ("WEIGHT_NOT_POSITIVE", variant(measures=[a_measure(weight=0)]), ".measures[0].weight",
     "The measure logins of the default health weighs 0."),
    ("MEASURE_KEY_DUPLICATE", variant(measures=[a_measure(), a_measure()]), ".measures[1].key",
     "Several measures of the default health are called logins."),
    ("WINDOW_EMPTY", variant(measures=[a_measure(signal={"count": "login", "within": "PT0S"})]),
     ".measures[0].signal.within", "The window of the number of login has no length."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "health", "path", "message"), WRONG, ids=[it[0] for it in WRONG])
def test_health_that_makes_no_sense_is_an_error(code, health, path, message):
    [wrong] = found(journey([health]), code)

    assert (wrong.severity, wrong.path) == (Severity.ERROR, f"health[0]{path}")
    assert wrong.message == message


@pytest.mark.parametrize("code", [it[0] for it in WRONG])
def test_health_that_makes_sense_is_let_be(code):
    sound = variant(bands=BANDS, measures=[a_measure(), a_measure(key="more", weight=2)])

    assert found(journey([sound]), code) == []


@pytest.mark.parametrize(
    ("variants", "number", "whom"),
    [
        ([variant(), variant(**{"for": ["buyer"]})], 2, "everybody"),
        ([variant(**{"for": ["buyer", "user"]}), variant(**{"for": ["user"]})], 2, "user"),
    ],
    ids=["everybody", "the same persona"],
)
def test_a_variant_that_earlier_ones_leave_nobody_for_is_shadowed(variants, number, whom):
    [shadowed] = found(journey(None, health=variants), "PERSONA_VARIANT_SHADOWED")

    assert (shadowed.severity, shadowed.stages, shadowed.path) == (
        Severity.ERROR,
        ("on",),
        f"stages[1].health[{number - 1}]",
    )
    assert shadowed.message == (
        f"Variant {number} of the health of on is never used: an earlier one fits {whom}."
    )


def test_variants_for_different_people_are_all_used():
    variants = [variant(**{"for": ["buyer"]}), variant(**{"for": ["user"]}), variant()]

    assert found(journey(variants), "PERSONA_VARIANT_SHADOWED") == []


def test_a_journey_without_any_health_is_told_so_once():
    [missing] = found(journey(), "HEALTH_MISSING")

    assert (missing.severity, missing.message) == (
        Severity.WARNING,
        "The journey has no health.",
    )


def test_where_one_stage_has_health_the_others_are_missed():
    assert stages_of(journey(health=[variant()]), "HEALTH_MISSING") == [("new",)]
    assert found(journey([variant()]), "HEALTH_MISSING") == []


def test_a_measure_of_what_never_arrived_is_remarked_on():
    silent = journey([variant(measures=[a_measure(signal={"count": "loggin"})])])

    [unseen] = found(silent, "MEASURE_NEVER_SEEN", ARRIVED)

    assert unseen.message == (
        "Nothing has arrived so far of the event loggin, "
        "read by the measure logins of the default health."
    )
    assert found(journey([variant()]), "MEASURE_NEVER_SEEN", ARRIVED) == []
    assert found(silent, "MEASURE_NEVER_SEEN") == []
