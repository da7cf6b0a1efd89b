"""What became of the members of a cohort: their stays, and what a trait of theirs was and when.

What a trait was is read from the log, as the rule reads it: in the order of arrival, each at its
own instant or at a later one that had come before it.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, or_, select

from domain.instants import NEVER, Instant
from domain.retention import Member, Stay
from domain.values import Value, at_path
from store.cohorts import Cohort, members
from store.columns import dumps
from store.database import Transaction
from store.observations import observations
from store.visits import visits

TOGETHER = 20_000

History = list[tuple[Instant, Value]]


async def histories(
    tx: Transaction, cohort: Cohort, exits: frozenset[str], trait: str | None
) -> AsyncIterator[list[Member]]:
    """The members, some at a time; `exits` are the stages in which nobody counts as being there."""
    after = 0
    while True:
        own = members(tx, cohort, after=after)
        some = select(own).order_by(own.c.profile_id).limit(TOGETHER)
        began = {row.profile_id: row.began for row in await tx.rows(some)}
        if not began:
            return
        upto = max(began)
        stays = await _stays(tx, cohort.journey, exits, after, upto)
        values = await _values(tx, trait, after, upto) if trait is not None else {}
        yield [
            Member(since, stays.get(profile, ()), values.get(profile, ()))
            for profile, since in began.items()
        ]
        after = upto


async def _stays(
    tx: Transaction, journey: str, exits: frozenset[str], after: int, upto: int
) -> Mapping[int, list[Stay]]:
    made = select(visits.c.profile_id, visits.c.entered_at, visits.c.left_at).where(
        visits.c.workspace_id == tx.workspace,
        visits.c.profile_id > after,
        visits.c.profile_id <= upto,
        visits.c.journey == journey,
        visits.c.stage.not_in(exits),
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for profile, entered_at, left_at in await tx.rows(made):
        found[profile].append(Stay(entered_at, NEVER if left_at is None else left_at))
    return found


async def _values(tx: Transaction, trait: str, after: int, upto: int) -> Mapping[int, History]:
    """Each value that the trait took, and from when on."""
    keys = {trait, trait.partition(".")[0]}
    clock = func.max(observations.c.at).over(
        partition_by=observations.c.profile_id, order_by=observations.c.number
    )
    log = (
        select(
            observations.c.profile_id,
            observations.c.number,
            observations.c.traits,
            clock.label("clock"),
        )
        .where(
            observations.c.workspace_id == tx.workspace,
            observations.c.profile_id > after,
            observations.c.profile_id <= upto,
        )
        .subquery()
    )
    telling = select(log).where(or_(*(_has(tx, log.c.traits, key) for key in sorted(keys))))
    found: dict[int, History] = defaultdict(list)
    known: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in await tx.rows(telling.order_by(log.c.profile_id, log.c.number)):
        traits = known[row.profile_id]
        traits.update((key, value) for key, value in row.traits.items() if key in keys)
        found[row.profile_id].append((row.clock, at_path(traits, trait)))
    return found


def _has(tx: Transaction, traits: ColumnElement[Any], key: str) -> ColumnElement[bool]:
    if tx.dialect == "postgresql":
        return func.coalesce(func.jsonb_exists(traits, key), False)
    # As good as that: a key that is only a part of some text changes nothing.
    return func.instr(cast(traits, Text), dumps(key)) > 0
