"""What is told to whoever listens to a draft."""

import strawberry

from api.designer.canvas import CanvasChange
from api.designer.drawing import Redrawing
from api.designer.enums import Astray
from api.designer.types import EditBatch, JourneyDraft
from api.fields import field, seen, window_on
from api.problems import Problem
from api.scalars import DateTime
from domain.instants import Instant
from domain.presence import Ghost, Point
from engine.news import Done, Found, Seen, WentLive, Whole


@strawberry.interface(description="Something that is told of a draft.")
class DesignerNews:
    """What every event says."""

    revision: int = seen(
        "The draft's revision that it is of. Go on from the greatest one that was heard: `after`."
    )


@strawberry.type(description="A place on the canvas, reckoned from its own corner.")
class CanvasPoint:
    """A window on `domain.presence.Point`."""

    @field("How far to the right.")
    @staticmethod
    def x(point: strawberry.Parent[Point]) -> float:
        return float(point.x)

    @field("How far down.")
    @staticmethod
    def y(point: strawberry.Parent[Point]) -> float:
        return float(point.y)


@strawberry.type(
    description="A node while somebody drags or sizes it, where a canvas has it: in a lane its "
    "place is reckoned from the lane's corner."
)
class DesignerGhost:
    """A window on `domain.presence.Ghost`."""

    id: strawberry.ID = seen("The node's id.")

    @field("How far to the right.")
    @staticmethod
    def x(ghost: strawberry.Parent[Ghost]) -> float:
        return float(ghost.x)

    @field("How far down.")
    @staticmethod
    def y(ghost: strawberry.Parent[Ghost]) -> float:
        return float(ghost.y)

    @field("How wide; null where that stays as it is.")
    @staticmethod
    def width(ghost: strawberry.Parent[Ghost]) -> float | None:
        return None if ghost.width is None else float(ghost.width)

    @field("How high; null where that stays as it is.")
    @staticmethod
    def height(ghost: strawberry.Parent[Ghost]) -> float | None:
        return None if ghost.height is None else float(ghost.height)


@strawberry.type(
    description="Where somebody else is, in the place of all that the same client showed before. "
    "Forget who has not been told of for half a minute; after going on with `after` all who are "
    "there are told anew."
)
class DesignerPresence(DesignerNews):
    """A window on `engine.news.Seen`."""

    left: bool = seen("Whether it has gone, and shows nothing any more.")

    is_type_of = window_on(Seen)

    @field("Who it is, as batches name who sent them.")
    @staticmethod
    def actor(seen: strawberry.Parent[Seen]) -> str:
        return seen.presence.actor

    @field("Which of the actor's clients it is, such as a tab.")
    @staticmethod
    def client_id(seen: strawberry.Parent[Seen]) -> str:
        return seen.presence.client

    @field("When it said so.", of=DateTime)
    @staticmethod
    def at(seen: strawberry.Parent[Seen]) -> Instant:
        return seen.presence.at

    @field("Ids of what it has selected.", of=list[strawberry.ID])
    @staticmethod
    def selection(seen: strawberry.Parent[Seen]) -> tuple[str, ...]:
        return seen.presence.selection

    @field("Where it points; null where it points nowhere.", of=CanvasPoint | None)
    @staticmethod
    def cursor(seen: strawberry.Parent[Seen]) -> Point | None:
        return seen.presence.cursor

    @field("What it drags.", of=list[DesignerGhost])
    @staticmethod
    def ghosts(seen: strawberry.Parent[Seen]) -> tuple[Ghost, ...]:
        return seen.presence.ghosts


@strawberry.interface(
    description="The draft whole, with its problems. What was done since its revision follows."
)
class DesignerWhole(DesignerNews):
    """A window on `engine.news.Whole`."""

    draft: JourneyDraft = seen("The draft as of the revision: its document, its canvas.")
    problems: list[Problem] = seen("All that was wrong with it at that revision, errors first.")

    presence: list[DesignerPresence] = seen("Where the others are.")

    @field("The version of its journey that is live; null while none is.")
    @staticmethod
    def live_version(whole: strawberry.Parent[Whole]) -> int | None:
        return None if whole.live is None else whole.live.version


@strawberry.type(description="The draft whole: what comes first.")
class DesignerSnapshot(DesignerWhole):
    """A window on `engine.news.Whole`."""

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Whole) and value.astray is None


@strawberry.type(
    description="The draft whole, for one who cannot go on from where it was: forget what was told "
    "before."
)
class DesignerResync(DesignerWhole):
    """A window on `engine.news.Whole`."""

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
    """A window on `engine.news.Done`."""

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
    """A window on `engine.news.Found`."""

    problems: list[Problem] = seen("All that is wrong with it at that revision, errors first.")
    added: list[Problem] = seen("Those that were not told before on this subscription.")
    resolved: list[Problem] = seen("Those that were told before and are there no more.")

    is_type_of = window_on(Found)


@strawberry.type(
    description="A version of the draft's journey went live. Who goes on with `after` is told what "
    "is live by then, known or not."
)
class DesignerPublished(DesignerNews):
    """A window on `engine.news.WentLive`."""

    version: int = seen("The version that is live.")
    at: DateTime = seen("When it was published.")
    published_by: str | None = seen("Who published it, as batches name who sent them.")

    is_type_of = window_on(WentLive)
