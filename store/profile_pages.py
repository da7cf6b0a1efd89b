"""The profiles that somebody looks for, a page at a time, in one of a few orders."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, select

from domain.instants import Instant
from domain.journey import ProfileKind
from domain.looking import PERSONA
from domain.profile import Profile
from domain.signals import SEGMENT, Operator
from store import profiles as people
from store.database import Transaction
from store.paging import Page, Slice, paged
from store.placements import placements
from store.profiles import profiles
from store.traits import TraitTest, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFilter:
    """Whom to look for: all that is said must hold.

    With a `journey` those who stand in it, or with `unplaced` those who do not. `stages`, `bands`
    and `standing_before` (who has dwelt for long) are about that journey, or about any without one.
    """

    kind: ProfileKind | None = None
    journey: str | None = None
    stages: tuple[str, ...] | None = None
    unplaced: bool = False
    segment: str | None = None
    standing_before: Instant | None = None
    bands: tuple[str, ...] | None = None
    persona: str | None = None
    search: str | None = None
    trait: TraitTest | None = None


class SortKey(StrEnum):
    """What profiles can be sorted by."""

    EXTERNAL_ID = "EXTERNAL_ID"
    CREATED = "CREATED"
    SINCE = "SINCE"
    HEALTH = "HEALTH"


PLACED = frozenset({SortKey.SINCE, SortKey.HEALTH})
"""Orders of those who stand in a journey."""


@dataclass(frozen=True, slots=True)
class ProfileOrder:
    """In which order; by SINCE come only those who stand in `journey`, by HEALTH those with a score
    there: as it was when they were last judged.
    """

    by: SortKey = SortKey.CREATED
    journey: str | None = None
    descending: bool = False

    def __post_init__(self) -> None:
        if self.by in PLACED and self.journey is None:
            raise ValueError("Profiles stand somewhere, and do well, in a journey: name it.")


async def page(
    tx: Transaction, wanted: ProfileFilter, order: ProfileOrder, part: Slice
) -> Page[Profile]:
    """A page of the profiles that are wanted."""
    found = _wanted(tx, wanted, select(profiles.c.id))
    key: list[ColumnElement[Any]]
    match order.by:
        case SortKey.EXTERNAL_ID:
            key = [profiles.c.external_id, profiles.c.id]
        case SortKey.CREATED:
            key = [profiles.c.created_at, profiles.c.id]
        case SortKey.SINCE | SortKey.HEALTH:
            sorting: FromClause = placements
            if wanted.journey != order.journey or wanted.unplaced:
                sorting = placements.alias("sorting")
                is_there = (
                    sorting.c.workspace_id == tx.workspace,
                    sorting.c.profile_id == profiles.c.id,
                    sorting.c.journey == order.journey,
                )
                found = found.join(sorting, and_(*is_there))
            by = sorting.c.since if order.by is SortKey.SINCE else sorting.c.score
            key = [by, sorting.c.profile_id]
            found = found.where(by.is_not(None))
    rows = await paged(tx, found, key, part, descending=order.descending)
    ids = [row.id for row in rows.items]
    loaded = await people.load_many(tx, ids)
    return rows.of([loaded[id] for id in ids])


async def count(tx: Transaction, wanted: ProfileFilter) -> int:
    """How many profiles are wanted, counted one by one."""
    ((number,),) = await tx.rows(_wanted(tx, wanted, select(func.count(profiles.c.id))))
    return int(number)


def ids_of(tx: Transaction, wanted: ProfileFilter) -> Select[Any]:
    """The ids of the profiles that are wanted, to be built upon."""
    return _wanted(tx, wanted, select(profiles.c.id))


def _wanted(tx: Transaction, wanted: ProfileFilter, found: Select[Any]) -> Select[Any]:
    found = found.where(profiles.c.workspace_id == tx.workspace)
    if wanted.kind is not None:
        found = found.where(profiles.c.kind == wanted.kind)
    if wanted.search:
        found = found.where(profiles.c.external_id.icontains(wanted.search, autoescape=True))
    if wanted.trait is not None:
        found = found.where(holds(profiles.c.traits, wanted.trait, tx.dialect))
    if wanted.persona is not None:
        is_one = TraitTest(PERSONA, Operator.EQ, wanted.persona)
        found = found.where(holds(profiles.c.traits, is_one, tx.dialect))
    if wanted.segment is not None:
        found = found.join(members := placements.alias("members"), _is_in(tx, members, wanted))
    place = [
        placements.c.workspace_id == tx.workspace,
        placements.c.profile_id == profiles.c.id,
        ~placements.c.journey.startswith(SEGMENT)
        if wanted.journey is None
        else placements.c.journey == wanted.journey,
    ]
    if wanted.unplaced:
        return found.where(~select(placements.c.journey).where(*place).exists())
    if wanted.stages is not None:
        place.append(placements.c.stage.in_(wanted.stages))
    if wanted.bands is not None:
        place.append(placements.c.band.in_(wanted.bands))
    if wanted.standing_before is not None:
        place.append(placements.c.since < wanted.standing_before)
    if wanted.journey is not None:
        return found.join(placements, and_(*place))
    if len(place) > 3:
        return found.where(select(placements.c.journey).where(*place).exists())
    return found


def _is_in(tx: Transaction, members: FromClause, wanted: ProfileFilter) -> ColumnElement[bool]:
    return and_(
        members.c.workspace_id == tx.workspace,
        members.c.profile_id == profiles.c.id,
        members.c.journey == f"{SEGMENT}{wanted.segment}",
    )
