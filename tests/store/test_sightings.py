from decimal import Decimal

import pytest

from domain.journey import ProfileKind
from domain.vocabulary import Sighting, What
from store import sightings, workspaces

pytestmark = pytest.mark.anyio

CONTACT, ACCOUNT = ProfileKind.CONTACT, ProfileKind.ACCOUNT


def valued(value, type, path="x"):
    return Sighting(CONTACT, "", path, What.VALUE, type, value)


async def test_what_was_seen_is_read_back_as_it_was(database, workspace):
    seen = [
        Sighting(ACCOUNT, "login", "", What.EVENT),
        Sighting(CONTACT, "", "x", What.TYPE, "number"),
        valued(Decimal("1.50"), "number"),
        valued(10**29, "number"),
        valued(True, "boolean"),
        valued("", "string"),
        valued('"é" \\ *', "string"),
    ]
    await database.write(workspace, lambda tx: sightings.add(tx, seen))

    assert set(await database.read(workspace, sightings.every)) == set(seen)


async def test_what_is_told_twice_is_kept_once(database, workspace):
    one = valued("a", "string")
    await database.write(workspace, lambda tx: sightings.add(tx, [one, one]))
    first = await database.read(workspace, sightings.extent)
    await database.write(workspace, lambda tx: sightings.add(tx, [one]))

    assert await database.read(workspace, sightings.every) == [one]
    assert await database.read(workspace, sightings.extent) == first


async def test_values_go_when_they_are_too_many_and_the_extent_tells(database, workspace):
    type, many = (
        Sighting(CONTACT, "", "x", What.TYPE, "string"),
        Sighting(CONTACT, "", "x", What.MANY),
    )
    others = [valued("a", "string", "y"), Sighting(ACCOUNT, "", "x", What.TYPE, "string")]
    before = [type, valued("a", "string"), valued("b", "string"), *others]
    await database.write(workspace, lambda tx: sightings.add(tx, before))
    full = await database.read(workspace, sightings.extent)

    await database.write(workspace, lambda tx: sightings.add(tx, [many]))

    assert set(await database.read(workspace, sightings.every)) == {type, many, *others}
    assert await database.read(workspace, sightings.extent) != full


async def test_workspaces_are_kept_apart(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", now=0))
    await database.write(workspace, lambda tx: sightings.add(tx, [valued("a", "string")]))

    assert await database.read(other.id, sightings.every) == []
    assert (await database.read(other.id, sightings.extent)).rows == 0
