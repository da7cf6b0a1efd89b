"""What must always be true of a workspace's data, looked at row by row.

Each look is one unchanging view of the database, so that a server may go on beside it.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.instants import NEVER, text_of
from domain.journey import ProfileKind
from domain.profile import Profile
from engine.recording import BAND
from engine.sitting import placement_row
from engine.stays import ARRIVALS, DEPARTURES, POPULATION, on
from store import counters, feed, journeys, placements, profiles, timers, visits
from store.database import Database, Transaction

PAGE = 1_000
MOST_FINDINGS = 100
"""Of one look: who has more is not helped by reading them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should never be: which look found it, and what."""

    look: str
    message: str


LOOKS = ("counters", "feed", "profiles")


async def examined(database: Database, workspace: int) -> list[Finding]:
    """Everything that is wrong with a workspace; nothing, if all is well."""
    found: list[Finding] = []
    for look, at in zip(LOOKS, (_counters, _feed, _profiles), strict=True):
        messages = await database.read(workspace, at)
        found += [Finding(look, message) for message in messages[:MOST_FINDINGS]]
        if len(messages) > MOST_FINDINGS:
            found.append(Finding(look, f"and {len(messages) - MOST_FINDINGS} more"))
    return found


async def _counters(tx: Transaction) -> list[str]:
    """Populations, arrivals, departures and totals, folded or not, are what counting gives."""
    messages = []
    for journey in await journeys.every_key(tx):
        counted = await _counted(tx, journey)
        kept = await counters.every(tx, journey)
        for stage, name in sorted({*counted, *kept}):
            number, said = counted.get((stage, name), 0), kept.get((stage, name), 0)
            if number != said:
                what = "profiles" if name == POPULATION else name
                messages.append(f"{journey}/{stage} has {number} {what}, the counter says {said}")
    for kind in ProfileKind:
        number = await profiles.count(tx, kind)
        total = (await counters.read(tx, f"profiles.{kind.value}")).get("", 0)
        if number != total:
            messages.append(f"there are {number} {kind.value}s, the counter says {total}")
    return messages


async def _counted(tx: Transaction, journey: str) -> dict[tuple[str, str], int]:
    """What the counters of a journey should be, by stage and name."""
    found = {
        (stage, POPULATION): number
        for stage, number in (await placements.population(tx, journey)).items()
    }
    for (stage, band), number in (await placements.bands(tx, journey)).items():
        found[stage, f"{BAND}{band}"] = number
    for one in await visits.by_day(tx, journey):
        found[one.stage, on(DEPARTURES if one.has_ended else ARRIVALS, one.day)] = one.visits
    return found


async def _feed(tx: Transaction) -> list[str]:
    """The feed's numbers have no gap, and end where the feed says."""
    messages = []
    oldest, last = await feed.bounds(tx)
    reached = oldest - 1
    while page := await feed.after(tx, reached, PAGE):
        for before, after in pairwise((reached, *(change.number for change in page))):
            if after != before + 1:
                messages.append(f"after {before} comes {after}")
        reached = page[-1].number
    if reached != last:
        messages.append(f"ends at {reached}, where {last} was the last number given")
    return messages


async def _profiles(tx: Transaction) -> list[str]:
    """Every state can be read, its placements are those kept for questions, its timer is armed."""
    messages: list[str] = []
    async for ids in _pages(tx):
        known, unreadable = await _loaded(tx, ids)
        messages += unreadable
        standing = await placements.of(tx, known)
        dues = await timers.dues(tx, known)
        for id, profile in known.items():
            rows = [
                row
                for journey, placement in sorted(profile.placements.items())
                if (row := placement_row(id, journey, placement)) is not None
            ]
            if rows != standing[id]:
                messages.append(f"{_named(profile)}: its placements are not those of its state")
            if profile.due != NEVER and dues.get(id, NEVER) > profile.due:
                armed = text_of(dues[id]) if id in dues else "never"
                messages.append(
                    f"{_named(profile)}: is due at {text_of(profile.due)}, its timer rings {armed}"
                )
    return messages


async def _pages(tx: Transaction) -> AsyncIterator[list[int]]:
    after = 0
    while ids := await profiles.ids_after(tx, after, PAGE):
        yield ids
        after = ids[-1]


async def _loaded(tx: Transaction, ids: Sequence[int]) -> tuple[Mapping[int, Profile], list[str]]:
    """The profiles whose states can be read, and a message for each other."""
    try:
        known = await profiles.load_many(tx, ids)
    except _UNREADABLE:
        if len(ids) == 1:
            return {}, [f"profile {ids[0]}: its state cannot be read"]
        half = len(ids) // 2
        first, some = await _loaded(tx, ids[:half])
        second, others = await _loaded(tx, ids[half:])
        return {**first, **second}, some + others
    return known, [f"profile {id}: has no state" for id in ids if id not in known]


# What reading something that is not a state can end in.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _named(profile: Profile) -> str:
    return f"{profile.kind.value} {profile.external_id}"
