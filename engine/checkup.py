"""How well everybody is who stands in a journey, read at now.

Between data a score is a function of time, so averages and medians cannot be counters: profiles are
looked at one by one. Where a few stand, that is done when somebody asks. Where many do, one worker
goes through them now and then, spending a small part of its time, and what is told is as of then;
what it found is kept for each day.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import partial
from time import monotonic
from typing import TypeAlias

from domain.health_sheet import HealthSheet, merged, sheet_to_document
from domain.instants import SECOND, Instant, day_of
from domain.looking import PERSONA
from domain.profile import Profile
from engine.clock import Clock
from engine.dwelling import CLAIMED_FOR, EVERY, REST, still_there
from engine.faring import seen_at
from engine.shelf import Shelf
from store import chores, feed, profiles, stage_healths
from store.database import Database, Transaction
from store.stage_healths import StageHealth

FEW = 200
"""Profiles of a journey: so many are looked at while the caller waits."""
PAGE = 200
MOST_PERSONAS = 100
"""In a stage; profiles of further ones are counted among all, and not apart."""

Sheets: TypeAlias = dict[tuple[str, str], dict[str, HealthSheet]]
"""By journey and stage, then by persona, '' for none."""


async def looked_at(
    tx: Transaction, shelf: Shelf, ids: Collection[int], now: Instant, sheets: Sheets
) -> None:
    """Count these profiles in, in every journey in which they stand."""
    for profile in (await profiles.load_many(tx, ids)).values():
        await _look(tx, shelf, profile, now, sheets)


async def _look(
    tx: Transaction, shelf: Shelf, profile: Profile, now: Instant, sheets: Sheets
) -> None:
    # Whom a publication has not reached yet is as the version says that it was judged under.
    definitions = await shelf.at(tx, profile.revision)
    courses = definitions.scoring[profile.kind]
    profile = await seen_at(tx, profile, definitions, max(now, profile.clock))
    persona = profile.traits.get(PERSONA)
    for course in courses:
        placement = profile.placements.get(course.key)
        if placement is None or placement.stage is None or course.health is None:
            continue
        look = course.health.look(profile, placement.stage, profile.clock)
        by_persona = sheets[course.key, placement.stage]
        own = persona if isinstance(persona, str) else ""
        if own not in by_persona and len(by_persona) >= MOST_PERSONAS:
            own = ""
        sheet = by_persona.setdefault(own, HealthSheet())
        sheet.add(look.health, look.measures())


async def healths_refreshed(database: Database, shelf: Shelf, workspace: int, clock: Clock) -> None:
    """Look at everybody, where it is time to, and keep what was found for the day.

    Raises NotFound for a workspace that was deleted.
    """
    now = clock()
    begun = await database.write(workspace, partial(_begun, shelf=shelf, now=now))
    if begun is None:
        return
    sheets, cursor = begun
    worked, after = 0.0, 0
    while True:
        turned = monotonic()
        ids = await database.read(workspace, partial(profiles.ids_after, after=after, limit=PAGE))
        look = partial(looked_at, shelf=shelf, ids=ids, now=now, sheets=sheets)
        await database.read(workspace, look)
        spent = monotonic() - turned
        worked += spent
        if len(ids) < PAGE:
            break
        after = ids[-1]
        # Whoever else works in this process is let go on for as long.
        await asyncio.sleep(spent)
    found = [
        _of_day(journey, stage, by_persona, now, cursor)
        for (journey, stage), by_persona in sheets.items()
    ]
    again = now + max(EVERY, int(worked * REST) * SECOND)
    await database.write(workspace, partial(_keep, found=found, again=again))


async def _begun(tx: Transaction, shelf: Shelf, now: Instant) -> tuple[Sheets, int] | None:
    """A sheet for every stage that has health, and the feed's last number; None before time."""
    await still_there(tx)
    definitions = await shelf.current(tx)
    if not any(definitions.scoring.values()):
        return None
    if not await chores.claim(tx, "healths", now, now + CLAIMED_FOR):
        return None
    sheets: Sheets = defaultdict(dict)
    for courses in definitions.scoring.values():
        for course in courses:
            for stage in course.order:
                sheets[course.key, stage] = {}
    _, cursor = await feed.bounds(tx)
    return sheets, cursor


async def _keep(tx: Transaction, found: list[StageHealth], again: Instant) -> None:
    await still_there(tx)
    await stage_healths.keep(tx, found)
    await chores.put_off(tx, "healths", again)


def _of_day(
    journey: str,
    stage: str,
    by_persona: Mapping[str, HealthSheet],
    now: Instant,
    cursor: int,
) -> StageHealth:
    whole = merged(by_persona.values())
    return StageHealth(
        journey=journey,
        stage=stage,
        day=day_of(now),
        population=whole.population,
        known=whole.known,
        average=whole.average,
        median=whole.median,
        evaluated_at=now,
        cursor=cursor,
        sheets={persona: sheet_to_document(one) for persona, one in by_persona.items()},
    )
