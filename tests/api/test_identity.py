"""Who is let in."""

import pytest

from api.identity import TRUSTED_FOR, Gate, Unauthenticated
from engine.keys import Identity, create_key, list_keys, revoke_key
from engine.workspaces import create_workspace
from tests.api.client import STARTS, HandClock

pytestmark = pytest.mark.anyio


@pytest.fixture
async def workspace(database):
    return (await create_workspace(database, "acme", "Acme", STARTS)).id


@pytest.fixture
async def key(database, workspace):
    return await create_key(database, workspace, "partner", ("read", "ingest"), STARTS)


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
def gate(database, clock):
    return Gate(database, clock)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_a_key_tells_whose_it_is(gate, workspace, key, scheme):
    identity = await gate.admitted(f"{scheme} {key}")

    assert identity == Identity(workspace, identity.key_id, "partner", ("read", "ingest"))


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer x", "Basic {key}", "{key}", "Bearer {key}x"],
)
async def test_without_the_right_key_nobody_is(gate, key, authorization):
    shown = authorization.format(key=key) if authorization else authorization

    with pytest.raises(Unauthenticated):
        await gate.admitted(shown)


async def test_a_revoked_key_opens_nothing_a_moment_later(gate, clock, database, workspace, key):
    await gate.admitted(f"Bearer {key}")
    (kept,) = await list_keys(database, workspace)
    await revoke_key(database, workspace, kept.id, STARTS)

    clock.passes(TRUSTED_FOR)

    with pytest.raises(Unauthenticated):
        await gate.admitted(f"Bearer {key}")
