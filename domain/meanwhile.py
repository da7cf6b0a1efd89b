"""What other clients did while a batch was on its way, and where it is at odds with that.

A field is at odds where another client changed it, to another value than the batch would. Who
removes what another client has changed, or changes, or joins something to, what another client has
removed, is at odds as well. How things are drawn never is: the last to write wins.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.draft import ElementKind
from domain.edit_document import edits_to_document
from domain.edit_log import Batch, LoggedBatch
from domain.edits import (
    WHOLE,
    ApplyLayout,
    Change,
    Drag,
    LayOut,
    MoveNodes,
    RemoveElements,
    Sent,
)
from domain.edits.references import added_by, id_added, ids_in, lanes_in
from domain.values import Value, same


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldConflict:
    """A field at odds: what it was, what the batch would make of it, and what another client did.

    The field `*` is the element as a whole; None is for one that is not there.
    """

    kind: ElementKind
    element: str
    field: str
    base: Value
    mine: Value
    theirs: Value
    revision: int
    client: str
    actor: str


@dataclass(frozen=True, slots=True)
class _Missed:
    """What a field was on the base revision, and the last change of it since."""

    base: Value
    change: Change
    batch: LoggedBatch

    def conflict(self, mine: Value) -> FieldConflict:
        return FieldConflict(
            kind=self.change.kind,
            element=self.change.element,
            field=self.change.field,
            base=self.base,
            mine=mine,
            theirs=self.change.after,
            revision=self.batch.revision,
            client=self.batch.client,
            actor=self.batch.actor,
        )

    def is_news_to(self, batch: Batch) -> bool:
        """Whether another client has left the field at another value than it had."""
        return not (self.batch.is_by(batch) or same(self.change.after, self.base))


Field = tuple[ElementKind, str, str]


class Meanwhile:
    """All that a client has missed, field by field."""

    def __init__(self, missed: Iterable[LoggedBatch]) -> None:
        self._fields: dict[Field, _Missed] = {}
        self._gone: dict[str, _Missed] = {}
        self._lost_lanes: dict[str, _Missed] = {}
        for batch in missed:
            for change in batch.changes:
                if not change.is_cosmetic:
                    self._note(change, batch)

    def without_gone(self, edits: Iterable[Sent]) -> Iterator[Sent]:
        """The edits without what they would remove or draw that is gone already."""
        gone = set(self._gone)
        for edit in edits:
            gone.difference_update(map(id_added, added_by(edit)))
            match edit:
                case RemoveElements(elements=ids):
                    yield replace(edit, elements=tuple(id for id in ids if id not in gone))
                case MoveNodes(spots=spots) | Drag(spots=spots) | ApplyLayout(spots=spots):
                    kept = tuple(spot for spot in spots if spot.element not in gone)
                    yield replace(edit, spots=kept)
                case LayOut(wishes=wishes):
                    yield LayOut(wishes=wishes.without(gone))
                case _:
                    yield edit

    def missing(
        self, edits: Iterable[Sent], lanes: Collection[str], batch: Batch
    ) -> Iterator[FieldConflict]:
        """Where the edits change what another client removed, or join something to it.

        `lanes` are the keys of the lanes that there are.
        """
        gone = {id: it for id, it in self._gone.items() if not it.batch.is_by(batch)}
        lost = {
            key: it
            for key, it in self._lost_lanes.items()
            if key not in lanes and not it.batch.is_by(batch)
        }
        for edit in edits:
            for addition in added_by(edit):
                gone.pop(id_added(addition), None)
            (mine,) = edits_to_document([edit])
            for id in ids_in(edit):
                if id in gone:
                    yield gone.pop(id).conflict(mine)
            for key in lanes_in(edit):
                if key in lost:
                    yield lost.pop(key).conflict(mine)

    def at_odds(self, changes: Iterable[Change], batch: Batch) -> Iterator[FieldConflict]:
        """Where what the batch came to is at odds with what others did."""
        changed: dict[tuple[ElementKind, str], list[_Missed]] = {}
        for (kind, id, _), it in self._fields.items():
            changed.setdefault((kind, id), []).append(it)
        for change in changes:
            if change.removes:
                for it in changed.get((change.kind, change.element), ()):
                    if it.is_news_to(batch):
                        yield it.conflict(None)
                continue
            theirs = self._fields.get((change.kind, change.element, change.field))
            if theirs and theirs.is_news_to(batch) and not same(theirs.change.after, change.after):
                yield theirs.conflict(change.after)

    def _note(self, change: Change, batch: LoggedBatch) -> None:
        if change.kind is ElementKind.LANE and change.field in (WHOLE, "key"):
            self._note_lane(change, batch)
        if change.removes:
            self._gone[change.element] = _Missed(change.before, change, batch)
            return
        if change.adds and change.element in self._gone:
            # It was gone for a while: what differs now was changed.
            was = self._gone.pop(change.element).base
            for part in _parts(was, change):
                self._note(part, batch)
            return
        field = (change.kind, change.element, change.field)
        first = self._fields.get(field)
        base = first.base if first else change.before
        self._fields[field] = _Missed(base, change, batch)

    def _note_lane(self, change: Change, batch: LoggedBatch) -> None:
        """A lane that goes or is renamed leaves its key behind."""
        before = change.before
        key = before.get("key") if isinstance(before, Mapping) else before
        if isinstance(key, str):
            self._lost_lanes[key] = _Missed(change.before, change, batch)


_UNTOLD = frozenset({"id", "x", "y", "width", "height"})


def _parts(was: Value, change: Change) -> Iterator[Change]:
    """The fields in which an element that came back is not what it was."""
    old: Mapping[str, Any] = was if isinstance(was, Mapping) else {}
    new: Mapping[str, Any] = change.after if isinstance(change.after, Mapping) else {}
    for name in sorted((old.keys() | new.keys()) - _UNTOLD):
        one, other = old.get(name), new.get(name)
        if not same(one, other):
            yield replace(change, field=name, before=one, after=other)
