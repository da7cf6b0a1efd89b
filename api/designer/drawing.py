"""What a canvas draws, with the draft that it is drawn of; and how many problems that has."""

from collections.abc import Mapping
from dataclasses import dataclass

import strawberry

from api.fields import field
from domain.canvas import Canvas, CanvasEdge, CanvasNode, canvas_of
from domain.canvas_change import CanvasChange
from domain.draft import Draft, Viewport
from domain.problems import Severity

Counts = Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node or an edge, and the draft that it is drawn of."""

    element: CanvasNode | CanvasEdge
    draft: Draft

    def __getattr__(self, name: str) -> object:
        """What is asked of it is what is drawn."""
        return getattr(self.element, name)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A draft as a canvas draws it."""

    canvas: Canvas
    draft: Draft

    @property
    def nodes(self) -> list[Drawn]:
        """Lanes from the outermost in, then stages and notes."""
        return [Drawn(node, self.draft) for node in self.canvas.nodes]

    @property
    def edges(self) -> list[Drawn]:
        """Transitions, in the draft's order."""
        return [Drawn(edge, self.draft) for edge in self.canvas.edges]

    @property
    def viewport(self) -> Viewport | None:
        """What part of it is looked at."""
        return self.canvas.viewport


@dataclass(frozen=True, slots=True)
class Redrawing:
    """What has changed on a canvas, and the draft that it is drawn of since."""

    change: CanvasChange
    draft: Draft

    @property
    def nodes(self) -> list[Drawn]:
        """Those that are new or drawn otherwise."""
        return [Drawn(node, self.draft) for node in self.change.nodes]

    @property
    def edges(self) -> list[Drawn]:
        """Those that are new or drawn otherwise."""
        return [Drawn(edge, self.draft) for edge in self.change.edges]

    def __getattr__(self, name: str) -> object:
        """What is gone, and orders."""
        return getattr(self.change, name)


def drawing_of(draft: Draft) -> Drawing:
    """The canvas of a draft."""
    return Drawing(canvas_of(draft), draft)


@strawberry.type(description="How many problems there are of each severity.")
class ProblemCounts:
    """A window on what `engine.surveying.DraftSurvey` counts."""

    @field("What stops a publication.")
    @staticmethod
    def errors(counts: strawberry.Parent[Counts]) -> int:
        return counts.get(Severity.ERROR, 0)

    @field("What somebody should look at.")
    @staticmethod
    def warnings(counts: strawberry.Parent[Counts]) -> int:
        return counts.get(Severity.WARNING, 0)

    @field("Suggestions.")
    @staticmethod
    def hints(counts: strawberry.Parent[Counts]) -> int:
        return counts.get(Severity.HINT, 0)
