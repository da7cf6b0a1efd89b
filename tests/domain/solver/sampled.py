"""Many small lives, the same in every run, to try by hand what the solver says of all of them."""

import random
from functools import cache

from domain.criteria import Criteria
from domain.document import load
from domain.solver.examples import ExampleProfile
from tests.documents import asking
from tests.lives import arrived
from tests.naive import criteria as naive
from tests.naive.replay import Standing
from tests.naive.replay import arrived as naively_arrived
from tests.strategies.criteria import Tree
from tests.strategies.dice import Dice
from tests.strategies.histories import STEPS, history

Looked = tuple[naive.History, int]
"""A life and the instant at which it is looked at."""

MOST = 200


class Rolled(Dice):
    """Choices that a seed makes, for lives that no example has to shrink."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def upto(self, greatest: int) -> int:
        return self._random.randint(0, greatest)


def criteria_of(tree: Tree) -> Criteria:
    entry = load(asking(tree)).stages[0].entry
    assert entry is not None
    return entry


@cache
def lives() -> tuple[Looked, ...]:
    return tuple(map(a_life, range(MOST)))


def a_life(seed: int) -> Looked:
    dice = Rolled(seed)
    lines = [line for line in history(dice) if line["profile"] == "u1"]
    later = round(dice.one_of(STEPS).total_seconds() * 1_000_000)
    lived, clock = as_lived(lines)
    return lived, clock + later


def as_lived(lines: list[Tree]) -> Looked:
    standing, clock = Standing("u1", naive.History({}, ())), 0
    for line in lines:
        at = arrived(line).at
        standing, clock = naively_arrived(standing, line, at), max(clock, at)
    return standing.history, clock


def example_meets(example: ExampleProfile, tree: Tree) -> bool:
    """Whether the naive evaluator finds the criteria met, told of the example line by line."""
    document = example.to_document()
    lived, _ = as_lived([{"profile": "u1", **line} for line in document["observations"]])
    return naive.holds(tree, lived, example.at)


def somebody_meets(*trees: Tree) -> bool:
    return any(all(naive.holds(tree, *life) for tree in trees) for life in lives())
