"""Where the naive evaluator says a profile stands, and every change on the way there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.naive.criteria import Event, History, Place, holds, rules, turns
from tests.naive.health import health, score_turns
from tests.naive.values import duration, exact, instant, spelled

Stage = dict[str, Any]
Transition = dict[str, Any]
Change = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A profile in the journey: all it did, its clock, and where it has been put."""

    profile: str
    history: History
    clock: int | None = None
    stage: str | None = None
    since: int = 0
    held: frozenset[str] = frozenset()
    told: tuple[str | None, Fraction | None, str | None] = (None, None, None)


def replayed(
    document: dict[str, Any],
    lines: list[dict[str, Any]],
    until: str | None,
    *,
    with_health: bool = False,
) -> list[Change]:
    """The changes that `cairn replay` prints for a `cairn/1` document and its lines."""
    return replayed_together([document], lines, until, with_health=with_health)


def replayed_together(
    documents: list[dict[str, Any]],
    lines: list[dict[str, Any]],
    until: str | None,
    *,
    with_health: bool = False,
) -> list[Change]:
    """The same of several journeys, each judged after those that it reads, or by its key."""
    waiting = {document["key"]: document for document in documents}
    journeys: list[Journey] = []
    while waiting:
        ready = [key for key, one in waiting.items() if not read_by(one) & waiting.keys() - {key}]
        document = waiting.pop(min(ready))
        journeys.append(Journey(document, with_health=with_health))
    people: dict[str, list[Standing]] = {}
    changes: list[Change] = []
    for line in lines:
        nobody = [Standing(line["profile"], History({}, ())) for _ in journeys]
        standings = people.get(line["profile"], nobody)
        at = instant(line["at"])
        standings, by_time = served(journeys, standings, at)
        now = max(at, *(at if it.clock is None else it.clock for it in standings))
        standings = [arrived(standing, line, at) for standing in standings]
        standings, by_data = judged(journeys, standings, now, "DATA")
        people[line["profile"]] = standings
        changes += by_time + by_data
    if until is not None:
        for standings in people.values():
            changes += served(journeys, standings, instant(until))[1]
    return changes


def read_by(document: dict[str, Any]) -> set[str]:
    """The journeys whose standings a document reads."""
    signals = [rule["signal"] for rule in rules(document)]
    signals += [signal["fall"] for signal in signals if "fall" in signal]
    kinds = ("stage", "health", "band", "dwell")
    return {signal[kind] for signal in signals for kind in kinds if kind in signal}


def served(
    journeys: list["Journey"], standings: list[Standing], to: int
) -> tuple[list[Standing], list[Change]]:
    """The profile after time alone has passed, trying each instant that could matter."""
    changes: list[Change] = []
    ahead = turns_of(journeys, standings, to)
    while ahead:
        standings, told = judged(journeys, standings, ahead.pop(0), "TIME")
        changes += told
        if told:
            ahead = turns_of(journeys, standings, to)
    return standings, changes


def turns_of(journeys: list["Journey"], standings: list[Standing], to: int) -> list[int]:
    """Every instant after the clock, up to another, at which time could change an answer."""
    turns = {
        turn
        for journey, standing in zip(journeys, standings, strict=True)
        for turn in journey.turns(standing, to)
    }
    return sorted(turns)


def judged(
    journeys: list["Journey"], standings: list[Standing], now: int, trigger: str
) -> tuple[list[Standing], list[Change]]:
    """The profile after one evaluation of each journey in turn, and all that this changed."""
    after: list[Standing] = []
    changes: list[Change] = []
    places: dict[str, Place] = {}
    for journey, standing in zip(journeys, standings, strict=True):
        own = standing.history.places.get(journey.key, Place())
        history = replace(standing.history, places=places | {journey.key: own})
        standing, made = journey.judged(replace(standing, history=history), now, trigger)
        places = standing.history.places
        after.append(standing)
        changes += made
    return after, changes


def arrived(standing: Standing, line: dict[str, Any], at: int) -> Standing:
    """The profile with a line's traits and event added to what is known of it."""
    history = standing.history
    traits = history.traits | exact(line.get("traits") or {})
    kept = {key: value for key, value in traits.items() if value is not None}
    events = history.events
    if line.get("event") is not None:
        events += (Event(line["event"], at, exact(line.get("properties") or {})),)
    return replace(standing, history=replace(history, traits=kept, events=events))


class Journey:
    """A document, asked about one profile at one instant."""

    def __init__(self, document: dict[str, Any], *, with_health: bool = False) -> None:
        self.document = document
        self.with_health = with_health
        self.key: str = document["key"]
        self.movement: str = document["movement"]
        self.stages: dict[str, Stage] = {stage["key"]: stage for stage in document["stages"]}
        self.transitions: list[Transition] = document.get("transitions", [])
        self.rules = list(rules(document))
        self.falls = [
            duration(rule["signal"]["within"]) for rule in self.rules if "fall" in rule["signal"]
        ]
        self.order = sorted(self.stages, key=lambda key: (self.is_exit(key), self.depth(key)))
        self.rank = {key: place for place, key in enumerate(self.order)}

    def is_exit(self, key: str) -> bool:
        return self.stages[key].get("role") == "EXIT"

    def depth(self, key: str) -> int:
        """The length of the longest ADVANCE path to a stage."""
        before = [t["from"] for t in self.transitions if kind(t) == "ADVANCE" and t["to"] == key]
        return max((1 + self.depth(stage) for stage in before), default=0)

    def turns(self, standing: Standing, to: int) -> list[int]:
        """Every instant after the clock, up to another, at which time could change an answer."""
        clock, history = standing.clock, standing.history
        if clock is None:
            return []
        by_rules = {turn for rule in self.rules for turn in turns(rule, history)}
        by_dwell = {
            standing.since + duration(transition["after"])
            for transition in self.transitions
            if "after" in transition
        }
        by_health = set(score_turns(self.document, history, standing.since))
        scored = {at for place in history.places.values() for at, _ in place.scores}
        by_peaks = {at + within for within in self.falls for at in by_health | scored}
        found = by_rules | by_dwell | by_health | by_peaks
        return sorted(turn for turn in found if clock < turn <= to)

    def judged(self, standing: Standing, now: int, trigger: str) -> tuple[Standing, list[Change]]:
        """The profile after one evaluation, and its moves."""
        standing = self.fared(replace(standing, clock=now), now)
        standing = self.reviewed(standing, now)
        changes: list[Change] = []
        while (step := self.step(standing, now)) is not None:
            move, entered, skipped = step
            changes.append(
                {
                    "profile": standing.profile,
                    "from": standing.stage,
                    "to": entered,
                    "at": spelled(now),
                    "move": move,
                    "trigger": trigger,
                    "skipped": skipped,
                }
            )
            standing = replace(standing, stage=entered, since=now)
            if move == "RECYCLE":
                standing = replace(standing, history=replace(standing.history, cycle=now))
            standing = self.fared(standing, now)
            if move == "RECYCLE":
                others = self.stages.keys() - {entered}
                held = frozenset(s for s in others if self.claim(s, standing.history, now))
                standing = replace(standing, held=held)
            standing = self.reviewed(standing, now)
        place = standing.history.places[self.key]
        told = (standing.stage, place.score, place.band)
        if self.with_health and told != standing.told:
            changes.append(
                {
                    "profile": standing.profile,
                    "stage": standing.stage,
                    "score": None if place.score is None else Decimal(int(place.score * 10)) / 10,
                    "band": place.band,
                    "at": spelled(now),
                    "trigger": trigger,
                }
            )
        return replace(standing, told=told), changes

    def fared(self, standing: Standing, now: int) -> Standing:
        """The profile with its health under the stage where it stands."""
        history = standing.history
        place = history.places.get(self.key, Place())
        if (place.stage, place.since) != (standing.stage, standing.since):
            place = Place(standing.stage, standing.since)
        history = replace(history, places=history.places | {self.key: place})
        score, band = health(self.document, standing.stage, history, now)
        if not place.scores or place.score != score:
            place = replace(place, band=band, scores=(*place.scores, (now, score)))
        place = replace(place, band=band)
        return replace(
            standing, history=replace(history, places=history.places | {self.key: place})
        )

    def reviewed(self, standing: Standing, now: int) -> Standing:
        """The profile with only those stages held whose claim still holds."""
        still = frozenset(s for s in standing.held if self.claim(s, standing.history, now))
        return replace(standing, held=still)

    def claim(self, stage: str, history: History, now: int) -> bool:
        entry = self.stages[stage].get("entry")
        if entry is not None:
            return holds(entry, history, now)
        return any(
            holds(t["when"], history, now)
            for t in self.transitions
            if t["to"] == stage and kind(t) in ("ADVANCE", "EXIT") and "when" in t
        )

    def step(self, standing: Standing, now: int) -> tuple[str, str | None, list[str]] | None:
        """The next move, where it leads and what it passes over; None where nothing moves."""
        if self.movement == "FREE":
            return self.free_step(standing, now)
        if standing.stage is None:
            chosen = [s for s in self.order if self.receives(s, standing.history, now)]
            return ("ENTER", chosen[-1], []) if chosen else None
        dwell = now - standing.since
        exits = [
            t["to"]
            for t in self.ways("EXIT", standing.stage)
            if self.opens(t, dwell, standing, now)
        ]
        if exits:
            return "EXIT", max(exits, key=self.rank.__getitem__), []
        advances = [
            [t["to"] for t in path]
            for path in self.paths(standing.stage, standing.history, dwell, now)
            if self.opens(path[-1], dwell if len(path) == 1 else 0, standing, now)
        ]
        if advances:
            furthest = max((path[-1] for path in advances), key=self.rank.__getitem__)
            _, _, path = min(
                (len(path), [self.rank[s] for s in path], path)
                for path in advances
                if path[-1] == furthest
            )
            return "ADVANCE", furthest, path[:-1]
        recycles = [
            t["to"]
            for t in self.ways("RECYCLE", standing.stage)
            if guarded(t) and self.guards_hold(t, dwell, standing.history, now)
        ]
        if recycles:
            return "RECYCLE", max(recycles, key=self.rank.__getitem__), []
        return None

    def free_step(self, standing: Standing, now: int) -> tuple[str, str | None, list[str]] | None:
        met = [
            s
            for s in self.order
            if (entry := self.stages[s].get("entry")) is not None
            and holds(entry, standing.history, now)
        ]
        defaults = [s for s, stage in self.stages.items() if is_default(stage)]
        entered = met[-1] if met else defaults[0] if defaults else None
        if entered == standing.stage:
            return None
        if standing.stage is None:
            return "ENTER", entered, []
        if entered is None:
            return "LEAVE", None, []
        if self.is_exit(entered):
            return "EXIT", entered, []
        climbs = self.rank[entered] > self.rank[standing.stage]
        return "ADVANCE" if climbs else "REGRESS", entered, []

    def receives(self, key: str, history: History, now: int) -> bool:
        """Whether a stage takes in a profile that has no place yet, in FORWARD or STEPWISE."""
        stage = self.stages[key]
        if self.movement == "STEPWISE" and stage.get("role") != "ENTRY":
            return False
        entry = stage.get("entry")
        return is_default(stage) if entry is None else holds(entry, history, now)

    def ways(self, of: str, stage: str) -> list[Transition]:
        leaves = [stage] if self.is_exit(stage) else [stage, "*"]
        return [t for t in self.transitions if kind(t) == of and t["from"] in leaves]

    def paths(
        self, stage: str, history: History, dwell: int, now: int
    ) -> Iterator[list[Transition]]:
        """Every ADVANCE path from a stage whose guards hold; in STEPWISE, of one transition."""
        for transition in self.ways("ADVANCE", stage):
            if not self.guards_hold(transition, dwell, history, now):
                continue
            yield [transition]
            if self.movement == "FORWARD":
                for onward in self.paths(transition["to"], history, 0, now):
                    yield [transition, *onward]

    def guards_hold(self, transition: Transition, dwell: int, history: History, now: int) -> bool:
        if "after" in transition and dwell < duration(transition["after"]):
            return False
        return "when" not in transition or holds(transition["when"], history, now)

    def opens(self, transition: Transition, dwell: int, standing: Standing, now: int) -> bool:
        target = transition["to"]
        if target in standing.held or not self.guards_hold(
            transition, dwell, standing.history, now
        ):
            return False
        entry = self.stages[target].get("entry")
        return guarded(transition) if entry is None else holds(entry, standing.history, now)


def kind(transition: Transition) -> str:
    """ADVANCE unless it says otherwise."""
    return str(transition.get("kind", "ADVANCE"))


def guarded(transition: Transition) -> bool:
    """Whether a transition asks anything of its own."""
    return "when" in transition or "after" in transition


def is_default(stage: Stage) -> bool:
    """Whether a stage is an ENTRY that asks for nothing."""
    return stage.get("role") == "ENTRY" and "entry" not in stage
