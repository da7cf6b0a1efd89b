"""Where a profile stands in a journey, and the one rule that moves it.

`settled` evaluates one profile in one journey at one instant and moves it until nothing moves
(design, section 4). Every verdict that kept it where it is also says until when, and the earliest
of those instants becomes the placement's `due`: nothing is polled.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.course import Course, Way
from domain.explanation import explained_move
from domain.fact import Fact
from domain.faring import fared, health_change, health_due
from domain.instants import NEVER, Instant
from domain.journey import Movement
from domain.looking import Look
from domain.opening import NOW, guards_open, shortest_path, stage_opens, stages_reached, way_opens
from domain.profile import Placement, Profile, restarted
from domain.stage_change import Move, StageChange, Trigger


@dataclass(frozen=True, slots=True)
class Step:
    """A move that the rule has decided, before it is made."""

    entered: str | None
    move: Move
    skipped: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


Watch: TypeAlias = Callable[[Profile, Placement, Step | None], None]
"""Is shown each round of the rule: who was looked at, where they stood, and the move decided."""


def settled(
    profile: Profile,
    course: Course,
    now: Instant,
    trigger: Trigger,
    watch: Watch | None = None,
) -> tuple[Profile, tuple[Fact, ...]]:
    """Evaluate the profile in the journey at `now` until nothing moves.

    Its health is computed under the stage where it stands, first and after each move; that it
    became another is told last.
    """
    placement = profile.placements.get(course.key)
    if placement is None:
        placement = Placement(version=course.version)
    elif placement.version != course.version:
        placement = replace(placement, version=course.version)
    if placement.pin is not None and placement.pin.has_ended(now):
        placement = replace(placement, pin=None)
    before = placement.health
    profile, placement, look = fared(profile, course, placement, now, is_new=False)
    changes: list[Fact] = []
    while True:
        placement, review = _held_reviewed(profile, course, placement, now)
        if placement.pin is not None:
            until = NEVER if placement.pin.until is None else placement.pin.until
            if watch is not None:
                watch(profile, placement, None)
            break
        step, until = _next_step(profile, course, placement, now)
        if watch is not None:
            watch(profile, placement, step)
        if step is None:
            break
        changes.append(_change(profile, course, placement, step, now, trigger))
        profile, placement, look = _moved(profile, course, placement, step, now)
        if course.movement is Movement.FREE:
            _, until = _next_step(profile, course, placement, now)
            break
    due = min(review, until, health_due(course, placement, look))
    if placement.due != due:
        placement = replace(placement, due=due)
    known = profile.placements.get(course.key)
    if course.is_segment and placement.tells_nothing:
        # Of a thousand segments most have nothing to remember of a profile.
        profile = profile if known is None else profile.without_place(course.key)
    elif placement is not known:
        profile = profile.placed(course.key, placement)
    told = health_change(course, before, placement, look, now, trigger)
    return profile, tuple(changes) if told is None else (*changes, told)


def _held_reviewed(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Placement, Instant]:
    """Stages whose claim has lapsed stop being held; the others may lapse at the instant given."""
    if not placement.held:
        return placement, NEVER
    until, held = NEVER, {}
    for key, since in placement.held.items():
        place = course.places.get(key)
        if place is None or place.claim is None:
            continue
        holds, lapses = place.claim(profile, now)
        if holds:
            held[key] = since
            until = min(until, lapses)
    if len(held) == len(placement.held):
        return placement, until
    return replace(placement, held=held), until


def _next_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    """The first move that applies, or None and the instant at which one might."""
    if course.movement is Movement.FREE:
        return _free_step(profile, course, placement, now)
    if placement.stage is None:
        return _first_step(profile, course, placement, now)
    return _forward_step(profile, course, placement, now)


def _free_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    until, best = NEVER, course.default_entry
    for key in reversed(course.order):
        entry = course.places[key].entry
        if entry is not None:
            holds, lasts = entry.judge(profile, now)
            until = min(until, lasts)
            if holds:
                best = key
                break
    if best == placement.stage:
        return None, until
    return Step(best, move_between(course, placement.stage, best)), until


def _first_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    until = NEVER
    for key in reversed(course.order):
        place = course.places[key]
        is_entry = place.is_entry
        if course.movement is Movement.STEPWISE and not is_entry:
            continue
        if place.entry is None:
            if is_entry:
                return Step(key, Move.ENTER), until
            continue
        holds, lasts = place.entry.judge(profile, now)
        if holds:
            return Step(key, Move.ENTER), until
        until = min(until, lasts)
    return None, until


def _forward_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    assert placement.stage is not None
    assert placement.since is not None
    here = course.places[placement.stage]
    until = NEVER
    for way in here.exits:
        opens = way_opens(profile, course, placement, way, placement.since, now)
        if opens == NOW:
            return Step(way.entered, Move.EXIT, ways=(way,)), until
        until = min(until, opens)
    if here.advances:
        if course.movement is Movement.STEPWISE:
            for way in here.advances:
                opens = way_opens(profile, course, placement, way, placement.since, now)
                if opens == NOW:
                    return Step(way.entered, Move.ADVANCE, ways=(way,)), until
                until = min(until, opens)
        else:
            step, opens = _furthest_step(profile, course, placement, now)
            if step is not None:
                return step, until
            until = min(until, opens)
    for way in here.recycles:
        if way.is_guarded:
            opens = guards_open(profile, way, placement.since, now)
            if opens == NOW:
                return Step(way.entered, Move.RECYCLE, ways=(way,)), until
            until = min(until, opens)
    return None, until


def _furthest_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    """FORWARD: the most advanced stage that opens at the end of a path whose guards all hold."""
    into = stages_reached(profile, course, placement, now)
    until = NEVER
    for key in reversed(course.order):
        if key not in into or key in placement.held:
            continue
        opens = stage_opens(profile, course, key, into[key], now)
        if opens == NOW:
            path = shortest_path(profile, course, placement, key, now)
            skipped = tuple(way.entered for way in path[:-1])
            return Step(key, Move.ADVANCE, skipped=skipped, ways=path), until
        until = min(until, opens)
    return None, until


def move_between(course: Course, left: str | None, entered: str | None) -> Move:
    """How a move that follows no particular transition went."""
    if entered is None:
        return Move.LEAVE
    if left is None:
        return Move.ENTER
    if course.places[entered].is_exit:
        return Move.EXIT
    is_forward = course.places[entered].rank > course.places[left].rank
    return Move.ADVANCE if is_forward else Move.REGRESS


def _change(
    profile: Profile,
    course: Course,
    placement: Placement,
    step: Step,
    now: Instant,
    trigger: Trigger,
) -> StageChange:
    return StageChange(
        journey=course.key,
        version=course.version,
        left=placement.stage,
        entered=step.entered,
        at=now,
        move=step.move,
        trigger=trigger,
        skipped=step.skipped,
        explanation=explained_move(profile, course, placement.stage, step.entered, step.ways, now),
    )


def _moved(
    profile: Profile, course: Course, placement: Placement, step: Step, now: Instant
) -> tuple[Profile, Placement, Look | None]:
    placement = replace(
        placement,
        stage=step.entered,
        since=None if step.entered is None else now,
        visit=placement.visit + (step.entered is not None),
    )
    if step.move is not Move.RECYCLE:
        return fared(profile, course, placement, now, is_new=True)
    # A new cycle: what happened up to now no longer counts here, and what claims a stage even so
    # is held, or the profile would bounce straight back.
    placement = replace(placement, cycle=now)
    profile = restarted(profile, course.restarting)
    profile, placement, look = fared(profile, course, placement, now, is_new=True)
    held = {
        key: now
        for key, place in course.places.items()
        if key != step.entered and place.claim is not None and place.claim(profile, now)[0]
    }
    return profile, replace(placement, held=held), look
