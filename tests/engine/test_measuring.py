"""What teams measure by, against counting it from the feed change by change."""

import random
from collections import defaultdict
from decimal import Decimal
from itertools import groupby, pairwise
from math import ceil

import pytest

from domain.instants import DAY, HOUR
from domain.retention import Calendar
from engine.measuring import conversions, flow, funnel, hindrances, retention
from store import funnels
from store.cohorts import Cohort
from store.flows import Flow, Period
from store.funnels import Funnel, FunnelMode, FunnelStep
from store.paging import Slice
from store.profile_pages import ProfileFilter
from store.traits import Operator, TraitTest
from tests.builders import FRIDAY, MONDAY, TUESDAY, a_journey, became, did, silent

pytestmark = pytest.mark.anyio

STEPS = ("new", "keen", "met", "won")
SHOP = a_journey(
    "new -> keen -> met -> won",
    exits=["lost"],
    ways=[{"from": "lost", "to": "keen", "kind": "RECYCLE", "after": "P5D"}],
    keen={"signal": {"count": "view"}, "is": "gte", "value": 2},
    met={"signal": {"count": "call", "within": "P9D"}, "is": "gte", "value": 1},
    won={"signal": {"sum": "order", "property": "amount"}, "is": "gte", "value": 50},
    lost=silent("*", "P6D"),
)
AS_OF = MONDAY + 40 * DAY


@pytest.fixture
async def lived(engine):
    """A shop's forty days, some of whose customers skip stages, are lost and come back."""
    await engine.publish(SHOP)
    await engine.observe(a_history(900))
    await engine.sweep(AS_OF)
    return engine


@pytest.mark.parametrize("mode", FunnelMode)
async def test_a_funnel_counts_what_the_feed_tells(lived, mode):
    for stage, window, steps in ((None, None, STEPS), ("keen", 8 * DAY, STEPS[1:])):
        cohort = Cohort(journey="lead", stage=stage, since=TUESDAY, until=MONDAY + 20 * DAY)
        asked = Funnel(cohort=cohort, steps=steps, mode=mode, as_of=AS_OF, window=window)

        counted = await lived.read(lambda tx, asked=asked: funnel(tx, asked))

        feed = await lived.feed()
        assert (counted.value.size, counted.value.steps) == told_of(feed, asked)
        assert counted.value.size >= 20
        assert (counted.evaluated_at, counted.cursor) == (AS_OF, feed[-1].number)


async def test_the_numbers_of_a_funnel_open_to_their_profiles(lived):
    cohort = Cohort(journey="lead", since=TUESDAY)
    asked = Funnel(cohort=cohort, steps=STEPS, mode=FunnelMode.STRICT, as_of=AS_OF)
    counted = (await lived.read(lambda tx: funnel(tx, asked))).value

    async def people(step, *, lost=False):
        part = Slice(first=1_000)
        page = await lived.read(lambda tx: funnels.page(tx, asked, step, part, lost=lost))
        return {profile.id for profile in page.items}

    everybody = await people(None)
    reached = [await people(step) for step in range(len(STEPS))]
    lost = [await people(step, lost=True) for step in range(len(STEPS))]
    assert len(everybody) == counted.size
    assert [len(some) for some in reached] == [step.reached for step in counted.steps]
    assert [
        everybody - reached[0],
        *(a - b for a, b in pairwise(reached)),
    ] == lost


async def test_a_cohort_can_be_narrowed_to_profiles_and_to_a_version(lived):
    even = ProfileFilter(trait=TraitTest("even", Operator.EQ, True))
    for cohort in (
        Cohort(journey="lead", profiles=even),
        Cohort(journey="lead", version=2),
        Cohort(journey="lead", version=1),
    ):
        asked = Funnel(cohort=cohort, steps=("won",), mode=FunnelMode.ANY, as_of=AS_OF)
        counted = (await lived.read(lambda tx, asked=asked: funnel(tx, asked))).value

        names = {id: who.external_id for id, who in (await lived.profiles()).items()}
        feed = await lived.feed()
        if cohort.profiles is not None:
            feed = [change for change in feed if int(names[change.profile]) % 2 == 0]
        if cohort.version == 2:
            feed = []
        assert (counted.size, counted.steps) == told_of(feed, asked)


async def test_a_conversion_is_a_funnel_of_two_stages(lived):
    def asked(left, entered):
        cohort = Cohort(journey="lead", stage=left)
        steps = (left, entered)
        return Funnel(cohort=cohort, steps=steps, mode=FunnelMode.STRICT, as_of=AS_OF)

    pairs = [("new", "keen"), ("met", "won"), ("won", "new")]
    counted = await lived.read(lambda tx: conversions(tx, pairs, asked, AS_OF))

    feed = await lived.feed()
    for pair, found in zip(pairs, counted.value, strict=True):
        size, (first, second) = told_of(feed, asked(*pair))
        assert (found.arrived, found.inside, found.step) == (size, first.inside, second)
        assert first.reached == size


async def test_a_flow_counts_every_move_of_its_period(lived):
    period = Period(journey="lead", since=FRIDAY, until=MONDAY + 25 * DAY)

    counted = (await lived.read(lambda tx: flow(tx, period))).value

    assert counted == ways_in(await lived.feed(), period)
    assert {(way.left, way.entered) for way in counted} >= {(None, "new"), ("lost", "keen")}


async def test_bottlenecks_are_told_with_their_reasons(engine):
    slow = a_journey(
        "new -> met -> won", met=trait("met"), won=trait("won"), exits=["lost"], lost=trait("lost")
    )
    await engine.publish(slow)
    quick = [f"q{n}" for n in range(10)]
    stuck = [f"s{n}" for n in range(4)]
    await engine.observe([became(who, at=MONDAY, seen=True) for who in [*quick, *stuck]])
    await engine.observe([became(who, at=MONDAY + HOUR, met=True) for who in quick])
    await engine.observe([became(who, at=MONDAY + 2 * HOUR, lost=True) for who in quick[:8]])
    engine.now = TUESDAY
    period = Period(journey="lead", since=MONDAY, until=TUESDAY)
    course = (await engine.read(engine.shelf.current)).courses["lead"]

    found = (await engine.read(lambda tx: hindrances(tx, course, period))).value

    new, met = found
    assert [(one.traffic.stage, [str(reason) for reason in one.reasons]) for one in found] == [
        ("new", ["WAITING"]),
        ("met", ["LOSING", "NOBODY_GOES_ON"]),
    ]
    assert (new.traffic.usual, new.traffic.overdue) == (HOUR, 4)
    assert new.traffic.waiting == 4 * (DAY - HOUR)
    assert (met.traffic.lost, met.traffic.population) == (8, 2)


async def test_retention_counts_who_is_there_and_what_they_are_worth(engine):
    await engine.publish(
        a_journey("new -> won", won=trait("won"), exits=["lost"], lost=trait("lost"))
    )
    await engine.observe(
        [
            became("kept", at=MONDAY, mrr=100),
            became("grown", at=MONDAY + HOUR, mrr=10),
            became("gone", at=TUESDAY, mrr=40),
            became("later", at=MONDAY + 7 * DAY, mrr=1),
            became("grown", at=FRIDAY, mrr=30),
            became("kept", at=FRIDAY, mrr=90),
            became("gone", at=FRIDAY, lost=True),
            # Told late: it counts from when it came, as the rules have it.
            became("kept", at=TUESDAY, mrr=95),
        ]
    )
    calendar = Calendar(MONDAY, MONDAY + 14 * DAY, 7 * DAY, as_of=MONDAY + 8 * DAY)
    cohort = Cohort(journey="lead", since=calendar.since, until=calendar.until)

    counted = await engine.read(
        lambda tx: retention(tx, cohort, calendar, frozenset({"lost"}), "mrr")
    )

    first, second = counted.value
    assert [(one.of, one.retained) for one in first.periods] == [(3, 3), (3, 2)]
    week = first.periods[1]
    assert (week.worth_before, week.worth_after) == (150, 125)
    assert (week.expansion, week.contraction, week.churn) == (20, 5, 40)
    assert (round(week.net, 4), round(week.gross, 4)) == (Decimal("0.8333"), Decimal("0.7"))
    assert (second.size, [(one.of, one.retained) for one in second.periods]) == (1, [(1, 1)])


def trait(name):
    return {"signal": {"trait": name}, "is": "eq", "value": True}


def a_history(size):
    """Sixty customers who come over two weeks, some of them busier than others."""
    chance = random.Random(11)
    happenings = [
        became(str(who), at=MONDAY + who % 14 * DAY, even=who % 2 == 0) for who in range(60)
    ]
    for _ in range(size):
        who = int(60 * chance.random() ** 2)
        at = MONDAY + (who % 14) * DAY + chance.randrange(25 * 24) * HOUR
        event = chance.choice(["view", "view", "call", "order"])
        happenings.append(did(str(who), event, at=at, amount=chance.randrange(40)))
    return sorted(happenings, key=lambda it: it[1].at)


def told_of(feed, asked):
    """A funnel by hand: the size of its cohort, and its steps."""
    cohort, reached, inside = asked.cohort, defaultdict(list), defaultdict(int)
    size = 0
    for _, changes in groupby(
        sorted(feed, key=lambda it: (it.profile, it.number)), key=lambda it: it.profile
    ):
        changes = list(changes)
        came = [one for one in changes if one.entered and cohort.stage in (None, one.entered)]
        if not came or not (cohort.since or 0) <= came[0].at < (cohort.until or 2**62):
            continue
        size += 1
        start = came[0]
        trail = []
        for one in changes:
            if one.number < start.number or one.at > asked.as_of:
                continue
            if asked.window is not None and one.at - start.at > asked.window:
                continue
            if asked.mode is FunnelMode.PASSED_THROUGH and one is not start:
                trail += [(stage, one.at) for stage in one.skipped]
            trail.append((one.entered, one.at))
        if asked.mode is not FunnelMode.STRICT:
            for number, stage in enumerate(asked.steps):
                later = asked.steps[number:] if asked.mode is FunnelMode.PASSED_THROUGH else [stage]
                times = [at for name, at in trail if name in later]
                reached[number] += [times[0] - start.at] if times else []
        else:
            left = list(trail)
            for number, stage in enumerate(asked.steps):
                while left and left[0][0] != stage:
                    left.pop(0)
                if not left:
                    break
                reached[number].append(left[0][1] - start.at)
        stands = [one.entered for one in changes if one.at <= asked.as_of][-1]
        inside[stands] += 1
    steps = tuple(
        FunnelStep(
            stage=stage,
            reached=len(reached[number]),
            median=rank(reached[number], 50),
            p90=rank(reached[number], 90),
            inside=inside[stage],
        )
        for number, stage in enumerate(asked.steps)
    )
    return size, steps


def ways_in(feed, period):
    """Every way taken, by hand."""
    moves, people, stays, since = defaultdict(int), defaultdict(set), defaultdict(list), {}
    for change in feed:
        way = change.left, change.entered
        if period.since <= change.at < period.until:
            moves[way] += 1
            people[way].add(change.profile)
            if change.left is not None:
                stays[way].append(change.at - since[change.profile])
        since[change.profile] = change.at
    return [
        Flow(
            left=left,
            entered=entered,
            moves=moves[left, entered],
            profiles=len(people[left, entered]),
            median=rank(stays[left, entered], 50),
            p90=rank(stays[left, entered], 90),
        )
        for left, entered in sorted(moves, key=lambda way: (way[0] or "", way[1] or ""))
    ]


def rank(values, hundredths):
    """The quantile by nearest rank."""
    return sorted(values)[ceil(len(values) * hundredths / 100) - 1] if values else None
