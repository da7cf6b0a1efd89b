"""Pins: somebody has decided that a profile stays where it is."""

from dataclasses import replace

import pytest

from domain.instants import NEVER
from domain.moving_refusals import NotPinned, NotPlaced
from domain.profile import Pin
from domain.refusals import BadArgument
from tests.domain.building import (
    a_course,
    a_ladder,
    advance,
    became,
    by_hand,
    day,
    did,
    entry,
    lived,
    moved,
    pin,
    rule,
    stage,
    unpin,
)


def test_a_pinned_profile_stays_whatever_happens_until_its_pin_ends():
    life = pin(lived(a_ladder(), became(day(0))), day(1), until=day(10))

    life = life.observing(became(day(2), c=True), became(day(3), lost=True))
    during = life.placement
    life = life.until(day(20))

    assert (during.stage, during.due) == ("new", day(10))
    assert life.moves[1:] == [moved("new", "lost", day(10), "EXIT", "TIME")]
    assert life.placement.pin is None


def test_a_pin_without_an_end_ends_by_hand_and_the_profile_is_judged_then():
    life = pin(lived(a_ladder(), became(day(0))), day(1))
    life = life.observing(became(day(2), c=True)).until(day(30))
    during = life.placement

    life = unpin(life, day(40))

    assert (during.pin, during.due) == (Pin(None, "ada"), NEVER)
    assert life.moves[1:] == [moved("new", "c", day(40), "ADVANCE", "TIME", "a", "b")]


def test_held_stages_are_reviewed_while_a_pin_lasts():
    silent = rule({"age": {"last": "login"}}, "lt", "P5D")
    course = a_course(entry("new"), stage("active", silent), advance("new", "active"))
    life = lived(course, became(day(0)), did("login", day(0)))
    life = by_hand(life, "new", day(1), force=True)

    life = pin(life, day(1), until=day(10))
    held_at_first, first_due = life.placement.held, life.placement.due
    life = life.until(day(6))

    assert (held_at_first, first_due) == ({"active": day(1)}, day(5))
    assert (life.placement.held, life.placement.due) == ({}, day(10))


def test_dwell_goes_on_while_a_pin_lasts():
    course = a_course(entry("new"), stage("next"), advance("new", "next", after="P3D"))
    life = pin(lived(course, became(day(0))), day(1), until=day(10))

    assert life.until(day(20)).moves[1:] == [moved("new", "next", day(10), "ADVANCE", "TIME")]


def test_a_new_pin_takes_the_place_of_the_old_one():
    life = pin(lived(a_ladder(), became(day(0))), day(1), until=day(10))

    life = pin(life, day(2), until=day(4)).observing(became(day(3), a=True)).until(day(5))

    assert life.moves[1:] == [moved("new", "a", day(4), "ADVANCE", "TIME")]


def test_pinning_moves_nobody():
    life = pin(lived(a_ladder(), became(day(0), b=True)), day(1))

    assert life.moves == [moved(None, "b", day(0), "ENTER", "DATA")]


def test_pins_that_make_no_sense_are_refused():
    life = lived(a_course(stage("a")), became(day(0)))
    placed = lived(a_ladder(), became(day(0)))

    with pytest.raises(NotPlaced, match="u1 has no place in the lead journey"):
        pin(life, day(1))
    with pytest.raises(NotPlaced):
        pin(replace(life, profile=replace(life.profile, placements={})), day(1))
    with pytest.raises(BadArgument, match="must end in the future"):
        pin(placed, day(1), until=day(1))
    with pytest.raises(NotPinned, match="u1 is not pinned in the lead journey"):
        unpin(placed, day(1))
    with pytest.raises(NotPinned):
        unpin(replace(life, profile=replace(life.profile, placements={})), day(1))
