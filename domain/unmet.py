"""What criteria still lack: each rule that does not hold yet, and how near it is.

Nearness is relative: 2 of 3 logins are two thirds of the way, 7 of 14 days half of it. What can
only be met or not, such as a trait's value, counts for nothing until it is met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from domain.actual import Actual, AtLeast, Span
from domain.comparing import least_count
from domain.compiling import Compiled
from domain.criteria import All, Any, Not, Rule
from domain.criteria_document import criteria_to_document
from domain.instants import Duration, Instant
from domain.opening import Path
from domain.profile import Profile
from domain.signals import Age, Count, Days, Operator, Until
from domain.values import is_number

ALMOST = Fraction(99, 100)
"""As near as a rule may come without holding."""

OPPOSITES = {
    Operator.GTE: Operator.LT,
    Operator.LT: Operator.GTE,
    Operator.GT: Operator.LTE,
    Operator.LTE: Operator.GT,
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
    Operator.IN: Operator.NOT_IN,
    Operator.NOT_IN: Operator.IN,
    Operator.EXISTS: Operator.MISSING,
    Operator.MISSING: Operator.EXISTS,
}
"""What a rule asks that must not hold, where there is a word for it."""

_UPWARDS = (Operator.GTE, Operator.GT)
_DOWNWARDS = (Operator.LTE, Operator.LT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A rule that does not hold and should, or under a `not` one that holds and should not.

    `until` is the first instant at which time alone may meet it.
    """

    rule: Rule
    is_negated: bool
    actual: Actual
    until: Instant
    progress: Fraction

    @property
    def written(self) -> Mapping[str, object]:
        """The rule as a document writes it."""
        return criteria_to_document(self.rule)

    @property
    def expected(self) -> object:
        """What it compares with, as a document writes it; None where it takes no value."""
        return self.written.get("value")

    @property
    def operator(self) -> Operator | None:
        """How the actual value would have to compare; None where that has no word of its own."""
        return OPPOSITES.get(self.rule.operator) if self.is_negated else self.rule.operator

    @property
    def missing(self) -> Fraction | Span | None:
        """How much more it takes, of what only has to grow."""
        number, wanted = _measured(self.actual), _wanted(self.rule, self.operator)
        if self.operator not in _UPWARDS or number is None or wanted is None:
            return None
        lacking = max(wanted - number, Fraction(0))
        return Span(int(lacking)) if isinstance(self.actual, Span) else lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """A transition that is not followed before the profile has stayed for long enough."""

    after: Duration
    stayed: int
    until: Instant

    @property
    def written(self) -> Mapping[str, object]:
        """The guard as a document writes it."""
        return {"after": self.after.text}

    @property
    def expected(self) -> object:
        """How long it has to be."""
        return self.after.text

    @property
    def actual(self) -> Actual:
        """How long it has been."""
        return Span(self.stayed)

    @property
    def is_negated(self) -> bool:
        """Nobody has to leave before some time is over."""
        return False

    @property
    def progress(self) -> Fraction:
        """How much of it is over."""
        return min(Fraction(self.stayed, self.after.microseconds), ALMOST)

    @property
    def missing(self) -> Span:
        """How much of it is not."""
        return Span(self.after.microseconds - self.stayed)


Lack = Unmet | Wait
Lacks = tuple[Fraction, tuple[Lack, ...]]
"""How near the whole is, and all that it lacks."""

MET: Lacks = (Fraction(1), ())


def lacks_of(compiled: Compiled, profile: Profile, now: Instant, negated: bool = False) -> Lacks:
    """What criteria lack; of parts one of which will do, what the nearest of them lacks."""
    holds, until = compiled.judge(profile, now)
    if holds != negated:
        return MET
    match compiled.criteria:
        case Rule() as rule:
            assert compiled.read is not None
            actual, _ = compiled.read(profile, now)
            operator = OPPOSITES.get(rule.operator) if negated else rule.operator
            unmet = Unmet(
                rule=rule,
                is_negated=negated,
                actual=actual,
                until=until,
                progress=_progress(rule, operator, actual),
            )
            return unmet.progress, (unmet,)
        case Not():
            return lacks_of(compiled.parts[0], profile, now, not negated)
        case All() | Any() as group:
            parts = [lacks_of(part, profile, now, negated) for part in compiled.parts]
            return all_of(parts) if isinstance(group, All) is not negated else _any_of(parts)
        case _:
            assert_never(compiled.criteria)


def lacks_on(path: Path, profile: Profile, since: Instant, now: Instant) -> list[Lacks]:
    """What the guards on a path lack, of somebody who entered its first stage at `since`."""
    lacks: list[Lacks] = []
    for way in path:
        if way.transition.after is not None and since + way.after > now:
            wait = Wait(after=way.transition.after, stayed=now - since, until=since + way.after)
            lacks.append((wait.progress, (wait,)))
        elif way.after:
            lacks.append(MET)
        if way.when is not None:
            lacks.append(lacks_of(way.when, profile, now))
    return lacks


def all_of(parts: Sequence[Lacks]) -> Lacks:
    """What is lacking where every part is asked for."""
    if not parts:
        return MET
    progress = sum((near for near, _ in parts), Fraction(0)) / len(parts)
    return progress, tuple(lack for _, lacks in parts for lack in lacks)


def nearest_of(lacks: Sequence[Lack]) -> Lack | None:
    """The one that is nearest to hold; of several the first."""
    return max(lacks, key=lambda lack: lack.progress, default=None)


def _any_of(parts: Sequence[Lacks]) -> Lacks:
    return max(parts, key=lambda part: (part[0], -len(part[1])), default=(Fraction(0), ()))


def _progress(rule: Rule, operator: Operator | None, actual: Actual) -> Fraction:
    """How near the actual value is: what it is of what it should be, or the other way round."""
    number, wanted = _measured(actual), _wanted(rule, operator)
    if number is None or wanted is None or number < 0 or wanted <= 0:
        return Fraction(0)
    if operator in _UPWARDS and not isinstance(rule.signal, Until):
        return min(number / wanted, ALMOST)
    # An age only grows: what should be younger waits for something to happen.
    if operator in _DOWNWARDS and not isinstance(rule.signal, Age) and number > 0:
        return min(wanted / number, ALMOST)
    return Fraction(0)


def _measured(actual: Actual) -> Fraction | None:
    match actual:
        case AtLeast(count):
            return Fraction(count)
        case Span(microseconds):
            return Fraction(microseconds)
    return Fraction(actual) if is_number(actual) else None


def _wanted(rule: Rule, operator: Operator | None) -> Fraction | None:
    """The number that has to be reached: of what is counted, the whole one that is enough."""
    value = rule.value
    if isinstance(value, Duration):
        return Fraction(value.microseconds)
    if not is_number(value):
        return None
    if isinstance(rule.signal, Count | Days) and operator is not None:
        least = least_count(operator, value)
        if least is not None:
            return Fraction(least if operator in _UPWARDS else least - 1)
    return Fraction(value)
