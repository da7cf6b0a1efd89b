"""Definitions are compiled once, and those in use are kept."""

import pytest

from engine.shelf import Shelf
from tests.builders import a_journey

pytestmark = pytest.mark.anyio


async def test_what_is_used_most_lately_is_kept(engine, monkeypatch):
    monkeypatch.setattr("engine.shelf.MOST_DEFINITIONS", 2)
    for version in range(3):
        await engine.publish(a_journey("new -> old", teams=[f"team-{version}"]))
    shelf = Shelf()

    async def looked_up(*revisions):
        return [
            await engine.database.read(engine.workspace, lambda tx, at=at: shelf.at(tx, at))
            for at in revisions
        ]

    first, _, again, _, kept = await looked_up(1, 2, 1, 3, 1)

    assert (again is first, kept is first) == (True, True)


async def test_a_version_that_others_use_too_is_compiled_once(engine):
    await engine.publish(a_journey("new -> old"))
    await engine.publish(a_journey("new -> old", key="other"))

    earlier, later = [
        await engine.database.read(engine.workspace, lambda tx, at=at: engine.shelf.at(tx, at))
        for at in (1, 2)
    ]

    assert later.courses["lead"] is earlier.courses["lead"]
