"""How far a publication has come can be watched to its end, from any point on."""

import asyncio

import pytest

from domain.refusals import NotFound
from engine.migration import Migration, followed, unfinished
from tests.builders import MONDAY, a_journey, at_least, logins
from tests.living import until

pytestmark = pytest.mark.anyio

TWO = a_journey("trial -> adoption", adoption=at_least("login", 2))


@pytest.fixture
async def published(engine, monkeypatch):
    """A second version, on its way to twenty-five profiles."""
    monkeypatch.setattr("engine.publishing.MOST_TOGETHER", 10)
    await engine.publish(TWO)
    for number in range(25):
        await engine.observe(logins(f"u{number}", on=[MONDAY]))
    return await engine.publish(TWO)


def at(done, *, version=2, total=25, finished=False):
    return Migration(
        journey="lead", version=version, revision=version, total=total, done=done, finished=finished
    )


async def watched(engine, journey="lead"):
    return [step async for step in followed(engine.database, engine.workspace, journey)]


async def test_a_migration_is_watched_to_its_end(engine, published):
    seen = []

    async def watch():
        async for step in followed(engine.database, engine.workspace, "lead"):
            seen.append(step)

    watching = asyncio.create_task(watch())
    await until(lambda: as_many(seen, 1))
    async with engine.working():
        await asyncio.wait_for(watching, 30)

    assert (seen[0], seen[-1]) == (at(0), at(25, finished=True))
    assert set(seen) <= {at(0), at(10), at(20), at(25), at(25, finished=True)}
    assert [step.done for step in seen] == sorted(step.done for step in seen)


async def as_many(seen, number):
    return len(seen) >= number


async def test_who_comes_late_is_told_the_end(engine, published):
    await engine.visit()

    assert await watched(engine) == [at(25, finished=True)]


async def test_a_publication_meanwhile_is_watched_instead(engine, published):
    steps = followed(engine.database, engine.workspace, "lead")
    first = await anext(steps)
    await engine.publish(TWO)
    await engine.visit()

    assert [first, *[step async for step in steps]] == [at(0), at(25, version=3, finished=True)]


async def test_without_anybody_to_visit_it_is_finished_at_once(engine):
    await engine.publish(TWO)

    assert await watched(engine) == [at(0, version=1, total=0, finished=True)]


async def test_what_is_not_live_goes_nowhere(engine):
    with pytest.raises(NotFound):
        await watched(engine, "nowhere")


async def test_the_newest_that_is_under_way_is_known_by_journey(engine, published):
    await engine.publish(a_journey("a -> b", key="other"))
    await engine.publish(TWO)

    found = await engine.read(unfinished)

    assert {key: (one.version, one.done, one.total) for key, one in found.items()} == {
        "lead": (3, 0, 25),
        "other": (1, 0, 25),
    }
    await engine.visit()
    assert await engine.read(unfinished) == {}
