"""Where placements go when the next version of a journey lacks the stage that they are in.

A stage that has kept its id is the same stage under another key: whoever stands in it goes along,
and has stood there since before. Of a stage that is gone a mapping says where its profiles go; whom
it does not mention leaves, and is judged as one who is unplaced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.course import Course
from domain.fact import Fact
from domain.health import UNKNOWN, Health, HealthChange
from domain.instants import NEVER, Instant
from domain.journey import Journey, Role
from domain.profile import Placement, Profile
from domain.stage_change import Move, StageChange, Trigger

StageMapping: TypeAlias = Mapping[str, str | None]
"""By the key of a removed stage: the key of the stage to go to, or None to be judged anew."""

NO_MAPPING: StageMapping = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedStage:
    """A stage of the live version that a draft has no longer, and how many stand in it.

    `target` is where the mapping sends them, None for wherever the rules place them; `suggestion`
    is the nearest stage that is kept.
    """

    key: str
    name: str
    occupants: int
    is_mapped: bool
    target: str | None
    suggestion: str | None


def taken_over(
    profile: Profile, older: Course | None, newer: Course, at: Instant, mapping: StageMapping
) -> tuple[Profile, tuple[StageChange, ...]]:
    """The profile in a stage of the newer version, or in none; it has yet to be judged there."""
    placement = profile.placements.get(newer.key)
    if placement is None:
        return profile, ()
    kept = _held(placement, older, newer)
    if placement.stage is None or placement.stage in newer.places:
        return (profile, ()) if kept is placement else (profile.placed(newer.key, kept), ())
    renamed = _namesake(placement.stage, older, newer)
    entered = renamed if renamed is not None else mapping.get(placement.stage)
    if entered is None or entered not in newer.places:
        return _left(profile, kept, newer, at)
    change = StageChange(
        journey=newer.key,
        version=newer.version,
        left=placement.stage,
        entered=entered,
        at=at,
        move=_move(placement.stage, entered, older, newer),
        trigger=Trigger.PUBLISH,
        explanation={"removed": placement.stage, "mapped": entered}
        if renamed is None
        else {"renamed": placement.stage},
    )
    there = replace(
        kept,
        stage=entered,
        since=at if renamed is None else placement.since,
        health=_renamed(kept.health, entered) if renamed is not None else kept.health,
        visit=placement.visit + 1,
        held={key: since for key, since in kept.held.items() if key != entered},
        due=NEVER,
    )
    return profile.placed(newer.key, there), (change,)


def put_out(profile: Profile, course: Course, at: Instant) -> tuple[Profile, tuple[Fact, ...]]:
    """The profile without a place in a journey that is archived: nothing of it is due any more.

    Its visits go on counting, and its cycle goes on, should the journey come back.
    """
    placement = profile.placements.get(course.key)
    if placement is None:
        return profile, ()
    nowhere = replace(placement, stage=None, since=None, held={}, pin=None, due=NEVER, health=None)
    if placement.stage is None:
        return profile.placed(course.key, nowhere), ()
    left = StageChange(
        journey=course.key,
        version=course.version,
        left=placement.stage,
        entered=None,
        at=at,
        move=Move.LEAVE,
        trigger=Trigger.PUBLISH,
        explanation={"archived": course.key},
    )
    health = placement.health
    if health is None or health.band is None:
        return profile.placed(course.key, nowhere), (left,)
    unknown = HealthChange(
        journey=course.key,
        version=course.version,
        before=health,
        after=UNKNOWN,
        at=at,
        trigger=Trigger.PUBLISH,
    )
    return profile.placed(course.key, nowhere), (left, unknown)


def _renamed(health: Health | None, stage: str) -> Health | None:
    """The same health in a stage that is only called otherwise."""
    return None if health is None else replace(health, stage=stage)


def suggested_target(
    removed: str, order: Sequence[str], live: Journey, draft: Journey
) -> str | None:
    """The stage of the draft that is nearest to a removed one, by its key there.

    `order` is the live version's; of two that are as near the less advanced one is taken. Who has
    left a journey is not brought back into it, and nobody else is put out; None where that leaves
    nothing.
    """
    place = {key: rank for rank, key in enumerate(order)}
    was = {stage.id: stage.key for stage in live.stages if stage.id is not None}
    is_exit = live.stage(removed).role is Role.EXIT
    kept = [
        (place[known], stage.key)
        for stage in draft.stages
        for known in [stage.key if stage.key in place else was.get(stage.id or "")]
        if known is not None and (stage.role is Role.EXIT) == is_exit
    ]
    here = place[removed]
    return min(kept, key=lambda it: (abs(it[0] - here), it[0]), default=(0, None))[1]


def _left(
    profile: Profile, placement: Placement, newer: Course, at: Instant
) -> tuple[Profile, tuple[StageChange, ...]]:
    left = StageChange(
        journey=newer.key,
        version=newer.version,
        left=placement.stage,
        entered=None,
        at=at,
        move=Move.LEAVE,
        trigger=Trigger.PUBLISH,
        explanation={"removed": placement.stage},
    )
    nowhere = replace(placement, stage=None, since=None, pin=None, due=NEVER)
    return profile.placed(newer.key, nowhere), (left,)


def _namesake(key: str, older: Course | None, newer: Course) -> str | None:
    """What a stage that is not there by its key is called now; None where it is gone."""
    place = None if older is None else older.places.get(key)
    id = None if place is None else place.stage.id
    return None if id is None else newer.keys_by_id.get(id)


def _held(placement: Placement, older: Course | None, newer: Course) -> Placement:
    """The placement with what it holds called as it is called now."""
    if all(key in newer.places for key in placement.held):
        return placement
    named = {
        key if key in newer.places else _namesake(key, older, newer): since
        for key, since in placement.held.items()
    }
    return replace(placement, held={key: since for key, since in named.items() if key is not None})


def _move(left: str, entered: str, older: Course | None, newer: Course) -> Move:
    """How a mapped move goes by the newer order.

    The removed stage counts as lying just behind the nearest one before it that is still there.
    """
    place = newer.places[entered]
    if place.is_exit:
        return Move.EXIT
    was = None if older is None else older.places.get(left)
    before = () if older is None or was is None else older.order[: was.rank]
    kept = [newer.places[key].rank for key in before if key in newer.places]
    return Move.ADVANCE if not kept or place.rank > kept[-1] else Move.REGRESS
