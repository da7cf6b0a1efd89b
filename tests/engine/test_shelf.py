"""Each version is compiled once in a process, and what is current is never out of date."""

import pytest

from tests.builders import MONDAY, a_journey, at_least, logins

pytestmark = pytest.mark.anyio

THREE = a_journey("trial -> adoption", adoption=at_least("login", 3))
TWO = a_journey("trial -> adoption", adoption=at_least("login", 2))


async def test_what_another_process_has_published_is_judged_by_at_once(engine, another):
    await engine.publish(THREE)
    await another.observe(logins("u1", on=[MONDAY, MONDAY]))
    assert await engine.population() == {"trial": 1}

    await engine.publish(TWO)
    await another.observe(logins("u2", on=[MONDAY, MONDAY]))

    assert await engine.population() == {"trial": 1, "adoption": 1}


async def test_a_version_is_compiled_once(engine):
    await engine.publish(THREE)
    await engine.publish(a_journey("a -> b", key="other"))

    first = await definitions(engine, 1)
    second = await definitions(engine, 2)

    assert await definitions(engine, 1) is first
    assert second.courses["lead"] is first.courses["lead"]
    assert list(second.courses) == ["lead", "other"]


async def test_what_was_put_away_for_others_is_compiled_again(engine, monkeypatch):
    monkeypatch.setattr("engine.shelf.MOST_DEFINITIONS", 1)
    monkeypatch.setattr("engine.shelf.MOST_COURSES", 1)
    for journey in (THREE, a_journey("a -> b", key="other"), TWO):
        await engine.publish(journey)

    versions = [(await definitions(engine, at)).courses["lead"].version for at in (1, 2, 3, 1)]

    assert versions == [1, 1, 2, 1]
    await engine.observe(logins("u1", on=[MONDAY]))


async def definitions(engine, revision):
    return await engine.database.read(engine.workspace, lambda tx: engine.shelf.at(tx, revision))
