"""Criteria at random, over every signal that is read off a profile's own traits and events."""

from decimal import Decimal
from typing import Any

from tests.strategies.dice import Dice
from tests.strategies.words import AMOUNTS, COLORS, EVENTS, INSTANTS, PLANS, SPANS

Tree = dict[str, Any]

RELATIONS = ["gte", "gte", "gte", "gte", "gt", "lt", "lte", "eq", "ne"]
ORDERS = ["gte", "gte", "gt", "lt", "lte"]
PROPERTY_RULES: list[Tree] = [
    {"property": "amount", "is": "gte", "value": 1},
    {"property": "amount", "is": "lt", "value": Decimal("0.3")},
    {"property": "amount", "is": "ne", "value": 2},
    {"property": "amount", "is": "exists"},
    {"property": "item.color", "is": "in", "value": ["red", 1, True]},
    {"property": "item.color", "is": "contains", "value": "re"},
    {"property": "item.color", "is": "not_in", "value": ["red"]},
    {"property": "item.color", "is": "missing"},
    {"property": "item.color", "is": "gt", "value": "green"},
    {"property": "item.tags", "is": "contains", "value": "new"},
]
TRAIT_RULES: list[Tree] = [
    {"signal": {"trait": "plan"}, "is": "in", "value": ["pro", "team", 5]},
    {"signal": {"trait": "plan"}, "is": "not_in", "value": ["free"]},
    {"signal": {"trait": "plan"}, "is": "contains", "value": "r"},
    {"signal": {"trait": "plan"}, "is": "gt", "value": "free"},
    {"signal": {"trait": "seats"}, "is": "in", "value": [1, "5", True]},
    {"signal": {"trait": "usage"}, "is": "gte", "value": Decimal("0.3")},
    {"signal": {"trait": "usage"}, "is": "lt", "value": Decimal("0.3")},
    {"signal": {"trait": "tags"}, "is": "contains", "value": "red"},
    {"signal": {"trait": "deal.won"}, "is": "eq", "value": True},
    {"signal": {"trait": "deal.won"}, "is": "exists"},
    {"signal": {"trait": "deal"}, "is": "missing"},
    {"signal": {"trait": "deal.by"}, "is": "in", "value": COLORS},
]


def criteria(dice: Dice, depth: int = 2) -> Tree:
    """A tree of rules, most often one rule."""
    drawn = dice.upto(99) if depth else 0
    if drawn < 60:
        return rule(dice)
    if drawn >= 94:
        return {"not": criteria(dice, depth - 1)}
    parts = dice.several(lambda: criteria(dice, depth - 1), again=50, most=3)
    return {"all": parts} if drawn < 78 else {"any": parts}


def rung(dice: Dice) -> Tree:
    """A rule that is not met at first but is likely in the end: what makes profiles climb."""
    drawn = dice.upto(9)
    if drawn < 6:
        signal: Tree = {"count": dice.one_of(EVENTS)}
        if dice.chance(40):
            signal["within"] = dice.one_of(SPANS)
        return {"signal": signal, "is": "gte", "value": dice.one_of([1, 1, 1, 2, 2, 3])}
    if drawn < 8:
        quiet = {"age": {"last": dice.one_of(EVENTS)}}
        return {"signal": quiet, "is": dice.one_of(["gte", "gt"]), "value": dice.one_of(SPANS)}
    return {"signal": {"trait": "plan"}, "is": "eq", "value": dice.one_of(PLANS)}


def rule(dice: Dice) -> Tree:
    """Any rule."""
    drawn = dice.upto(99)
    if drawn < 40:
        values = [1, 1, 2, 2, 3, Decimal("1.5"), 0]
        return compared(dice, counted(dice, dice.one_of(["count", "count", "days"])), values)
    if drawn < 55:
        return trait_rule(dice)
    if drawn < 78:
        return age_rule(dice)
    if drawn < 90:
        values = [*AMOUNTS, Decimal("0.6"), Decimal("0.15"), 0]
        kind = dice.one_of(["sum", "sum", "min", "max", "avg"])
        return compared(dice, counted(dice, kind), values)
    if drawn < 96:
        share = {"share": number(dice), "of": number(dice)}
        return compared(dice, share, [Decimal("0.1"), Decimal("0.5"), 1, 2])
    return instant_rule(dice)


def compared(dice: Dice, signal: Tree, values: list[Any]) -> Tree:
    if dice.chance(8):
        return {"signal": signal, "is": dice.one_of(["exists", "missing"])}
    if dice.chance(8):
        among = dice.several(lambda: dice.one_of(values), again=60, most=3)
        return {"signal": signal, "is": dice.one_of(["in", "not_in"]), "value": among}
    return {"signal": signal, "is": dice.one_of(RELATIONS), "value": dice.one_of(values)}


def counted(dice: Dice, kind: str) -> Tree:
    """A signal over events: which, since when, and with what properties."""
    any_event = ["*"] if kind in ("count", "days", "last") else []
    signal: Tree = {kind: dice.one_of([*EVENTS, *EVENTS, *any_event])}
    if kind in ("sum", "min", "max", "avg"):
        signal["property"] = "amount"
    if kind != "last" and dice.chance(50):
        signal["within"] = dice.one_of(SPANS)
    if dice.chance(15):
        signal["where"] = dice.several(lambda: dice.one_of(PROPERTY_RULES), again=30, most=2)
    if dice.chance(20):
        signal["lifetime"] = True
    return signal


def first(dice: Dice) -> Tree:
    signal: Tree = {"first": dice.one_of([*EVENTS, "*"])}
    if dice.chance(20):
        signal["where"] = [dice.one_of(PROPERTY_RULES)]
    return signal


def number(dice: Dice) -> Tree:
    """A signal that gives a number, to be shared or shared by."""
    kind = dice.one_of(["count", "count", "sum", "avg", "max", "seats", "usage"])
    return {"trait": kind} if kind in ("seats", "usage") else counted(dice, kind)


def trait_rule(dice: Dice) -> Tree:
    drawn = dice.upto(99)
    if drawn < 40:
        relation = dice.one_of(["eq", "eq", "eq", "ne"])
        return {"signal": {"trait": "plan"}, "is": relation, "value": dice.one_of(PLANS)}
    if drawn < 65:
        return compared(dice, {"trait": "seats"}, [1, 5, Decimal("0.3"), "5"])
    return dice.one_of(TRAIT_RULES)


def age_rule(dice: Dice) -> Tree:
    """A rule that time alone turns."""
    kind = dice.one_of(["last", "last", "first", "trait", "until", "until"])
    match kind:
        case "last":
            signal = {"age": counted(dice, "last")}
        case "first":
            signal = {"age": first(dice)}
        case "trait":
            signal = {"age": {"trait": "renewal_at"}}
        case _:
            signal = {"until": {"trait": "renewal_at"}}
    if dice.chance(8):
        return {"signal": signal, "is": dice.one_of(["exists", "missing"])}
    return {"signal": signal, "is": dice.one_of(ORDERS), "value": dice.one_of([*SPANS, "PT0S"])}


def instant_rule(dice: Dice) -> Tree:
    signal = first(dice) if dice.chance(50) else counted(dice, "last")
    if dice.chance(40):
        return {"signal": signal, "is": dice.one_of(["exists", "missing"])}
    return {"signal": signal, "is": dice.one_of(ORDERS), "value": dice.one_of(INSTANTS)}
