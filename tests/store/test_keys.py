import pytest

from store import keys, workspaces
from store.keys import ApiKey

pytestmark = pytest.mark.anyio

MONDAY, TUESDAY, FRIDAY = 1_767_571_200_000_000, 1_767_657_600_000_000, 1_767_916_800_000_000


def a_key(workspace, id="k1", **values):
    values = {"name": "CRM", "scopes": ("observe", "read"), "digest": "d1"} | values
    return ApiKey(workspace_id=workspace, id=id, created_at=MONDAY, **values)


async def test_a_key_leads_to_its_workspace_from_outside(database, workspace):
    key = a_key(workspace, expires_at=FRIDAY)
    await database.write(workspace, lambda tx: keys.add(tx, key))

    assert await database.read(None, lambda tx: keys.find(tx, "k1")) == key
    assert await database.read(None, lambda tx: keys.find(tx, "k2")) is None


async def test_a_workspace_sees_its_own_keys(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", MONDAY))
    await database.write(workspace, lambda tx: keys.add(tx, a_key(workspace, "k1")))
    await database.write(workspace, lambda tx: keys.add(tx, a_key(workspace, "k2", scopes=())))
    await database.write(other.id, lambda tx: keys.add(tx, a_key(other.id, "k3")))

    assert await database.read(workspace, keys.every) == [
        a_key(workspace, "k1"),
        a_key(workspace, "k2", scopes=()),
    ]


async def test_a_key_is_revoked_once_and_by_its_own_workspace(database, workspace):
    other = await database.write(None, lambda tx: workspaces.create(tx, "other", "Other", MONDAY))
    await database.write(workspace, lambda tx: keys.add(tx, a_key(workspace)))

    async def revoke(tx):
        return await keys.revoke(tx, "k1", TUESDAY)

    assert await database.write(other.id, revoke) is False
    assert await database.write(workspace, revoke) is True
    assert await database.write(workspace, revoke) is False
    assert await database.read(None, lambda tx: keys.find(tx, "k1")) == a_key(
        workspace, revoked_at=TUESDAY
    )


async def test_it_is_known_when_a_key_was_last_shown(database, workspace):
    await database.write(workspace, lambda tx: keys.add(tx, a_key(workspace)))

    await database.write(workspace, lambda tx: keys.used(tx, "k1", FRIDAY))

    assert await database.read(workspace, keys.every) == [a_key(workspace, last_used_at=FRIDAY)]


def test_a_key_opens_until_it_expires_or_is_revoked():
    assert a_key(1).opens(FRIDAY)
    assert a_key(1, expires_at=FRIDAY).opens(FRIDAY - 1)
    assert not a_key(1, expires_at=FRIDAY).opens(FRIDAY)
    assert not a_key(1, revoked_at=MONDAY).opens(FRIDAY)
