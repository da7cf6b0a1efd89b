from itertools import pairwise

import pytest

from domain.journey import ProfileKind
from domain.observation import KeptObservation
from store import observations, profiles, samples

pytestmark = pytest.mark.anyio

ACCOUNT, CONTACT = ProfileKind.ACCOUNT, ProfileKind.CONTACT


async def filled(database, workspace, contacts, accounts=0):
    """Contacts that came in the order of their names, after the accounts."""
    keys = [(ACCOUNT, f"a{number:04}") for number in range(accounts)]
    keys += [(CONTACT, f"c{number:04}") for number in range(contacts)]

    async def work(tx):
        for start in range(0, len(keys), 500):
            await profiles.identify(tx, keys[start : start + 500], 0)

    await database.write(workspace, work)


async def sample(database, workspace, kind, size):
    return await database.read(workspace, lambda tx: samples.of_profiles(tx, kind, size))


async def test_of_few_everybody_is_in_the_sample(database, workspace):
    await filled(database, workspace, contacts=30, accounts=3)

    assert len(await sample(database, workspace, CONTACT, 100)) == 30
    assert len(await sample(database, workspace, ACCOUNT, 100)) == 3


async def test_of_many_a_sample_is_taken_from_all_over(database, workspace):
    await filled(database, workspace, contacts=1_000, accounts=200)

    some = sorted(one.id for one in await sample(database, workspace, CONTACT, 100))

    assert 80 <= len(some) <= 100
    assert max(b - a for a, b in pairwise(some)) < 100
    assert some[-1] - some[0] > 900


async def test_a_rare_kind_is_found_as_well(database, workspace):
    await filled(database, workspace, contacts=1_000, accounts=20)

    assert 1 <= len(await sample(database, workspace, ACCOUNT, 20)) <= 20


async def test_where_nobody_is_nobody_is_found(database, workspace):
    assert await sample(database, workspace, CONTACT, 10) == []


async def test_the_newest_observations_are_read(database, workspace):
    log = [
        KeptObservation(profile=1, number=number, at=number, recorded_at=0, event=f"e{number}")
        for number in range(1, 6)
    ]
    await database.write(workspace, lambda tx: observations.add(tx, log))

    newest = await database.read(workspace, lambda tx: samples.of_observations(tx, 1, 2))

    assert [one.event for one in newest] == ["e5", "e4"]
