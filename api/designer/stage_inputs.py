"""Edits of stages and transitions, as designers send them."""

import strawberry

from api.designer.rule_inputs import CriteriaInput, HealthVariantInput
from api.fields import entry
from api.journeys.enums import Role, TransitionKind
from api.scalars import Number

KEY = "Unique in the journey: lower-case letters, digits and hyphens, at most 64."
ID = "Its id: minted where left out, as a prefix and a ULID, and told in the answer."
LANE = "The key of the lane that it lies in; the lane need not be there yet."
BEFORE = "The id of the one that it comes before in the list of its kind; last where left out."
X = "How far to the right it is drawn, from the canvas's own corner, in a lane too."
Y = "How far down it is drawn."
WIDTH = "How wide it is drawn; measured where nobody says."
HEIGHT = "How high it is drawn; measured where nobody says."
AFTER = "How long a profile has to have stayed before it is followed, such as `P90D`."


@strawberry.input(
    description="A new stage. Without x and y it comes beside what leads to it, once all of the "
    "batch is applied, and nothing else moves; where no stage has a place yet it has none either."
)
class AddStageInput:
    """See `domain.edits.AddStage`."""

    id: strawberry.ID | None = entry(ID)
    key: str = entry(KEY + " For life, once it is published.", required=True)
    name: str = entry("Its name for people.", required=True)
    role: Role | None = entry("Where it lies in the journey: STAGE where left out.")
    description: str | None = entry("What it is about.")
    goal: str | None = entry("What a profile is to achieve here.")
    teams: list[str] | None = entry("Keys of the teams that look after profiles here.")
    phase: str | None = entry("The phase that it belongs to.")
    lane: str | None = entry(LANE)
    color: str | None = entry("The colour that it is drawn in.")
    asks: CriteriaInput | None = entry("What a profile has to meet to enter it.", name="entry")
    health: list[HealthVariantInput] | None = entry("How health is measured here.")
    x: Number | None = entry(X)
    y: Number | None = entry(Y)
    width: Number | None = entry(WIDTH)
    height: Number | None = entry(HEIGHT)
    before: strawberry.ID | None = entry(BEFORE)


@strawberry.input(description="Other values for a stage: null takes one away.")
class UpdateStageInput:
    """See `domain.edits.UpdateStage`."""

    id: strawberry.ID = entry("The stage.", required=True)
    key: str | None = entry(KEY + " A stage that is published keeps its own.")
    name: str | None = entry("Its name for people, which it always has.")
    role: Role | None = entry("Where it lies in the journey; STAGE for null.")
    description: str | None = entry("What it is about.")
    goal: str | None = entry("What a profile is to achieve here.")
    teams: list[str] | None = entry("Keys of all the teams that look after profiles here.")
    phase: str | None = entry("The phase that it belongs to.")
    lane: str | None = entry(LANE)
    color: str | None = entry("The colour that it is drawn in.")
    asks: CriteriaInput | None = entry("What a profile has to meet to enter it.", name="entry")
    health: list[HealthVariantInput] | None = entry("How health is measured here.")


@strawberry.input(
    description="A new stage in the middle of a transition, which keeps its origin and its guards "
    "and leads to the new stage; a new transition leads on from there."
)
class InsertStageInput:
    """See `domain.edits.InsertStage`."""

    transition_id: strawberry.ID = entry("The transition.", required=True)
    stage: AddStageInput = entry(
        "The stage; without a place it comes beside what leads to it. It has no `before`.",
        required=True,
    )
    onward_id: strawberry.ID | None = entry("The id of the new transition: minted where left out.")


@strawberry.input(description="A new transition.")
class AddTransitionInput:
    """See `domain.edits.AddTransition`."""

    id: strawberry.ID | None = entry(ID)
    left: strawberry.ID = entry(
        "The id of the stage that it leaves; `*`, for an EXIT, is every stage that is none.",
        required=True,
        name="from",
    )
    entered: strawberry.ID = entry(
        "The id of the stage that it leads to.", required=True, name="to"
    )
    kind: TransitionKind | None = entry("What following it means: ADVANCE where left out.")
    when: CriteriaInput | None = entry("What has to hold for it to be followed.")
    after: str | None = entry(AFTER)
    before: strawberry.ID | None = entry(BEFORE)


@strawberry.input(description="Other ends, another kind, other guards: null takes a guard away.")
class UpdateTransitionInput:
    """See `domain.edits.UpdateTransition`."""

    id: strawberry.ID = entry("The transition.", required=True)
    left: strawberry.ID | None = entry("The id of the stage that it leaves, or `*`.", name="from")
    entered: strawberry.ID | None = entry("The id of the stage that it leads to.", name="to")
    kind: TransitionKind | None = entry("What following it means; ADVANCE for null.")
    when: CriteriaInput | None = entry("What has to hold for it to be followed.")
    after: str | None = entry(AFTER)
