"""Signals and criteria, read off a profile's whole history at one instant."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.naive.values import (
    Lasting,
    Moment,
    duration,
    exact,
    found,
    lasting,
    moment,
    satisfies,
)

DAY = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something the profile did."""

    name: str
    at: int
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the profile stands in a journey, and every score since it came into that stage."""

    stage: str | None = None
    since: int = 0
    band: str | None = None
    scores: tuple[tuple[int, Fraction | None], ...] = ()

    @property
    def score(self) -> Fraction | None:
        return self.scores[-1][1] if self.scores else None

    def fall(self, within: int, now: int) -> Fraction | None:
        """The greatest score held somewhere in the window, minus the last."""
        if self.score is None:
            return None
        ends = [at for at, _ in self.scores[1:]] + [now + 1]
        held = [
            score
            for (_, score), end in zip(self.scores, ends, strict=True)
            if score is not None and end > now - within
        ]
        return max(held) - self.score


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of a profile, in exact numbers, and when its present cycle began.

    `places` are where it stands in each journey.
    """

    traits: dict[str, Any]
    events: tuple[Event, ...]
    cycle: int | None = None
    places: dict[str, Place] = field(default_factory=dict)


def holds(criteria: dict[str, Any], history: History, now: int) -> bool:
    """Whether criteria hold of a profile at an instant."""
    if "all" in criteria:
        return all(holds(part, history, now) for part in criteria["all"])
    if "any" in criteria:
        return any(holds(part, history, now) for part in criteria["any"])
    if "not" in criteria:
        return not holds(criteria["not"], history, now)
    actual = read(criteria["signal"], history, now)
    return satisfies(actual, criteria["is"], expected(actual, criteria.get("value")))


def expected(actual: Any, value: Any) -> Any:
    """A rule's value, read as what the signal gave: against a duration, `P3D` is one too."""
    match actual:
        case Lasting():
            return lasting(value)
        case Moment():
            return moment(value)
        case _:
            return exact(value)


def read(signal: dict[str, Any], history: History, now: int) -> Any:
    """A signal's value, None when it is missing."""
    match signal:
        case {"trait": path}:
            return found(path, history.traits)
        case {"age": of}:
            seen = anchor(of, history)
            return None if seen is None else Lasting(now - seen)
        case {"until": of}:
            seen = anchor(of, history)
            return None if seen is None else Lasting(seen - now)
        case {"first": _} | {"last": _}:
            seen = anchor(signal, history)
            return None if seen is None else Moment(seen)
        case {"stage": journey}:
            return history.places.get(journey, Place()).stage
        case {"health": journey}:
            return history.places.get(journey, Place()).score
        case {"band": journey}:
            return history.places.get(journey, Place()).band
        case {"dwell": journey}:
            place = history.places.get(journey, Place())
            return None if place.stage is None else Lasting(now - place.since)
        case {"fall": {"health": journey}, "within": within}:
            return history.places.get(journey, Place()).fall(duration(within), now)
        case {"share": part, "of": whole}:
            return share(read(part, history, now), read(whole, history, now))
        case {"count": name}:
            return Fraction(len(matching(name, signal, history, now)))
        case {"days": name}:
            return Fraction(len({e.at // DAY for e in matching(name, signal, history, now)}))
    [(total, name)] = [pair for pair in signal.items() if pair[0] in ("sum", "min", "max", "avg")]
    read_off = (
        found(signal["property"], e.properties) for e in matching(name, signal, history, now)
    )
    numbers = [value for value in read_off if isinstance(value, Fraction)]
    match total:
        case "sum":
            return sum(numbers, Fraction(0))
        case "min":
            return min(numbers, default=None)
        case "max":
            return max(numbers, default=None)
        case _:
            return sum(numbers) / len(numbers) if numbers else None


def share(part: Any, whole: Any) -> Fraction | None:
    """A number over a greater-than-nothing one."""
    if isinstance(part, Fraction) and isinstance(whole, Fraction) and whole > 0:
        return part / whole
    return None


def anchor(signal: dict[str, Any], history: History) -> int | None:
    """The instant that a trait, `first` or `last` tells."""
    if "trait" in signal:
        told = moment(found(signal["trait"], history.traits))
        return None if told is None else told.at
    if "first" in signal:
        always = signal | {"lifetime": True}
        return min((e.at for e in matching(signal["first"], always, history)), default=None)
    return max((e.at for e in matching(signal["last"], signal, history)), default=None)


def matching(
    name: str, signal: dict[str, Any], history: History, now: int | None = None
) -> list[Event]:
    """The events that a signal counts; `now` matters to those with a window only."""
    since = None if signal.get("lifetime") else history.cycle
    return [
        e
        for e in history.events
        if name in ("*", e.name)
        and (since is None or e.at > since)
        and (now is None or "within" not in signal or 0 <= now - e.at < duration(signal["within"]))
        and all(
            satisfies(found(rule["property"], e.properties), rule["is"], exact(rule.get("value")))
            for rule in signal.get("where", [])
        )
    ]


def rules(tree: Any) -> Iterator[dict[str, Any]]:
    """Every rule anywhere in a document."""
    if isinstance(tree, list):
        for member in tree:
            yield from rules(member)
    elif isinstance(tree, dict):
        if "signal" in tree:
            yield tree
        for member in tree.values():
            yield from rules(member)


def turns(rule: dict[str, Any], history: History) -> Iterator[int]:
    """Every instant at which time could change a rule's answer, and many at which it will not."""
    yield from signal_turns(rule["signal"], rule.get("value"), history)


def signal_turns(signal: dict[str, Any], value: Any, history: History) -> Iterator[int]:
    """Where an event leaves a window; where an age or what is left passes the expected value."""
    if "within" in signal:
        yield from (e.at + duration(signal["within"]) for e in history.events)
    if "dwell" in signal and (told := lasting(value)) is not None:
        place = history.places.get(signal["dwell"], Place())
        yield from (place.since + told.long, place.since + told.long + 1)
    for key in ("share", "of"):
        if isinstance(signal.get(key), dict):
            yield from signal_turns(signal[key], value, history)
    for key, way in (("age", 1), ("until", -1)):
        told = lasting(value)
        if key in signal and told is not None:
            instants = [e.at for e in history.events]
            if "trait" in signal[key]:
                seen = anchor(signal[key], history)
                instants = [] if seen is None else [seen]
            for at in instants:
                yield at + way * told.long
                yield at + way * told.long + 1
