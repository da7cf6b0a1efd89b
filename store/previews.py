"""Previews of publications that take a while: what is asked, how far they are, what came of them.

A preview is known by what it is of, so that whoever asks the same is told of the same one. Whoever
works on it says so now and then (`beat_at`); one that has not been heard of is taken over.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Table,
    Text,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from domain.instants import Instant
from domain.rollover import StageMapping
from domain.values import Value
from store.columns import JsonText, Name, dumps, metadata
from store.database import AnyRow, Transaction

publish_previews = Table(
    "publish_previews",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Name, primary_key=True),
    Column("draft", Name, nullable=False),
    Column("draft_revision", BigInteger, nullable=False),
    Column("follows", BigInteger, nullable=False),
    Column("history", Text, nullable=False),
    Column("mapping", JsonText, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("beat_at", BigInteger),
    Column("finished_at", BigInteger),
    Column("result", JsonText),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPreview:
    """A preview of a draft's revision after the live version `follows`, 0 for none.

    `done` of about `total` profiles; `result` once it is finished: movements, and of when.
    """

    id: str
    draft: str
    draft_revision: int
    follows: int
    history: str
    mapping: StageMapping = field(default_factory=dict)
    total: int
    created_at: Instant
    done: int = 0
    beat_at: Instant | None = None
    finished_at: Instant | None = None
    result: Mapping[str, Value] | None = None


async def begin(tx: Transaction, preview: KeptPreview, fresh_since: Instant) -> KeptPreview:
    """The preview that is under way, or was finished since an instant; else this one is begun.

    Others of the draft that are not finished are of earlier states of things, and given up.
    """
    same = _own(tx, publish_previews.c.id == preview.id)
    old = and_(same, publish_previews.c.finished_at < fresh_since)
    outdated = _own(
        tx,
        publish_previews.c.draft == preview.draft,
        publish_previews.c.id != preview.id,
        publish_previews.c.finished_at.is_(None),
        or_(
            publish_previews.c.draft_revision < preview.draft_revision,
            publish_previews.c.follows < preview.follows,
        ),
    )
    await tx.run(delete(publish_previews).where(or_(old, outdated)))
    values = asdict(preview) | {"mapping": dumps(preview.mapping), "result": None}
    row = (tx.workspace, *(values[one.name] for one in fields(preview)))
    await tx.insert_many_new(publish_previews, [row], returning=["id"])
    ((found),) = await tx.rows(_previews(tx).where(publish_previews.c.id == preview.id))
    return _given(found)


async def find(tx: Transaction, id: str) -> KeptPreview | None:
    """The preview of that id."""
    found = await tx.rows(_previews(tx).where(publish_previews.c.id == id))
    return next(map(_given, found), None)


async def claim(tx: Transaction, now: Instant, silent_since: Instant) -> KeptPreview | None:
    """The workspace's oldest preview that nobody works on, now the caller's; None without one."""
    beat = publish_previews.c.beat_at
    free = publish_previews.c.finished_at.is_(None), or_(beat.is_(None), beat <= silent_since)
    oldest = _previews(tx).where(*free).order_by(publish_previews.c.created_at).limit(1)
    for row in await tx.rows(oldest.with_for_update(skip_locked=True)):
        claimed = replace(_given(row), beat_at=now, done=0)
        await tx.run(
            update(publish_previews)
            .where(_own(tx, publish_previews.c.id == claimed.id))
            .values(beat_at=now, done=0)
        )
        return claimed
    return None


async def beat(tx: Transaction, id: str, done: int, now: Instant) -> bool:
    """Say how far it is; False when nobody waits for it any more."""
    going = _own(tx, publish_previews.c.id == id, publish_previews.c.finished_at.is_(None))
    told = update(publish_previews).where(going).values(done=done, beat_at=now)
    return await tx.run(told) == 1


async def finish(tx: Transaction, id: str, result: Mapping[str, Value], now: Instant) -> None:
    """Say what came of it. Of two who have worked on it the first is believed."""
    going = _own(tx, publish_previews.c.id == id, publish_previews.c.finished_at.is_(None))
    done = publish_previews.c.total
    told = update(publish_previews).where(going)
    await tx.run(told.values(result=result, finished_at=now, done=done))


async def let_go(tx: Transaction, id: str) -> None:
    """Leave it to whoever comes next."""
    own = _own(tx, publish_previews.c.id == id)
    await tx.run(update(publish_previews).where(own).values(beat_at=None))


async def give_up(tx: Transaction, id: str) -> None:
    """Forget it."""
    await tx.run(delete(publish_previews).where(_own(tx, publish_previews.c.id == id)))


async def forget(tx: Transaction, before: Instant, limit: int) -> int:
    """Forget previews begun before an instant; how many were forgotten."""
    old = _own(tx, publish_previews.c.created_at < before)
    ids = select(publish_previews.c.id).where(old).limit(limit)
    forgotten = [tuple(row) for row in await tx.rows(ids)]
    await tx.delete_many(publish_previews, ("id",), forgotten)
    return len(forgotten)


async def open_workspaces(tx: Transaction) -> list[int]:
    """Workspaces with previews to be worked on; for any transaction."""
    if tx.dialect == "sqlite":
        open_ones = publish_previews.c.finished_at.is_(None)
        found = select(publish_previews.c.workspace_id).distinct().where(open_ones)
    else:
        previewing = func.cairn_previewing_workspaces().table_valued("workspace_id")
        found = select(previewing.c.workspace_id)
    return sorted(workspace for (workspace,) in await tx.rows(found))


def _own(tx: Transaction, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(publish_previews.c.workspace_id == tx.workspace, *conditions)


def _previews(tx: Transaction) -> Any:
    return select(*list(publish_previews.columns)[1:]).where(_own(tx))


def _given(row: AnyRow) -> KeptPreview:
    return KeptPreview(**row._mapping)
