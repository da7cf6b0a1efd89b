"""Health at random, on a journey and on its stages, and rules that read it."""

from decimal import Decimal
from typing import Any

from tests.strategies.criteria import counted, number
from tests.strategies.dice import Dice
from tests.strategies.words import EVENTS, SPANS

Document = dict[str, Any]

PERSONAS = ["admin", "user"]
TEMPERATURES = [
    {"key": "hot", "from": Decimal("66.7")},
    {"key": "warm", "from": Decimal("33.35")},
    {"key": "cold", "from": 0},
]
RISING = [[[0, 0], [2, 100]], [[0, 0], [5, 100]], [[0, 20], [1, 35], [4, 90]], [[1, 10]]]
FALLING = [[[0, 100], [4, 0]], [[1, 90], [3, 60], [6, 5]], [[Decimal("-1.5"), 0], [2, 100]]]
SCORES = [0, 20, Decimal("33.3"), 40, 50, 66, 70, 100]


def with_health(dice: Dice, document: Document, others: list[str]) -> Document:
    """The journey with health, some rules of which read that of itself or stand in others."""
    key = document["key"]
    own = [] if document["movement"] == "FREE" else [key]
    drawn = document | {
        "stages": [_stage(dice, stage, key, others) for stage in document["stages"]]
    }
    if dice.chance(70):
        drawn["health"] = variants(dice, key, others)
    return _with_readers(dice, drawn, own, others)


def _stage(dice: Dice, stage: Document, journey: str, others: list[str]) -> Document:
    return stage | {"health": variants(dice, journey, others)} if dice.chance(50) else stage


def variants(dice: Dice, journey: str, others: list[str]) -> list[Document]:
    """One for everybody, one for a persona, or both."""
    drawn = [variant(dice, journey, others)]
    if dice.chance(35):
        drawn.insert(0, {"for": [dice.one_of(PERSONAS)]} | variant(dice, journey, others))
        if dice.chance(40):
            drawn.pop()
    return drawn


def variant(dice: Dice, journey: str, others: list[str]) -> Document:
    measures = dice.several(lambda: measure(dice, journey, others), again=55, most=3)
    named = [one | {"key": f"m{place}"} for place, one in enumerate(measures)]
    return {"measures": named} | ({"bands": TEMPERATURES} if dice.chance(40) else {})


def measure(dice: Dice, journey: str, others: list[str]) -> Document:
    drawn = dice.upto(99)
    points = dice.one_of([*RISING, *FALLING])
    if drawn < 30:
        signal: Document = {"count": dice.one_of(EVENTS), "within": dice.one_of(SPANS)}
    elif drawn < 50:
        signal, points = {"age": counted(dice, "last")}, dice.one_of(FALLING)
    elif drawn < 60:
        signal, points = {"until": {"trait": "renewal_at"}}, dice.one_of(FALLING)
    elif drawn < 66:
        signal, points = {"dwell": dice.one_of([journey, *others])}, dice.one_of(FALLING)
    elif drawn < 70 and others:
        signal, points = {"health": dice.one_of(others)}, [[0, 0], [100, 100]]
    elif drawn < 74:
        signal = {"trait": dice.one_of(["seats", "usage", "plan", "deal.won"])}
    elif drawn < 84:
        signal = {"share": number(dice), "of": number(dice)}
    else:
        signal = counted(dice, dice.one_of(["count", "days", "sum", "avg", "max", "min"]))
    told: Document = {"signal": signal, "points": points}
    if dice.chance(40):
        told["missing"] = dice.one_of([0, 50])
    if dice.chance(60):
        told["weight"] = dice.one_of([1, 2, 3, Decimal("0.5")])
    return told


def _with_readers(dice: Dice, tree: Any, own: list[str], others: list[str]) -> Any:
    """The tree with some of its rules reading standings instead."""
    if isinstance(tree, list):
        return [_with_readers(dice, part, own, others) for part in tree]
    if not isinstance(tree, dict):
        return tree
    if "is" in tree and "signal" in tree:
        return _reader(dice, own, others) if own + others and dice.chance(22) else tree
    return {
        name: part if name in ("health", "layout") else _with_readers(dice, part, own, others)
        for name, part in tree.items()
    }


def _reader(dice: Dice, own: list[str], others: list[str]) -> Document:
    journey = dice.one_of([*own, *others])
    kinds = ["health", "fall"] if journey in own else ["health", "fall", "stage", "band", "dwell"]
    order = dice.one_of(["gte", "gt", "lt", "lte"])
    match dice.one_of(kinds):
        case "health":
            return {"signal": {"health": journey}, "is": order, "value": dice.one_of(SCORES)}
        case "fall":
            signal = {"fall": {"health": journey}, "within": dice.one_of(SPANS)}
            return {
                "signal": signal,
                "is": order,
                "value": dice.one_of([0, 5, 20, Decimal("33.4")]),
            }
        case "stage":
            among = dice.several(lambda: f"s{dice.upto(4)}", again=50, most=2)
            return {"signal": {"stage": journey}, "is": "in", "value": among}
        case "band":
            band = dice.one_of(["healthy", "at-risk", "hot", "cold"])
            return {"signal": {"band": journey}, "is": dice.one_of(["eq", "ne"]), "value": band}
    return {"signal": {"dwell": journey}, "is": order, "value": dice.one_of(SPANS)}
