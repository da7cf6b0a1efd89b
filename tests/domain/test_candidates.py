import pytest

from domain.candidates import Fate, candidates_of, explained_candidate
from domain.candidates_in_words import round_in_words
from domain.opening import NOW
from domain.simulating import Recorder
from domain.timeline import observed, time_served
from tests.domain.building import (
    a_course,
    a_profile,
    advance,
    at_least,
    became,
    day,
    did,
    entry,
    final,
    is_on,
    leave,
    lived,
    pin,
    published,
    recycle,
    stage,
)


def rounds(course, *observations, until=None):
    """Every round of a life, each with all that was looked at in it."""
    recorder, definitions, profile = Recorder(), published(course), a_profile()
    for one in observations:
        profile, _ = observed(profile, definitions, one, recorder)
    if until is not None:
        profile, _ = time_served(profile, definitions, until, recorder)
    return [round_ for evaluation in recorder.taken() for round_ in evaluation.rounds]


def fates(course, *observations, until=None):
    """What became of each candidate of the last round."""
    candidates = candidates_of(course, rounds(course, *observations, until=until)[-1])
    return {one.stage: one.fate for one in candidates}


def sentences(course, *observations, until=None):
    return [
        round_in_words(course, round_, candidates_of(course, round_))
        for round_ in rounds(course, *observations, until=until)
    ]


WAYS = (
    entry("new"),
    stage("a", is_on("a")),
    stage("b", is_on("b")),
    stage("vip"),
    final("lost", is_on("lost")),
    advance("new", "a"),
    advance("a", "b"),
    advance("new", "vip"),
    leave("*", "lost"),
)


@pytest.mark.parametrize("movement", ["FORWARD", "STEPWISE"])
def test_each_stage_says_what_became_of_it(movement):
    course = a_course(*WAYS, movement=movement)
    expected = {"lost": Fate.UNMET, "b": Fate.UNMET, "a": Fate.UNMET, "vip": Fate.BY_HAND}
    if movement == "STEPWISE":
        del expected["b"]

    assert fates(course, became(day(0))) == expected


def test_ways_out_are_looked_at_first_then_the_most_advanced_then_ways_back():
    course = a_course(*WAYS, recycle("a", "new", when=is_on("again")))
    last = rounds(course, became(day(0), a=True))[-1]

    assert [one.stage for one in candidates_of(course, last)] == ["lost", "b", "new"]


def test_a_guard_that_does_not_hold_is_told_from_criteria_that_do_not():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        advance("new", "a", after="P7D"),
        movement="STEPWISE",
    )
    [candidate] = candidates_of(course, rounds(course, became(day(0), a=True))[-1])

    assert (candidate.fate, candidate.opens) == (Fate.GUARDED, day(7))


def test_what_is_held_says_so():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        advance("new", "a"),
        recycle("a", "new", when=is_on("again")),
    )
    life = (became(day(0), a=True), became(day(1), again=True))

    assert fates(course, *life)["a"] is Fate.HELD
    assert sentences(course, *life)[-1] == "No way out of New opens, so it stays; A is held."


def test_the_path_that_is_taken_is_the_rules_own_and_another_the_shortest():
    course = a_course(
        entry("new"),
        stage("a", is_on("a")),
        stage("b", is_on("b")),
        advance("new", "a", when=is_on("x")),
        advance("a", "b"),
        advance("new", "b", when=is_on("y")),
    )
    before, taken = rounds(course, became(day(0)), became(day(1), x=True, b=True))[1:3]
    paths = [
        {one.stage: [way.entered for way in one.path] for one in candidates_of(course, round_)}
        for round_ in (before, taken)
    ]

    assert paths == [{"a": ["a"], "b": ["b"]}, {"a": ["a"], "b": ["a", "b"]}]


def test_a_candidate_is_explained_by_its_criteria_and_the_guards_on_its_path():
    course = a_course(
        entry("new"), stage("a", at_least("login", 2)), advance("new", "a", when=is_on("x"))
    )
    last = rounds(course, did("login", day(0)))[-1]
    [candidate] = candidates_of(course, last)

    shown = explained_candidate(course, last, candidate)

    assert (shown["entry"]["actual"], shown["transitions"][0]["when"]["holds"]) == (1, False)


def test_in_free_movement_where_it_stands_is_a_candidate_too():
    course = a_course(entry("new"), stage("a", is_on("a")), advance("new", "a"), movement="FREE")

    assert fates(course, became(day(0))) == {"a": Fate.UNMET, "new": Fate.TAKEN}
    assert fates(course, became(day(0), a=True), became(day(1), x=1, a=True)) == {
        "a": Fate.STAYED,
        "new": Fate.OUTRANKED,
    }


def test_nothing_is_a_candidate_while_somebody_has_it_pinned():
    course = a_course(*WAYS)
    life = pin(lived(course, became(day(0))), day(1), day(9))
    recorder = Recorder()
    observed(life.profile, life.definitions, became(day(2), a=True), recorder)
    [[round_]] = [one.rounds for one in recorder.taken()]

    assert candidates_of(course, round_) == ()
    assert round_in_words(course, round_, ()) == (
        "ada has pinned it until 14 Jan 2026: nothing moves it before."
    )


@pytest.mark.parametrize(
    ("movement", "life", "said"),
    [
        ("FORWARD", [became(day(0))], ["New is where everybody begins.",
                                       "No way out of New opens, so it stays."]),
        ("FORWARD", [became(day(0), a=True)], ["A is further on than New, and both hold.",
                                               "No way out of A opens, so it stays."]),
        ("FORWARD", [became(day(0), a=True, b=True)],
         ["B is further on than A and New, and all of them hold.",
          "No way out of B opens, so it stays."]),
        ("STEPWISE", [became(day(0), a=True, b=True)],
         ["New is where everybody begins.", "A is the only stage that opens.",
          "B is the only stage that opens.", "No way out of B opens, so it stays."]),
        ("FORWARD", [became(day(0)), became(day(1), b=True)],
         ["New is where everybody begins.", "No way out of New opens, so it stays.",
          "B is the only stage that opens, passing over A.",
          "No way out of B opens, so it stays."]),
        ("FORWARD", [became(day(0)), became(day(1), lost=True)],
         ["New is where everybody begins.", "No way out of New opens, so it stays.",
          "The way out to Lost opens.", "No way leads out of Lost, so it stays."]),
        ("FORWARD", [became(day(0)), became(day(1), a=True, lost=True)],
         ["New is where everybody begins.", "No way out of New opens, so it stays.",
          "Ways out come first: Lost opens, and so does A.",
          "No way leads out of Lost, so it stays."]),
        ("FREE", [became(day(0)), became(day(1), a=True), became(day(2), a=True),
                  became(day(3), a=None)],
         ["No stage's criteria hold, so it falls back on New.",
          "A is further on than New, and both hold.",
          "A is the furthest stage whose criteria hold, so it stays.",
          "No stage's criteria hold, so it falls back on New."]),
    ],
)  # fmt: skip
def test_why_what_won_did_is_said(movement, life, said):
    assert sentences(a_course(*WAYS, movement=movement), *life) == said


def test_a_way_back_is_taken_where_nothing_leads_on():
    course = a_course(*WAYS, recycle("a", "new", when=is_on("again")))

    assert sentences(course, became(day(0), a=True), became(day(1), again=True))[2] == (
        "Nothing leads on or out, and the way back to New opens."
    )
    assert sentences(course, became(day(0), a=True), became(day(1), again=True, b=True))[2] == (
        "Going on comes first: B opens, and so does New."
    )


def test_whom_no_stage_takes_is_told_so():
    course = a_course(stage("a", is_on("a")), stage("b", is_on("b")), movement="FREE")

    assert sentences(course, became(day(0)), became(day(1), a=True), became(day(2), a=None)) == [
        "No stage opens, so it stays in none.",
        "A is the only stage that opens.",
        "No stage's criteria hold any more, and none is there to fall back on.",
    ]


def test_what_opens_is_open_now():
    course = a_course(*WAYS)
    last = rounds(course, became(day(0), a=True))[0]

    assert {one.stage for one in candidates_of(course, last) if one.opens == NOW} == {"a", "new"}
