"""The numbers of stages, against counting them from the feed change by change."""

from collections import Counter
from itertools import pairwise
from math import ceil

import pytest
from sqlalchemy import select

from domain.instants import DAY
from domain.refusals import NotFound
from engine.dashboard import (
    DwellAsked,
    StuckAsked,
    answered,
    arrivals,
    departures,
    population,
)
from engine.dwelling import EVERY, dwells_refreshed
from engine.measuring import Counted
from store.chores import chores
from store.erasing import erase_workspace
from store.stage_dwells import StageDwell, stage_dwells
from tests.builders import MONDAY, a_journey, became, did, logins, silent, trait_is
from tests.proving import prove

pytestmark = pytest.mark.anyio

STAGES = ("active", "quiet", "gone")
FADING = a_journey(
    "active -> quiet",
    exits=["gone"],
    ways=[{"from": "quiet", "to": "active", "kind": "RECYCLE", "when": trait_is("back", True)}],
    quiet=silent("login", "P3D"),
    gone=silent("login", "P30D"),
)
NOW = MONDAY + 40 * DAY + 7


@pytest.fixture
async def lived(engine):
    """Sixty who log in on some days, fall silent, come back perhaps, and go."""
    await engine.publish(FADING)
    for number in range(60):
        who, days = f"u{number}", (0, number % 7, number % 11 + 3, 5 + number % 29)
        await engine.observe(logins(who, on=[MONDAY + day * DAY + number for day in days]))
        if number % 5 == 0:
            await engine.observe([became(who, at=MONDAY + 36 * DAY, back=True)])
    await engine.sweep(NOW)
    return engine


async def test_figures_are_what_the_feed_tells(lived):
    feed = await lived.feed()
    stays = stays_of(feed)
    asked, wanted = [], []
    for stage in STAGES:
        own = [(since, until) for one, since, until in stays if one == stage]
        lengths = sorted((NOW if until is None else until) - since for since, until in own)
        asked += [
            population("lead", stage),
            arrivals("lead", stage, 6, NOW),
            departures("lead", stage, 40, NOW),
            StuckAsked("lead", stage, NOW - 9 * DAY),
            DwellAsked("lead", stage),
        ]
        wanted += [
            sum(until is None for _, until in own),
            sum(since >= MONDAY + 35 * DAY for since, _ in own),
            sum(until is not None and until >= MONDAY + DAY for _, until in own),
            sum(until is None and since < NOW - 9 * DAY for since, until in own),
            a_dwell(stage, lengths, inside=sum(until is None for _, until in own)),
        ]

    counted = await lived.read(lambda tx: answered(tx, lived.shelf, asked, NOW))

    assert [one.value for one in counted] == [told(one, feed) for one in wanted]
    assert {(one.evaluated_at, one.cursor) for one in counted} == {(NOW, feed[-1].number)}
    assert Counter(stage for stage, *_ in stays).keys() == set(STAGES)
    await prove(lived.database, lived.workspace)


async def test_days_leave_out_stays_that_ended_before(lived):
    stays = [
        (since, until)
        for stage, since, until in stays_of(await lived.feed())
        if stage == "active" and (until is None or until > NOW - 20 * DAY)
    ]
    lengths = sorted((NOW if until is None else until) - since for since, until in stays)

    asked = [DwellAsked("lead", "active", 20)]
    (counted,) = await lived.read(lambda tx: answered(tx, lived.shelf, asked, NOW))

    assert (counted.value.stays, counted.value.median) == (len(lengths), at(lengths, 50))


async def test_of_a_stage_where_nobody_ever_was_there_is_nothing_to_tell(engine):
    await engine.publish(FADING)

    asked = [population("lead", "gone"), DwellAsked("lead", "gone")]
    counted = await engine.read(lambda tx: answered(tx, engine.shelf, asked, NOW))

    assert counted == [Counted(0, NOW, 0), Counted(None, NOW, 0)]


async def test_the_stays_of_a_busy_journey_are_counted_every_few_minutes(lived, monkeypatch):
    monkeypatch.setattr("engine.dwelling.FEW_STAYS", 20)

    async def dwell():
        asked = [DwellAsked("lead", "quiet")]
        (counted,) = await lived.read(lambda tx: answered(tx, lived.shelf, asked, lived.now))
        return counted.evaluated_at, counted.value.evaluated_at, counted.value.median

    at_once = await dwell()
    lived.now = NOW + DAY
    await dwells_refreshed(lived.database, lived.workspace, lived.clock)
    counted = await dwell()
    lived.now += EVERY - 1
    await dwells_refreshed(lived.database, lived.workspace, lived.clock)
    kept = await dwell()
    lived.now += 1
    await dwells_refreshed(lived.database, lived.workspace, lived.clock)
    again = await dwell()
    monkeypatch.setattr("engine.dwelling.FEW_STAYS", 2_000)
    lived.now += EVERY + 1
    await dwells_refreshed(lived.database, lived.workspace, lived.clock)
    lived.now += 1

    assert at_once[:2] == (NOW, NOW)
    assert counted[:2] == (NOW + DAY, NOW + DAY)
    assert kept == counted
    assert again[:2] == (NOW + DAY + EVERY,) * 2
    assert again[2] > counted[2] > at_once[2]
    assert (await dwell())[:2] == (lived.now,) * 2


async def test_nothing_is_kept_of_a_workspace_that_was_deleted_meanwhile(lived, monkeypatch):
    monkeypatch.setattr("engine.dwelling.FEW_STAYS", 20)
    await lived.database.write(lived.workspace, erase_workspace)

    with pytest.raises(NotFound):
        await dwells_refreshed(lived.database, lived.workspace, lived.clock)

    for table in (chores, stage_dwells):
        assert await lived.read(lambda tx, table=table: tx.rows(select(table))) == []


async def test_counters_of_days_are_proven_by_counting_visits(engine):
    await engine.publish(FADING)
    await engine.observe([did("old", "login", at=-1), did("old", "login", at=-DAY)])
    await engine.sweep()

    await prove(engine.database, engine.workspace)


def stays_of(feed):
    """Every stay by stage, with its beginning and its end if it has one."""
    stays = []
    for profile in {change.profile for change in feed}:
        moves = [change for change in feed if change.profile == profile]
        stays += [(one.entered, one.at, other.at) for one, other in pairwise(moves)]
        stays.append((moves[-1].entered, moves[-1].at, None))
    return [stay for stay in stays if stay[0] is not None]


def a_dwell(stage, lengths, inside):
    return {
        "stage": stage,
        "stays": len(lengths),
        "inside": inside,
        "median": at(lengths, 50),
        "p90": at(lengths, 90),
    }


def told(wanted, feed):
    if isinstance(wanted, int):
        return wanted
    return StageDwell(journey="lead", evaluated_at=NOW, cursor=feed[-1].number, **wanted)


def at(lengths, share):
    """The least length that so many hundredths of all do not exceed."""
    return lengths[ceil(len(lengths) * share / 100) - 1]
