"""Each code once where it is true and once where it nearly is."""

import pytest

from domain.document import dump, load
from domain.problems import (
    STRUCTURAL,
    Problem,
    Severity,
    blocks_publishing,
    blocks_replay,
    problems_of,
)
from graph.findings import Flaw
from tests.broken_documents import DRAFTED
from tests.documents import RULE, a_document, a_stage, case_documents

OTHER = {"signal": {"trait": "plan"}, "is": "eq", "value": "pro"}
START = a_stage("start", role="ENTRY")
LOST = a_stage("lost", role="EXIT", entry=OTHER)
GONE = a_stage("gone", role="EXIT", entry=OTHER)


def asking(key, criteria=RULE):
    return a_stage(key, entry=criteria)


def way(left, entered, kind="ADVANCE", **guards):
    return {"from": left, "to": entered, "kind": kind, **guards}


OUT = way("*", "lost", "EXIT")
B, C, D = asking("b"), asking("c"), asking("d")
MORE = asking("c", RULE | {"value": 5})
CLOSED = a_stage("lost", role="EXIT", entry={"all": [OTHER, {"not": RULE}]})
SOUND = {"stages": [START, B, MORE, CLOSED], "transitions": [way("start", "b"), way("b", "c"), OUT]}


def map_of(*stages, ways=(), movement="FORWARD"):
    return a_document(stages=list(stages), transitions=list(ways), movement=movement)


def found(document):
    return problems_of(load(document))


def codes_of(document):
    return [problem.code for problem in found(document)]


def round_trip(criteria, *, entry=RULE, when=None, after=None, movement="FORWARD"):
    """A stage c that RECYCLE leaves on these criteria, and what opens it."""
    into = {} if when is None else {"when": when}
    back = way("c", "b", "RECYCLE", when=criteria, **({} if after is None else {"after": after}))
    c = a_stage("c") if entry is None else asking("c", entry)
    ways = [way("start", "b"), way("b", "c", **into), back, OUT]
    return map_of(START, B, c, LOST, ways=ways, movement=movement)


def test_a_sound_journey_has_no_problems():
    assert found(a_document(**SOUND)) == ()


IS_PROBLEM = [
    (map_of(), "NO_STAGES", (), "stages"),
    (map_of(B, C, LOST, ways=[way("b", "c"), OUT], movement="STEPWISE"), "NO_ENTRY_STAGE", (), ""),
    (map_of(START, a_stage("b"), LOST, ways=[OUT]), "STAGE_UNREACHABLE", ("b",), "stages[1]"),
    (map_of(START, B, LOST, ways=[OUT], movement="STEPWISE"), "STAGE_UNREACHABLE", ("b",),
     "stages[1]"),
    (map_of(START, a_stage("b"), LOST, ways=[way("start", "b", after="P1D")], movement="FREE"),
     "STAGE_UNREACHABLE", ("b",), "stages[1]"),
    (map_of(START, a_stage("b"), LOST, ways=[OUT, way("lost", "b", "RECYCLE", after="P1D")],
            movement="FREE"), "RECYCLE_IN_FREE", ("lost", "b"), "transitions[1]"),
    (map_of(START, LOST, ways=[OUT, way("start", "start")]), "SELF_TRANSITION", ("start",),
     "transitions[1]"),
    (map_of(START, LOST, ways=[OUT, way("lost", "lost", "EXIT")]), "SELF_TRANSITION", ("lost",),
     "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("*", "b")]), "ANYWHERE_NOT_EXIT", ("b",),
     "transitions[1]"),
    (map_of(START, LOST, ways=[OUT, way("*", "start", "RECYCLE", after="P1D")]),
     "ANYWHERE_NOT_EXIT", ("start",), "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("start", "b"), way("start", "b", after="P1D")]),
     "DUPLICATE_TRANSITION", ("start", "b"), "transitions[2]"),
    (map_of(START, LOST, ways=[OUT, way("start", "lost")]), "EXIT_HAS_ADVANCE", ("start", "lost"),
     "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("lost", "b")]), "EXIT_HAS_ADVANCE", ("lost", "b"),
     "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("start", "b", "EXIT")]), "EXIT_TO_NON_EXIT",
     ("start", "b"), "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("*", "b", "EXIT")]), "EXIT_TO_NON_EXIT", ("b",),
     "transitions[1]"),
    (map_of(START, LOST, GONE, ways=[OUT, way("gone", "lost", "EXIT")]), "EXIT_GOES_BACK",
     ("gone", "lost"), "transitions[1]"),
    (map_of(START, LOST, GONE, ways=[OUT, way("gone", "lost", "RECYCLE", after="P1D")]),
     "RECYCLE_TO_EXIT", ("gone", "lost"), "transitions[1]"),
    (map_of(START, LOST, ways=[OUT, way("start", "lost", "RECYCLE", after="P1D")]),
     "RECYCLE_GOES_FORWARD", ("start", "lost"), "transitions[1]"),
    (map_of(START, B, LOST, ways=[OUT, way("start", "b"), way("start", "b", "RECYCLE",
                                                                after="P1D")]),
     "RECYCLE_GOES_FORWARD", ("start", "b"), "transitions[2]"),
    (map_of(START, B, C, LOST, ways=[OUT, way("b", "c"), way("c", "b")]), "ADVANCE_CYCLE",
     ("b", "c"), "transitions[2]"),
    (round_trip(RULE), "RECYCLE_LOOP_AT_ONCE", ("c", "b"), "transitions[2]"),
]  # fmt: skip
IS_WARNING = [
    (map_of(START, a_stage("b", role="ENTRY"), LOST, ways=[OUT]), "SEVERAL_DEFAULT_ENTRIES",
     ("start", "b"), "stages"),
    (map_of(START, B, LOST, ways=[way("start", "lost", "EXIT")]), "DEAD_END", ("b",), "stages[1]"),
    (map_of(START, a_stage("b"), LOST, ways=[way("start", "b"), OUT]), "STAGE_BY_HAND_ONLY",
     ("b",), "stages[1]"),
    (map_of(START, B, LOST, ways=[way("b", "start", "RECYCLE", after="P1D"),
                                  way("start", "b")]), "STAGE_WITHOUT_EXIT", ("b",), "stages[1]"),
    (map_of(START, movement="FREE"), "NO_EXIT_STAGE", (), ""),
    (map_of(START, B, C, LOST, ways=[way("start", "b"), way("b", "c", after="P7D"), OUT]),
     "SKIP_BLOCKED_BY_AFTER", ("start", "b", "c"), "transitions[1]"),
    (map_of(START, B, LOST, ways=[way("start", "b", after="P7D")], movement="FREE"),
     "GUARD_IN_FREE", ("start", "b"), "transitions[0]"),
    (map_of(C, START, LOST, ways=[way("start", "c"), OUT]), "LIST_ORDER_DIFFERS", ("c",),
     "stages[0]"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "code", "stages", "path"), IS_PROBLEM)
def test_an_error_is_found_with_its_stages_and_its_place(document, code, stages, path):
    errors = [problem for problem in found(document) if problem.severity is Severity.ERROR]

    assert (code, stages, path) in [(error.code, error.stages, error.path) for error in errors]
    assert all(blocks_publishing(error) for error in errors)


@pytest.mark.parametrize(("document", "code", "stages", "path"), IS_WARNING)
def test_a_warning_is_found_with_its_stages_and_its_place(document, code, stages, path):
    problems = found(document)

    assert (code, stages, path) in [(it.code, it.stages, it.path) for it in problems]
    assert {it.severity for it in problems} == {Severity.WARNING}
    assert not any(map(blocks_publishing, problems))


IS_NO_PROBLEM = [
    ("NO_STAGES", map_of(START)),
    ("NO_ENTRY_STAGE", map_of(B, C, LOST, ways=[way("b", "c"), OUT])),
    ("NO_ENTRY_STAGE", map_of(START, movement="STEPWISE")),
    ("STAGE_UNREACHABLE", map_of(B, C, LOST, ways=[way("b", "c"), OUT], movement="STEPWISE")),
    ("STAGE_UNREACHABLE", map_of(START, B, LOST, ways=[OUT])),
    ("STAGE_UNREACHABLE", map_of(START, a_stage("b"), ways=[way("start", "b")])),
    ("STAGE_UNREACHABLE", map_of(START, B, ways=[way("start", "b")], movement="STEPWISE")),
    ("STAGE_UNREACHABLE", map_of(START, B, movement="FREE")),
    ("SELF_TRANSITION", a_document(**SOUND)),
    ("ANYWHERE_NOT_EXIT", map_of(START, LOST, ways=[OUT])),
    ("DUPLICATE_TRANSITION", map_of(START, LOST, ways=[OUT, way("start", "lost", "EXIT")])),
    ("EXIT_HAS_ADVANCE", map_of(START, LOST, ways=[OUT, way("lost", "start", "RECYCLE")])),
    ("EXIT_TO_NON_EXIT", map_of(START, LOST, ways=[OUT])),
    ("EXIT_GOES_BACK", map_of(START, LOST, GONE, ways=[OUT, way("lost", "gone", "EXIT")])),
    ("RECYCLE_TO_EXIT", map_of(START, LOST, ways=[OUT, way("lost", "start", "RECYCLE")])),
    ("RECYCLE_GOES_FORWARD", map_of(START, LOST, ways=[OUT, way("lost", "start", "RECYCLE")])),
    ("RECYCLE_IN_FREE", map_of(START, LOST, ways=[OUT, way("lost", "start", "RECYCLE")])),
    ("RECYCLE_LOOP_AT_ONCE", round_trip(OTHER)),
    ("ADVANCE_CYCLE", map_of(START, B, ways=[way("start", "b"), way("b", "start", "RECYCLE")])),
    ("SEVERAL_DEFAULT_ENTRIES", map_of(START, a_stage("b", role="ENTRY", entry=RULE))),
    ("DEAD_END", map_of(START, LOST, ways=[OUT])),
    ("DEAD_END", map_of(START, B, movement="FREE")),
    ("STAGE_BY_HAND_ONLY", map_of(START, a_stage("b"), ways=[way("start", "b", after="P1D")])),
    ("STAGE_BY_HAND_ONLY", map_of(START, B, ways=[way("start", "b")], movement="STEPWISE")),
    ("STAGE_WITHOUT_EXIT",
     map_of(START, B, LOST, ways=[way("start", "b"), way("b", "lost", "EXIT")])),
    ("NO_EXIT_STAGE", map_of(START, LOST, ways=[OUT])),
    ("SKIP_BLOCKED_BY_AFTER",
     map_of(START, B, C, ways=[way("start", "b", after="P7D"), way("b", "c")])),
    ("SKIP_BLOCKED_BY_AFTER",
     map_of(START, B, C, ways=[way("start", "b"), way("b", "c", after="P7D")],
            movement="STEPWISE")),
    ("SKIP_BLOCKED_BY_AFTER",
     map_of(START, B, a_stage("c"), ways=[way("start", "b"), way("b", "c", after="P7D")])),
    ("GUARD_IN_FREE", map_of(START, B, ways=[way("start", "b")], movement="FREE")),
    ("LIST_ORDER_DIFFERS", map_of(START, C, B, ways=[way("start", "c"), way("start", "b")])),
]  # fmt: skip


@pytest.mark.parametrize(("code", "document"), IS_NO_PROBLEM)
def test_what_only_comes_near_is_not_found(code, document):
    assert code not in codes_of(document)


def test_every_code_is_tried_both_ways():
    tried = {code for _, code, *_ in IS_PROBLEM + IS_WARNING}

    assert tried == set(Flaw)
    assert {code for code, _ in IS_NO_PROBLEM} == set(Flaw)


def test_a_problem_says_what_is_wrong_where_and_shows_it():
    document = map_of(
        START,
        B | {"id": "stg_b"},
        C,
        LOST,
        ways=[way("start", "b"), way("b", "c"), way("c", "b") | {"id": "t"}, OUT],
    )

    cycle = found(document)[0]

    assert cycle == Problem(
        code="ADVANCE_CYCLE",
        severity=Severity.ERROR,
        message="ADVANCE transitions lead round in a circle (b -> c -> b), "
        "so that no stage is the more advanced one.",
        args={"way": "b -> c -> b"},
        stages=("b", "c"),
        transitions=("b -> c (ADVANCE)", "t"),
        element_ids=("stg_b", "c", "b -> c (ADVANCE)", "t"),
        path="transitions[2]",
        witness=("b", "c", "b"),
    )
    assert cycle.elements == ("b", "c", "b -> c (ADVANCE)", "t")
    assert (cycle.blocking, cycle.docs_url) == (True, "docs/problems.md#advance_cycle")


def test_errors_come_first():
    document = map_of(START, a_stage("b"), ways=[way("start", "b"), way("b", "b")])

    assert codes_of(document) == [
        "SELF_TRANSITION",
        "STAGE_BY_HAND_ONLY",
        "NO_EXIT_STAGE",
        "DEAD_END",
    ]


def test_what_the_format_forbids_stops_a_replay_and_other_errors_only_a_publication():
    errors = {code: document for document, code, *_ in IS_PROBLEM}
    errors |= {broken.code: broken.document for broken in DRAFTED}
    forbidden = {
        code for code, document in errors.items() if any(map(blocks_replay, found(document)))
    }

    assert forbidden == STRUCTURAL
    assert set(errors) - forbidden == {
        "NO_STAGES",
        "NO_ENTRY_STAGE",
        "STAGE_UNREACHABLE",
        "DUPLICATE_TRANSITION",
        "RECYCLE_LOOP_AT_ONCE",
    }


@pytest.mark.parametrize("broken", DRAFTED, ids=str)
def test_what_may_be_drafted_though_it_means_nothing_is_an_error_where_it_is(broken):
    problems = [it for it in found(broken.document) if it.code in STRUCTURAL]

    assert [(it.code, it.path, it.blocking) for it in problems] == [
        (broken.code, broken.path, True)
    ]
    assert dump(load(broken.document)) == broken.document


@pytest.mark.parametrize("document", case_documents().values())
def test_no_case_is_forbidden_to_be_replayed(document):
    assert not any(map(blocks_replay, found(document)))


BOTH = {"all": [RULE, {"all": [OTHER]}]}


@pytest.mark.parametrize(
    "document",
    [
        round_trip(RULE),
        round_trip(RULE, entry=BOTH),
        round_trip(BOTH, entry=BOTH),
        round_trip({"all": [OTHER, RULE]}, entry=BOTH),
        round_trip(OTHER, when=OTHER),
        round_trip(BOTH, when=OTHER),
        round_trip(OTHER, entry=None, when=OTHER),
        round_trip(RULE, movement="STEPWISE"),
        map_of(START, B, LOST, ways=[OUT, way("start", "b"),
                                     way("lost", "start", "RECYCLE", when=OTHER)]),
        map_of(START, B, C, D, ways=[way("b", "c"), way("c", "d"), way("d", "b", "RECYCLE",
                                                                      when=RULE)]),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_recycle_that_opens_with_the_way_into_its_stage_is_a_loop(document):
    assert "RECYCLE_LOOP_AT_ONCE" in codes_of(document)


@pytest.mark.parametrize(
    "document",
    [
        round_trip(RULE, after="P1D"),
        round_trip(BOTH),
        round_trip(OTHER),
        round_trip({"any": [RULE, OTHER]}, entry=BOTH),
        round_trip(RULE | {"value": True}, entry=RULE | {"value": 1}),
        round_trip(OTHER, entry=None, when=RULE),
        map_of(START, B, C, ways=[way("start", "b"), way("start", "c"),
                                  way("c", "start", "RECYCLE")]),
        map_of(START, B, C, ways=[way("b", "start", "RECYCLE", when=RULE), way("c", "b")]),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_recycle_that_is_not_proven_to_open_at_once_is_left_alone(document):
    assert "RECYCLE_LOOP_AT_ONCE" not in codes_of(document)


def test_a_loop_is_shown_by_the_way_round():
    (loop,) = (it for it in found(round_trip(RULE)) if it.code == "RECYCLE_LOOP_AT_ONCE")

    assert (loop.witness, loop.transitions) == (("c", "b", "c"), ("c -> b (RECYCLE)",))
    assert loop.message == (
        "c -> b (RECYCLE) opens the moment c is entered: "
        "what opens the way to c also opens the way back (c -> b -> c)."
    )
