"""Requests that may be sent again: by an idempotency key each is carried out once.

What is refused keeps no key, since its transaction is undone: it may be asked again.
"""

import hashlib
import json

from domain.instants import Instant
from domain.refusals import IdempotencyKeyReused
from domain.values import Value
from store import idempotency
from store.database import Transaction
from store.idempotency import Request


def request(actor: str, mutation: str, key: str | None, said: object) -> Request | None:
    """The request that says so, by its key; None without one."""
    if key is None:
        return None
    # `repr` keeps decimals apart from the text that looks like them.
    written = json.dumps(said, sort_keys=True, default=repr).encode()
    digest = hashlib.sha256(written).hexdigest()
    return Request(actor=actor, mutation=mutation, key=key, digest=digest)


async def recalled(tx: Transaction, asked: Request | None, now: Instant) -> Value:
    """What the request was answered before; None where it is new, and to be answered now.

    Raises IdempotencyKeyReused.
    """
    known = None if asked is None else await idempotency.claim(tx, asked, now)
    if asked is None or known is None:
        return None
    if known.digest != asked.digest:
        raise IdempotencyKeyReused
    return known.answer


async def remember(tx: Transaction, asked: Request | None, answer: Value) -> None:
    """Keep what a new request is answered."""
    if asked is not None:
        await idempotency.answer(tx, asked, answer)
