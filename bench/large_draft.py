"""A draft as large as drafts get: 500 stages, each asking something of its own, drawn in lanes."""

from itertools import pairwise
from typing import Any

from domain.document import MAX_STAGES

LINES, LANES = 5, 10
PLANS = ("free", "team", "business", "enterprise")
EVENTS = ("login", "page_viewed", "report_made", "invite_sent", "invoice_paid")


def large_document(stages: int = MAX_STAGES) -> dict[str, Any]:
    """Lines of stages side by side that lead on and into each other, and a way out of them all."""
    length = (stages - 1) // LINES
    lines = [[f"s-{line}-{step}" for step in range(length)] for line in range(LINES)]
    first, *others = lines
    ways = [{"from": left, "to": entered} for line in lines for left, entered in pairwise(line)]
    ways += [{"from": first[0], "to": line[0], "when": _plan(0)} for line in others]
    # Every tenth stage also leads into the next line.
    for number, line in enumerate(lines[:-1]):
        ways += [
            {"from": line[step], "to": lines[number + 1][step + 1], "when": _plan(step)}
            for step in range(9, length - 1, 10)
        ]
    ways += [
        {"from": line[step], "to": line[step - 5], "kind": "RECYCLE", "after": "P30D"}
        for line in lines
        for step in range(10, length, 10)
    ]
    ways.append({"from": "*", "to": "lost", "kind": "EXIT"})
    places = [
        _stage(line, step, key) for line, keys in enumerate(lines) for step, key in enumerate(keys)
    ]
    lost = {"signal": {"age": {"last": "login"}}, "is": "gte", "value": "P90D"}
    places.append({"key": "lost", "name": "Lost", "role": "EXIT", "entry": lost})
    return {
        "format": "cairn/1",
        "key": "large",
        "name": "A large journey",
        "kind": "ACCOUNT",
        "movement": "FORWARD",
        "stages": places,
        "transitions": ways,
        "health": [_health(0)],
        "lanes": [{"key": f"lane-{number}", "name": f"Lane {number}"} for number in range(LANES)],
        "layout": {
            "positions": {
                key: {"x": 240 * step, "y": 160 * line}
                for line, keys in enumerate(lines)
                for step, key in enumerate(keys)
            }
            | {"lost": {"x": 0, "y": 160 * LINES}}
        },
    }


def arrivals() -> list[dict[str, Any]]:
    """One of everything that the stages read, so that it has been seen."""
    traits = {"plan": PLANS[0], "steps": {f"line-{line}": line for line in range(LINES)}}
    someone = {"kind": "ACCOUNT", "externalId": "someone"}
    return [{**someone, "traits": traits}, *({**someone, "event": event} for event in EVENTS)]


def _stage(line: int, step: int, key: str) -> dict[str, Any]:
    stage: dict[str, Any] = {
        "key": key,
        "name": f"Stage {step} of line {line}",
        "teams": [("marketing", "sales", "customer-success")[line % 3]],
        "goal": "Use it more.",
        **({} if step % 10 == 9 else {"description": f"They have come to step {step}."}),
        "lane": f"lane-{line * LANES // LINES + step % 2}",
    }
    if line == step == 0:
        return stage | {"role": "ENTRY"}
    if step % 5 == 0:
        stage["health"] = [_health(step)]
    return stage | {"entry": _asked(line, step)}


def _asked(line: int, step: int) -> dict[str, Any]:
    """Two to four rules, other ones for every stage."""
    count = {"count": EVENTS[line], "within": f"P{7 * (1 + step % 4)}D"}
    rules: list[dict[str, Any]] = [
        {"signal": count, "is": "gte", "value": step + 1},
        {"signal": {"trait": f"steps.line-{line}"}, "is": "gte", "value": step},
    ]
    if step % 3 == 0:
        fresh = {"signal": {"age": {"last": EVENTS[line - 1]}}, "is": "lt", "value": "P30D"}
        rules.append({"any": [fresh, _plan(step)]})
    return {"all": rules}


def _plan(step: int) -> dict[str, Any]:
    return {"signal": {"trait": "plan"}, "is": "eq", "value": PLANS[step % len(PLANS)]}


def _health(step: int) -> dict[str, Any]:
    logins = {"count": "login", "within": "P14D"}
    silence = {"age": {"last": "login"}}
    return {
        "measures": [
            {"key": "logins", "signal": logins, "points": [[0, 0], [10 + step, 100]], "weight": 3},
            {"key": "silence", "signal": silence, "points": [[0, 100], [30, 0]], "missing": 0},
        ]
    }
