"""Where a profile stands in a journey, and the one rule that moves it.

`settled` evaluates one profile in one journey at one instant and moves it until nothing moves
(design, section 4). Every verdict that kept it where it is also says until when, and the earliest
of those instants becomes the placement's `due`: nothing is polled.
"""

from dataclasses import dataclass, replace

from domain.course import Course, Way
from domain.explanation import explained_move
from domain.instants import NEVER, Instant
from domain.journey import Movement
from domain.profile import Placement, Profile, restarted
from domain.stage_change import Move, StageChange, Trigger

NOW: Instant = -(2**63)
"""Earlier than every instant: what it dates is so already."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move that the rule has decided, before it is made."""

    entered: str | None
    move: Move
    skipped: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


def settled(
    profile: Profile, course: Course, now: Instant, trigger: Trigger
) -> tuple[Profile, tuple[StageChange, ...]]:
    """Evaluate the profile in the journey at `now` until nothing moves."""
    placement = profile.placements.get(course.key)
    if placement is None:
        placement = Placement(version=course.version)
    elif placement.version != course.version:
        placement = replace(placement, version=course.version)
    if placement.pin is not None and placement.pin.has_ended(now):
        placement = replace(placement, pin=None)
    changes: list[StageChange] = []
    while True:
        placement, review = _held_reviewed(profile, course, placement, now)
        if placement.pin is not None:
            until = NEVER if placement.pin.until is None else placement.pin.until
            break
        step, until = _next_step(profile, course, placement, now)
        if step is None:
            break
        changes.append(_change(profile, course, placement, step, now, trigger))
        profile, placement = _moved(profile, course, placement, step, now)
        if course.movement is Movement.FREE:
            _, until = _next_step(profile, course, placement, now)
            break
    due = min(review, until)
    if placement.due != due:
        placement = replace(placement, due=due)
    if placement is not profile.placements.get(course.key):
        profile = profile.placed(course.key, placement)
    return profile, tuple(changes)


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
        opens = _opening(profile, course, placement, way, placement.since, now)
        if opens == NOW:
            return Step(way.entered, Move.EXIT, ways=(way,)), until
        until = min(until, opens)
    if here.advances:
        if course.movement is Movement.STEPWISE:
            for way in here.advances:
                opens = _opening(profile, course, placement, way, placement.since, now)
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
            opens = _guards(profile, way, placement.since, now)
            if opens == NOW:
                return Step(way.entered, Move.RECYCLE, ways=(way,)), until
            until = min(until, opens)
    return None, until


def _guards(profile: Profile, way: Way, since: Instant, now: Instant) -> Instant:
    """NOW when the guards of a way hold, else the first instant at which they might.

    They fail for as long as the longest-lived of those that fail.
    """
    opens = NOW
    if way.after and since + way.after > now:
        opens = since + way.after
    if way.when is not None:
        holds, lasts = way.when.judge(profile, now)
        if not holds:
            opens = max(opens, lasts)
    return opens


def _opening(
    profile: Profile, course: Course, placement: Placement, way: Way, since: Instant, now: Instant
) -> Instant:
    """NOW when the way opens, else the first instant at which time alone might open it."""
    if way.entered in placement.held:
        return NEVER
    entry = course.places[way.entered].entry
    if entry is None:
        return _guards(profile, way, since, now) if way.is_guarded else NEVER
    holds, lasts = entry.judge(profile, now)
    opens = NOW if holds else lasts
    if way.is_guarded and opens != NEVER:
        opens = max(opens, _guards(profile, way, since, now))
    return opens


def _furthest_step(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> tuple[Step | None, Instant]:
    """FORWARD: the most advanced stage that opens at the end of a path whose guards all hold.

    Walking the order upwards, `reached` is when each stage can be passed over: NOW, or the first
    instant at which the guards on some path to it might all hold. Beyond the first way dwell is 0,
    so a way with an `after` cannot be passed.
    """
    assert placement.stage is not None
    assert placement.since is not None
    reached: dict[str, Instant] = {placement.stage: NOW}
    into: dict[str, Instant] = {}
    for key in course.order[course.places[placement.stage].rank :]:
        at = reached.get(key)
        if at is None:
            continue
        is_first = key == placement.stage
        for way in course.places[key].advances:
            if way.after and not is_first:
                continue
            passes = max(at, _guards(profile, way, placement.since, now)) if way.is_guarded else at
            reached[way.entered] = min(reached.get(way.entered, NEVER), passes)
            if way.is_guarded or course.places[way.entered].entry is not None:
                into[way.entered] = min(into.get(way.entered, NEVER), passes)
    until, target = NEVER, None
    for key in reversed(course.order):
        if key not in into or key in placement.held:
            continue
        opens, entry = into[key], course.places[key].entry
        if entry is not None:
            holds, lasts = entry.judge(profile, now)
            opens = opens if holds else max(opens, lasts)
        if opens == NOW:
            target = key
            break
        until = min(until, opens)
    if target is None:
        return None, until
    path = _shortest_path(profile, course, placement, target, now)
    skipped = tuple(way.entered for way in path[:-1])
    return Step(target, Move.ADVANCE, skipped=skipped, ways=path), until


def _shortest_path(
    profile: Profile, course: Course, placement: Placement, target: str, now: Instant
) -> tuple[Way, ...]:
    """The open path with fewest stages, lower-ranked stages first among equals."""
    assert placement.stage is not None
    assert placement.since is not None
    needs_guard = course.places[target].entry is None
    paths: dict[str, tuple[Way, ...]] = {placement.stage: ()}
    while target not in paths:
        longer: dict[str, tuple[Way, ...]] = {}
        for key, path in paths.items():
            for way in reversed(course.places[key].advances):
                if way.after and path:
                    continue
                if way.entered == target and needs_guard and not way.is_guarded:
                    continue
                if _guards(profile, way, placement.since, now) != NOW:
                    continue
                candidate = (*path, way)
                known = longer.get(way.entered)
                if known is None or _ranks(candidate) < _ranks(known):
                    longer[way.entered] = candidate
        assert longer, "a path to the target was found before"
        paths = longer
    return paths[target]


def _ranks(path: tuple[Way, ...]) -> tuple[int, ...]:
    return tuple(way.rank for way in path)


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
) -> tuple[Profile, Placement]:
    placement = replace(
        placement,
        stage=step.entered,
        since=None if step.entered is None else now,
        visit=placement.visit + (step.entered is not None),
    )
    if step.move is not Move.RECYCLE:
        return profile, placement
    # A new cycle: what happened up to now no longer counts here, and what claims a stage even so
    # is held, or the profile would bounce straight back.
    profile = restarted(profile, course.restarting)
    held = {
        key: now
        for key, place in course.places.items()
        if key != step.entered and place.claim is not None and place.claim(profile, now)[0]
    }
    return profile, replace(placement, cycle=now, held=held)
