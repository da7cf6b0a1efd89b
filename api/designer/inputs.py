"""What designers send."""

import strawberry

from api.arguments import text_given
from api.context import Context
from api.designer.edit_inputs import JourneyEdit
from api.designer.enums import Mode
from api.designer.sources import PublishedSource, published_at
from api.fields import entry, given
from api.journeys.enums import Movement, ProfileKind
from api.scalars import JSON
from api.templates.library import template_named
from domain.document import dump
from domain.identifying import identified
from domain.refusals import BadArgument
from domain.rekeying import rekeyed
from engine.designing import Author


@strawberry.input(description="A journey with nothing in it yet.")
class BlankJourney:
    """What cannot be left open."""

    key: str = entry("Its key: lower-case letters, digits and hyphens, at most 64.", required=True)
    name: str = entry("Its name for people.", required=True)
    kind: ProfileKind = entry("What kind of profile travels in it.", required=True)
    movement: Movement | None = entry("How profiles move by themselves: FORWARD where left out.")


@strawberry.input(description="What to begin with: one of `from…` and `blank`.")
class CreateJourneyInput:
    """The argument of `createJourney`."""

    from_template: str | None = entry("The key of a template.")
    from_version: PublishedSource | None = entry(
        "What is live, such as a journey that was published as a document and has no draft yet. "
        "Where it says no ids, they are the same each time."
    )
    from_document: JSON | None = entry("A `cairn/1` document.")
    blank: BlankJourney | None = entry("Nothing.")
    key: str | None = entry("Another key than the template or the document has: it is a copy.")
    name: str | None = entry("Another name than it has.")
    idempotency_key: str | None = entry("Sent again with the same key it is done once.")


@strawberry.input(
    description="Edits that are applied all or none, and meet what others have done meanwhile: a "
    "field that another client has changed to another value is a conflict, everything else merges."
)
class ApplyJourneyEditsInput:
    """The argument of `applyJourneyEdits`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    client_id: str = entry("Tells your tabs apart: each has its own undo.", required=True)
    base_revision: int = entry("The revision that the edits were made on.", required=True)
    edits: list[JourneyEdit] = entry("The edits, in order: at most 200.", required=True)
    mode: Mode | None = entry("How they meet what the client has missed: MERGE where left out.")
    undo_group: str | None = entry("Batches of one group, such as a drag, are taken back at once.")
    idempotency_key: str | None = entry(
        "Sent again with the same key within a day they are applied once, and answered alike."
    )


@strawberry.input(description="Whose last step to take back, or to do again.")
class JourneyStepInput:
    """The argument of `undoJourneyEdits` and of `redoJourneyEdits`."""

    draft_id: strawberry.ID = entry("The draft.", required=True)
    client_id: str = entry("The client whose step it is.", required=True)
    idempotency_key: str | None = entry("Sent again with the same key it is done once.")


async def document_wanted(context: Context, wanted: CreateJourneyInput) -> object:
    """The document to begin with. Raises NotFound and BadArgument."""
    template, version = given(wanted.from_template), given(wanted.from_version)
    blank, document = given(wanted.blank), given(wanted.from_document)
    if sum(one is not None for one in (template, version, blank, document)) != 1:
        said = "Say one of fromTemplate, fromVersion, fromDocument and blank."
        raise BadArgument(said, "input")
    if template is not None:
        key = text_given(template, "fromTemplate")
        return _renamed(template_named(key, "fromTemplate").document, wanted)
    if version is not None:
        journey = identified(await published_at(context, version, "fromVersion"))
        return _renamed(dump(journey), wanted)
    return _renamed(document if blank is None else _nothing(blank), wanted)


def _nothing(blank: BlankJourney) -> object:
    return {
        "format": "cairn/1",
        "key": blank.key,
        "name": blank.name,
        "kind": blank.kind.value,
        "movement": (given(blank.movement) or Movement.FORWARD).value,
        "stages": [],
    }


def _renamed(document: object, wanted: CreateJourneyInput) -> object:
    key, name = given(wanted.key), given(wanted.name)
    if not isinstance(document, dict):
        return document
    renamed = document if name is None else {**document, "name": name}
    if key is None:
        return renamed
    # By another key it is another journey, and so has an id of its own.
    return rekeyed({field: value for field, value in renamed.items() if field != "id"}, key)


def author(context: Context, client: str) -> Author:
    """Who asks, in one of its tabs. Raises BadArgument."""
    if not client:
        raise BadArgument("A client has a name.", "clientId")
    return Author(actor=context.asker.actor, client=text_given(client, "clientId"))


def optional_text(text: str | None, path: str) -> str | None:
    """Text that may be left out. Raises BadArgument."""
    said = given(text)
    return None if said is None else text_given(said, path)
