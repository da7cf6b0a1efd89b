"""How much of what may be there is there: what a sample of profiles have, and lately did."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from domain.noticing import DEEPEST
from domain.observation import Observation
from domain.values import Scalar, Value

MOST_EXAMPLES = 5


@dataclass(slots=True)
class Filled:
    """How many have something at one path, and some of what they have."""

    count: int = 0
    examples: list[Scalar] = field(default_factory=list)

    def add(self, value: Value) -> None:
        """One more that has this there."""
        self.count += 1
        if not isinstance(value, str | int | Decimal) or len(self.examples) == MOST_EXAMPLES:
            return
        # Compared with their types: True is no 1.
        if all((one.__class__, one) != (value.__class__, value) for one in self.examples):
            self.examples.append(value)


@dataclass(frozen=True, slots=True)
class Filling:
    """Of `size` trees, what they have by dotted path."""

    size: int
    paths: Mapping[str, Filled]

    def rate(self, path: str) -> float | None:
        """The part that has something there; None where there is nothing to tell it by."""
        if self.size == 0:
            return None
        return self.paths[path].count / self.size if path in self.paths else 0.0


NOTHING = Filling(0, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What `profiles` of `total` profiles of a kind have, and what their events lately had."""

    total: int
    profiles: int
    observations: int
    traits: Filling
    events: Mapping[str, Filling]


def sample_of(
    total: int, traits: Iterable[Mapping[str, Value]], log: Iterable[Observation]
) -> Sample:
    """What these traits and these observations come to."""
    filling = _filling(traits)
    events: dict[str, list[Mapping[str, Value]]] = {}
    for observation in log:
        if observation.event is not None:
            events.setdefault(observation.event, []).append(observation.properties)
    return Sample(
        total=total,
        profiles=filling.size,
        observations=sum(map(len, events.values())),
        traits=filling,
        events={event: _filling(properties) for event, properties in events.items()},
    )


def _filling(trees: Iterable[Mapping[str, Value]]) -> Filling:
    size = 0
    paths: dict[str, Filled] = {}
    for tree in trees:
        size += 1
        # By path, since a tree may have the same one twice, written whole and descended to.
        for path, value in dict(_values(tree)).items():
            paths.setdefault(path, Filled()).add(value)
    return Filling(size, paths)


def _values(
    tree: Mapping[str, Value], prefix: str = "", depth: int = 1
) -> Iterator[tuple[str, Value]]:
    for name, value in tree.items():
        if value is not None:
            yield prefix + name, value
            if isinstance(value, Mapping) and depth < DEEPEST:
                yield from _values(value, f"{prefix}{name}.", depth + 1)
