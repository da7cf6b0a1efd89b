"""All that the one rule looks at in a round, and what each of it came to.

The rule stops at the first that opens. Here everything is asked that it could have come to, by the
same answers (`domain.opening`), so that whoever watches sees why one was taken and others were not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.course import Course, Place, Way
from domain.explanation import Explanation, explained, explained_way
from domain.instants import NEVER, Instant
from domain.journey import Movement
from domain.opening import NOW, Path, guards_open, shortest_path, stage_opens, stages_reached
from domain.opening import way_opens as opens_at
from domain.placement import Step, move_between
from domain.profile import Placement, Profile
from domain.stage_change import Move


class Fate(StrEnum):
    """What became of a candidate."""

    TAKEN = "TAKEN"
    STAYED = "STAYED"
    OUTRANKED = "OUTRANKED"
    UNMET = "UNMET"
    GUARDED = "GUARDED"
    HELD = "HELD"
    BY_HAND = "BY_HAND"


@dataclass(frozen=True, slots=True)
class Round:
    """One look around: who was looked at, where they stood, and the move decided, if any."""

    profile: Profile
    placement: Placement
    step: Step | None
    now: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stage that the profile could have come to, and along which transitions.

    `opens` is `NOW`, or the first instant at which time alone might open it.
    """

    stage: str
    move: Move
    fate: Fate
    opens: Instant
    path: Path = ()


def candidates_of(course: Course, round_: Round) -> tuple[Candidate, ...]:
    """Every candidate of a round, in the order in which the rule looks at them; none when pinned.

    Ways out come first, then what lies ahead, the most advanced first, then ways back.
    """
    if round_.placement.pin is not None:
        return ()
    if course.movement is Movement.FREE:
        return tuple(_free(course, round_))
    if round_.placement.stage is None:
        return tuple(_first(course, round_))
    return tuple(_onward(course, round_))


def explained_candidate(course: Course, round_: Round, candidate: Candidate) -> Explanation:
    """The criteria of its stage and the guards on the way there, each with its actual values."""
    explanation: Explanation = {}
    if candidate.path:
        explanation["transitions"] = [
            explained_way(round_.profile, way, round_.now) for way in candidate.path
        ]
    entry = course.places[candidate.stage].entry
    if entry is not None and candidate.move is not Move.RECYCLE:
        explanation["entry"] = explained(entry, round_.profile, round_.now)
    return explanation


def _free(course: Course, round_: Round) -> Iterator[Candidate]:
    """Whoever has criteria, and then the stage to fall back on, wherever in the order it lies."""
    here = round_.placement.stage
    goal = here if round_.step is None else round_.step.entered
    asking = [key for key in reversed(course.order) if course.places[key].entry is not None]
    default = [] if course.default_entry is None else [course.default_entry]
    for key in asking + default:
        entry, opens, fate = course.places[key].entry, NOW, Fate.OUTRANKED
        if entry is not None:
            holds, lasts = entry.judge(round_.profile, round_.now)
            opens = NOW if holds else lasts
        if opens != NOW:
            fate = Fate.UNMET
        elif key == goal:
            fate = Fate.STAYED if round_.step is None else Fate.TAKEN
        move = Move.ADVANCE if key == here else move_between(course, here, key)
        yield Candidate(stage=key, move=move, fate=fate, opens=opens)


def _first(course: Course, round_: Round) -> Iterator[Candidate]:
    for key in reversed(course.order):
        place = course.places[key]
        if course.movement is Movement.STEPWISE and not place.is_entry:
            continue
        opens, fate = NOW, Fate.OUTRANKED
        if place.entry is not None:
            holds, lasts = place.entry.judge(round_.profile, round_.now)
            opens = NOW if holds else lasts
            fate = Fate.OUTRANKED if holds else Fate.UNMET
        elif not place.is_entry:
            opens, fate = NEVER, Fate.BY_HAND
        if round_.step is not None and round_.step.entered == key:
            fate = Fate.TAKEN
        yield Candidate(stage=key, move=Move.ENTER, fate=fate, opens=opens)


def _onward(course: Course, round_: Round) -> Iterator[Candidate]:
    placement = round_.placement
    assert placement.stage is not None
    assert placement.since is not None
    here = course.places[placement.stage]
    yield from _along(course, round_, here, Move.EXIT)
    if course.movement is Movement.STEPWISE:
        yield from _along(course, round_, here, Move.ADVANCE)
    else:
        yield from _ahead(course, round_)
    for way in here.recycles:
        opens = NEVER
        if way.is_guarded:
            opens = guards_open(round_.profile, way, placement.since, round_.now)
        fate = Fate.OUTRANKED if opens == NOW else Fate.GUARDED if way.is_guarded else Fate.BY_HAND
        candidate = Candidate(
            stage=way.entered, move=Move.RECYCLE, fate=fate, opens=opens, path=(way,)
        )
        yield _told(round_, candidate)


def _along(course: Course, round_: Round, here: Place, move: Move) -> Iterator[Candidate]:
    """Transitions followed one at a time."""
    placement = round_.placement
    assert placement.since is not None
    for way in here.exits if move is Move.EXIT else here.advances:
        opens = opens_at(round_.profile, course, placement, way, placement.since, round_.now)
        fate = Fate.OUTRANKED if opens == NOW else _shut(course, round_, (way,))
        candidate = Candidate(stage=way.entered, move=move, fate=fate, opens=opens, path=(way,))
        yield _told(round_, candidate)


def _ahead(course: Course, round_: Round) -> Iterator[Candidate]:
    """FORWARD: every stage that a path leads to; the way there where it opens, else the nearest."""
    profile, placement, now = round_.profile, round_.placement, round_.now
    reached = stages_reached(profile, course, placement, now)
    paths = _paths_ahead(course, placement)
    for key in reversed(course.order):
        if key not in paths:
            continue
        opens = NEVER
        if key in reached and key not in placement.held:
            opens = stage_opens(profile, course, key, reached[key], now)
        path, fate = paths[key], Fate.OUTRANKED
        if opens == NOW:
            path = shortest_path(profile, course, placement, key, now)
        else:
            fate = _shut(course, round_, path)
        yield _told(
            round_, Candidate(stage=key, move=Move.ADVANCE, fate=fate, opens=opens, path=path)
        )


def _told(round_: Round, candidate: Candidate) -> Candidate:
    """The candidate, taken where it is what the rule decided for."""
    step = round_.step
    if (
        step is None
        or (step.entered, step.move) != (candidate.stage, candidate.move)
        or candidate.fate is not Fate.OUTRANKED
        or step.ways[-1] is not candidate.path[-1]
    ):
        return candidate
    return Candidate(
        stage=candidate.stage,
        move=candidate.move,
        fate=Fate.TAKEN,
        opens=NOW,
        path=step.ways,
    )


def _shut(course: Course, round_: Round, path: Path) -> Fate:
    """Why the stage at the end of a path is not entered."""
    stage = path[-1].entered
    if stage in round_.placement.held:
        return Fate.HELD
    entry = course.places[stage].entry
    if entry is None:
        return Fate.GUARDED if path[-1].is_guarded else Fate.BY_HAND
    holds, _ = entry.judge(round_.profile, round_.now)
    return Fate.GUARDED if holds else Fate.UNMET


def _paths_ahead(course: Course, placement: Placement) -> dict[str, Path]:
    """The path with fewest stages to each stage ahead, whatever its guards say.

    To a stage that asks nothing it ends with a guard, where any does: no other enters it by itself.
    """
    assert placement.stage is not None
    found: dict[str, Path] = {}
    passed = {placement.stage}
    front: list[tuple[str, Path]] = [(placement.stage, ())]
    while front:
        longer: list[tuple[str, Path]] = []
        for key, path in front:
            for way in reversed(course.places[key].advances):
                if way.after and path:
                    continue
                known = found.get(way.entered)
                enters = _may_enter(course, way)
                if known is None or (enters and not _may_enter(course, known[-1])):
                    found[way.entered] = (*path, way)
                if way.entered not in passed:
                    passed.add(way.entered)
                    longer.append((way.entered, (*path, way)))
        front = longer
    return found


def _may_enter(course: Course, way: Way) -> bool:
    return way.is_guarded or course.places[way.entered].entry is not None
