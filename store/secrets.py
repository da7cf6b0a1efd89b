"""What a workspace signs with: made once, never shown."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text, select

from domain.instants import Instant
from store.columns import Name, metadata
from store.database import Transaction

workspace_secrets = Table(
    "workspace_secrets",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("name", Name, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


async def find(tx: Transaction, name: str) -> bytes | None:
    """The secret of that name; None before there is one."""
    own = workspace_secrets.c.workspace_id == tx.workspace, workspace_secrets.c.name == name
    for (secret,) in await tx.rows(select(workspace_secrets.c.secret).where(*own)):
        return bytes.fromhex(secret)
    return None


async def keep(tx: Transaction, name: str, secret: bytes, now: Instant) -> bytes:
    """Keep a secret under that name; the one that is there already, where somebody was first."""
    row = (tx.workspace, name, secret.hex(), now)
    await tx.insert_many_new(workspace_secrets, [row], returning=["name"])
    kept = await find(tx, name)
    assert kept is not None
    return kept
