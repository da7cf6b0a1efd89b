"""Stages that profiles were moved past without a stay: what their visits alone cannot tell.

A stage change in the feed names what it skipped too, but the feed is not kept for ever.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from sqlalchemy import BigInteger, Column, Table

from domain.instants import Instant
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

passed_stages = Table(
    "passed_stages",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("journey", Name, primary_key=True),
    Column("visit", BigInteger, primary_key=True),
    Column("stage", Name, primary_key=True),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class PassedStage:
    """A stage that was passed on the way into a visit, and when."""

    profile: int
    journey: str
    visit: int
    stage: str
    at: Instant


async def record(tx: Transaction, rows: Sequence[PassedStage]) -> None:
    """Write down stages that have been passed."""
    if rows:
        await tx.insert_many(passed_stages, [(tx.workspace, *astuple(row)) for row in rows])
