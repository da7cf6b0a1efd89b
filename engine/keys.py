"""API keys: made, shown once, recognised.

A key reads `ck_live_<id>_<secret>`: the id finds its row, 192 bits of secret prove it, and of those
only a digest is kept. The secret's last characters are a checksum, so that a mistyped key is told
from a wrong one without asking the store.
"""

import hashlib
import hmac
import re
import secrets
import zlib
from dataclasses import dataclass

from domain.instants import Instant
from domain.refusals import NotFound
from store import keys
from store.database import Database, Transaction
from store.keys import ApiKey

PREFIX = "ck_live_"
SCOPES = ("read", "ingest", "design", "operate", "admin")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KEY = re.compile(rf"{PREFIX}([{_ALPHABET}]{{12}})_([{_ALPHABET}]+)([{_ALPHABET}]{{6}})")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: a key by name, and what it may do in which workspace.

    `behalf` is for whom, as the key's holder says: nobody has checked it.
    """

    workspace: int
    key_id: str
    name: str
    scopes: tuple[str, ...]
    behalf: str | None = None

    @property
    def actor(self) -> str:
        """Who did it, in a log: the key, and for whom."""
        return self.name if self.behalf is None else f"{self.name}/{self.behalf}"


async def create_key(
    database: Database, workspace: int, name: str, scopes: tuple[str, ...], now: Instant
) -> str:
    """A new key; this is the only time it can be seen."""
    id = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    secret = _written(secrets.token_bytes(24))
    kept = ApiKey(
        workspace_id=workspace,
        id=id,
        name=name,
        scopes=scopes,
        digest=_digest(id, secret),
        created_at=now,
    )

    async def work(tx: Transaction) -> None:
        await keys.add(tx, kept)

    await database.write(workspace, work)
    return f"{PREFIX}{id}_{secret}{_checksum(id, secret)}"


async def identified(database: Database, key: str, now: Instant) -> Identity | None:
    """Whose key it is; None when it opens nothing."""
    parts = _KEY.fullmatch(key)
    if parts is None:
        return None
    id, secret, checksum = parts.groups()
    if checksum != _checksum(id, secret):
        return None

    async def work(tx: Transaction) -> ApiKey | None:
        return await keys.find(tx, id)

    kept = await database.read(None, work)
    if kept is None or not hmac.compare_digest(kept.digest, _digest(id, secret)):
        return None
    return Identity(kept.workspace_id, kept.id, kept.name, kept.scopes) if kept.opens(now) else None


async def list_keys(database: Database, workspace: int) -> list[ApiKey]:
    """The workspace's keys, revoked ones too; without their secrets, which nobody has."""
    return await database.read(workspace, keys.every)


async def revoke_key(database: Database, workspace: int, id: str, now: Instant) -> None:
    """Let a key open nothing any more. Raises NotFound."""

    async def work(tx: Transaction) -> bool:
        return await keys.revoke(tx, id, now)

    if not await database.write(workspace, work):
        raise NotFound("key", id, "id")


def _written(secret: bytes) -> str:
    """Bytes in base 32, five bits a letter."""
    number = int.from_bytes(secret)
    letters = []
    for _ in range(-(-len(secret) * 8 // 5)):
        number, letter = divmod(number, 32)
        letters.append(_ALPHABET[letter])
    return "".join(reversed(letters))


def _checksum(id: str, secret: str) -> str:
    return _written(zlib.crc32(f"{id}_{secret}".encode()).to_bytes(4))[-6:]


def _digest(id: str, secret: str) -> str:
    # A random secret of 192 bits needs no slow hash: there is nothing to guess it by.
    return hashlib.sha256(f"{id}_{secret}".encode()).hexdigest()
