"""New ids: a prefix that says what it is of, and a ULID, which sorts by when it was made."""

import secrets

from domain.draft import PREFIXES, ElementKind, Ids
from domain.identifying import ALPHABET
from domain.instants import SECOND, Instant

_PREFIXES = {ElementKind.JOURNEY: "jrn_", **PREFIXES}


def ulid(now: Instant) -> str:
    """48 bits of milliseconds, then 80 bits of chance, in Crockford's alphabet."""
    number = (now * 1000 // SECOND % 2**48) << 80 | secrets.randbits(80)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def minting(now: Instant) -> Ids:
    """Mints ids at an instant."""
    return lambda kind: _PREFIXES[kind] + ulid(now)
