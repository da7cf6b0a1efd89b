"""Doing to many profiles at once what may break on one of them."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from domain.refusals import Refusal

log = logging.getLogger("cairn.sparing")


async def sparing(
    act: Callable[[Sequence[int]], Awaitable[None]], ids: Sequence[int], what: str
) -> None:
    """Act on all of them in one; where something of ours breaks, on each half, down to the profile
    at fault, which is left as it is and logged."""
    try:
        await act(ids)
    except Refusal:
        raise
    except Exception:
        if len(ids) == 1:
            log.exception("%s failed for profile %d", what, ids[0])
            return
        middle = len(ids) // 2
        await sparing(act, ids[:middle], what)
        await sparing(act, ids[middle:], what)
