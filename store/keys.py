"""API keys: what a program shows to be let into a workspace. Their secrets are never kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from domain.instants import Instant
from store.columns import JsonText, Name, metadata
from store.database import Transaction

keys = Table(
    "api_keys",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("id", Name, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", JsonText, nullable=False),
    Column("digest", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("last_used_at", BigInteger),
    Index("api_keys_by_id", "id"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key by its public id; `digest` is what its secret hashes to."""

    workspace_id: int
    id: str
    name: str
    scopes: tuple[str, ...]
    digest: str
    created_at: Instant
    expires_at: Instant | None = None
    revoked_at: Instant | None = None
    last_used_at: Instant | None = None

    def opens(self, now: Instant) -> bool:
        """Whether it lets anyone in at that instant."""
        is_expired = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not is_expired


async def add(tx: Transaction, key: ApiKey) -> None:
    """Add a key to the transaction's workspace, which is the key's own."""
    await tx.run(insert(keys).values(asdict(key)))


async def find(tx: Transaction, id: str) -> ApiKey | None:
    """The key of that id, whatever its workspace; for any transaction."""
    wanted = select(keys).where(keys.c.id == id)
    if tx.dialect == "postgresql":
        columns = [Column(column.name, column.type) for column in keys.columns]
        wanted = select(func.cairn_key(id).table_valued(*columns))
    return next((_key(row._mapping) for row in await tx.rows(wanted)), None)


async def every(tx: Transaction) -> list[ApiKey]:
    """The workspace's keys, the oldest first, revoked ones too."""
    own = select(keys).where(keys.c.workspace_id == tx.workspace)
    rows = await tx.rows(own.order_by(keys.c.created_at, keys.c.id))
    return [_key(row._mapping) for row in rows]


async def revoke(tx: Transaction, id: str, now: Instant) -> bool:
    """Let the key open nothing any more; False when there is none that does."""
    one = update(keys).where(
        keys.c.workspace_id == tx.workspace, keys.c.id == id, keys.c.revoked_at.is_(None)
    )
    return await tx.run(one.values(revoked_at=now)) == 1


async def used(tx: Transaction, id: str, now: Instant) -> None:
    """Remember when it was last shown; for every now and then, not for every request."""
    one = update(keys).where(keys.c.workspace_id == tx.workspace, keys.c.id == id)
    await tx.run(one.values(last_used_at=now))


def _key(row: Mapping[Any, Any]) -> ApiKey:
    return ApiKey(**{**row, "scopes": tuple(row["scopes"])})
