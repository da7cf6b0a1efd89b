"""Moves by hand and pins, one transaction each."""

from collections.abc import Callable

from domain.course import Course
from domain.instants import Instant
from domain.moving import moved_by_hand, pinned, unpinned
from domain.profile import Pin, Profile
from domain.refusals import NotFound
from domain.stage_change import RecordedChange, Trigger
from domain.timeline import Outcome, brought_to, followed
from engine.recording import changes_among
from engine.shelf import Shelf
from engine.sitting import opened
from store.database import Database, Transaction

Act = Callable[[Profile, Course, Instant], Outcome]
"""What is done by hand, at an instant that the profile has reached."""


async def move_profile(
    database: Database,
    shelf: Shelf,
    workspace: int,
    profile: int,
    journey: str,
    stage: str,
    *,
    now: Instant,
    actor: str,
    reason: str | None = None,
    force: bool = False,
    pin: Pin | None = None,
) -> tuple[RecordedChange, ...]:
    """Move a profile by hand; the changes that made, automatic ones that followed included."""

    def act(it: Profile, course: Course, at: Instant) -> Outcome:
        return moved_by_hand(
            it, course, stage, at, actor=actor, reason=reason, force=force, pin=pin
        )

    return await _acted(database, shelf, workspace, profile, journey, act, Trigger.MANUAL, now)


async def pin_profile(
    database: Database,
    shelf: Shelf,
    workspace: int,
    profile: int,
    journey: str,
    pin: Pin,
    *,
    now: Instant,
) -> tuple[RecordedChange, ...]:
    """Keep a profile where it stands."""

    def act(it: Profile, course: Course, at: Instant) -> Outcome:
        return pinned(it, course, pin, at)

    return await _acted(database, shelf, workspace, profile, journey, act, Trigger.TIME, now)


async def unpin_profile(
    database: Database, shelf: Shelf, workspace: int, profile: int, journey: str, *, now: Instant
) -> tuple[RecordedChange, ...]:
    """Let a profile move by itself again; what that brings at once."""
    return await _acted(database, shelf, workspace, profile, journey, unpinned, Trigger.TIME, now)


async def _acted(
    database: Database,
    shelf: Shelf,
    workspace: int,
    profile: int,
    journey: str,
    act: Act,
    trigger: Trigger,
    now: Instant,
) -> tuple[RecordedChange, ...]:
    async def work(tx: Transaction) -> tuple[RecordedChange, ...]:
        await tx.lock_definitions(exclusive=False)
        definitions = await shelf.current(tx)
        course = definitions.journeys.get(journey)
        if course is None:
            raise NotFound("journey", journey, "journey")
        sitting = await opened(tx, shelf, definitions, [profile])
        if profile not in sitting or sitting[profile].kind is not course.kind:
            raise NotFound("profile", str(profile), "profile")
        standing, _ = await sitting.act(profile, lambda it: brought_to(it, definitions, now))
        start = len(sitting.facts)
        await sitting.act(profile, lambda it: act(it, course, standing.clock))
        # Whoever reads where it stands there is judged by that too.
        await sitting.act(profile, lambda it: followed(it, definitions, journey, trigger))
        return changes_among((await sitting.close(now))[start:])

    changes = await database.write(workspace, work)
    database.ring(workspace)
    return changes
