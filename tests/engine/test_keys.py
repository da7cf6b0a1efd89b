"""Keys open what they were made for, until they are revoked, and nothing else."""

import zlib

import pytest

from domain.refusals import NotFound
from engine.keys import Identity, create_key, identified, list_keys, revoke_key

pytestmark = pytest.mark.anyio

NOW = 1_000


async def test_a_key_says_who_asks_and_what_for(database, workspace):
    key = await create_key(database, workspace, "partner", ("ingest", "read"), NOW)

    assert await identified(database, key, NOW) == Identity(
        workspace, id_of(key), "partner", ("ingest", "read")
    )


async def test_what_is_kept_of_a_key_does_not_open_anything(database, workspace):
    key = await create_key(database, workspace, "partner", ("read",), NOW)

    (kept,) = await list_keys(database, workspace)
    assert key.rpartition("_")[2] not in repr(kept)


async def test_a_revoked_key_opens_nothing(database, workspace):
    key, other = [await create_key(database, workspace, "a", ("read",), NOW) for _ in range(2)]

    await revoke_key(database, workspace, id_of(key), NOW)

    assert await identified(database, key, NOW) is None
    assert await identified(database, other, NOW) is not None
    with pytest.raises(NotFound):
        await revoke_key(database, workspace, "NOBODYS", NOW)


async def test_no_other_text_opens_anything(database, workspace):
    key = await create_key(database, workspace, "partner", ("read",), NOW)
    id = id_of(key)
    secret = key.rpartition("_")[2][:-6]
    texts = [
        "",
        key[:-1],
        f"{key}0",
        key[:-10] + another_than(key[-10]) + key[-9:],
        key.lower(),
        key.removeprefix("ck_live_"),
        with_checksum(id, secret[:-1] + another_than(secret[-1])),
        with_checksum("0" * 12, secret),
        with_checksum("\x00" * 12, secret),
        with_checksum("é" * 12, secret),
        f"{key}\n",
    ]

    assert [await identified(database, text, NOW) for text in texts] == [None] * len(texts)


def id_of(key):
    return key.removeprefix("ck_live_").partition("_")[0]


def another_than(letter):
    return "2" if letter == "1" else "1"


def with_checksum(id, secret):
    """A key that somebody made up who knows how keys are written."""
    number, letters = zlib.crc32(f"{id}_{secret}".encode()), ""
    for _ in range(7):
        number, letter = divmod(number, 32)
        letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[letter] + letters
    return f"ck_live_{id}_{secret}{letters[-6:]}"
