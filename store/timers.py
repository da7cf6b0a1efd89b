"""Timers: for each profile the earliest instant at which time alone could move it.

A timer may ring too early, never too late: one whose instant has moved away is left as it is, and
set right when it is served. A worker claims timers for a while; what it has not served by then is
anybody's again.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Table,
    and_,
    func,
    or_,
    select,
    update,
)

from domain.instants import NEVER, Instant
from store.columns import Name, metadata, workspace_id
from store.database import Transaction
from store.import_sessions import SILENCE, import_sessions
from store.workspaces import workspaces

timers = Table(
    "timers",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("due", BigInteger, nullable=False),
    Column("leased_until", BigInteger),
    Column("session", Name),
    Index("timers_by_due", "workspace_id", "due"),
    sqlite_with_rowid=False,
)

_EARLIER = "CASE WHEN excluded.due < timers.due THEN excluded.due ELSE timers.due END"
_ARMED = {
    "due": _EARLIER,
    "leased_until": "NULL",
    "session": "coalesce(excluded.session, timers.session)",
}
# A timer that rings early enough already is not written again.
_MATTERS = (
    "excluded.due < timers.due OR timers.leased_until IS NOT NULL"
    " OR excluded.session <> coalesce(timers.session, '')"
)


async def arm(
    tx: Transaction, dues: Sequence[tuple[int, Instant]], session: str | None = None
) -> None:
    """See that each profile is looked at when due, or earlier; once its import is over, if any."""
    workspace = tx.workspace
    await tx.upsert_many(
        timers,
        [(workspace, profile, due, None, session) for profile, due in dues if due != NEVER],
        changes=_ARMED,
        when=_MATTERS,
    )
    if session is not None:
        # An older timer must not bring these to now either, before all of their past is in.
        held = [(profile, session) for profile, due in dues if due == NEVER]
        await tx.update_many(timers, ("profile_id",), ("session",), held)


async def rearm(tx: Transaction, dues: Sequence[tuple[int, Instant | None]]) -> None:
    """Set timers that were served to their next instants; None or NEVER: there is none."""
    workspace = tx.workspace
    await tx.delete_many(
        timers, ("profile_id",), [(id,) for id, due in dues if due is None or due == NEVER]
    )
    await tx.upsert_many(
        timers,
        [
            (workspace, profile, due, None, None)
            for profile, due in dues
            if due is not None and due != NEVER
        ],
        changes={"due": "excluded.due", "leased_until": "NULL"},
    )


async def claim(tx: Transaction, now: Instant, limit: int, lease_until: Instant) -> list[int]:
    """Profiles that are due and nobody's, longest due first; from now on ours for a while."""
    due = (
        select(timers.c.profile_id)
        .where(timers.c.workspace_id == tx.workspace, _can_be_claimed(now))
        .order_by(timers.c.due)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = [profile for (profile,) in await tx.rows(due)]
    leases = [(profile, lease_until) for profile in claimed]
    await tx.update_many(timers, ("profile_id",), ("leased_until",), leases)
    return claimed


async def held_back(tx: Transaction, profiles: Collection[int], now: Instant) -> set[int]:
    """Those of the profiles that an import is still bringing in."""
    waiting = select(timers.c.profile_id).where(
        timers.c.workspace_id == tx.workspace,
        timers.c.profile_id.in_(profiles),
        _being_imported(now),
    )
    return {profile for (profile,) in await tx.rows(waiting)}


async def next_due(tx: Transaction) -> Instant | None:
    """When the next timer rings that nobody has claimed and no import holds back."""
    following = (
        select(timers.c.due)
        .where(
            and_(
                timers.c.workspace_id == tx.workspace,
                timers.c.leased_until.is_(None),
                timers.c.session.is_(None),
            )
        )
        .order_by(timers.c.due)
        .limit(1)
    )
    return next((due for (due,) in await tx.rows(following)), None)


async def dues(tx: Transaction, profiles: Collection[int]) -> dict[int, Instant]:
    """When each profile's timer rings; those without one are left out."""
    keys = [(id,) for id in sorted(profiles)]
    found = await tx.select_in(timers, ("profile_id", "due"), ("profile_id",), keys)
    return dict(found)


async def due_workspaces(tx: Transaction, now: Instant) -> list[int]:
    """The workspaces in which some timer can be claimed; for a transaction of none."""
    if tx.dialect == "postgresql":
        found = select(func.cairn_due_workspaces(now).column_valued("id"))
    else:
        # One probe of the index a workspace, however many timers there are.
        is_due = select(timers.c.profile_id).where(
            timers.c.workspace_id == workspaces.c.id, _can_be_claimed(now)
        )
        found = select(workspaces.c.id).where(is_due.exists())
    return sorted(id for (id,) in await tx.rows(found))


async def release_session(tx: Transaction, session: str) -> int:
    """Let the timers that an import held back ring; how many."""
    return await tx.run(
        update(timers)
        .where(timers.c.workspace_id == tx.workspace, timers.c.session == session)
        .values(session=None)
    )


def _can_be_claimed(now: Instant) -> ColumnElement[bool]:
    """Whether a timer is due, nobody's, and not held back by an import."""
    return and_(
        timers.c.due <= now,
        or_(timers.c.leased_until.is_(None), timers.c.leased_until <= now),
        or_(timers.c.session.is_(None), ~_being_imported(now)),
    )


def _being_imported(now: Instant) -> ColumnElement[bool]:
    """Whether a timer belongs to an import that goes on."""
    return (
        select(import_sessions.c.id)
        .where(
            import_sessions.c.workspace_id == timers.c.workspace_id,
            import_sessions.c.id == timers.c.session,
            import_sessions.c.ended_at.is_(None),
            import_sessions.c.last_batch_at > now - SILENCE,
        )
        .exists()
    )
