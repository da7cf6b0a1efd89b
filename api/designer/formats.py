"""Journeys in the formats of other tools, over GraphQL."""

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeVar

import strawberry

from api.fields import described, field, seen, told
from api.formats.catalogue import FORMATS, DocumentFormat, FormatPage, journey_value, value_of
from api.scalars import JSON
from domain.draft import Draft
from domain.journey import Journey

__all__ = ["DocumentFormat", "Format", "FormatQueries", "draft_written", "journey_written"]

T = TypeVar("T")

described(
    DocumentFormat,
    "A format that a journey can be written in; see `documentFormats`.",
    CAIRN_JSON="A `cairn/1` document.",
    CAIRN_YAML="A `cairn/1` document as YAML.",
    REACT_FLOW_JSON="The state of React Flow, Svelte Flow or Vue Flow, to be drawn as it is.",
    XSTATE_JSON="The config of an XState machine.",
    MERMAID_STATE="A Mermaid state diagram.",
    MERMAID_FLOWCHART="A Mermaid flowchart.",
    DOT="A Graphviz graph.",
    GRAPHML="A GraphML graph, every field as data.",
    SVG="A picture.",
)

Format = Annotated[
    DocumentFormat,
    told("The format: what is JSON is given as plain values, what is text as one string."),
]


@strawberry.type(name="DocumentFormatPage", description="What is to be known of a format.")
class DocumentFormatPage:
    """A window on `api.formats.catalogue.FormatPage`."""

    media_type: str = seen("Its media type.")
    suffix: str = seen("How the names of its files end.")
    is_read: bool = seen("Whether it is read as well: see `journeyImport`.")
    losses: list[str] = seen("What it has no word for, a sentence each.")

    @field("What it is called.")
    @staticmethod
    def name(page: strawberry.Parent[FormatPage]) -> DocumentFormat:
        return page.format


@strawberry.type
class FormatQueries:
    """Root fields about formats."""

    @field("Every format that a journey can be written in.", of=list[DocumentFormatPage])
    @staticmethod
    def document_formats() -> list[FormatPage]:
        return list(FORMATS.values())


async def draft_written(draft: Draft, format: DocumentFormat) -> JSON:
    """A draft in that format."""
    return await _unhindered(value_of, draft, format)


async def journey_written(journey: Journey, format: DocumentFormat) -> JSON:
    """A journey in that format."""
    return await _unhindered(journey_value, journey, format)


async def _unhindered(
    written: Callable[[T, DocumentFormat], object], what: T, format: DocumentFormat
) -> JSON:
    """What is drawn may have to be laid out first: others are answered meanwhile."""
    if format is DocumentFormat.CAIRN_JSON:
        return JSON(written(what, format))
    return JSON(await asyncio.to_thread(written, what, format))
