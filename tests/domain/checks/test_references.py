"""Standings that are read: what is not there, what is the journey's own, what leads in a circle."""

import pytest

from domain.journey import ProfileKind
from domain.problems import Referable, Surroundings, broken_references
from tests.domain.building import a_journey, advance, entry, rule, stage
from tests.domain.checks.finding import found, paths_of


def live(*stages, kind=ProfileKind.CONTACT, reads=()):
    return Referable(kind=kind, stages=frozenset(stages), reads=frozenset(reads))


AROUND = Surroundings(
    journeys={"trial": live("new", "active"), "company": live(kind=ProfileKind.ACCOUNT)}
)


def reading(signal, *is_, **fields):
    """A journey `lead` whose second stage asks one rule about that signal."""
    asked = stage("asked", rule(signal, *(is_ or ("exists",))))
    return a_journey(entry("new"), asked, advance("new", "asked"), **fields)


def measuring(signal):
    measure = {"key": "m", "signal": signal, "points": [[0, 0], [1, 100]]}
    return a_journey(entry("new"), health=[{"measures": [measure]}])


@pytest.mark.parametrize("kind", ["stage", "band", "dwell"])
def test_criteria_do_not_read_where_their_own_journey_has_brought_somebody(kind):
    (problem,) = found(reading({kind: "lead"}), "CRITERIA_SELF_REFERENCE")

    assert (problem.path, problem.stages, problem.args["kind"]) == (
        "stages[1].entry.signal",
        ("asked",),
        kind,
    )


def test_criteria_may_read_their_own_health_where_nothing_swings():
    fall = {"fall": {"health": "lead"}, "within": "P7D"}

    assert [
        len(found(reading(signal, movement=movement), "CRITERIA_SELF_REFERENCE"))
        for movement in ("FORWARD", "STEPWISE", "FREE")
        for signal in ({"health": "lead"}, fall)
    ] == [0, 0, 0, 0, 1, 1]


def test_measures_may_read_the_journeys_dwell_and_no_other_standing_of_it():
    assert [
        len(found(measuring(signal), "CRITERIA_SELF_REFERENCE"))
        for signal in (
            {"dwell": "lead"},
            {"health": "lead"},
            {"fall": {"health": "lead"}, "within": "P7D"},
            {"share": {"health": "lead"}, "of": {"trait": "x"}},
        )
    ] == [0, 1, 1, 1]


def test_a_journey_that_is_read_must_be_live_and_of_the_same_kind_of_profile():
    assert [
        [problem.message for problem in found(reading({"health": key}), UNKNOWN, AROUND)]
        for key in ("trial", "trail", "company")
    ] == [
        [],
        ["There is no contact journey trail, read by the entry criteria of asked."],
        ["There is no contact journey company, read by the entry criteria of asked."],
    ]


def test_a_stage_that_is_asked_for_must_be_there():
    assert [
        len(found(reading({"stage": "trial"}, *asked), UNKNOWN, AROUND))
        for asked in (
            ("eq", "active"),
            ("eq", "activ"),
            ("in", ["new", "old", "older"]),
            ("contains", "act"),
        )
    ] == [0, 1, 2, 0]


def test_a_measure_reads_what_is_there_too():
    assert paths_of(measuring({"dwell": "trail"}), UNKNOWN, AROUND) == [
        "health[0].measures[0].signal"
    ]


def test_without_knowing_what_is_live_nothing_is_said_of_it():
    assert found(reading({"health": "trail"}), UNKNOWN) == []


def test_journeys_that_read_each_other_are_told_with_the_way_round():
    known = {
        "a": live(reads=("b",)),
        "b": live(reads=("x", "lead")),
        "x": live(),
        "lead": live(reads=()),
    }

    (problem,) = broken_references(reading({"health": "a"}), known)

    assert (problem.code, problem.witness) == ("CRITERIA_CIRCULAR", ("lead", "a", "b", "lead"))


UNKNOWN = "CRITERIA_UNKNOWN_REFERENCE"
