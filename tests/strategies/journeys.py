"""Journeys at random that keep the rules of shape, so that they can be replayed."""

from typing import Any

from tests.naive.replay import Journey
from tests.strategies.criteria import criteria, rung
from tests.strategies.dice import Dice
from tests.strategies.words import SPANS

Document = dict[str, Any]


def journey(dice: Dice, movement: str) -> Document:
    """A `cairn/1` document of three to eight stages."""
    keys = [f"s{number}" for number in range(3 + dice.upto(5))]
    exits = exit_stages(dice, keys)
    places = [key for key in keys if key not in exits]
    climb = dice.shuffled(places) if dice.chance(30) else places
    stages = [stage(dice, key, key in exits, key == climb[0]) for key in keys]
    plain = [drawn["key"] for drawn in stages if "entry" not in drawn]
    document: Document = {
        "format": "cairn/1",
        "key": "journey",
        "name": "Journey",
        "kind": "CONTACT",
        "movement": movement,
        "stages": stages,
        "transitions": [*advances(dice, climb, plain), *ways_out(dice, places, exits, plain)],
    }
    if movement != "FREE" and dice.chance(80):
        document["transitions"] += ways_back(dice, document)
    return document


def exit_stages(dice: Dice, keys: list[str]) -> list[str]:
    """None, one or two of the stages, mostly the last in the list."""
    number = min(dice.one_of([0, 1, 1, 2, 2]), len(keys) - 2)
    if dice.chance(25):
        return sorted(dice.shuffled(keys)[:number])
    return keys[len(keys) - number :]


def stage(dice: Dice, key: str, is_exit: bool, is_first: bool) -> Document:
    drawn: Document = {"key": key, "name": key.upper()}
    if is_exit:
        drawn["role"] = "EXIT"
    elif is_first or dice.chance(10):
        drawn["role"] = "ENTRY"
    if dice.chance(20 if drawn.get("role") == "ENTRY" else 82):
        drawn["entry"] = rung(dice) if dice.chance(55) else criteria(dice)
    return drawn


def guards(dice: Dice, percent: int) -> Document:
    """Nothing, or an `after`, a `when`, or both."""
    drawn: Document = {}
    if dice.chance(percent):
        which = dice.one_of(["after", "when", "both"])
        if which != "when":
            drawn["after"] = dice.one_of(SPANS)
        if which != "after":
            drawn["when"] = rung(dice) if dice.chance(50) else criteria(dice, depth=1)
    return drawn


def advances(dice: Dice, climb: list[str], plain: list[str]) -> list[Document]:
    """Transitions that only climb: most steps of the ladder, and some that pass over rungs.

    A stage without criteria of its own mostly has guards before it, or it would not be entered.
    """
    shortcuts = dice.one_of([8, 20, 45])
    pairs = [
        (left, entered)
        for place, left in enumerate(climb)
        for reach, entered in enumerate(climb[place + 1 :])
        if dice.chance(90 if reach == 0 else shortcuts)
    ]
    kinds: list[Document] = [{}, {"kind": "ADVANCE"}]
    return [
        {"from": left, "to": entered}
        | dice.one_of(kinds)
        | guards(dice, 65 if entered in plain else 25)
        for left, entered in pairs
    ]


def ways_out(dice: Dice, places: list[str], exits: list[str], plain: list[str]) -> list[Document]:
    """Transitions into EXIT stages: from everywhere, from some places, from one to the next."""
    drawn: list[Document] = []
    for place, key in enumerate(exits):
        sources = ["*"] if dice.chance(60) else []
        sources += [left for left in places if dice.chance(15 if sources else 40)]
        sources += [left for left in exits[:place] if dice.chance(85)]
        drawn += [
            {"from": left, "to": key, "kind": "EXIT"} | guards(dice, 80 if key in plain else 30)
            for left in sources
        ]
    return drawn


def ways_back(dice: Dice, document: Document) -> list[Document]:
    """RECYCLE transitions, down the order that the others have made; most have a guard."""
    order = Journey(document)
    descents = [
        (left, entered)
        for left in reversed(order.order)
        for entered in order.order[: order.rank[left]]
        if not order.is_exit(entered)
    ]
    highest = [descent for descent in descents if descent[0] == order.order[-1]]
    chosen = [dice.one_of(highest), *dice.several(lambda: dice.one_of(descents), 60, most=4)]
    return [
        {"from": left, "to": entered, "kind": "RECYCLE"} | guards(dice, 92)
        for left, entered in dict.fromkeys(chosen)
    ]
