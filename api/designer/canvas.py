"""What a canvas draws of a draft, spelled as React Flow and its kin spell it."""

import strawberry

from api.context import Info
from api.designer.drawing import Counts, Drawn, ProblemCounts
from api.fields import field, seen
from api.formats.react_flow import MARKER, data_to_flow, guessed_size
from api.scalars import JSON
from domain.canvas import CanvasNode as DrawnNode
from domain.canvas import NodeType
from domain.draft import Viewport as LookedAt


@strawberry.type(description="Where edges meet a node.")
class CanvasPort:
    """A window on `domain.canvas.Port`."""

    id: str = seen("What edges name as their handle.")
    type: str = seen("`source` or `target`.")
    side: str = seen("`left`, `right`, `top` or `bottom`.")


@strawberry.type(description="A point, reckoned from the corner of the node around it.")
class CanvasPosition:
    """A window on `domain.canvas.CanvasNode`."""

    @field("How far to the right.")
    @staticmethod
    def x(node: strawberry.Parent[DrawnNode]) -> float:
        return float(node.x)

    @field("How far down.")
    @staticmethod
    def y(node: strawberry.Parent[DrawnNode]) -> float:
        return float(node.y)


@strawberry.type(
    description="A lane, a stage or a note, or where transitions from everywhere start."
)
class CanvasNode:
    """A window on `domain.canvas.CanvasNode`."""

    id: str = seen("The element's id.")
    parent_id: str | None = seen("The lane that it lies in, which comes before it.")
    ports: list[CanvasPort] = seen("Where edges meet it.")

    @field("`lane`, `stage`, `note` or `everywhere`.")
    @staticmethod
    def type(node: strawberry.Parent[DrawnNode]) -> str:
        return node.type.value

    @field("What it says: `label`, `key`, `role`, `teams`… and its `ports`, for who draws it.")
    @staticmethod
    def data(node: strawberry.Parent[DrawnNode]) -> JSON:
        return JSON(data_to_flow(node))

    @field("Where it is drawn.", of=CanvasPosition)
    @staticmethod
    def position(node: strawberry.Parent[DrawnNode]) -> DrawnNode:
        return node

    @field("How wide it is; null to measure it.")
    @staticmethod
    def width(node: strawberry.Parent[DrawnNode]) -> float | None:
        return None if node.width is None else float(node.width)

    @field("How high it is; null to measure it.")
    @staticmethod
    def height(node: strawberry.Parent[DrawnNode]) -> float | None:
        return None if node.height is None else float(node.height)

    @field(
        "How many profiles stand in the stage of that key in the live version now; null for what "
        "is no stage."
    )
    @staticmethod
    async def population(drawn: strawberry.Parent[Drawn], info: Info) -> int | None:
        if drawn.type is not NodeType.STAGE:
            return None
        population = await info.context.loaders.population(drawn.draft.key)
        return population.get(str(drawn.element.data["key"]), 0)

    @field("How many problems it has a part in.", of=ProblemCounts)
    @staticmethod
    async def problem_counts(drawn: strawberry.Parent[Drawn], info: Info) -> Counts:
        survey = await info.context.loaders.survey(drawn.draft)
        return survey.counts.get(drawn.element.id, {})

    @field("How wide a stage is taken to be until it is measured; null where `width` says it.")
    @staticmethod
    def initial_width(node: strawberry.Parent[DrawnNode]) -> float | None:
        guessed = guessed_size(node)[0]
        return None if guessed is None else float(guessed)

    @field("How high a stage is taken to be until it is measured; null where `height` says it.")
    @staticmethod
    def initial_height(node: strawberry.Parent[DrawnNode]) -> float | None:
        guessed = guessed_size(node)[1]
        return None if guessed is None else float(guessed)

    @field("The side of its `source` port, null without one.")
    @staticmethod
    def source_position(node: strawberry.Parent[DrawnNode]) -> str | None:
        return node.side_of("source")

    @field("The side of its `target` port, null without one.")
    @staticmethod
    def target_position(node: strawberry.Parent[DrawnNode]) -> str | None:
        return node.side_of("target")

    @field("Whether it can be moved: `everywhere` stays where it is.")
    @staticmethod
    def draggable(node: strawberry.Parent[DrawnNode]) -> bool:
        return not node.is_fixed

    @field("Whether it can be taken away: `everywhere` goes with the last edge that leaves it.")
    @staticmethod
    def deletable(node: strawberry.Parent[DrawnNode]) -> bool:
        return not node.is_fixed


@strawberry.type(description="What an edge has where it arrives.")
class CanvasMarker:
    """A window on the name of a marker."""

    @field("Its name: `arrowclosed`.")
    @staticmethod
    def type(name: strawberry.Parent[str]) -> str:
        return name


@strawberry.type(description="A transition.")
class CanvasEdge:
    """A window on `domain.canvas.CanvasEdge`."""

    id: str = seen("The transition's id.")
    type: str = seen("Its kind, in lower case.")
    source: str = seen("The node that it leaves.")
    target: str = seen("The node that it leads to.")
    source_handle: str | None = seen("The port that it leaves by; null for the only one.")
    target_handle: str | None = seen("The port that it arrives at; null for the only one.")
    label: str | None = seen("What it asks, in short.")
    data: JSON = seen("What it says: `kind`, `when`, `after`…")

    @field("How many problems it has a part in.", of=ProblemCounts)
    @staticmethod
    async def problem_counts(drawn: strawberry.Parent[Drawn], info: Info) -> Counts:
        survey = await info.context.loaders.survey(drawn.draft)
        return survey.counts.get(drawn.element.id, {})

    @field("What it has where it arrives.", of=CanvasMarker)
    @staticmethod
    def marker_end() -> str:
        return MARKER


@strawberry.type(description="What part of the canvas is looked at.")
class CanvasViewport:
    """A window on `domain.draft.Viewport`."""

    @field("How far it is moved to the right.")
    @staticmethod
    def x(viewport: strawberry.Parent[LookedAt]) -> float:
        return float(viewport.x)

    @field("How far it is moved down.")
    @staticmethod
    def y(viewport: strawberry.Parent[LookedAt]) -> float:
        return float(viewport.y)

    @field("How much it is enlarged.")
    @staticmethod
    def zoom(viewport: strawberry.Parent[LookedAt]) -> float:
        return float(viewport.zoom)


@strawberry.type(description="All that is drawn of a draft.")
class Canvas:
    """A window on `Drawing`."""

    nodes: list[CanvasNode] = seen("Lanes from the outermost in, then stages and notes.")
    edges: list[CanvasEdge] = seen("Transitions, in the draft's order.")
    viewport: CanvasViewport | None = seen("What part is looked at, where that was ever said.")


@strawberry.type(
    description="What changed on the canvas. To draw along take away `removedNodes` and "
    "`removedEdges`, put `nodes` and `edges` in the place of their namesakes, append those that "
    "are new, and sort by `nodeOrder` and `edgeOrder` where they are given."
)
class CanvasChange:
    """A window on `api.designer.drawing.Redrawing`."""

    nodes: list[CanvasNode] = seen("Nodes that are new or drawn otherwise, others' doing too.")
    edges: list[CanvasEdge] = seen("Edges that are new or drawn otherwise.")
    removed_nodes: list[strawberry.ID] = seen("Ids of the nodes that are gone.")
    removed_edges: list[strawberry.ID] = seen("Ids of the edges that are gone.")
    node_order: list[strawberry.ID] | None = seen(
        "Ids of all nodes in order, a parent before what lies in it; null where nothing but "
        "appending changed it."
    )
    edge_order: list[strawberry.ID] | None = seen(
        "Ids of all edges in order; null where nothing but appending changed it."
    )
