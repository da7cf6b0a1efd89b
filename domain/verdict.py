"""An answer and how long it lasts, and how answers combine."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from domain.instants import NEVER, Instant
from domain.profile import Profile

Verdict: TypeAlias = tuple[bool, Instant]
"""`(holds, until)`: `until` is the first instant at which time alone may change the answer.

A plain tuple: every observation makes dozens of them.
"""

Judge: TypeAlias = Callable[[Profile, Instant], Verdict]

TRUE: Verdict = (True, NEVER)
FALSE: Verdict = (False, NEVER)


def negation(part: Judge) -> Judge:
    """Holds while the part does not."""

    def judge(profile: Profile, now: Instant) -> Verdict:
        holds, until = part(profile, now)
        return not holds, until

    return judge


def conjunction(parts: Sequence[Judge]) -> Judge:
    """Holds while every part holds; false for as long as its longest-lived false part."""
    if len(parts) == 1:
        return parts[0]

    def judge(profile: Profile, now: Instant) -> Verdict:
        soonest, latest = NEVER, 0
        fails = False
        for part in parts:
            holds, until = part(profile, now)
            if holds:
                if until < soonest:
                    soonest = until
            elif until == NEVER:
                return FALSE
            else:
                latest = until if not fails or until > latest else latest
                fails = True
        return (False, latest) if fails else (True, soonest)

    return judge


def disjunction(parts: Sequence[Judge]) -> Judge:
    """Holds while some part holds; true for as long as its longest-lived true part."""
    if len(parts) == 1:
        return parts[0]

    def judge(profile: Profile, now: Instant) -> Verdict:
        soonest, latest = NEVER, 0
        succeeds = False
        for part in parts:
            holds, until = part(profile, now)
            if not holds:
                if until < soonest:
                    soonest = until
            elif until == NEVER:
                return TRUE
            else:
                latest = until if not succeeds or until > latest else latest
                succeeds = True
        return (True, latest) if succeeds else (False, soonest)

    return judge
