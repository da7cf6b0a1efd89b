"""Samples of profiles and of what they lately did: a few hundred rows, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from domain.journey import ProfileKind
from domain.observation import NOTHING, Observation
from domain.values import Value
from store.database import Transaction
from store.observations import observations
from store.profiles import profiles

PLACES = 20
"""So many places in the order of their names a sample is taken from."""


@dataclass(frozen=True, slots=True)
class SampledProfile:
    """A profile of a sample, and what is known of it."""

    id: int
    traits: Mapping[str, Value]


async def of_profiles(tx: Transaction, kind: ProfileKind, size: int) -> list[SampledProfile]:
    """So many profiles of a kind at most, all where there are no more, else from many places."""
    found = {one.id: one for one in await _from(tx, kind, "", size)}
    if len(found) == size:
        names = await _names(tx, kind)
        parts = [await _from(tx, kind, name, size // len(names)) for name in names]
        found = {one.id: one for part in parts for one in part}
    return list(found.values())


async def of_observations(tx: Transaction, profile: int, size: int) -> list[Observation]:
    """The newest observations of a profile."""
    columns = observations.c.at, observations.c.event, observations.c.properties
    own = observations.c.workspace_id == tx.workspace, observations.c.profile_id == profile
    newest = select(*columns).where(*own).order_by(observations.c.number.desc()).limit(size)
    return [
        Observation(at=at, event=event, properties=properties or NOTHING)
        for at, event, properties in await tx.rows(newest)
    ]


async def _from(tx: Transaction, kind: ProfileKind, name: str, size: int) -> list[SampledProfile]:
    """The next profiles of a kind from a name on."""
    own = profiles.c.workspace_id == tx.workspace
    following = (
        select(profiles.c.id, profiles.c.traits)
        .where(own, profiles.c.kind == kind.value, profiles.c.external_id >= name)
        .order_by(profiles.c.external_id)
        .limit(size)
    )
    return [SampledProfile(row.id, row.traits) for row in await tx.rows(following)]


async def _names(tx: Transaction, kind: ProfileKind) -> list[str]:
    """Names of profiles as they came over time, for a sample to begin with each; and the first."""
    own = profiles.c.workspace_id == tx.workspace
    ((oldest, newest),) = await tx.rows(
        select(func.min(profiles.c.id), func.max(profiles.c.id)).where(own)
    )
    names = {""}
    for place in range(1, PLACES):
        id = oldest + (newest - oldest) * place // PLACES
        for row in await tx.rows(_next(tx, id)):
            if row.kind == kind.value:
                names.add(row.external_id)
    return sorted(names)


def _next(tx: Transaction, id: int) -> Select[tuple[str, str]]:
    own = profiles.c.workspace_id == tx.workspace
    columns = profiles.c.kind, profiles.c.external_id
    return select(*columns).where(own, profiles.c.id >= id).order_by(profiles.c.id).limit(1)
