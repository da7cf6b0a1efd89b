"""What has arrived in a workspace, by name: told as it arrives, by every process."""

import pytest

from domain.journey import ProfileKind
from domain.observation import Observation, ReceivedObservation
from engine.vocabularies import Vocabularies
from store import sightings
from tests.builders import MONDAY, did

pytestmark = pytest.mark.anyio

CONTACT = ProfileKind.CONTACT


def having(who="ada", message_id=None, at=MONDAY, **traits):
    return ReceivedObservation(
        kind=CONTACT, external_id=who, at=at, message_id=message_id, traits=traits
    )


async def known(engine):
    return await engine.database.read(engine.workspace, engine.shelf.vocabularies.current)


async def traits(engine):
    return {path: held.all_values for path, held in (await known(engine)).traits(CONTACT).items()}


async def test_what_arrives_is_known_at_once(engine):
    before = await traits(engine)
    await engine.observe([having(plan="free"), did("ada", "login", at=MONDAY)])

    assert before == {}
    assert await traits(engine) == {"plan": ("free",)}
    assert list((await known(engine)).events(CONTACT)) == ["login"]


async def test_what_is_kept_is_not_read_again(engine):
    await engine.observe([having(plan="free")])

    assert await known(engine) is await known(engine)


async def test_what_another_process_keeps_is_known_here(engine, another):
    await engine.observe([having(plan="free")])
    await traits(engine)

    await another.observe([having(plan="free"), having(plan="paid", seats=3)])

    assert await traits(engine) == {"plan": ("free", "paid"), "seats": (3,)}


async def test_two_processes_that_tell_the_same_keep_it_once(engine, another):
    for one in (engine, another, engine):
        await one.observe([having(plan="free")])

    told = await engine.database.read(engine.workspace, sightings.every)
    assert len(told) == 2


async def test_what_is_refused_or_a_duplicate_has_not_arrived(engine):
    ahead = having(plan="future", at=engine.now * 2)
    await engine.observe([having(message_id="m", plan="free"), ahead])
    await engine.observe([having(message_id="m", plan="twice")])

    assert await traits(engine) == {"plan": ("free",)}


async def test_what_was_not_committed_is_told_the_next_time(engine):
    vocabularies = Vocabularies()

    async def undone(tx):
        await vocabularies.note(tx, [(CONTACT, Observation(at=MONDAY, traits={"plan": "free"}))])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await engine.database.write(engine.workspace, undone)
    await engine.observe([having(plan="free")])

    assert await traits(engine) == {"plan": ("free",)}
