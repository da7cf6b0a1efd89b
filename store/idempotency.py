"""Idempotency keys: a request that is sent again is answered again, and not done again."""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    and_,
    delete,
    select,
    update,
)

from domain.instants import HOUR, Instant
from domain.values import Value
from store.columns import JsonText, Name, metadata
from store.database import Transaction

KEPT_FOR = 24 * HOUR

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("actor", Name, primary_key=True),
    Column("mutation", Name, primary_key=True),
    Column("key", Name, primary_key=True),
    Column("digest", Name, nullable=False),
    Column("answer", JsonText),
    Column("at", BigInteger, nullable=False),
    Index("idempotency_keys_by_at", "workspace_id", "at"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that may come again: whose, which, by what key; `digest` tells what it asks."""

    actor: str
    mutation: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked by a key, and what was answered."""

    digest: str
    answer: Value


async def claim(tx: Transaction, request: Request, now: Instant) -> Answered | None:
    """None where the request is new and now ours to answer; else what its key has answered.

    Of requests at once by one key the second waits here until the first is answered.
    """
    own = idempotency_keys.c.workspace_id == tx.workspace
    old = idempotency_keys.c.at <= now - KEPT_FOR
    await tx.run(delete(idempotency_keys).where(own, old))
    one = (request.actor, request.mutation, request.key, request.digest)
    row = (tx.workspace, *one, None, now)
    if await tx.insert_many_new(idempotency_keys, [row], returning=["key"]):
        return None
    columns = idempotency_keys.c.digest, idempotency_keys.c.answer
    ((digest, answer),) = await tx.rows(select(*columns).where(_is(tx, request)))
    return Answered(digest, answer)


async def answer(tx: Transaction, request: Request, answer: Value) -> None:
    """Keep what a claimed request is answered."""
    await tx.run(update(idempotency_keys).where(_is(tx, request)).values(answer=answer))


def _is(tx: Transaction, request: Request) -> ColumnElement[bool]:
    return and_(
        idempotency_keys.c.workspace_id == tx.workspace,
        idempotency_keys.c.actor == request.actor,
        idempotency_keys.c.mutation == request.mutation,
        idempotency_keys.c.key == request.key,
    )
