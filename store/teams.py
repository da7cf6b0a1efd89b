"""Teams: who looks after a stage."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text, select

from domain.instants import Instant
from store.columns import Name, metadata
from store.database import Transaction

teams = Table(
    "teams",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("key", Name, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class Team:
    """A team by its key, which documents name."""

    key: str
    name: str
    created_at: Instant


async def every(tx: Transaction) -> list[Team]:
    """The workspace's teams by their keys."""
    columns = teams.c.key, teams.c.name, teams.c.created_at
    own = select(*columns).where(teams.c.workspace_id == tx.workspace).order_by(teams.c.key)
    return [Team(*row) for row in await tx.rows(own)]


async def add_missing(tx: Transaction, wanted: Iterable[Team]) -> list[Team]:
    """Add the teams whose keys are not there yet; gives those that were added, by key."""
    by_key = {team.key: team for team in wanted}
    rows = [(tx.workspace, key, by_key[key].name, by_key[key].created_at) for key in sorted(by_key)]
    added = await tx.insert_many_new(teams, rows, returning=["key"])
    return [by_key[key] for (key,) in sorted(added)]


async def save(tx: Transaction, team: Team) -> Team:
    """Add the team, or rename the one that has its key; gives it as it is kept."""
    row = (tx.workspace, team.key, team.name, team.created_at)
    await tx.upsert_many(teams, [row], changes={"name": "excluded.name"})
    kept = select(teams.c.key, teams.c.name, teams.c.created_at).where(
        teams.c.workspace_id == tx.workspace, teams.c.key == team.key
    )
    ((key, name, created_at),) = await tx.rows(kept)
    return Team(key, name, created_at)
