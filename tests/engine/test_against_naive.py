"""However a story reaches the engine, it tells what the naive evaluator tells."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.document import load
from domain.instants import Instant, text_of
from domain.problems import blocks_replay
from engine.workspaces import create_workspace
from tests import naive
from tests.lives import arrived, end_of, instant, printed
from tests.living import REPLAY, LivingEngine
from tests.proving import prove
from tests.strategies import Story, by_profile, healthy_stories, linked_stories, stories

pytestmark = pytest.mark.anyio

# Each example has a workspace of its own in the one database.
SEVERAL = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FAR = instant("2200-01-01T00:00:00Z")
NUMBERS = itertools.count()


@pytest.fixture
def any_story(monkeypatch):
    """Journeys at random need not be good maps; and rows are so small that events fill chunks."""
    monkeypatch.setattr("engine.publishing.blocks_publishing", blocks_replay)
    monkeypatch.setattr("domain.compiling.MOST_INSTANTS", 1)
    monkeypatch.setattr("domain.profile.HEAD", 3)
    monkeypatch.setattr("domain.pairs.CHUNK", 2)


@SEVERAL
@given(stories(), st.lists(st.integers(1, 8), min_size=1))
async def test_a_story_told_in_any_batches(any_story, database, story, sizes):
    engine = await an_engine(database)
    await engine.publish(load(story.document))

    lines = iter((line["profile"], arrived(line)) for line in story.lines)
    for size in itertools.cycle(sizes):
        batch = list(itertools.islice(lines, size))
        if not batch:
            break
        await engine.observe(batch)
    await engine.sweep(now=end(story))

    assert await told(engine) == naively(story)
    await prove(engine.database, engine.workspace)


@SEVERAL
@given(healthy_stories(), st.lists(st.integers(1, 8), min_size=1))
async def test_a_story_with_health_told_in_any_batches(any_story, database, story, sizes):
    engine = await an_engine(database)
    await engine.publish(load(story.document))

    lines = iter((line["profile"], arrived(line)) for line in story.lines)
    for size in itertools.cycle(sizes):
        batch = list(itertools.islice(lines, size))
        if not batch:
            break
        await engine.observe(batch)
    await engine.sweep(now=end(story))

    assert await told(engine) == naively(story)
    assert await bands_told(engine) == bands_of(story)
    await prove(engine.database, engine.workspace)


@SEVERAL
@given(linked_stories())
async def test_journeys_that_read_each_other_told_before_they_were_drawn(
    any_story, database, story
):
    documents, lines, until = story
    engine = await an_engine(database)
    await engine.observe((line["profile"], arrived(line)) for line in lines)
    ends = Story({}, lines, until)

    # Those that are read come first, as they were drawn.
    for document in documents:
        await engine.publish(load(document), history=REPLAY, now=end(ends))
    await engine.visit()

    expected = by_profile(naive.replayed_together(documents, lines, last_of(ends)))
    assert in_no_order(await told(engine)) == in_no_order(expected)


@SEVERAL
@given(stories())
async def test_a_story_told_before_its_journey_was_drawn(any_story, database, story):
    engine = await an_engine(database)
    await engine.observe((line["profile"], arrived(line)) for line in story.lines)

    await engine.publish(load(story.document), history=REPLAY, now=end(story))
    await engine.visit()

    assert await told(engine) == naively(story)
    await prove(engine.database, engine.workspace)


async def an_engine(database):
    """An engine in a workspace where nothing has happened yet."""
    number = next(NUMBERS)
    made = await create_workspace(database, f"w{number}", "Example", FAR)
    return LivingEngine(database, made.id, now=FAR)


async def told(engine):
    names = {id: profile.external_id for id, profile in (await engine.profiles()).items()}
    return by_profile([printed(names[change.profile], change) for change in await engine.feed()])


def naively(story: Story):
    return by_profile(naive.replayed(story.document, story.lines, last_of(story)))


def last_of(story: Story) -> str:
    """How far time goes, as it is spelled."""
    return max(line["at"] for line in story.lines) if story.until is None else story.until


def in_no_order(told):
    """Changes of several journeys: which of them was published first is not asked here."""
    return {who: sorted(map(str, changes)) for who, changes in told.items()}


async def bands_told(engine):
    """Who came to which band when, and by what."""
    names = {id: profile.external_id for id, profile in (await engine.profiles()).items()}
    moved = [one for one in await engine.healths() if not one.is_step]
    return sorted((names[one.profile], text_of(one.at), one.band, one.trigger) for one in moved)


def bands_of(story: Story):
    """The same, of every step that the naive evaluator takes."""
    bands: dict[str, str | None] = {}
    moved = []
    steps = naive.replayed(story.document, story.lines, last_of(story), with_health=True)
    for step in steps:
        if "band" in step and step["band"] != bands.get(step["profile"]):
            bands[step["profile"]] = step["band"]
            moved.append((step["profile"], step["at"], step["band"], step["trigger"]))
    return sorted(moved)


def end(story: Story) -> Instant:
    """How far time goes."""
    return end_of(story) or max(instant(line["at"]) for line in story.lines)
