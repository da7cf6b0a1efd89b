"""Drafts, batches of edits and what they came to, as clients see them."""

from collections import Counter
from functools import partial
from typing import Annotated

import strawberry

from api.context import Info
from api.designer.beside_live import BesideLive
from api.designer.canvas import Canvas, CanvasEdge, CanvasNode
from api.designer.drawing import Counts, Drawing, Drawn, ProblemCounts, drawing_of
from api.designer.elements import DraftStage, DraftTransition, Part
from api.designer.enums import ElementKind, Step
from api.designer.formats import DocumentFormat, Format, draft_written
from api.designer.lazily import JourneyType
from api.designer.scenarios import Scenario
from api.fields import field, seen, told, window_on
from api.journeys.enums import Movement, ProfileKind
from api.nodes import Node
from api.paging import After, Before, Connection, First, Last, PageInfo, connection, part
from api.problems import Problem
from api.scalars import JSON, DateTime
from domain.course import Course
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.edit_document import changes_of, edits_to_document
from domain.edits import Change
from engine.designing import Created, Edited
from engine.scenarios import KeptScenario, Story
from engine.surveying import DraftProblem, Effect
from store import drafts
from store.drafts import KeptBatch


@strawberry.type(description="One field of one element that was changed.")
class FieldChange:
    """A window on `domain.edits.Change`."""

    kind: ElementKind = seen("What the element is.")
    before: JSON | None = seen("What it was; null for nothing.")
    after: JSON | None = seen("What it is now; null for nothing.")

    @field("The element's id; `journey` for the journey itself.")
    @staticmethod
    def element_id(change: strawberry.Parent[Change]) -> str:
        return change.element

    # Below what `field` declares, which it hides.
    field: str = seen("Its field; `*` is the element as a whole, which came or went.")


@strawberry.type(description="Edits that were applied together.")
class EditBatch:
    """A window on `store.drafts.KeptBatch`."""

    revision: int = seen("The draft's revision after it.")
    actor: str = seen(
        "Who sent it: the name of a key, and after a slash for whom, where `X-Cairn-Actor` said so."
    )
    at: DateTime = seen("When it was applied.")
    step: Step = seen("Why it was sent.")
    undo_group: str | None = seen("Batches of one group are taken back together.")
    changes: list[FieldChange] = seen("What it came to, field by field.")

    @field("Which of the actor's clients sent it, such as a tab.")
    @staticmethod
    def client_id(batch: strawberry.Parent[KeptBatch]) -> str:
        return batch.client

    @field("The edits as they were applied, each as it can be sent again (`JourneyEdit`).")
    @staticmethod
    def edits(batch: strawberry.Parent[KeptBatch]) -> list[JSON]:
        return [JSON(edit) for edit in edits_to_document(batch.edits)]

    @field("Edits that take it back, as they can be sent.")
    @staticmethod
    def inverse(batch: strawberry.Parent[KeptBatch]) -> list[JSON]:
        return [JSON(edit) for edit in edits_to_document(batch.inverse)]


@strawberry.type(description="A batch on a page.")
class EditBatchEdge:
    """As Relay has it."""

    node: EditBatch = seen("The batch.")
    cursor: str = seen("Its place in the log.")


@strawberry.type(description="A page of a draft's log.")
class EditBatchConnection:
    """As Relay has it."""

    edges: list[EditBatchEdge] = seen("The batches of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")


@strawberry.type(description="A journey being edited. It may make no sense yet: see its problems.")
class JourneyDraft(Node, BesideLive):
    """A window on `domain.draft.Draft`."""

    key: str = seen("The journey's key, unique in the workspace.")
    name: str = seen("Its name for people.")
    kind: ProfileKind = seen("What kind of profile travels in it.")
    movement: Movement = seen("How profiles will move through it by themselves.")
    revision: int = seen("Counts the batches of edits that were applied, from 0.")

    is_type_of = window_on(Draft)

    @field("Unique in the workspace: what edits name as `draftId`.")
    @staticmethod
    def id(draft: strawberry.Parent[Draft]) -> strawberry.ID:
        return strawberry.ID(str(draft.id))

    @field("When it was begun.")
    @staticmethod
    async def created_at(draft: strawberry.Parent[Draft], info: Info) -> DateTime:
        return DateTime((await info.context.loaders.draft_dates(str(draft.id))).created_at)

    @field("When it was last edited, or looked at elsewhere.")
    @staticmethod
    async def updated_at(draft: strawberry.Parent[Draft], info: Info) -> DateTime:
        return DateTime((await info.context.loaders.draft_dates(str(draft.id))).updated_at)

    @field("The journey as it is live; null while it is not.", of=JourneyType | None)
    @staticmethod
    async def journey(draft: strawberry.Parent[Draft], info: Info) -> Course | None:
        return (await info.context.loaders.definitions()).courses.get(draft.key)

    @field("The whole definition, with the ids of everything in it.")
    @staticmethod
    async def document(
        draft: strawberry.Parent[Draft], format: Format = DocumentFormat.CAIRN_JSON
    ) -> JSON:
        return await draft_written(draft, format)

    @field(
        "All that is wrong with it, errors first: in itself, with the workspace's teams and data, "
        "and with those who live by the live version.",
        of=list[Problem],
    )
    @staticmethod
    async def problems(
        draft: strawberry.Parent[Draft],
        info: Info,
        ids: Annotated[list[strawberry.ID] | None, told("Only those of these ids.")] = None,
        element_id: Annotated[
            strawberry.ID | None, told("Only those that this stage, transition or lane has.")
        ] = None,
    ) -> list[DraftProblem]:
        return (await info.context.loaders.survey(draft)).among(ids, element_id)

    @field("How many problems it has.", of=ProblemCounts)
    @staticmethod
    async def problem_counts(draft: strawberry.Parent[Draft], info: Info) -> Counts:
        return Counter(one.severity for one in (await info.context.loaders.survey(draft)).problems)

    @field("Its stages, in the draft's order.", of=list[DraftStage])
    @staticmethod
    def stages(draft: strawberry.Parent[Draft]) -> list[Part]:
        return [Part(stage, draft) for stage in draft.stages]

    @field("The ways between its stages, in the draft's order.", of=list[DraftTransition])
    @staticmethod
    def transitions(draft: strawberry.Parent[Draft]) -> list[Part]:
        return [Part(way, draft) for way in draft.transitions]

    @field("Its scenarios, each with what comes of it.", of=list[Scenario])
    @staticmethod
    def scenarios(draft: strawberry.Parent[Draft]) -> list[KeptScenario]:
        return Story(journey_of(draft)).scenarios

    @field("What a canvas draws of it.", of=Canvas)
    @staticmethod
    def canvas(draft: strawberry.Parent[Draft]) -> Drawing:
        return drawing_of(draft)

    @field("Who has edited it: names of keys, each after a slash with whom it edited for.")
    @staticmethod
    async def contributors(draft: strawberry.Parent[Draft], info: Info) -> list[str]:
        return await info.context.read(partial(drafts.contributors, draft=str(draft.id)))

    @field("Everything that was done to it, the first batch first.", of=EditBatchConnection)
    @staticmethod
    async def edits(
        draft: strawberry.Parent[Draft],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[KeptBatch]:
        wanted = part(first, after, last, before)
        page = partial(drafts.page, draft=str(draft.id), wanted=wanted)
        return connection(await info.context.read(page))


@strawberry.type(description="The draft is there, and can be edited.")
class JourneyCreated:
    """A window on `engine.designing.Created`."""

    draft: JourneyDraft = seen("The draft as it stands.")
    replayed: bool = seen("Whether the same request had made it before.")

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Created)


@strawberry.type(description="What a batch of edits has made of a draft's problems.")
class ProblemChanges:
    """A window on `engine.surveying.Effect`."""

    added: list[Problem] = seen("Those that were not there before it.")
    resolved: list[Problem] = seen("Those that are not there any more.")
    total: int = seen("How many there are after it.")


@strawberry.type(description="All of the edits were applied.")
class EditsApplied:
    """A window on `engine.designing.Edited`."""

    draft: JourneyDraft = seen(
        "The draft: after the edits, or where the answer is replayed, as it stands now."
    )
    revision: int = seen("The draft's revision after the edits.")
    recorded: bool = seen("Whether there is a new batch in the log; a dry run makes none.")
    replayed: bool = seen("Whether this is the answer to the same request sent before.")
    edits: list[JSON] = seen(
        "The edits as they were applied, with the ids that were minted and the places that were "
        "found: each can be sent again as it is (`JourneyEdit`)."
    )
    inverse: list[JSON] = seen(
        "Edits that take them back, as they can be sent. Where they are more than a batch may "
        "have, undo them instead."
    )
    added: list[str] = seen("Ids of what is new.")
    removed: list[str] = seen("Ids of what is gone, of what went along with others too.")
    touched: list[str] = seen("Ids of everything that is not what or where it was.")

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, Edited)

    @field("What they came to, field by field.", of=list[FieldChange])
    @staticmethod
    def changes(edited: strawberry.Parent[Edited]) -> tuple[Change, ...]:
        return changes_of(edited.changes)

    @field("The nodes of the canvas that are touched.", of=list[CanvasNode])
    @staticmethod
    def nodes(edited: strawberry.Parent[Edited]) -> list[Drawn]:
        nodes, touched = drawing_of(edited.draft).nodes, frozenset(edited.touched)
        return [node for node in nodes if node.element.id in touched]

    @field("The edges of the canvas that are touched.", of=list[CanvasEdge])
    @staticmethod
    def edges(edited: strawberry.Parent[Edited]) -> list[Drawn]:
        edges, touched = drawing_of(edited.draft).edges, frozenset(edited.touched)
        return [edge for edge in edges if edge.element.id in touched]

    @field("What became of the draft's problems, as judged now.", of=ProblemChanges)
    @staticmethod
    async def problems(edited: strawberry.Parent[Edited], info: Info) -> Effect:
        return await info.context.engine.surveyor.effect(info.context.workspace, edited)
