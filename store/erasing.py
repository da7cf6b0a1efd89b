"""Deleting for good: a workspace goes with everything that was ever kept in it."""

from sqlalchemy import Column, Table, delete, select

from store.database import Transaction
from store.drafts import journey_drafts
from store.metadata import metadata
from store.workspaces import workspaces


async def erase_workspace(tx: Transaction) -> None:
    """Delete the workspace of this transaction with all its rows, once nobody judges or edits in
    it."""
    await tx.lock_definitions(exclusive=True)
    # Drafts first, as whoever edits does: of two who wait for each other one would be undone.
    for table in (journey_drafts, workspaces):
        own = _workspace_of(table) == tx.workspace
        await tx.rows(select(table.c.id).where(own).order_by(table.c.id).with_for_update())
    for table in reversed(metadata.sorted_tables):
        await tx.run(delete(table).where(_workspace_of(table) == tx.workspace))


def _workspace_of(table: Table) -> Column[int]:
    return table.c.id if table is workspaces else table.c.workspace_id
