"""A story of events in the making, told so that selections get as many as they need.

An event that a window asks for is put as far back as the window reaches: there it counts in no
window that is shorter, so that no more happens anywhere than has to.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from domain.instants import DAY, Instant
from domain.observation import Observation
from domain.signals import ANY_EVENT
from domain.solver.lines import exact
from domain.solver.ranges import ALL
from domain.solver.sampling import values_in
from domain.solver.variables import Selection, Variable
from domain.values import Number, Value, at_path

MOST_EVENTS = 200
UNNAMED = "something"


class Untellable(Exception):
    """This way the story cannot be told."""


@dataclass(slots=True)
class Story:
    """Events as they are being made up. `oldest` is how far back each name's events may lie."""

    now: Instant
    longest: int
    oldest: dict[str, int] = field(default_factory=dict)
    events: list[Observation] = field(default_factory=list)

    def selected(self, events: Selection) -> Iterator[Observation]:
        """The events told so far that a selection has."""
        asked = events.properties
        for one in self.events:
            if events.event not in (ANY_EVENT, one.event):
                continue
            if events.within is not None and self.now - one.at >= events.within:
                continue
            if all(part.holds(at_path(one.properties, path)) for path, part in asked.items()):
                yield one

    def amounts(self, events: Selection, name: str) -> list[Number]:
        """The numbers that a property has over a selection."""
        found = (at_path(one.properties, name) for one in self.selected(events))
        return [
            one
            for one in found
            if isinstance(one, int | Decimal) and one is not True and one is not False
        ]

    def grow(self, events: Selection, least: int) -> None:
        """Add events until the selection has at least so many."""
        for _ in range(least - sum(1 for _ in self.selected(events))):
            self.add(events)

    def grow_days(self, events: Selection, least: int) -> None:
        """Add events until the selection has some on at least so many days."""
        days = {one.at // DAY for one in self.selected(events)}
        start = self.now - self.age_for(events, self.longest + least * DAY)
        day = start // DAY
        while len(days) < least:
            at = start if day == start // DAY else day * DAY + DAY // 2
            if at > self.now:
                at = day * DAY
            if at > self.now:
                raise Untellable
            if day not in days:
                days.add(day)
                self.add(events, age=self.now - at)
            day += 1

    def add(
        self, events: Selection, age: int | None = None, amounts: Mapping[str, Value] | None = None
    ) -> None:
        """Add an event that the selection has, as far back as it may lie or of the given age."""
        if len(self.events) == MOST_EVENTS:
            raise Untellable
        properties: dict[str, Value] = {}
        asked = dict(events.properties)
        for path, value in (amounts or {}).items():
            if not asked.pop(path, ALL).holds(value):
                raise Untellable
            plant(properties, path, value, asked.keys())
        for path, part in asked.items():
            plant(properties, path, next(values_in(part), None), asked.keys())
        age = self.age_for(events) if age is None else age
        name = UNNAMED if events.event == ANY_EVENT else events.event
        self.events.append(Observation(at=self.now - age, event=name, properties=properties))

    def age_for(self, events: Selection, wanted: int = 0) -> int:
        """How far back an event of the selection may lie; without a window, as far as wanted."""
        reach = max(self.longest + DAY, wanted) if events.within is None else events.within - 1
        limits = [limit for name, limit in self.oldest.items() if name in (ANY_EVENT, events.event)]
        return min([reach, *limits])

    def value_of(self, variable: Variable) -> int | Fraction | None:
        """What a number that is read off events has come to; None where it is missing."""
        assert variable.events is not None
        if variable.kind == "count":
            return sum(1 for _ in self.selected(variable.events))
        if variable.kind == "days":
            return len({one.at // DAY for one in self.selected(variable.events)})
        return total_of(variable.kind, self.amounts(variable.events, variable.name))


def total_of(kind: str, amounts: list[Number]) -> int | Fraction | None:
    """A sum, or the least, greatest or average amount."""
    numbers = [exact(amount) for amount in amounts]
    if kind == "sum":
        return sum(numbers)
    if not numbers:
        return None
    if kind == "avg":
        return Fraction(sum(numbers)) / len(numbers)
    return min(numbers) if kind == "min" else max(numbers)


def plant(tree: dict[str, Value], path: str, value: Value, read: Collection[str]) -> None:
    """Put a value at a dotted path: into an object where nobody reads what leads there."""
    if value is None:
        return
    steps = path.split(".")
    prefixes = [".".join(steps[: length + 1]) for length in range(len(steps) - 1)]
    if not all(steps) or any(prefix in read for prefix in prefixes):
        tree[path] = value
        return
    here = tree
    for step in steps[:-1]:
        inner = here.setdefault(step, {})
        if not isinstance(inner, dict):
            tree[path] = value
            return
        here = inner
    here[steps[-1]] = value
