"""Which segments a profile is in, since when and why."""

from dataclasses import dataclass
from typing import cast

import strawberry

from api.context import Info
from api.fields import field, seen
from api.scalars import JSON, DateTime
from api.segments.types import Segment, SegmentOf
from domain.instants import LATEST
from domain.membership_in_words import membership_in_words
from domain.profile import Placement, Profile
from engine.explaining import Explained


@dataclass(frozen=True, slots=True)
class MembershipOf:
    """A profile in a segment."""

    profile: Profile
    segment: SegmentOf
    placement: Placement


@strawberry.type(description="Why a profile is in a segment, as of now.")
class MembershipExplanation:
    """A window on `engine.explaining.Explained`."""

    @field("All of it in one sentence: since when and why, and when time may end it.")
    @staticmethod
    def sentence(it: strawberry.Parent[Explained]) -> str:
        return membership_in_words(it.profile, it.course, it.reason, it.profile.clock)

    @field("What brought it in, as the end of a sentence; null where the feed keeps it no longer.")
    @staticmethod
    def reason(it: strawberry.Parent[Explained]) -> str | None:
        return it.reason or None

    @field("The criteria, every rule with its actual value, whether it holds and until when.")
    @staticmethod
    def criteria(it: strawberry.Parent[Explained]) -> JSON:
        (member,) = cast("list[dict[str, object]]", it.tree["stages"])
        return JSON(member["entry"])

    @field("The first instant at which time alone may take it out; null when it never does.")
    @staticmethod
    def next_timer(it: strawberry.Parent[Explained]) -> DateTime | None:
        return None if it.placement.due > LATEST else DateTime(it.placement.due)


@strawberry.type(description="That a profile is in a segment.")
class Membership:
    """A window on `MembershipOf`."""

    segment: Segment = seen("The segment.")

    @field("Since when it has been in it without a break.")
    @staticmethod
    def since(it: strawberry.Parent[MembershipOf]) -> DateTime:
        assert it.placement.since is not None
        return DateTime(it.placement.since)

    @field("Why it is in it.", of=MembershipExplanation)
    @staticmethod
    async def explanation(it: strawberry.Parent[MembershipOf], info: Info) -> Explained:
        loaders, now = info.context.loaders, info.context.now
        return await loaders.explanation(it.profile, it.segment.course.key, now)


async def memberships_of(info: Info, profile: Profile) -> list[MembershipOf]:
    """The live segments that a profile is in, by key."""
    segments = (await info.context.loaders.definitions()).segments
    return [
        MembershipOf(profile, SegmentOf(course), placement)
        for _, course in sorted(segments.items())
        for placement in [profile.placements.get(course.key)]
        if placement is not None and placement.stage is not None
    ]
