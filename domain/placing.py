"""Where everything is drawn that a batch leaves to the draft: what is sent becomes what is logged.

A canvas tells moves from the corner of the lane around a node; a layout is asked for and not told;
and a stage may come without a place. All of that depends on the draft that the batch meets. So it
is settled when it does, and the log has the places: to take them back and to replay them is exact.

A new stage comes beside what leads to it, once all of its batch is applied. Where nothing has a
place yet it has none either: the whole journey is drawn as proposed, and it joins in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard

from domain.draft import Box, Draft, ElementKind, id_of
from domain.dragging import dragged
from domain.edits import (
    AddStage,
    ApplyLayout,
    Drag,
    Edit,
    InsertStage,
    LayOut,
    MoveNodes,
    Sent,
    apply,
)
from domain.edits.edit import NOWHERE
from domain.edits.workbench import Workbench
from domain.journey import EVERYWHERE
from domain.layout import STAGE, arranged, beside
from domain.reading import Absent
from domain.wishes import Size, Wishes

MOST_LAYOUTS = 10
"""How many layouts are computed for one batch."""


def placed(
    draft: Draft, batch: Iterable[Sent], published: frozenset[str] = frozenset()
) -> tuple[Edit, ...]:
    """The batch with everything in its place; EditRejected when it cannot be applied so far."""
    batch = tuple(batch)
    if not any(isinstance(sent, Drag | LayOut) or _is_open(sent) for sent in batch):
        return tuple(sent for sent in batch if not isinstance(sent, Drag | LayOut))
    bench = Workbench(draft, published)
    edits: list[Edit] = []
    layouts = 0
    for index, sent in enumerate(batch):
        bench.begin(index, sent.name)
        layouts += isinstance(sent, LayOut)
        if layouts > MOST_LAYOUTS:
            bench.reject("", f"is one of more than {MOST_LAYOUTS} layouts", "LIMIT_EXCEEDED")
        edit = _settled(bench, sent)
        edits.append(edit)
        apply(bench, index, _without_box(bench, edit) if _is_open(edit) else edit)
    return tuple(_with_places(bench, edits))


def _settled(bench: Workbench, sent: Sent) -> Edit:
    match sent:
        case Drag(spots=spots):
            return MoveNodes(spots=dragged(bench.unsettled(), spots))
        case LayOut(wishes=wishes):
            return ApplyLayout(spots=arranged(bench.unsettled(), _known(bench, wishes)))
        case _:
            return sent


def _known(bench: Workbench, wishes: Wishes) -> Wishes:
    """Wishes about what is there; what a canvas draws beside it cannot be laid out."""
    wishes = wishes.without({EVERYWHERE})
    for field, ids in (
        ("nodeIds", wishes.only or ()),
        ("pinned", wishes.pinned),
        ("sizes", wishes.sizes),
    ):
        for id in sorted(ids):
            if bench.kind_of(id, field) is ElementKind.TRANSITION:
                bench.missing("stage, lane or note", id, field)
    return wishes


def _is_open(sent: Sent) -> TypeGuard[AddStage | InsertStage]:
    """Whether it brings a stage that is nowhere so far."""
    return isinstance(sent, AddStage | InsertStage) and sent.box.x is None and sent.box.y is None


def _without_box(bench: Workbench, edit: AddStage | InsertStage) -> AddStage | InsertStage:
    """The edit without its size, which says nothing as long as there is no place."""
    field = "stage." if isinstance(edit, InsertStage) else ""
    for name in ("width", "height"):
        length = getattr(edit.box, name)
        if length is not None:
            bench.check_number(length, f"{field}{name}", positive=True)
    return replace(edit, box=NOWHERE)


def _with_places(bench: Workbench, edits: Iterable[Edit]) -> Iterator[Edit]:
    """The edits, those that add a stage with a place for it."""
    edits = list(edits)
    new = {id_of(edit.stage) for edit in edits if _is_open(edit)}
    others = bench.stages.keys() - new
    is_nowhere = bool(others) and not any(_is_somewhere(bench, id) for id in others)
    for edit in edits:
        if not _is_open(edit):
            yield edit
            continue
        id, box = id_of(edit.stage), edit.box
        is_wanted = id in bench.stages and not _is_somewhere(bench, id)
        if is_wanted and not (is_nowhere and box == NOWHERE):
            box = bench.boxes[id] = _beside(bench.unsettled(), id, box)
            yield replace(edit, box=box)
        else:
            yield replace(edit, box=NOWHERE)


def _beside(draft: Draft, stage: str, box: Box) -> Box:
    size = Size(box.width or STAGE.width, box.height or STAGE.height)
    spot = beside(draft, stage, Wishes(sizes={stage: size}))
    assert not isinstance(spot.x, Absent)
    assert not isinstance(spot.y, Absent)
    return replace(box, x=spot.x, y=spot.y)


def _is_somewhere(bench: Workbench, stage: str) -> bool:
    return bench.boxes.get(stage, NOWHERE).x is not None
