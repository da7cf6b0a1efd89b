"""Publish jobs: visiting, after a publication, the profiles that have not come by themselves.

A job needs no coordination with live data. Its lease only keeps two workers from doing the same
work, and one that has outlived its lease is told when it next reports.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.instants import Instant
from store.columns import metadata
from store.database import Transaction

publish_jobs = Table(
    "publish_jobs",
    metadata,
    Column("workspace_id", BigInteger, ForeignKey("workspaces.id"), primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("total", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("after_profile", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("leased_until", BigInteger),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishJob:
    """How far a publication has come: `done` of `total` profiles, all up to `after_profile`."""

    workspace_id: int
    revision: int
    total: int
    done: int = 0
    after_profile: int = 0
    finished_at: Instant | None = None
    leased_until: Instant | None = None


async def create(tx: Transaction, revision: int, total: int) -> PublishJob:
    """A job for a revision, with so many profiles to visit."""
    job = PublishJob(workspace_id=tx.workspace, revision=revision, total=total)
    await tx.run(insert(publish_jobs).values(asdict(job)))
    return job


async def claim(tx: Transaction, now: Instant, leased_until: Instant) -> PublishJob | None:
    """The workspace's oldest job that is unfinished and nobody's, now leased; None without one."""
    free = or_(publish_jobs.c.leased_until.is_(None), publish_jobs.c.leased_until <= now)
    oldest = _jobs(tx).where(publish_jobs.c.finished_at.is_(None), free).limit(1)
    for job in await _given(tx, oldest.with_for_update(skip_locked=True)):
        leased = replace(job, leased_until=leased_until)
        await tx.run(update(publish_jobs).where(_is(job)).values(leased_until=leased_until))
        return leased
    return None


async def advance(tx: Transaction, job: PublishJob, further: PublishJob) -> bool:
    """Report progress; False when the job went on without whoever reports: let go of it."""
    unmoved = and_(
        publish_jobs.c.after_profile == job.after_profile, publish_jobs.c.finished_at.is_(None)
    )
    moved = update(publish_jobs).where(_is(job), unmoved).values(asdict(further))
    return await tx.run(moved) == 1


async def finish(tx: Transaction, revision: int, now: Instant) -> None:
    """Everybody has been visited."""
    one = publish_jobs.c.workspace_id == tx.workspace, publish_jobs.c.revision == revision
    finished = {"finished_at": now, "leased_until": None, "done": publish_jobs.c.total}
    await tx.run(update(publish_jobs).where(*one).values(finished))


async def of_revision(tx: Transaction, revision: int) -> PublishJob | None:
    """The job of that revision; None when it had nobody to visit, or there is no such revision."""
    return next(iter(await _given(tx, _jobs(tx).where(publish_jobs.c.revision == revision))), None)


async def unfinished(tx: Transaction) -> list[PublishJob]:
    """What is still to be done in all workspaces; for any transaction."""
    if tx.dialect == "sqlite":
        jobs = select(publish_jobs).where(publish_jobs.c.finished_at.is_(None))
    else:
        columns = [Column(column.name, column.type) for column in publish_jobs.columns]
        jobs = select(func.cairn_open_jobs().table_valued(*columns))
    found = await _given(tx, jobs)
    return sorted(found, key=lambda job: (job.workspace_id, job.revision))


def _jobs(tx: Transaction) -> Select[Any]:
    own = publish_jobs.c.workspace_id == tx.workspace
    return select(publish_jobs).where(own).order_by(publish_jobs.c.revision)


def _is(job: PublishJob) -> ColumnElement[bool]:
    return and_(
        publish_jobs.c.workspace_id == job.workspace_id, publish_jobs.c.revision == job.revision
    )


async def _given(tx: Transaction, wanted: Select[Any]) -> list[PublishJob]:
    return [PublishJob(**row._mapping) for row in await tx.rows(wanted)]
