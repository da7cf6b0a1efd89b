"""Deleting for good: a workspace goes with everything that was ever kept in it."""

from sqlalchemy import delete

from store.database import Transaction
from store.metadata import metadata
from store.workspaces import workspaces


async def erase_workspace(tx: Transaction) -> None:
    """Delete the workspace of this transaction with all its rows, once nobody judges in it."""
    await tx.lock_definitions(exclusive=True)
    for table in reversed(metadata.sorted_tables):
        own = table.c.id if table is workspaces else table.c.workspace_id
        await tx.run(delete(table).where(own == tx.workspace))
