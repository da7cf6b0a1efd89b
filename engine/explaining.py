"""Why a profile stands where it stands, as of now."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from domain.ahead import Ahead, ahead_of
from domain.course import Course
from domain.definitions import Definitions
from domain.explanation import Explanation, explained_placement
from domain.instants import Instant
from domain.move_in_words import Change, reason_in_words
from domain.placement_in_words import placement_in_words
from domain.profile import Placement, Profile
from domain.stage_change import RecordedChange
from engine.faring import seen_at
from engine.shelf import Shelf
from engine.sitting import Sitting
from store import stage_changes
from store.database import Transaction

Asked: TypeAlias = tuple[Profile, str, Instant]
"""A profile, a journey, and as of when."""


@dataclass(frozen=True)
class Explained:
    """A profile at its clock in a journey, its windows brought there, by the version it was last
    judged under.

    `reason` is what brought it where it stands, as the end of a sentence: empty when it stands
    nowhere or nobody knows any more.
    """

    profile: Profile
    course: Course
    reason: str

    @cached_property
    def tree(self) -> Explanation:
        """Every rule with its actual value."""
        return explained_placement(self.profile, self.course, self.profile.clock)

    @cached_property
    def ahead(self) -> Ahead | None:
        """What lies next."""
        return ahead_of(self.profile, self.course, self.profile.clock)

    @property
    def placement(self) -> Placement:
        """Where it stands."""
        return self.profile.placements.get(self.course.key, Placement(version=self.course.version))

    @property
    def sentence(self) -> str:
        """All of it for people."""
        return placement_in_words(
            self.profile, self.course, self.ahead, self.reason, self.profile.clock
        )


async def explained(tx: Transaction, shelf: Shelf, asked: Sequence[Asked]) -> list[Explained]:
    """Of each who is asked about every rule of a journey; by what it was last judged under.

    Nothing is moved: what time has brought since the last judgement, the next one will tell. Whom
    the journey's first publication has not reached yet is shown as it will find them.
    """
    newest = await stage_changes.newest(tx, {(one.id, journey) for one, journey, _ in asked})
    return [
        await _explained(tx, shelf, profile, journey, now, newest.get((profile.id, journey)))
        for profile, journey, now in asked
    ]


async def _explained(
    tx: Transaction,
    shelf: Shelf,
    profile: Profile,
    journey: str,
    now: Instant,
    newest: RecordedChange | None,
) -> Explained:
    definitions = await shelf.at(tx, profile.revision)
    if journey not in definitions.courses:
        definitions = await shelf.current(tx)
        profile = await _up_to_date(tx, shelf, definitions, profile)
    course = definitions.courses[journey]
    at_now = await seen_at(tx, profile, definitions, max(now, profile.clock))
    return Explained(at_now, course, reason_of(at_now, course, newest))


def reason_of(profile: Profile, course: Course, newest: Change | None) -> str:
    """What brought a profile where it stands: its newest change, if that is where it led."""
    placement = profile.placements.get(course.key)
    if placement is None or placement.stage is None or newest is None:
        return ""
    is_there = (newest.entered, newest.at) == (placement.stage, placement.since)
    return reason_in_words(newest, course.names) if is_there else ""


async def _up_to_date(
    tx: Transaction, shelf: Shelf, definitions: Definitions, profile: Profile
) -> Profile:
    sitting = Sitting(tx, shelf, definitions, [profile])
    await sitting.bring_up_to_date(profile.id)
    return sitting[profile.id]
