"""Every edit of a draft as an input: what `domain.edit_forms` reads, spelled out for clients.

They are given on as the plain values that they are, so that what is sent, logged, told to others
and taken back is all one currency: any edit that the API has told can be sent as it is.
"""

from enum import Enum

import strawberry

from api.designer.canvas_inputs import (
    AddLaneInput,
    AddNoteInput,
    ApplyLayoutInput,
    MoveNodesInput,
    SetLaneInput,
    SetViewportInput,
    UpdateLaneInput,
    UpdateNoteInput,
)
from api.designer.enums import Slot
from api.designer.rule_inputs import CriteriaInput, HealthVariantInput
from api.designer.stage_inputs import (
    AddStageInput,
    AddTransitionInput,
    InsertStageInput,
    UpdateStageInput,
    UpdateTransitionInput,
)
from api.fields import entry, plainly
from api.journeys.enums import Movement
from api.scalars import JSON


@strawberry.input(
    description="Elements of any kind that go. With a stage its transitions go too, and the answer "
    "says which; what lay in a lane then lies in the lane around it; a note loses its stage."
)
class RemoveElementsInput:
    """See `domain.edits.RemoveElements`."""

    ids: list[strawberry.ID] = entry("Stages, transitions, lanes and notes.", required=True)
    bridge: bool | None = entry("Join what a removed stage stood between.")


@strawberry.input(description="What a stage asks of who enters it, or a transition's guard.")
class SetCriteriaInput:
    """See `domain.edits.SetCriteria`."""

    element_id: strawberry.ID = entry("The stage or the transition.", required=True)
    slot: Slot = entry("ENTRY of a stage, WHEN of a transition.", required=True)
    criteria: CriteriaInput | None = entry("From now on; null for nothing. To be said.")


@strawberry.input(description="How the health of a stage is measured.")
class SetHealthInput:
    """See `domain.edits.SetHealth`."""

    element_id: strawberry.ID = entry("The stage.", required=True)
    health: list[HealthVariantInput] | None = entry(
        "From now on; null for the journey's default. To be said."
    )


@strawberry.input(description="The teams of some stages, instead of those that they had.")
class AssignTeamsInput:
    """See `domain.edits.AssignTeams`."""

    stage_ids: list[strawberry.ID] = entry("The stages.", required=True)
    teams: list[str] = entry("Keys of the teams; none is allowed.", required=True)


@strawberry.input(
    description="Other values for the journey itself: null takes one away. Its key and its kind "
    "are for life."
)
class UpdateJourneyInput:
    """See `domain.edits.UpdateJourney`."""

    name: str | None = entry("Its name for people, which it always has.")
    description: str | None = entry("What it is about.")
    movement: Movement | None = entry("How profiles move by themselves, which is always said.")
    default_health: list[HealthVariantInput] | None = entry(
        "How health is measured in stages that do not say."
    )
    scenarios: JSON | None = entry("All its scenarios, as `cairn/1` has them.")


@strawberry.input(description="Where an element comes in the list of its kind.")
class PlaceInListInput:
    """See `domain.edits.Place`."""

    id: strawberry.ID = entry("The stage, transition, lane or note.", required=True)
    before: strawberry.ID | None = entry(
        "The one that it comes before; null for the last. To be said."
    )


@strawberry.input(
    description="Another order of stages, which breaks ties in the order of advancement, or of "
    "transitions, lanes or notes. Each place is taken in turn."
)
class ReorderInput:
    """See `domain.edits.Reorder`."""

    places: list[PlaceInListInput] = entry("The places.", required=True)


@strawberry.input(
    description="Elements put back as they were, as inverse edits have them. One whose neighbour "
    "is gone comes last in its list."
)
class RestoreElementsInput:
    """See `domain.edits.RestoreElements`."""

    snapshot: JSON = entry(
        "Lists of `lanes`, `stages`, `transitions` and `notes`, each as the edit that adds it.",
        required=True,
    )


@plainly
@strawberry.input(
    one_of=True,
    description="One edit. Where it changes something, null takes a value away and a field that is "
    "left out stays as it is. Edits that are read from the API, in a log, an inverse, a fix or an "
    "import, are spelled the same: send them back as they are.",
)
class JourneyEdit:
    """One of `domain.edits`; a resolver is given the plain values."""

    add_stage: AddStageInput | None = entry("Add a stage.")
    update_stage: UpdateStageInput | None = entry("Change a stage.")
    remove_elements: RemoveElementsInput | None = entry("Remove elements.")
    add_transition: AddTransitionInput | None = entry("Add a transition.")
    update_transition: UpdateTransitionInput | None = entry("Change a transition.")
    insert_stage: InsertStageInput | None = entry("Add a stage in the middle of a transition.")
    set_criteria: SetCriteriaInput | None = entry("Say what a stage or a transition asks.")
    set_health: SetHealthInput | None = entry("Say how a stage's health is measured.")
    assign_teams: AssignTeamsInput | None = entry("Give stages to teams.")
    move_nodes: MoveNodesInput | None = entry("Move or size nodes. Cosmetic.")
    apply_layout: ApplyLayoutInput | None = entry("Lay the journey out. Cosmetic.")
    set_lane: SetLaneInput | None = entry("Put stages and notes into a lane.")
    add_lane: AddLaneInput | None = entry("Add a lane.")
    update_lane: UpdateLaneInput | None = entry("Change a lane.")
    add_note: AddNoteInput | None = entry("Add a note.")
    update_note: UpdateNoteInput | None = entry("Change a note.")
    set_viewport: SetViewportInput | None = entry("Look at another part of the canvas. Cosmetic.")
    update_journey: UpdateJourneyInput | None = entry("Change the journey itself.")
    reorder: ReorderInput | None = entry("Change the order of elements.")
    restore_elements: RestoreElementsInput | None = entry("Put elements back as they were.")


WRITTEN_AS_DOCUMENTS = frozenset({"entry", "when", "criteria", "health", "defaultHealth"})
"""What is `cairn/1`, in which a field is there or is not: null is for patches."""


def plain(edit: object) -> object:
    """An edit as `domain.edit_document` reads it."""
    match edit:
        case Enum():
            return edit.value
        case dict():
            return {
                name: _without_nulls(part) if name in WRITTEN_AS_DOCUMENTS else plain(part)
                for name, part in edit.items()
            }
        case list():
            return [plain(part) for part in edit]
    return edit


def _without_nulls(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case dict():
            said = {name: part for name, part in value.items() if part is not None}
            return {name: _without_nulls(part) for name, part in said.items()}
        case list():
            return [_without_nulls(part) for part in value]
    return value
