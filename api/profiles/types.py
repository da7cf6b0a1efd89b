"""Profiles and where they stand, as clients see them."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

import strawberry

from api.arguments import journey_given
from api.context import Info
from api.fields import field, seen, told, window_on
from api.health.types import Health
from api.ids import id_of
from api.journeys.types import Journey, Stage, StageOf, stage_of
from api.nodes import Node
from api.observations.types import ObservationConnection
from api.paging import After, Before, Connection, First, Last, connection, part
from api.profiles.explanations import Explanation
from api.profiles.visits import VisitConnection
from api.scalars import JSON, DateTime, Duration
from api.segments.lazily import MembershipType
from api.segments.memberships import MembershipOf, memberships_of
from domain.course import Course
from domain.instants import MICROSECOND, SECOND, Instant
from domain.journey import ProfileKind
from domain.observation import KeptObservation
from domain.profile import Pin as DomainPin
from domain.profile import Placement as DomainPlacement
from domain.profile import Profile as DomainProfile
from engine.explaining import Explained
from engine.faring import Faring
from store import observations, visits
from store.visits import OpenedVisit

JourneyKey = Annotated[str, told("The journey's key.")]


@dataclass(frozen=True, slots=True)
class PlacementOf:
    """Where a profile stands in a journey, and the version by which it was judged."""

    profile: DomainProfile
    course: Course
    placement: DomainPlacement

    def lasted(self, now: Instant) -> int | None:
        """How long it has stood there."""
        since = self.placement.since
        return None if since is None else max(now - since, 0)


@dataclass(frozen=True, slots=True)
class HeldStageOf:
    """A stage that is not entered until its claim has lapsed once."""

    stage: StageOf
    since: Instant


@strawberry.type(description="Somebody's decision that a profile stays where it is.")
class Pin:
    """A window on `domain.profile.Pin`."""

    until: DateTime | None = seen("When it ends by itself; null when only by hand.")
    actor: str = seen(
        "Who decided so: the name of a key, "
        "and after a slash for whom, where `X-Cairn-Actor` said so."
    )
    reason: str | None = seen("Why, in their words.")


@strawberry.type(description="A stage not to be entered until its criteria have lapsed once.")
class HeldStage:
    """A window on `HeldStageOf`."""

    stage: Stage = seen("The stage.")
    since: DateTime = seen("Since when it is held.")


@strawberry.type(description="Where a profile stands in a journey.")
class Placement:
    """A window on `PlacementOf`."""

    @field("The journey, as it is live now.", of=Journey)
    @staticmethod
    async def journey(it: strawberry.Parent[PlacementOf], info: Info) -> Course | None:
        return await info.context.loaders.journey(it.course.key)

    @field("The version of the journey by which it was last judged.")
    @staticmethod
    def version(it: strawberry.Parent[PlacementOf]) -> int:
        return it.course.version

    @field("The stage; null while the profile is unplaced.", of=Stage | None)
    @staticmethod
    def stage(it: strawberry.Parent[PlacementOf]) -> StageOf | None:
        stage = it.placement.stage
        return None if stage is None else stage_of(it.course, stage)

    @field("When it entered the stage; null while the profile is unplaced.")
    @staticmethod
    def since(it: strawberry.Parent[PlacementOf]) -> DateTime | None:
        since = it.placement.since
        return None if since is None else DateTime(since)

    @field("How long it has been there.")
    @staticmethod
    def dwell(it: strawberry.Parent[PlacementOf], info: Info) -> Duration | None:
        lasted = it.lasted(info.context.now)
        return None if lasted is None else Duration(lasted)

    @field("How long it has been there, in seconds.")
    @staticmethod
    def dwell_seconds(it: strawberry.Parent[PlacementOf], info: Info) -> float | None:
        lasted = it.lasted(info.context.now)
        return None if lasted is None else lasted * MICROSECOND / SECOND

    @field(
        "How well it does there, as of now; null while it is unplaced, and where nothing says what "
        "health is.",
        of=Health | None,
    )
    @staticmethod
    async def health(it: strawberry.Parent[PlacementOf], info: Info) -> Faring | None:
        loaders, now = info.context.loaders, info.context.now
        return await loaders.faring(it.profile, it.course.key, now)

    @field("Who keeps it there by hand, if anybody.", of=Pin | None)
    @staticmethod
    def pin(it: strawberry.Parent[PlacementOf]) -> DomainPin | None:
        return it.placement.pin

    @field("Stages that are not entered until their criteria have lapsed once.", of=list[HeldStage])
    @staticmethod
    def held(it: strawberry.Parent[PlacementOf]) -> list[HeldStageOf]:
        stages = ((stage_of(it.course, key), since) for key, since in it.placement.held.items())
        return [HeldStageOf(stage, since) for stage, since in stages if stage is not None]

    @field("Since when its cycle runs: earlier events no longer count here. Null in the first.")
    @staticmethod
    def cycle_since(it: strawberry.Parent[PlacementOf]) -> DateTime | None:
        cycle = it.placement.cycle
        return None if cycle is None else DateTime(cycle)

    @field(
        "Why it stands there, and what it takes to get on: in one sentence, and every rule with "
        "its actual value, whether it holds, and until when at the least.",
        of=Explanation,
    )
    @staticmethod
    async def explanation(it: strawberry.Parent[PlacementOf], info: Info) -> Explained:
        loaders, now = info.context.loaders, info.context.now
        return await loaders.explanation(it.profile, it.course.key, now)


@strawberry.type(description="An account or a contact.")
class Profile(Node):
    """A window on `domain.profile.Profile`."""

    kind: ProfileKind = seen("What it is.")
    external_id: str = seen("What you call it; unique among its kind.")
    traits: JSON = seen("What is known of it: named values.")
    created_at: DateTime = seen("When it was first heard of.")

    is_type_of = window_on(DomainProfile)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(profile: strawberry.Parent[DomainProfile]) -> strawberry.ID:
        return id_of("Profile", profile.id)

    @field(
        "Where it stands, in every live journey of its kind, by key; unplaced in some perhaps.",
        of=list[Placement],
    )
    @staticmethod
    async def placements(
        profile: strawberry.Parent[DomainProfile], info: Info
    ) -> list[PlacementOf]:
        of_its_kind = (await info.context.loaders.definitions()).by_kind[profile.kind]
        journeys = (course for course in of_its_kind if not course.is_segment)
        by_key = sorted(journeys, key=lambda course: course.key)
        return [await _place(info, profile, course) for course in by_key]

    @field(
        "Where it stands in a journey; null when no live journey of its kind has that key.",
        of=Placement | None,
    )
    @staticmethod
    async def placement(
        profile: strawberry.Parent[DomainProfile], info: Info, journey: JourneyKey
    ) -> PlacementOf | None:
        live = (await info.context.loaders.definitions()).journeys.get(journey)
        return await _place(info, profile, live) if live and live.kind is profile.kind else None

    @field(
        "Why it stands where it stands in a journey, or in no stage of it; null when no live "
        "journey of its kind has that key.",
        of=Explanation | None,
    )
    @staticmethod
    async def explanation(
        profile: strawberry.Parent[DomainProfile], info: Info, journey: JourneyKey
    ) -> Explained | None:
        loaders, now = info.context.loaders, info.context.now
        live = (await loaders.definitions()).journeys.get(journey)
        is_its = live is not None and live.kind is profile.kind
        return await loaders.explanation(profile, journey, now) if is_its else None

    @field(
        "How well it does in its stage of a journey, as of now; null where it stands in none, and "
        "where nothing says what health is.",
        of=Health | None,
    )
    @staticmethod
    async def health(
        profile: strawberry.Parent[DomainProfile], info: Info, journey: JourneyKey
    ) -> Faring | None:
        loaders, now = info.context.loaders, info.context.now
        return await loaders.faring(profile, journey, now)

    @field("The segments that it is in, by key.", of=list[MembershipType])
    @staticmethod
    async def segments(profile: strawberry.Parent[DomainProfile], info: Info) -> list[MembershipOf]:
        return await memberships_of(info, profile)

    @field("Its stays in a journey's stages, the first one first.", of=VisitConnection)
    @staticmethod
    async def visits(
        profile: strawberry.Parent[DomainProfile],
        info: Info,
        journey: JourneyKey,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[OpenedVisit]:
        wanted = partial(
            visits.page,
            profile=profile.id,
            journey=journey_given(journey, "journey"),
            wanted=part(first, after, last, before),
        )
        return connection(await info.context.read(wanted))

    @field("All that was observed of it, in order of arrival.", of=ObservationConnection)
    @staticmethod
    async def observations(
        profile: strawberry.Parent[DomainProfile],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[KeptObservation]:
        wanted = part(first, after, last, before)
        log = partial(observations.page, profile=profile.id, wanted=wanted)
        return connection(await info.context.read(log))


async def _place(info: Info, profile: DomainProfile, live: Course) -> PlacementOf:
    """Its place by the version that it was last judged by, which it may still have to leave."""
    placement = profile.placements.get(live.key)
    if placement is None:
        return PlacementOf(profile, live, DomainPlacement(version=live.version))
    judged_by = await info.context.loaders.course(live.key, placement.version)
    return PlacementOf(profile, judged_by or live, placement)


async def place_of(info: Info, profile: int, journey: str) -> PlacementOf | None:
    """Where a profile stands in a live journey, as of now."""
    live = await info.context.loaders.journey(journey)
    found = await info.context.loaders.profile(profile)
    return None if found is None or live is None else await _place(info, found, live)
