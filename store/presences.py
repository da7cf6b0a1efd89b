"""Who is where in which draft, for processes to tell one another; all of it is soon forgotten."""

from collections.abc import Iterable
from typing import TypeAlias

from sqlalchemy import BigInteger, Column, ForeignKey, Table, delete, select

from domain.instants import Instant
from domain.presence import Presence, presence_of
from store.columns import JsonText, Name, dumps, metadata
from store.database import Transaction

designer_presences = Table(
    "designer_presences",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("draft", Name, primary_key=True),
    Column("actor", Name, primary_key=True),
    Column("client", Name, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("shown", JsonText, nullable=False),
    sqlite_with_rowid=False,
)

Place: TypeAlias = tuple[str, str, str]
"""A draft, an actor and one of its clients."""


async def show(tx: Transaction, presences: Iterable[tuple[str, Presence]]) -> None:
    """Keep where each of these is, in the draft of that id."""
    rows = [
        (tx.workspace, draft, one.actor, one.client, one.at, dumps(one.shown))
        for draft, one in presences
    ]
    # Sorted, so that two transactions never wait for each other.
    await tx.upsert_many(designer_presences, sorted(rows))


async def leave(tx: Transaction, places: Iterable[Place]) -> None:
    """Forget these."""
    await tx.delete_many(designer_presences, ("draft", "actor", "client"), sorted(places))


async def of_draft(tx: Transaction, draft: str, since: Instant) -> list[Presence]:
    """Who is in a draft and has said so after an instant."""
    kept = designer_presences.c
    fresh = kept.workspace_id == tx.workspace, kept.draft == draft, kept.at > since
    columns = kept.actor, kept.client, kept.at, kept.shown
    rows = await tx.rows(select(*columns).where(*fresh).order_by(kept.actor, kept.client))
    return [
        presence_of(shown, actor=actor, client=client, at=at) for actor, client, at, shown in rows
    ]


async def forget(tx: Transaction, before: Instant) -> int:
    """Forget all who have said nothing since an instant; how many."""
    kept = designer_presences.c
    old = kept.workspace_id == tx.workspace, kept.at <= before
    return await tx.run(delete(designer_presences).where(*old))
