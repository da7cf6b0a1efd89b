"""Edits that clash with another client's, as clients see them."""

import strawberry

from api.designer.enums import ElementKind
from api.designer.types import EditBatch, JourneyDraft
from api.fields import field, seen
from api.refusing import Refusal, shows
from api.scalars import JSON
from domain import refusals as said
from domain.meanwhile import FieldConflict as AtOdds


@strawberry.type(description="A field that two clients would have otherwise.")
class FieldConflict:
    """A window on `domain.meanwhile.FieldConflict`."""

    kind: ElementKind = seen("What the element is.")
    base: JSON | None = seen("What it was on the revision that the edits were made on.")
    mine: JSON | None = seen("What the edits would make of it.")
    theirs: JSON | None = seen("What the other client has made of it.")
    revision: int = seen("The batch that did so.")
    actor: str = seen("Who sent that.")

    @field("The element's id; `journey` for the journey itself.")
    @staticmethod
    def element_id(conflict: strawberry.Parent[AtOdds]) -> str:
        return conflict.element

    @field("Which of the actor's clients sent it.")
    @staticmethod
    def client_id(conflict: strawberry.Parent[AtOdds]) -> str:
        return conflict.client

    # Below what `field` declares, which it hides.
    field: str = seen("Its field; `*` is the element as a whole.")


@shows(said.EditConflict)
@strawberry.type(
    description="Another client changed what the edits change, after the revision that they were "
    "made on. None of them was applied."
)
class EditConflict(Refusal):
    """See `domain.refusals`."""

    conflicts: list[FieldConflict] = seen("The fields at odds; none where STRICT was asked for.")
    missed: list[EditBatch] = seen("Every batch since that revision.")
    draft: JourneyDraft = seen("The draft as it stands now.")
