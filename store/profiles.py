"""Profiles: who they are in one table, all that the rules know of them in one row of another.

The row of `profile_states` is what whoever judges a profile holds locked. Everybody locks in the
order of ids, after messages and new profiles, which are inserted in sorted order: so two
transactions may wait for one another, but never each for the other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import BigInteger, Column, Index, Table, Text, UniqueConstraint, and_, func, select

from domain.instants import Instant
from domain.journey import ProfileKind
from domain.profile import Profile
from domain.remembering import FORMAT, dump_state, load_profile
from store.columns import Json, Name, dumps, loads, metadata, workspace_id
from store.database import Transaction, Values

profiles = Table(
    "profiles",
    metadata,
    workspace_id(),
    Column("id", BigInteger, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("external_id", Name, nullable=False),
    Column("traits", Json, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("workspace_id", "kind", "external_id"),
    Index("profiles_by_creation", "workspace_id", "created_at", "id"),
)

profile_states = Table(
    "profile_states",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("format", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
)

ProfileKey = tuple[ProfileKind, str]

_IDENTITY = ("id", "kind", "external_id")
_PROFILE = (*_IDENTITY, "traits", "created_at")
_STATE = ("profile_id", "format", "revision", "state")


@dataclass(frozen=True, slots=True)
class Identified:
    """The ids of those who were named, and which of them nobody had named before."""

    ids: dict[ProfileKey, int]
    new: frozenset[int]


async def identify(tx: Transaction, keys: Iterable[ProfileKey], now: Instant) -> Identified:
    """Everybody's id; who is missing is made, with an empty state."""
    wanted = sorted(set(keys))
    ids = await _known(tx, wanted)
    missing = [key for key in wanted if key not in ids]
    if not missing:
        return Identified(ids, frozenset())
    numbers = await tx.new_profile_ids(len(missing))
    made = await tx.insert_many_new(
        profiles,
        [
            (tx.workspace, number, kind, external_id, "{}", now)
            for number, (kind, external_id) in zip(numbers, missing, strict=True)
        ],
        returning=_IDENTITY,
    )
    new = frozenset(id for id, _, _ in made)
    await tx.insert_many(
        profile_states, [(tx.workspace, id, FORMAT, 0, "{}") for id in sorted(new)]
    )
    ids |= {(ProfileKind(kind), external_id): id for id, kind, external_id in made}
    # Somebody else made these between our look and our insert, and has committed by now.
    ids |= await _known(tx, [key for key in missing if key not in ids])
    return Identified(ids, new)


async def lock(tx: Transaction, ids: Collection[int]) -> list[Profile]:
    """The profiles, by id, locked to the end of the transaction."""
    return await _load(tx, ids, lock=True)


async def load_many(tx: Transaction, ids: Collection[int]) -> dict[int, Profile]:
    """Those profiles that there are."""
    return {profile.id: profile for profile in await _load(tx, ids, lock=False)}


async def find(tx: Transaction, kind: ProfileKind, external_id: str) -> Profile | None:
    """The profile that somebody else knows by that id."""
    ids = await _known(tx, [(kind, external_id)])
    return next(iter(await _load(tx, ids.values(), lock=False)), None)


async def save(
    tx: Transaction, changed: Sequence[Profile], traits_changed: Collection[int]
) -> None:
    """Keep what is known of these profiles now; their traits too where those have changed."""
    workspace, states = tx.workspace, []
    for profile in changed:
        format, state = dump_state(profile)
        text = orjson.dumps(state).decode()
        states.append((workspace, profile.id, format, profile.revision, text))
    await tx.upsert_many(profile_states, states)
    await tx.upsert_many(
        profiles,
        [
            (workspace, one.id, one.kind, one.external_id, dumps(one.traits), one.created_at)
            for one in changed
            if one.id in traits_changed
        ],
        changes={"traits": "excluded.traits"},
    )


async def ids_after(
    tx: Transaction,
    after: int,
    limit: int,
    kind: ProfileKind | None = None,
    *,
    behind: int | None = None,
) -> list[int]:
    """The next ids, ascending; with `behind` only of those not judged under that revision yet."""
    following = select(profiles.c.id).where(
        profiles.c.workspace_id == tx.workspace, profiles.c.id > after
    )
    if kind is not None:
        following = following.where(profiles.c.kind == kind)
    if behind is not None:
        following = following.join(
            profile_states,
            and_(
                profile_states.c.workspace_id == profiles.c.workspace_id,
                profile_states.c.profile_id == profiles.c.id,
            ),
        ).where(profile_states.c.revision < behind)
    return [id for (id,) in await tx.rows(following.order_by(profiles.c.id).limit(limit))]


async def count(tx: Transaction, kind: ProfileKind | None = None) -> int:
    """How many there are, counted one by one."""
    counted = select(func.count()).where(profiles.c.workspace_id == tx.workspace)
    if kind is not None:
        counted = counted.where(profiles.c.kind == kind)
    ((number,),) = await tx.rows(counted)
    return int(number)


async def _known(tx: Transaction, keys: Sequence[ProfileKey]) -> dict[ProfileKey, int]:
    if not keys:
        return {}
    found = await tx.select_in(profiles, _IDENTITY, ("kind", "external_id"), keys)
    return {(ProfileKind(kind), external_id): id for id, kind, external_id in found}


async def _load(tx: Transaction, ids: Collection[int], *, lock: bool) -> list[Profile]:
    keys = [(id,) for id in sorted(ids)]
    states = await tx.select_in(
        profile_states, _STATE, ("profile_id",), keys, order_by=("profile_id",), lock=lock
    )
    # In a statement of its own: a row that was waited for is the newest one, while rows joined to
    # it would be as old as the statement.
    found = await tx.select_in(profiles, _PROFILE, ("id",), keys)
    known = {row[0]: row for row in found}
    return [_profile(known[state[0]], state) for state in states]


def _profile(identity: Values, state: Values) -> Profile:
    id, kind, external_id, traits, created_at = identity
    _, format, revision, text = state
    return load_profile(
        id=id,
        kind=ProfileKind(kind),
        external_id=external_id,
        traits=loads(traits),
        created_at=created_at,
        revision=revision,
        format=format,
        state=orjson.loads(text),
    )
