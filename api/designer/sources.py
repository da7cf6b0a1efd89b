"""A journey to look at, wherever it is: being edited, published, ready-made or just written."""

from dataclasses import replace
from functools import partial

import strawberry

from api.arguments import journey_given, text_given
from api.context import Context
from api.fields import entry, given
from api.scalars import JSON
from api.templates.library import template_named
from domain.document import load
from domain.draft_document import journey_of
from domain.journey import Journey
from domain.reading import below
from domain.refusals import MalformedDocument, NotFound
from store import drafts, journeys


@strawberry.input(description="A journey as it was published.")
class PublishedSource:
    """Which of a journey's versions."""

    journey: str = entry("The journey's key.", required=True)
    version: int | None = entry("Its version, from 1; the live one where left out.")


@strawberry.input(one_of=True, description="A journey, wherever it is: one of the four.")
class JourneySource:
    """An argument of whatever looks at a journey without changing it."""

    draft: strawberry.ID | None = entry("As it is being edited: a draft's id.")
    version: PublishedSource | None = entry("As it was published.")
    document: JSON | None = entry("As a `cairn/1` document describes it.")
    template: str | None = entry("As it comes with Cairn: a template's key.")


async def journey_at(context: Context, source: JourneySource, path: str) -> Journey:
    """The journey that a source names; `path` is the argument that gave it.

    Raises NotFound, BadArgument, and MalformedDocument with its faults under that argument.
    """
    draft, version = given(source.draft), given(source.version)
    template, document = given(source.template), given(source.document)
    if draft is not None:
        return await _drafted(context, draft, f"{path}.draft")
    if version is not None:
        return await published_at(context, version, f"{path}.version")
    if template is not None:
        return template_named(text_given(template, f"{path}.template"), f"{path}.template").journey
    return loaded(document, f"{path}.document")


async def published_at(context: Context, wanted: PublishedSource, path: str) -> Journey:
    """The journey as it was published; `path` is the argument that asks. Raises NotFound."""
    key, number = journey_given(wanted.journey, f"{path}.journey"), given(wanted.version)
    if number is None:
        live = await context.read(partial(journeys.live_version, journey=key))
        if live is None:
            raise NotFound("live journey", key, f"{path}.journey")
        return load(live.document)
    found = await context.read(partial(journeys.version, journey=key, number=number))
    if found is None:
        raise NotFound(f"version of the {key} journey", str(number), f"{path}.version")
    return load(found.document)


def loaded(document: object, path: str) -> Journey:
    """The journey that a document describes; its faults are told under the argument it came by."""
    try:
        return load(document)
    except MalformedDocument as malformed:
        faults = [replace(one, path=_under(path, one.path)) for one in malformed.faults]
        raise MalformedDocument(faults) from None


def _under(path: str, place: str) -> str:
    return f"{path}{place}" if place.startswith("[") or not place else below(path, place)


async def _drafted(context: Context, id: str, path: str) -> Journey:
    draft = await context.read(partial(drafts.find, id=text_given(id, path)))
    if draft is None:
        raise NotFound("draft", id, path)
    return journey_of(draft)
