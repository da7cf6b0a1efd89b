"""Which node of one graph is which of another: by what they are called inside, else outside."""

from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[int | None, int | None]
"""Positions in both lists; None where it is missing."""


@dataclass(frozen=True, slots=True)
class Named:
    """What something may be known by: its id, then names, the most telling first."""

    id: str | None = None
    names: tuple[tuple[str, ...], ...] = ()


def paired(before: Sequence[Named], after: Sequence[Named]) -> tuple[Pair, ...]:
    """Each of `after`, in order, with what it was in `before`; then what is there no more.

    One that keeps its id is the same whatever it is called by now. Of several by one name the first
    is matched with the first.
    """
    was: dict[int, int] = {}
    gone = dict.fromkeys(range(len(before)))
    most = max((len(named.names) for named in (*before, *after)), default=0)
    for turn in range(-1, most):
        waiting: dict[object, list[int]] = {}
        for position in reversed(gone):
            waiting.setdefault(_name(before[position], turn), []).append(position)
        for position, named in enumerate(after):
            name = _name(named, turn)
            if name is not None and position not in was and waiting.get(name):
                was[position] = waiting[name].pop()
                del gone[was[position]]
    return (
        *((was.get(position), position) for position in range(len(after))),
        *((position, None) for position in gone),
    )


def _name(named: Named, turn: int) -> object:
    if turn < 0:
        return named.id
    return named.names[turn] if turn < len(named.names) else None
