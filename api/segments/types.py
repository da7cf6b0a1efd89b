"""Segments as clients see them."""

from dataclasses import dataclass
from functools import partial

import strawberry

from api.context import Info
from api.fields import field, window_on
from api.ids import id_of
from api.journeys.enums import ProfileKind
from api.journeys.types import Migration
from api.nodes import Node
from api.paging import After, Before, Connection, First, Last, connection, part
from api.scalars import JSON
from api.segments.lazily import ProfilePage
from domain.course import Course
from domain.criteria_document import criteria_to_document
from domain.profile import Profile as DomainProfile
from domain.segment import MEMBER, dump_segment, segment_of
from domain.segment import Segment as DomainSegment
from domain.wording import in_words
from engine.migration import Migration as UnderWay
from store import profile_pages
from store.profile_pages import ProfileFilter, ProfileOrder


@dataclass(frozen=True, slots=True)
class SegmentOf:
    """A version of a segment, as it is judged."""

    course: Course

    @property
    def segment(self) -> DomainSegment:
        """The segment itself."""
        return segment_of(self.course.journey)


@strawberry.type(description="A live set of the profiles of a kind: those that meet its criteria.")
class Segment(Node):
    """A window on `SegmentOf`."""

    is_type_of = window_on(SegmentOf)

    @field("Opaque, unique in the workspace, and never given to anything else.")
    @staticmethod
    def id(it: strawberry.Parent[SegmentOf]) -> strawberry.ID:
        return id_of("Segment", it.segment.key)

    @field("Its key, unique among segments: criteria read it by `{segment: key}`.")
    @staticmethod
    def key(it: strawberry.Parent[SegmentOf]) -> str:
        return it.segment.key

    @field("Its name for people.")
    @staticmethod
    def name(it: strawberry.Parent[SegmentOf]) -> str:
        return it.course.journey.name

    @field("What it is about.")
    @staticmethod
    def description(it: strawberry.Parent[SegmentOf]) -> str | None:
        return it.course.journey.description

    @field("What kind of profile is in it.")
    @staticmethod
    def kind(it: strawberry.Parent[SegmentOf]) -> ProfileKind:
        return it.course.kind

    @field("What a profile has to meet to be in it, as `cairn/1` has it.")
    @staticmethod
    def criteria(it: strawberry.Parent[SegmentOf]) -> JSON:
        return JSON(criteria_to_document(it.segment.criteria))

    @field("The same in words, as the end of a sentence about those who are in it.")
    @staticmethod
    def summary(it: strawberry.Parent[SegmentOf]) -> str:
        return in_words(it.segment.criteria)

    @field("All of it as a `cairn-segment/1` document.")
    @staticmethod
    def document(it: strawberry.Parent[SegmentOf]) -> JSON:
        return JSON(dump_segment(it.segment))

    @field("Counts how often it was saved as something else, from 1.")
    @staticmethod
    def version(it: strawberry.Parent[SegmentOf]) -> int:
        return it.course.version

    @field("How many profiles are in it now.")
    @staticmethod
    async def population(it: strawberry.Parent[SegmentOf], info: Info) -> int:
        return (await info.context.loaders.population(it.course.key)).get(MEMBER, 0)

    @field(
        "How far what was saved last has come on its way to every profile; null when it has been "
        "everywhere.",
        of=Migration | None,
    )
    @staticmethod
    async def migration(it: strawberry.Parent[SegmentOf], info: Info) -> UnderWay | None:
        return await info.context.loaders.migration(it.course.key)

    @field("Who is in it, by when they were first heard of.", of=ProfilePage)
    @staticmethod
    async def profiles(
        it: strawberry.Parent[SegmentOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[DomainProfile]:
        wanted, read = ProfileFilter(segment=it.segment.key), info.context.read
        slice = part(first, after, last, before)
        page = partial(profile_pages.page, wanted=wanted, order=ProfileOrder(), part=slice)
        count = partial(read, partial(profile_pages.count, wanted=wanted))
        return connection(await read(page), count=count)
