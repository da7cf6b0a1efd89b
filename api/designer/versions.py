"""What differs between journeys: drafts, versions, templates and documents."""

import asyncio
from typing import Annotated

import strawberry

from api.context import Info
from api.designer.enums import ElementKind
from api.designer.sources import JourneySource, journey_at
from api.fields import described, field, seen, told, window_on
from api.refusing import BadArgument, DocumentRefused, NotFound, answering
from api.scalars import JSON
from domain.difference import (
    Difference,
    DifferenceKind,
    JourneyDiff,
    Moved,
    journey_diff,
)
from domain.difference_in_words import diff_in_words, difference_in_words

described(
    DifferenceKind,
    "What became of an element.",
    ADDED="It was not there before.",
    REMOVED="It is there no longer.",
    RENAMED="It has another key, or another name.",
    REWIRED="It leads from or to another stage.",
    CHANGED="It says something else.",
)


@strawberry.type(description="One field as it was and as it is.")
class FieldDifference:
    """A window on `domain.difference.FieldDifference`."""

    name: str = seen(
        "Its name in the document; `before` is its place in a list: the key of what it stands "
        "before."
    )
    before: JSON | None = seen("What it was; null for nothing.")
    after: JSON | None = seen("What it is; null for nothing.")


@strawberry.type(description="One thing that became of one element, or of the journey itself.")
class ElementDifference:
    """A window on `domain.difference.Difference`."""

    kind: DifferenceKind = seen("What became of it.")
    element: ElementKind = seen("What it is.")
    name: str = seen("Its key, a transition's `from -> to (KIND)` or a note's text, as it is now.")
    fields: list[FieldDifference] = seen("What differs of it, in a document's order.")

    @field("Its id, where the document has one.")
    @staticmethod
    def element_id(difference: strawberry.Parent[Difference]) -> str | None:
        return difference.id

    @field("The same in a sentence.")
    @staticmethod
    def summary(difference: strawberry.Parent[Difference]) -> str:
        return difference_in_words(difference)


@strawberry.type(description="Something that is drawn elsewhere, or in another size.")
class LayoutDifference:
    """A window on `domain.difference.Moved`."""

    element: ElementKind = seen("What it is.")
    name: str = seen("Its key, or a note's text.")
    before: JSON | None = seen("Its `x`, `y`, `width` and `height`, as far as said; null for none.")
    after: JSON | None = seen("The same now.")

    @field("Its id, where the document has one.")
    @staticmethod
    def element_id(moved: strawberry.Parent[Moved]) -> str | None:
        return moved.id


@strawberry.type(
    name="JourneyDiff",
    description="What one journey says and another does not. Elements that have one id are one "
    "element, whatever they are called; those without are known by their keys. What is only "
    "written in another way is no difference.",
)
class JourneyDifferences:
    """A window on `domain.difference.JourneyDiff`."""

    differences: list[ElementDifference] = seen(
        "What it means otherwise: the journey itself first, then stages, lanes, transitions and "
        "notes."
    )
    layout: list[LayoutDifference] = seen("What is only drawn otherwise.")

    is_type_of = window_on(JourneyDiff)

    @field("Whether it means anything else, not only looks otherwise.")
    @staticmethod
    def is_semantic(diff: strawberry.Parent[JourneyDiff]) -> bool:
        return bool(diff.differences)

    @field("How much differs, in a sentence.")
    @staticmethod
    def summary(diff: strawberry.Parent[JourneyDiff]) -> str:
        return diff_in_words(diff)


@strawberry.type
class VersionQueries:
    """Root fields about how journeys differ."""

    @answering(
        "What differs between two journeys, wherever they are.",
        of=("JourneyDiffResult", "What differs, or why that cannot be told."),
        answers=(JourneyDifferences, DocumentRefused, NotFound, BadArgument),
    )
    @staticmethod
    async def journey_diff(
        info: Info,
        before: Annotated[JourneySource, told("The journey as it was.", name="from")],
        after: Annotated[JourneySource, told("The journey as it is.", name="to")],
    ) -> JourneyDiff:
        context = info.context
        was = await journey_at(context, before, "from")
        now = await journey_at(context, after, "to")
        # Of large journeys it takes a while, and others are not to wait for it.
        return await asyncio.to_thread(journey_diff, was, now)
