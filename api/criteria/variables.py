"""Signals as variables of an expression.

Other languages know no signals. What they compare is given to them by whoever evaluates: a variable
for each signal, named after it, missing or null where the signal is missing. Lengths of time and
instants are given as the language has them.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count

from domain.choices import ValueType
from domain.criteria import Criteria, rules_of
from domain.signal_document import signal_to_document
from domain.signals import Age, First, Last, Signal, Trait, Until
from domain.wording import signal_in_words
from store.columns import dumps

# What CEL and JavaScript have other uses for.
RESERVED = frozenset(
    "as break const continue else false for function if import in let loop namespace null package "
    "return true type var void while bool bytes double duration dyn has int list map matches size "
    "string timestamp uint all exists exists_one filter constructor hasOwnProperty isPrototypeOf "
    "propertyIsEnumerable toLocaleString toString valueOf".split()
)
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_]+")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Variable:
    """A signal by the name that expressions have for it."""

    name: str
    signal: Signal

    @property
    def type(self) -> ValueType | None:
        """What it holds, where that does not depend on the trait."""
        match self.signal:
            case Trait():
                return None
            case Age() | Until():
                return ValueType.DURATION
            case Last() | First():
                return ValueType.INSTANT
        return ValueType.NUMBER


def variables_in(criteria: Criteria) -> "Variables":
    """A variable for each signal of the criteria, in reading order."""
    named: dict[str, Variable] = {}
    taken: set[str] = set()
    for rule in rules_of(criteria):
        key = _key(rule.signal)
        if key not in named:
            named[key] = Variable(_free(_name(rule.signal), taken), rule.signal)
            taken.add(named[key].name)
    return Variables(named)


class Variables:
    """The variables of an expression."""

    def __init__(self, named: Mapping[str, Variable]) -> None:
        self._named = named

    def __iter__(self) -> Iterator[Variable]:
        return iter(self._named.values())

    def of(self, signal: Signal) -> Variable:
        """The variable that stands for a signal."""
        return self._named[_key(signal)]


def _key(signal: Signal) -> str:
    # As text, since to Python True equals 1.
    return dumps(signal_to_document(signal))


def _name(signal: Signal) -> str:
    words = signal.path if isinstance(signal, Trait) else signal_in_words(signal)
    name = _NOT_A_NAME.sub("_", words.removeprefix("the "))[:LONGEST].strip("_")
    if not name or name[0].isdigit() or name in RESERVED:
        name = f"trait_{name}".strip("_")
    return name


def _free(name: str, taken: Container[str]) -> str:
    numbered = (f"{name}_{number}" for number in count(2))
    return next(one for one in chain((name,), numbered) if one not in taken)
