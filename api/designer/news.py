"""What is told to whoever listens to a draft."""

import strawberry

from api.designer.canvas import CanvasChange
from api.designer.drawing import Redrawing
from api.designer.enums import Astray
from api.designer.types import EditBatch, JourneyDraft
from api.fields import field, seen, window_on
from api.problems import Problem
from api.scalars import DateTime
from engine.together import Done, Found, WentLive, Whole


@strawberry.interface(description="Something that is told of a draft.")
class DesignerNews:
    """What every event says."""

    revision: int = seen(
        "The draft's revision that it is of. Go on from the greatest one that was heard: `after`."
    )


@strawberry.interface(
    description="The draft whole, with its problems. What was done since its revision follows."
)
class DesignerWhole(DesignerNews):
    """A window on `engine.together.Whole`."""

    draft: JourneyDraft = seen("The draft as of the revision: its document, its canvas.")
    problems: list[Problem] = seen("All that was wrong with it at that revision, errors first.")

    @field("The version of its journey that is live; null while none is.")
    @staticmethod
    def live_version(whole: strawberry.Parent[Whole]) -> int | None:
        return None if whole.live is None else whole.live.version


@strawberry.type(description="The draft whole: what comes first.")
class DesignerSnapshot(DesignerWhole):
    """A window on `engine.together.Whole`."""

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Whole) and value.astray is None


@strawberry.type(
    description="The draft whole, for one who cannot go on from where it was: forget what was told "
    "before."
)
class DesignerResync(DesignerWhole):
    """A window on `engine.together.Whole`."""

    @field("Why it begins anew.")
    @staticmethod
    def reason(whole: strawberry.Parent[Whole]) -> Astray:
        assert whole.astray is not None
        return whole.astray

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Whole) and value.astray is not None


@strawberry.type(
    description="A batch of edits that was applied, by whomever; one's own batches come as well."
)
class DesignerEdits(DesignerNews):
    """A window on `engine.together.Done`."""

    batch: EditBatch = seen("The batch, as the draft's log keeps it.")
    added_ids: list[strawberry.ID] = seen("Ids of the elements that are new.")
    removed_ids: list[strawberry.ID] = seen("Ids of what is gone, what others took along too.")

    is_type_of = window_on(Done)

    @field("What it changed on the canvas of the revision before.", of=CanvasChange)
    @staticmethod
    def canvas(done: strawberry.Parent[Done]) -> Redrawing:
        return Redrawing(done.canvas, done.draft)


@strawberry.type(
    description="What is wrong with the draft, looked for after batches; under many of them only "
    "now and then, and always after the last."
)
class DesignerProblems(DesignerNews):
    """A window on `engine.together.Found`."""

    problems: list[Problem] = seen("All that is wrong with it at that revision, errors first.")
    added: list[Problem] = seen("Those that were not told before on this subscription.")
    resolved: list[Problem] = seen("Those that were told before and are there no more.")

    is_type_of = window_on(Found)


@strawberry.type(
    description="A version of the draft's journey went live. Who goes on with `after` is told what "
    "is live by then, known or not."
)
class DesignerPublished(DesignerNews):
    """A window on `engine.together.WentLive`."""

    version: int = seen("The version that is live.")
    at: DateTime = seen("When it was published.")
    published_by: str | None = seen("Who published it: the name of a key.")

    is_type_of = window_on(WentLive)
