"""Who asks: a key, shown as `Authorization: Bearer …`, and the workspace that it opens."""

from domain.instants import SECOND, Instant
from domain.refusals import Refusal
from engine.clock import Clock
from engine.keys import Identity, identified
from store.database import Database

TRUSTED_FOR = 5 * SECOND
"""How long a key is known without asking the store again, and so outlives being revoked."""
MOST_KNOWN = 10_000


class Unauthenticated(Refusal):
    """No key was shown, or one that opens nothing."""

    code = "UNAUTHENTICATED"


class Gate:
    """Lets in whoever shows a key that opens something."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[Identity, Instant]] = {}

    async def admitted(self, authorization: str | None) -> Identity:
        """Whose key it is. Raises Unauthenticated, and Unavailable when nobody can tell."""
        if not authorization:
            raise Unauthenticated("Show a key: Authorization: Bearer ck_live_…")
        scheme, _, key = authorization.partition(" ")
        identity = await self._identified(key.strip()) if scheme.lower() == "bearer" else None
        if identity is None:
            raise Unauthenticated("That key opens nothing; it may be mistyped or revoked.")
        return identity

    async def _identified(self, key: str) -> Identity | None:
        now = self._clock()
        known = self._known.get(key)
        if known is not None and now < known[1]:
            return known[0]
        identity = await identified(self._database, key, now)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        if identity is None:
            self._known.pop(key, None)
        else:
            self._known[key] = identity, now + TRUSTED_FOR
        return identity
