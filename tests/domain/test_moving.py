import pytest

from domain.moving_refusals import AlreadyThere, NoTransition, PinRequired, StageNotFound
from domain.profile import Pin, Placement
from domain.refusals import BadArgument
from domain.stage_change import Move, StageChange, Trigger
from tests.domain.building import (
    a_course,
    a_ladder,
    advance,
    at_least,
    became,
    by_hand,
    day,
    did,
    entry,
    final,
    leave,
    lived,
    moved,
    pin,
    recycle,
    stage,
    trait,
)

JOURNEY = (
    entry("new"),
    stage("sales"),
    stage("paying", trait("plan", "pro")),
    stage("evangelist"),
    final("lost", trait("deal", "lost")),
    advance("new", "sales"),
    advance("sales", "paying"),
    advance("paying", "evangelist"),
    leave("*", "lost"),
    recycle("lost", "new"),
    recycle("paying", "sales"),
)


def a_life(*traits, **fields):
    return lived(a_course(*JOURNEY, **fields), became(day(0), **dict(traits)))


# Moves by hand


def test_a_move_by_hand_follows_a_transition_and_records_who_and_why():
    life = by_hand(a_life(), "sales", day(1), reason="asked for a demo")

    assert life.changes[-1] == StageChange(
        journey="lead",
        version=1,
        left="new",
        entered="sales",
        at=day(1),
        move=Move.ADVANCE,
        trigger=Trigger.MANUAL,
        explanation={"by": "ada", "forced": False},
        actor="ada",
        reason="asked for a demo",
    )
    assert life.placement == Placement(version=1, stage="sales", since=day(1), visit=2)


def test_criteria_are_not_asked():
    life = by_hand(by_hand(a_life(), "sales", day(1)), "paying", day(2))

    assert life.moves[-1] == moved("sales", "paying", day(2), "ADVANCE", "MANUAL")


def test_an_exit_from_everywhere_is_a_transition_too():
    life = by_hand(a_life(), "lost", day(1))

    assert life.moves[-1] == moved("new", "lost", day(1), "EXIT", "MANUAL")


@pytest.mark.parametrize(
    ("stages", "entered"), [((), "paying"), ((), "evangelist"), (("sales",), "new"),
                            (("lost",), "sales"), (("lost",), "paying")],
)  # fmt: skip
def test_where_no_transition_leads_force_is_needed(stages, entered):
    life = a_life()
    for stage_key in stages:
        life = by_hand(life, stage_key, day(1))

    with pytest.raises(NoTransition):
        by_hand(life, entered, day(2))
    forced = by_hand(life, entered, day(2), force=True)

    assert forced.placement.stage == entered
    assert forced.changes[-1].explanation == {"by": "ada", "forced": True}


def test_force_along_a_transition_forces_nothing():
    life = by_hand(a_life(), "sales", day(1), force=True)

    assert life.changes[-1].explanation == {"by": "ada", "forced": False}


@pytest.mark.parametrize(
    ("stages", "entered", "move"),
    [
        (["sales", "new"], "new", "REGRESS"),
        (["lost", "sales"], "sales", "REGRESS"),
        (["lost", "new"], "new", "RECYCLE"),
        (["evangelist", "lost"], "lost", "EXIT"),
    ],
)
def test_a_move_by_hand_is_named_like_any_other(stages, entered, move):
    life = a_life()
    for number, stage_key in enumerate(stages):
        life = by_hand(life, stage_key, day(1 + number), force=True)

    assert life.changes[-1].move == move


def test_an_unplaced_profile_is_put_somewhere_by_force():
    course = a_course(stage("sales"), stage("paying", trait("plan", "pro")))
    life = lived(course, became(day(0)))

    with pytest.raises(NoTransition, match="for an unplaced profile"):
        by_hand(life, "sales", day(1))
    life = by_hand(life, "sales", day(1), force=True)

    assert life.moves == [moved(None, "sales", day(1), "ENTER", "MANUAL")]


def test_somebody_never_seen_in_the_journey_is_put_there_too():
    life = by_hand(lived(a_course(*JOURNEY)), "sales", day(1), force=True)

    assert life.moves == [moved(None, "sales", day(1), "ENTER", "MANUAL")]


def test_every_more_advanced_stage_that_claims_the_profile_is_held():
    course = a_ladder()
    life = lived(course, became(day(0), a=True, b=True, c=True))

    life = by_hand(life, "a", day(1), force=True).observing(became(day(2), x=1))

    assert life.moves[1:] == [moved("c", "a", day(1), "REGRESS", "MANUAL")]
    assert life.placement.held == {"b": day(1), "c": day(1)}


def test_a_held_stage_is_entered_again_once_its_claim_has_lapsed():
    life = lived(a_ladder(), became(day(0), b=True))
    life = by_hand(life, "new", day(1), force=True)

    life = life.observing(became(day(2), b=False), became(day(3), b=True))

    assert life.moves[1:] == [
        moved("b", "new", day(1), "REGRESS", "MANUAL"),
        moved("new", "b", day(3), "ADVANCE", "DATA", "a"),
    ]
    assert life.placement.held == {}


def test_what_was_held_stays_held_except_where_it_goes():
    life = lived(a_ladder(), became(day(0), a=True, b=True, c=True))
    life = by_hand(life, "new", day(1), force=True)

    life = by_hand(life, "b", day(2), force=True)

    assert life.placement.held == {"a": day(1), "c": day(1)}


def test_an_exit_that_claims_the_profile_is_held_like_any_other():
    life = lived(a_course(*JOURNEY), became(day(0), deal="lost"))

    life = by_hand(life, "sales", day(1), force=True).observing(became(day(2)))

    assert life.placement.stage == "sales"
    assert life.placement.held == {"lost": day(1)}


def test_a_recycle_by_hand_starts_a_cycle_and_holds_what_claims_the_profile_even_so():
    course = a_course(
        entry("new"),
        stage("active", at_least("login", 1)),
        stage("paying", trait("plan", "pro")),
        advance("new", "active"),
        advance("active", "paying"),
        recycle("paying", "active"),
    )
    life = lived(course, did("login", day(0)), became(day(1), plan="pro"))

    life = by_hand(life, "active", day(2)).observing(became(day(3), plan="free"))

    assert life.moves[-1] == moved("paying", "active", day(2), "RECYCLE", "MANUAL")
    assert (life.placement.cycle, life.placement.held, life.profile.series) == (day(2), {}, {})


def test_after_a_move_by_hand_the_rule_goes_on_from_there():
    course = a_course(
        entry("new"),
        stage("sales"),
        stage("next"),
        advance("new", "sales"),
        advance("sales", "next", after="P2D"),
        recycle("sales", "new", when=trait("back", 1)),
    )
    life = lived(course, became(day(0)))

    assert by_hand(life, "sales", day(1)).until(day(9)).moves[1:] == [
        moved("new", "sales", day(1), "ADVANCE", "MANUAL"),
        moved("sales", "next", day(3), "ADVANCE", "TIME"),
    ]
    assert by_hand(life.observing(became(day(1), back=1)), "sales", day(1)).moves[1:] == [
        moved("new", "sales", day(1), "ADVANCE", "MANUAL"),
        moved("sales", "new", day(1), "RECYCLE", "MANUAL"),
    ]


@pytest.mark.parametrize(
    ("stage_key", "how", "refusal"),
    [
        ("nowhere", {}, StageNotFound("nowhere", "lead")),
        ("nowhere", {"force": True}, StageNotFound("nowhere", "lead")),
        ("new", {}, AlreadyThere("new", "lead")),
        ("new", {"force": True}, AlreadyThere("new", "lead")),
        ("paying", {}, NoTransition("new", "paying", "lead")),
        ("sales", {"pin": Pin(day(1), "ada")}, BadArgument("A pin must end in the future.",
                                                          "pin.until")),
    ],
)  # fmt: skip
def test_a_move_that_makes_no_sense_is_refused(stage_key, how, refusal):
    with pytest.raises(type(refusal)) as refused:
        by_hand(a_life(), stage_key, day(1), **how)

    assert (refused.value.code, refused.value.message, refused.value.path) == (
        refusal.code,
        refusal.message,
        refusal.path,
    )


def test_in_free_movement_a_move_by_hand_needs_a_pin_to_last():
    life = lived(a_ladder("FREE"), became(day(0), c=True))

    with pytest.raises(PinRequired):
        by_hand(life, "a", day(1), force=True)
    with pytest.raises(NoTransition):
        by_hand(life, "a", day(1), pin=Pin(None, "ada"))
    life = by_hand(life, "a", day(1), force=True, pin=Pin(day(5), "ada")).until(day(9))

    assert life.moves[1:] == [
        moved("c", "a", day(1), "REGRESS", "MANUAL"),
        moved("a", "c", day(5), "ADVANCE", "TIME"),
    ]


def test_in_free_movement_who_is_pinned_already_is_moved_without_another_pin():
    life = pin(lived(a_ladder("FREE"), became(day(0), c=True)), day(1), until=day(5))

    life = by_hand(life, "a", day(2), force=True)

    assert life.placement == Placement(
        version=1, stage="a", since=day(2), visit=2, pin=Pin(day(5), "ada"), due=day(5)
    )
