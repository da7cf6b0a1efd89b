"""Who asks: a key, shown as `Authorization: Bearer …`, and the workspace that it opens.

A back end that speaks for many people shows one key, and says in `X-Cairn-Actor` for whom it asks.
"""

from dataclasses import replace

from domain.instants import SECOND, Instant
from domain.refusals import BadArgument, Refusal
from engine.clock import Clock
from engine.keys import Identity, identified
from store.database import Database

TRUSTED_FOR = 5 * SECOND
"""How long a key is known without asking the store again, and so outlives being revoked."""
MOST_KNOWN = 10_000
ACTOR = "X-Cairn-Actor"
LONGEST_ACTOR = 128


class Unauthenticated(Refusal):
    """No key was shown, or one that opens nothing."""

    code = "UNAUTHENTICATED"


class Gate:
    """Lets in whoever shows a key that opens something."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[Identity, Instant]] = {}

    async def admitted(self, authorization: str | None, actor: str | None = None) -> Identity:
        """Whose key it is, and for whom it asks.

        Raises Unauthenticated, BadArgument, and Unavailable when nobody can tell.
        """
        if not authorization:
            raise Unauthenticated("Show a key: Authorization: Bearer ck_live_…")
        scheme, _, key = authorization.partition(" ")
        identity = await self._identified(key.strip()) if scheme.lower() == "bearer" else None
        if identity is None:
            raise Unauthenticated("That key opens nothing; it may be mistyped or revoked.")
        return identity if actor is None else replace(identity, behalf=behalf_of(actor))

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


def header_text(value: str | None) -> str | None:
    """A header in UTF-8, as everybody sends it, though HTTP reads headers as Latin-1."""
    if value is None:
        return None
    try:
        return value.encode("latin-1").decode()
    except ValueError:
        return value


def behalf_of(actor: str) -> str | None:
    """For whom somebody asks; None for nobody. Raises BadArgument."""
    name = actor.strip()
    if len(name) > LONGEST_ACTOR:
        raise BadArgument(f"It is longer than {LONGEST_ACTOR} characters.", ACTOR)
    if not name.isprintable():
        raise BadArgument("It has characters that cannot be printed.", ACTOR)
    return name or None
