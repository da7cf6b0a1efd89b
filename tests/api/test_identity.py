"""Who is let in."""

import pytest

from api.identity import TRUSTED_FOR, Gate, Unauthenticated, header_text
from domain.refusals import BadArgument
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


@pytest.mark.parametrize(
    ("said", "actor"),
    [(None, "partner"), (" ", "partner"), (" ann@acme.test ", "partner/ann@acme.test")],
)
async def test_a_key_may_ask_for_somebody(gate, key, said, actor):
    assert (await gate.admitted(f"Bearer {key}", said)).actor == actor
    assert (await gate.admitted(f"Bearer {key}")).actor == "partner"


@pytest.mark.parametrize("said", ["a\nb", "\u202egnp", "\0", "x" * 129])
async def test_for_whom_is_a_short_name_that_can_be_printed(gate, key, said):
    with pytest.raises(BadArgument) as refused:
        await gate.admitted(f"Bearer {key}", said)

    assert refused.value.path == "X-Cairn-Actor"


@pytest.mark.parametrize("name", ["Zoë", "ann", "李"])
def test_a_header_is_read_in_utf8(name):
    assert header_text(name.encode().decode("latin-1")) == name


def test_a_header_that_is_none_or_latin1_is_what_it_is():
    assert (header_text(None), header_text("Zo\xeb")) == (None, "Zoë")
