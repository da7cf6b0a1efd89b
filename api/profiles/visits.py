"""Stays in stages, as clients see them."""

import strawberry

from api.context import Info
from api.feed.enums import Move, Trigger
from api.fields import field, seen
from api.journeys.types import Stage, StageOf, stage_of
from api.paging import PageInfo
from api.scalars import DateTime, Duration
from store.visits import OpenedVisit


@strawberry.type(description="A stay in a stage, the last one perhaps still going on.")
class Visit:
    """A window on `store.visits.OpenedVisit`."""

    number: int = seen("Counts the profile's stays in the journey, from 1.")
    version: int = seen("The version of the journey by which it began.")
    entered_at: DateTime = seen("When it began.")
    left_at: DateTime | None = seen("When it ended; null while it goes on.")
    move: Move = seen("How the profile came here.")
    trigger: Trigger = seen("What brought it here.")

    @field("The stage.", of=Stage | None)
    @staticmethod
    async def stage(visit: strawberry.Parent[OpenedVisit], info: Info) -> StageOf | None:
        course = await info.context.loaders.course(visit.journey, visit.version)
        return stage_of(course, visit.stage) if course else None

    @field("How long it lasted, or has lasted so far.")
    @staticmethod
    def dwell(visit: strawberry.Parent[OpenedVisit], info: Info) -> Duration:
        end = info.context.now if visit.left_at is None else visit.left_at
        return Duration(max(end - visit.entered_at, 0))

    @field("Key of the stage that came next; null while it goes on, and out of the journey.")
    @staticmethod
    def next(visit: strawberry.Parent[OpenedVisit]) -> str | None:
        return visit.next_stage


@strawberry.type(description="A visit on a page.")
class VisitEdge:
    """As Relay has it."""

    node: Visit = seen("The visit.")
    cursor: str = seen("Its place in the list.")


@strawberry.type(description="A page of visits.")
class VisitConnection:
    """As Relay has it."""

    edges: list[VisitEdge] = seen("The visits of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")
