"""Moves by hand, and pins, which suspend moves that happen by themselves (design, section 4)."""

from dataclasses import replace

from domain.course import Course
from domain.explanation import Explanation
from domain.instants import Instant
from domain.journey import EVERYWHERE, Movement, Transition, TransitionKind
from domain.moving_refusals import (
    AlreadyThere,
    NotPinned,
    NotPlaced,
    NoTransition,
    PinRequired,
    StageNotFound,
)
from domain.placement import move_between, settled
from domain.profile import Pin, Placement, Profile, restarted
from domain.refusals import BadArgument
from domain.stage_change import Move, StageChange, Trigger
from domain.timeline import Outcome


def moved_by_hand(
    profile: Profile,
    course: Course,
    stage: str,
    now: Instant,
    *,
    actor: str,
    reason: str | None = None,
    force: bool = False,
    pin: Pin | None = None,
) -> Outcome:
    """Follow any transition to `stage` whatever its criteria, or with `force` go to any stage.

    More advanced stages whose claim holds are held afterwards, so that it does not bounce. Time
    must have been served to `now`. Raises AlreadyThere, NoTransition, PinRequired, StageNotFound.
    """
    if stage not in course.places:
        raise StageNotFound(stage, course.key)
    placement = profile.placements.get(course.key, Placement(version=course.version))
    if placement.stage == stage:
        raise AlreadyThere(stage, course.key)
    transition = _transition(course, placement.stage, stage)
    if transition is None and not force:
        raise NoTransition(placement.stage, stage, course.key)
    kept_pin = pin or placement.pin
    if course.movement is Movement.FREE and kept_pin is None:
        raise PinRequired(course.key)
    _refuse_past(kept_pin, now)
    is_recycle = transition is not None and transition.kind is TransitionKind.RECYCLE
    move = Move.RECYCLE if is_recycle else move_between(course, placement.stage, stage)
    explanation: Explanation = {"by": actor, "forced": transition is None}
    change = StageChange(
        journey=course.key,
        version=course.version,
        left=placement.stage,
        entered=stage,
        at=now,
        move=move,
        trigger=Trigger.MANUAL,
        explanation=explanation,
        actor=actor,
        reason=reason,
    )
    if is_recycle:
        profile = restarted(profile, course.restarting)
    placement = replace(
        placement,
        version=course.version,
        stage=stage,
        since=now,
        visit=placement.visit + 1,
        cycle=now if is_recycle else placement.cycle,
        pin=kept_pin,
        held=_held(profile, course, placement, stage, now, is_recycle),
    )
    profile, settled_changes = settled(
        profile.placed(course.key, placement), course, now, Trigger.MANUAL
    )
    return profile, (change, *settled_changes)


def _transition(course: Course, left: str | None, entered: str) -> Transition | None:
    if left is None:
        return None
    is_exit = course.places[left].is_exit
    for transition in course.journey.transitions:
        starts_here = transition.left == left or (transition.left == EVERYWHERE and not is_exit)
        if starts_here and transition.entered == entered:
            return transition
    return None


def _held(
    profile: Profile,
    course: Course,
    placement: Placement,
    stage: str,
    now: Instant,
    is_recycle: bool,
) -> dict[str, Instant]:
    """Every more advanced stage whose claim holds; after a recycle every other stage."""
    if course.movement is Movement.FREE:
        return {}
    rank = -1 if is_recycle else course.places[stage].rank
    earlier = {} if is_recycle else placement.held
    held = {key: since for key, since in earlier.items() if key != stage}
    for key, place in course.places.items():
        is_claimed = place.rank > rank and place.claim is not None and place.claim(profile, now)[0]
        if is_claimed and key != stage:
            held.setdefault(key, now)
    return held


def pinned(profile: Profile, course: Course, pin: Pin, now: Instant) -> Outcome:
    """Suspend automatic moves, EXIT included; clock and held stages go on. Raises NotPlaced."""
    placement = profile.placements.get(course.key)
    if placement is None or placement.stage is None:
        raise NotPlaced(profile.external_id, course.key)
    _refuse_past(pin, now)
    profile = profile.placed(course.key, replace(placement, pin=pin))
    return settled(profile, course, now, Trigger.TIME)


def unpinned(profile: Profile, course: Course, now: Instant) -> Outcome:
    """Take the pin off; its end evaluates the profile. Raises NotPinned."""
    placement = profile.placements.get(course.key)
    if placement is None or placement.pin is None:
        raise NotPinned(profile.external_id, course.key)
    profile = profile.placed(course.key, replace(placement, pin=None))
    return settled(profile, course, now, Trigger.TIME)


def _refuse_past(pin: Pin | None, now: Instant) -> None:
    if pin is not None and pin.until is not None and pin.until <= now:
        raise BadArgument("A pin must end in the future.", "pin.until")
