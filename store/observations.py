"""The log: every observation of every profile in order of arrival, and messages seen lately."""

from collections.abc import Collection, Sequence

from sqlalchemy import BigInteger, Column, Index, Table, select

from domain.instants import Instant
from domain.observation import KeptObservation
from store.columns import Json, Name, dumps, loads, metadata, workspace_id
from store.database import AnyRow, Transaction
from store.paging import Page, Slice, paged

observations = Table(
    "observations",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("message_id", Name),
    Column("event", Name),
    Column("traits", Json),
    Column("properties", Json),
)

messages = Table(
    "messages",
    metadata,
    workspace_id(),
    Column("message_id", Name, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("messages_by_age", "workspace_id", "at"),
    sqlite_with_rowid=False,
)

_OBSERVATION = select(*list(observations.columns)[1:])


async def fresh_messages(tx: Transaction, ids: Collection[str], now: Instant) -> set[str]:
    """Those of the message ids that were not seen before; from now on they are."""
    rows = [(tx.workspace, id, now) for id in sorted(set(ids))]
    return {id for (id,) in await tx.insert_many_new(messages, rows, returning=("message_id",))}


async def forget_messages(tx: Transaction, before: Instant, limit: int) -> int:
    """Forget messages seen before an instant; how many were forgotten."""
    old = (
        select(messages.c.message_id)
        .where(messages.c.workspace_id == tx.workspace, messages.c.at < before)
        .order_by(messages.c.at)
        .limit(limit)
    )
    forgotten = [tuple(row) for row in await tx.rows(old)]
    await tx.delete_many(messages, ("message_id",), forgotten)
    return len(forgotten)


async def add(tx: Transaction, rows: Sequence[KeptObservation]) -> None:
    """Append to the logs."""
    workspace = tx.workspace
    await tx.insert_many(
        observations,
        [
            (
                workspace,
                row.profile,
                row.number,
                row.at,
                row.recorded_at,
                row.message_id,
                row.event,
                dumps(row.traits) if row.traits else None,
                dumps(row.properties) if row.properties else None,
            )
            for row in rows
        ],
    )


async def history(
    tx: Transaction,
    profile: int,
    *,
    events: Collection[str] | None,
    up_to: int,
    after: int = 0,
    limit: int = 5000,
) -> list[KeptObservation]:
    """What happened to a profile, by number after `after` and up to `up_to`; None: all events."""
    log = _OBSERVATION.where(
        observations.c.workspace_id == tx.workspace,
        observations.c.profile_id == profile,
        observations.c.number > after,
        observations.c.number <= up_to,
    )
    if events is not None:
        log = log.where(observations.c.event.in_(sorted(events)))
    rows = await tx.rows(log.order_by(observations.c.number).limit(limit))
    return [_observation(row) for row in rows]


async def histories(tx: Transaction, profiles: Collection[int]) -> dict[int, list[KeptObservation]]:
    """All that happened to each of these profiles, in order of arrival; for short logs."""
    found: dict[int, list[KeptObservation]] = {id: [] for id in profiles}
    rows = await tx.select_in(
        observations,
        observations.columns.keys()[1:],
        ("profile_id",),
        [(id,) for id in sorted(found)],
        order_by=("profile_id", "number"),
    )
    for id, number, at, recorded_at, message_id, event, traits, properties in rows:
        found[id].append(
            KeptObservation(
                profile=id,
                number=number,
                at=at,
                recorded_at=recorded_at,
                message_id=message_id,
                event=event,
                traits=None if traits is None else loads(traits),
                properties=None if properties is None else loads(properties),
            )
        )
    return found


async def page(tx: Transaction, profile: int, wanted: Slice) -> Page[KeptObservation]:
    """A page of a profile's log, in order of arrival."""
    log = _OBSERVATION.where(
        observations.c.workspace_id == tx.workspace, observations.c.profile_id == profile
    )
    found = await paged(tx, log, [observations.c.number], wanted)
    return found.of([_observation(row) for row in found.items])


def _observation(row: AnyRow) -> KeptObservation:
    return KeptObservation(
        profile=row.profile_id,
        number=row.number,
        at=row.at,
        recorded_at=row.recorded_at,
        message_id=row.message_id,
        event=row.event,
        traits=row.traits,
        properties=row.properties,
    )
