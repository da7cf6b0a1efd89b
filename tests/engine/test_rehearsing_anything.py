"""A rehearsal foresees what a publication then does: for any journeys and any past, on the demo's
data, and for everybody whom nothing has happened to in between.
"""

import asyncio
import itertools
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.demo.clicks import past_clicks
from api.demo.company import company_past
from api.demo.seeding import JOURNEYS
from api.documents import read_yaml
from domain.document import load
from domain.instants import DAY, instant_of
from domain.problems import blocks_replay
from domain.rollover import suggested_target
from engine.history import History
from engine.rehearsing import rehearsed
from engine.workspaces import create_workspace
from tests.builders import MONDAY, TUESDAY, a_journey, at_least, became, did, logins
from tests.foreseeing import a_plan, all_foreseen, published_as_planned, what_happened
from tests.lives import arrived, end_of, instant
from tests.living import LivingEngine
from tests.proving import prove
from tests.strategies import stories
from tests.strategies.dice import Dice
from tests.strategies.journeys import journey
from tests.strategies.stories import MOVEMENTS

pytestmark = pytest.mark.anyio

# Each example has a workspace of its own in the one database.
SEVERAL = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FAR = instant("2200-01-01T00:00:00Z")
NUMBERS = itertools.count()


@st.composite
def versions(draw, number):
    """Documents of one journey, each with a mapping of some stages that the one before had."""
    dice = Dice(draw)
    drawn, before = [], set()
    for _ in range(number):
        document = journey(dice, dice.one_of(MOVEMENTS))
        keys = [stage["key"] for stage in document["stages"]]
        gone = sorted(before - set(keys))
        mapping = {key: dice.one_of([None, *keys]) for key in gone if dice.chance(70)}
        drawn.append((load(document), mapping))
        before = set(keys)
    return drawn


@pytest.fixture
def anything(monkeypatch):
    """Journeys at random need not be good maps; and rows are so small that events fill chunks."""
    monkeypatch.setattr("engine.publishing.blocks_publishing", blocks_replay)
    monkeypatch.setattr("domain.compiling.MOST_INSTANTS", 1)
    monkeypatch.setattr("domain.profile.HEAD", 3)
    monkeypatch.setattr("domain.pairs.CHUNK", 2)


@SEVERAL
@given(stories(), versions(3), st.integers(0, 20))
async def test_any_version_after_any_past(anything, database, story, drawn, place):
    engine = await an_engine(database)
    (first, _), (second, in_between), (third, mapping) = drawn
    before, after = story.lines[:place], story.lines[place:]
    instants = [instant(line["at"]) for line in story.lines]
    await engine.publish(first, now=min(instants))
    await engine.observe((line["profile"], arrived(line)) for line in before)
    # Whoever nothing happens to from now on has yet to hear of the second.
    at = max(instants[:place], default=min(instants))
    await engine.publish(second, mapping=in_between, now=at)
    await engine.observe((line["profile"], arrived(line)) for line in after)

    engine.now = max(end_of(story) or at, *instants)
    foreseen, came = await published_as_planned(engine, third, mapping=mapping)

    assert foreseen == came
    await prove(engine.database, engine.workspace)


@SEVERAL
@given(stories(), st.sampled_from(History))
async def test_any_first_version_over_any_past(anything, database, story, history):
    engine = await an_engine(database)
    await engine.observe((line["profile"], arrived(line)) for line in story.lines)

    engine.now = end_of(story) or max(instant(line["at"]) for line in story.lines)
    foreseen, came = await published_as_planned(engine, load(story.document), history=history)

    assert foreseen == came


async def an_engine(database):
    """An engine in a workspace where nothing has happened yet."""
    made = await create_workspace(database, f"r{next(NUMBERS)}", "Example", FAR)
    return LivingEngine(database, made.id, now=FAR)


TODAY = instant_of("2026-11-22T06:00:00Z")
MANY_CLICKS = 2_000


async def test_the_demo_with_a_stage_less(engine):
    engine.now = TODAY - 400 * DAY
    live = [
        load(read_yaml(files(package).joinpath(name).read_bytes())) for package, name in JOURNEYS
    ]
    for one in live:
        await engine.publish(one)
    engine.now = TODAY
    await engine.observe([*past_clicks(TODAY)[:MANY_CLICKS], *company_past(TODAY)])
    await engine.sweep()

    for one in live:
        course = (await engine.read(engine.shelf.current)).courses[one.key]
        populations = await engine.population(one.key)
        removed = max(course.order, key=lambda key: populations.get(key, 0))
        smaller = without(one, removed)
        target = suggested_target(removed, course.order, one, smaller)
        foreseen, came = await published_as_planned(engine, smaller, mapping={removed: target})

        assert foreseen == came
        assert len(came) >= populations[removed] > 10


def without(journey, key):
    """The journey without one of its stages, whose neighbours it leads to one another."""
    into = [way for way in journey.transitions if way.entered == key]
    out = [way for way in journey.transitions if way.left == key]
    kept = [way for way in journey.transitions if way not in (*into, *out)]
    known = {(way.left, way.entered) for way in kept}
    bridges = {
        (one.left, other.entered): replace(one, entered=other.entered, id=None)
        for one in into
        for other in out
        if one.kind == other.kind == "ADVANCE" and (one.left, other.entered) not in known
    }
    stages = tuple(stage for stage in journey.stages if stage.key != key)
    return replace(
        journey, stages=stages, transitions=(*kept, *bridges.values()), layout=None, notes=None
    )


async def test_while_data_goes_on_arriving_whoever_it_is_not_of_moves_as_foreseen(engine, another):
    names = [f"u{number:03}" for number in range(300)]
    await engine.publish(a_journey("trial -> adoption", adoption=at_least("login", 3)))
    await engine.observe(became(who, at=MONDAY, name=who) for who in names)
    await engine.observe(
        login
        for number, who in enumerate(names)
        for login in logins(who, on=[MONDAY + n for n in range(number % 6)])
    )
    newer = a_journey("trial -> adoption -> loyal", adoption=at_least("login", 2),
                      loyal=at_least("login", 5))  # fmt: skip
    plan = await a_plan(engine, newer)
    foreseen = await all_foreseen(engine, plan)
    touched = set(names[::3])

    async def data(who):
        await another.observe([did(who, "login", at=TUESDAY)])

    arriving = asyncio.gather(*map(data, sorted(touched)))
    movements = await rehearsed(engine.database, engine.shelf, engine.workspace, plan, engine.now)
    published = await engine.publish(newer)
    await asyncio.gather(arriving, engine.visit())
    await engine.visit()

    came = await what_happened(engine, published)
    assert {who for who, one in came.items() if foreseen[who] != one} <= touched
    untouched = {who: one for who, one in foreseen.items() if who not in touched and one.changes}
    assert {who: one for who, one in came.items() if who not in touched} == untouched
    assert movements.total == len(names)
