"""What happens to one, two or three profiles, in order of arrival."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.strategies.dice import Dice
from tests.strategies.words import (
    AMOUNTS,
    COLORS,
    EVENTS,
    INSTANTS,
    MICROSECOND,
    PLANS,
    START,
    WINDOWS,
    spelled,
)

Line = dict[str, Any]

DAY = timedelta(days=1)
STEPS = [
    timedelta(0),
    timedelta(0),
    MICROSECOND,
    timedelta(hours=1),
    timedelta(hours=6) - MICROSECOND,
    timedelta(hours=6),
    timedelta(hours=6),
    DAY,
    DAY,
    DAY + MICROSECOND,
    1.5 * DAY,
    3 * DAY,
    7 * DAY,
    11 * DAY,
]
TRAITS: dict[str, list[Any]] = {
    "plan": [*PLANS, *PLANS, None, 5],
    "seats": [1, 5, "5", Decimal("5.0"), Decimal("0.3"), 0, True, None],
    "usage": [Decimal("0.1"), Decimal("0.3"), 1, "1", None],
    "renewal_at": [*INSTANTS, *INSTANTS, "soon", "2026-02-30", 7, None],
    "tags": [["red", 1], ["green"], "infrared", [], None],
    "deal": [{"won": True, "by": "red"}, {"won": None}, {"by": 1}, "won", None],
    "deal.won": [True, False, None],
    "persona": ["admin", "admin", "user", None, 5],
}


def history(dice: Dice) -> list[Line]:
    """Replay lines: each profile's steps are taken from the greatest instant it has seen."""
    profiles = dice.one_of([1, 1, 1, 2, 3])
    clocks: dict[str, datetime] = {}

    def line() -> Line:
        who = f"u{1 + dice.upto(profiles - 1)}"
        step = dice.one_of(STEPS)
        at = clocks.get(who, START) + (-step if dice.chance(10) else step)
        is_first = who not in clocks
        clocks[who] = max(at, clocks.get(who, at))
        quiet = is_first and dice.chance(50)
        return {"profile": who, "at": spelled(at)} | ({} if quiet else what(dice))

    return dice.several(line, again=97, most=16 + 8 * profiles)


def what(dice: Dice) -> Line:
    """Traits, an event, both or nothing."""
    drawn: Line = {}
    if dice.chance(42):
        names = dice.several(
            lambda: dice.one_of(["plan", "seats", "renewal_at", *TRAITS]), again=40, most=3
        )
        drawn["traits"] = {name: dice.one_of(TRAITS[name]) for name in names}
    if dice.chance(85):
        drawn["event"] = dice.one_of(EVENTS)
        if dice.chance(65):
            drawn["properties"] = properties(dice)
    return drawn


def properties(dice: Dice) -> Line:
    drawn: Line = {"amount": dice.one_of([*AMOUNTS, *AMOUNTS, "5", True, None])}
    if dice.chance(50):
        drawn["item"] = {"color": dice.one_of([*COLORS, 1, None])}
        if dice.chance(50):
            drawn["item"]["tags"] = dice.one_of([["new"], ["old", "new"], "new"])
        if dice.chance(15):
            drawn["item.color"] = dice.one_of(COLORS)
    return drawn


def time_after(dice: Dice, lines: list[Line]) -> str | None:
    """How far time goes on after the last line."""
    if dice.chance(8):
        return None
    last = max(datetime.fromisoformat(line["at"]) for line in lines)
    return spelled(last + 3 * dice.one_of([timedelta(0), *WINDOWS.values()]))
