"""The proof that everything a workspace remembers agrees with its feed.

What is kept twice for the sake of questions must say the same twice: placements and states, visits
and stage changes, counters and counting, the log and how many arrivals each profile knows of.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from domain.health import RecordedHealth
from domain.instants import NEVER, Instant, text_of
from domain.journey import ProfileKind
from domain.noticing import noticed
from domain.pairs import Chunk
from domain.profile import Profile
from domain.stage_change import RecordedChange
from domain.vocabulary import NOTHING, Names, Subject, vocabulary_of
from engine.recording import BAND
from engine.sitting import placement_row
from engine.stays import ARRIVALS, DEPARTURES, POPULATION
from store import (
    counters,
    journeys,
    observations,
    placements,
    profiles,
    sightings,
)
from store import feed as feeds
from store.database import Database, Transaction
from store.passed_stages import PassedStage, passed_stages
from store.series_chunks import load, series_chunks
from store.timers import timers
from store.visits import OpenedVisit, visits

EVERYTHING = 10_000_000
Listed = Mapping[Subject, Names]


async def prove(database: Database, workspace: int) -> None:
    """Fail where two accounts of the same differ."""
    await database.read(workspace, proven)


async def proven(tx: Transaction) -> None:
    facts = await feeds.after(tx, 0, EVERYTHING)
    feed = [fact for fact in facts if isinstance(fact, RecordedChange)]
    known = await profiles.load_many(tx, await profiles.ids_after(tx, 0, EVERYTHING))
    oldest, last = await feeds.bounds(tx)

    assert [fact.number for fact in facts] == list(range(oldest, last + 1))
    assert await _placements(tx, known) == _standings(known)
    assert await _arrivals(tx) == {id: who.arrivals for id, who in known.items() if who.arrivals}
    assert await _late_timers(tx, known) == {}
    assert await _chunks(tx) == await _chunks_of(tx, known)
    for kind in ProfileKind:
        counted = (await counters.read(tx, f"profiles.{kind.value}")).get("", 0)
        assert counted == await profiles.count(tx, kind)
    for journey in await journeys.every_key(tx):
        assert await counters.every(tx, journey) == await _tallied(tx, journey)
    assert await _noticed(tx) == await _arrived(tx, known)
    if oldest == 1:
        _in_order(feed)
        assert _bands(fact for fact in facts if isinstance(fact, RecordedHealth)) == {
            place: row.band for place, row in _standings(known).items() if row.band is not None
        }
        assert await _visits(tx) == _stays(feed)
        assert await _passed(tx) == _skipped(feed)
        assert _ends(feed) == {place: row.stage for place, row in _standings(known).items()}


def _in_order(feed: list[RecordedChange]) -> None:
    """Per profile the feed is in the order of `at`, and each change begins where one ended."""
    clocks: dict[int, Instant] = {}
    stages: dict[tuple[int, str], str | None] = {}
    for change in feed:
        place = change.profile, change.journey
        assert change.at >= clocks.get(change.profile, change.at), change
        assert change.left == stages.get(place), change
        clocks[change.profile], stages[place] = change.at, change.entered


def _bands(changes: Iterable[RecordedHealth]) -> dict[tuple[int, str], str]:
    """The band that each profile is in where the changes of its health have led, each in order."""
    bands: dict[tuple[int, str], str] = {}
    for change in changes:
        place = change.profile, change.journey
        assert change.old_band == bands.get(place), change
        bands.pop(place, None)
        if change.band is not None:
            bands[place] = change.band
    return bands


def _ends(feed: list[RecordedChange]) -> dict[tuple[int, str], str]:
    ends = {(change.profile, change.journey): change.entered for change in feed}
    return {place: stage for place, stage in ends.items() if stage is not None}


def _standings(known: dict[int, Profile]) -> dict[tuple[int, str], placements.PlacementRow]:
    rows = [
        placement_row(id, journey, placement)
        for id, profile in known.items()
        for journey, placement in profile.placements.items()
    ]
    return {(row.profile, row.journey): row for row in rows if row is not None}


async def _placements(
    tx: Transaction, known: dict[int, Profile]
) -> dict[tuple[int, str], placements.PlacementRow]:
    kept = await placements.of(tx, known)
    return {(row.profile, row.journey): row for rows in kept.values() for row in rows}


async def _arrivals(tx: Transaction) -> Counter[int]:
    """How many lines each profile's log has; they are numbered from 1 on."""
    table = observations.observations
    lines = select(table.c.profile_id, table.c.number).where(table.c.workspace_id == tx.workspace)
    numbers = defaultdict(list)
    for id, number in await tx.rows(lines.order_by(table.c.profile_id, table.c.number)):
        numbers[id].append(number)
    for id, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), id
    return Counter({id: len(found) for id, found in numbers.items()})


async def _late_timers(tx: Transaction, known: dict[int, Profile]) -> dict[int, Instant]:
    """Profiles that time could move before anybody would look."""
    rows = select(timers.c.profile_id, timers.c.due).where(timers.c.workspace_id == tx.workspace)
    armed = dict(tuple(row) for row in await tx.rows(rows))
    return {id: who.due for id, who in known.items() if who.due < armed.get(id, NEVER)}


async def _chunks(tx: Transaction) -> set[tuple[int, str, int]]:
    table = series_chunks
    rows = select(table.c.profile_id, table.c.series, table.c.number)
    found = await tx.rows(rows.where(table.c.workspace_id == tx.workspace))
    return {(id, series, number) for id, series, number in found}


async def _chunks_of(tx: Transaction, known: dict[int, Profile]) -> set[tuple[int, str, int]]:
    """The chunks that states speak of, and those inside them."""
    found = set()
    for id, profile in known.items():
        for key, series in profile.series.items():
            seen = list(getattr(series, "chunks", ()))
            while seen:
                chunk = seen.pop()
                found.add((id, key, chunk.number))
                if chunk.level > 0:
                    content = await load(tx, id, key, chunk.number)
                    seen += [one for one in content if isinstance(one, Chunk)]
    return found


async def _visits(tx: Transaction) -> list[OpenedVisit]:
    kept = select(*list(visits.columns)[1:]).where(visits.c.workspace_id == tx.workspace)
    rows = await tx.rows(kept.order_by(visits.c.profile_id, visits.c.journey, visits.c.number))
    return [OpenedVisit(**_renamed(row._mapping)) for row in rows]


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(row)
    return {"profile": values.pop("profile_id"), **values}


async def _passed(tx: Transaction) -> set[PassedStage]:
    columns = list(passed_stages.columns)[1:]
    kept = select(*columns).where(passed_stages.c.workspace_id == tx.workspace)
    return {PassedStage(*row) for row in await tx.rows(kept)}


def _skipped(feed: list[RecordedChange]) -> set[PassedStage]:
    """The stages that stage changes tell of passing."""
    visit: Counter[tuple[int, str]] = Counter()
    passed = set()
    for change in feed:
        key = change.profile, change.journey
        visit[key] += change.entered is not None
        passed |= {PassedStage(*key, visit[key], stage, change.at) for stage in change.skipped}
    return passed


def _stays(feed: list[RecordedChange]) -> list[OpenedVisit]:
    """The visits that stage changes tell of."""
    stays: dict[tuple[int, str], list[OpenedVisit]] = defaultdict(list)
    for change in feed:
        made = stays[change.profile, change.journey]
        if change.left is not None:
            made[-1] = replace(made[-1], left_at=change.at, next_stage=change.entered)
        if change.entered is not None:
            made.append(
                OpenedVisit(
                    profile=change.profile,
                    journey=change.journey,
                    number=len(made) + 1,
                    stage=change.entered,
                    entered_at=change.at,
                    move=change.move,
                    trigger=change.trigger,
                    version=change.version,
                )
            )
    return [stay for _, made in sorted(stays.items()) for stay in made]


async def _tallied(tx: Transaction, journey: str) -> Counter[tuple[str, str]]:
    """What counters of a journey are to say, by stage and name."""
    standing = await placements.population(tx, journey)
    tallied = Counter({(stage, POPULATION): number for stage, number in standing.items()})
    for (stage, band), number in (await placements.bands(tx, journey)).items():
        tallied[stage, f"{BAND}{band}"] = number
    for stay in await _visits(tx):
        if stay.journey == journey:
            tallied[stay.stage, f"{ARRIVALS}.{text_of(stay.entered_at)[:10]}"] += 1
            if stay.left_at is not None:
                tallied[stay.stage, f"{DEPARTURES}.{text_of(stay.left_at)[:10]}"] += 1
    return tallied


async def _noticed(tx: Transaction) -> Listed:
    """The names, types and values that were told of when they arrived."""
    return vocabulary_of(await sightings.every(tx)).listed


async def _arrived(tx: Transaction, known: Mapping[int, Profile]) -> Listed:
    """The same read off the log, from its beginning."""
    logs = await observations.histories(tx, list(known))
    lines = ((known[id].kind, line.observation) for id, log in logs.items() for line in log)
    return noticed(NOTHING, lines).vocabulary.listed
