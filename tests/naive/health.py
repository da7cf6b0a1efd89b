"""How well a profile does in a stage, worked out from scratch at one instant."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

from tests.naive.criteria import DAY, History, anchor, read
from tests.naive.values import Lasting, duration, exact

BANDS = [
    {"key": "healthy", "from": 70},
    {"key": "concerning", "from": 40},
    {"key": "at-risk", "from": 0},
]
Variant = dict[str, Any]


def variant_for(document: dict[str, Any], stage: str | None, history: History) -> Variant | None:
    """The first variant that fits; of the stage where it has any, else of the journey."""
    [of_stage] = [s.get("health") for s in document["stages"] if s["key"] == stage] or [None]
    variants = [] if stage is None else of_stage or document.get("health") or []
    persona = history.traits.get("persona")
    fitting = [v for v in variants if "for" not in v or persona in v["for"]]
    return fitting[0] if fitting else None


def health(
    document: dict[str, Any], stage: str | None, history: History, now: int
) -> tuple[Fraction | None, str | None]:
    """The score, rounded once to one decimal, half up, and its band."""
    variant = variant_for(document, stage, history)
    if variant is None:
        return None, None
    total, weights = Fraction(0), Fraction(0)
    for measure in variant["measures"]:
        scored = score(measure, history, now)
        if scored is not None:
            weight = exact(measure.get("weight", 1))
            total, weights = total + weight * scored, weights + weight
    if not weights:
        return None, None
    rounded = Fraction(floor(total / weights * 10 + Fraction(1, 2)), 10)
    met = [band for band in variant.get("bands", BANDS) if exact(band["from"]) <= rounded]
    return rounded, max(met, key=lambda band: exact(band["from"]))["key"]


def score(measure: dict[str, Any], history: History, now: int) -> Fraction | None:
    """What the points make of the measure's value, or what it says of a missing one."""
    value = read(measure["signal"], history, now)
    if isinstance(value, Lasting):
        value = Fraction(value.long // DAY)
    if isinstance(value, bool):
        value = Fraction(value)
    if not isinstance(value, Fraction):
        return exact(measure["missing"]) if "missing" in measure else None
    points: list[tuple[Fraction, Fraction]] = exact(measure["points"])
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def score_turns(document: dict[str, Any], history: History, since: int) -> Iterator[int]:
    """Every instant at which time alone could change a score, and many at which it will not."""
    settings = [document, *document["stages"]]
    for variant in (one for owner in settings for one in owner.get("health") or []):
        for measure in variant["measures"]:
            xs = [floor(exact(x)) for x, _ in measure["points"]]
            days = range(min(xs) - 1, max(xs) + 2)
            yield from _turns(measure["signal"], history, since, days)


def _turns(signal: dict[str, Any], history: History, since: int, days: range) -> Iterator[int]:
    match signal:
        case {"share": part, "of": whole}:
            yield from _turns(part, history, since, days)
            yield from _turns(whole, history, since, days)
        case {"within": within, **rest} if "fall" not in rest:
            yield from (e.at + duration(within) for e in history.events)
        case {"age": of} | {"until": of}:
            told = [e.at for e in history.events]
            if "trait" in of:
                seen = anchor(of, history)
                told = [] if seen is None else [seen]
            way = 1 if "age" in signal else -1
            for at in told:
                for day in days:
                    yield at + way * day * DAY
                    yield at + way * day * DAY + 1
        case {"dwell": journey}:
            place = history.places.get(journey)
            start = since if place is None else place.since
            yield from (start + day * DAY for day in days)
