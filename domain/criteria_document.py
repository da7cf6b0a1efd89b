"""Criteria and rules, to and from the plain values of a document (design, section 3)."""

from collections.abc import Mapping

from domain.criteria import MAX_DEPTH, MAX_RULES, All, Any, Criteria, Not, Rule
from domain.instants import Duration, instant_of
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below, kind_of, shown
from domain.signal_document import (
    read_operator,
    read_signal,
    read_value,
    signal_to_document,
    takes_value,
)
from domain.signals import (
    ORDERINGS,
    WITHOUT_VALUE,
    Age,
    DwellIn,
    First,
    Last,
    Operator,
    Signal,
    Trait,
    Until,
)
from domain.values import Scalar

MALFORMED = "CRITERIA_MALFORMED"
GROUPS = ("all", "any", "not")
STAND_IN = Rule(Trait(""), Operator.EXISTS)

_RULE = Shape("a rule", ("signal", "is"), ("value",))
_OF_TIME = ORDERINGS | WITHOUT_VALUE


def read_criteria(reading: Reading, value: Plain, path: str) -> Criteria | None:
    """A tree of rules, of bounded depth and size; None where there is none."""
    if value is ABSENT:
        return None
    return _Tree(reading, path).read(value, path, 0)


def criteria_to_document(criteria: Criteria) -> dict[str, object]:
    """Criteria as a document writes them."""
    match criteria:
        case Rule(signal, operator, value):
            rule: dict[str, object] = {"signal": signal_to_document(signal), "is": operator.value}
            if operator not in WITHOUT_VALUE:
                rule["value"] = value_to_document(value)
            return rule
        case All(parts):
            return {"all": [criteria_to_document(part) for part in parts]}
        case Any(parts):
            return {"any": [criteria_to_document(part) for part in parts]}
        case Not(part):
            return {"not": criteria_to_document(part)}


def value_to_document(value: Scalar | tuple[Scalar, ...] | Duration | None) -> object:
    """What a rule compares with, as a document writes it."""
    if isinstance(value, Duration):
        return value.text
    return list(value) if isinstance(value, tuple) else value


class _Tree:
    """One tree being read: counts its rules, so that it is refused once when it has too many."""

    def __init__(self, reading: Reading, path: str) -> None:
        self._reading = reading
        self._path = path
        self._rules = 0

    def read(self, value: Plain, path: str, depth: int) -> Criteria:
        fields = self._reading.open_fields(value, path, MALFORMED)
        groups = [group for group in GROUPS if group in fields]
        if "signal" in fields or "is" in fields:
            groups.append("a rule")
        if len(groups) != 1:
            if isinstance(value, Mapping) and len(fields) == len(value):
                self._no_single_kind(groups, list(fields), path)
            return STAND_IN
        if groups == ["a rule"]:
            return self._rule(fields, path)
        group = groups[0]
        if depth == MAX_DEPTH:
            self._reading.refuse(
                path, f"is nested more than {MAX_DEPTH} groups deep", "LIMIT_EXCEEDED"
            )
            return STAND_IN
        self._reading.shaped(fields, path, Shape(group, (group,)), MALFORMED)
        inner = below(path, group)
        if group == "not":
            return Not(self.read(fields[group], inner, depth + 1))
        parts = tuple(
            self.read(part, at, depth + 1)
            for at, part in self._reading.parts(fields[group], inner, code=MALFORMED)
        )
        return All(parts) if group == "all" else Any(parts)

    def _no_single_kind(self, groups: list[str], names: list[str], path: str) -> None:
        if groups:
            self._reading.refuse(
                path, f"must be one of {' and '.join(groups)}, not both", MALFORMED
            )
            return
        nearest = next(filter(None, (self._reading.nearest(name, GROUPS) for name in names)), "")
        self._reading.refuse(
            path, f"must be all, any, not, or a rule with signal and is{nearest}", MALFORMED
        )

    def _rule(self, fields: Fields, path: str) -> Criteria:
        self._rules += 1
        if self._rules > MAX_RULES:
            if self._rules == MAX_RULES + 1:
                self._reading.refuse(
                    self._path, f"has more than {MAX_RULES} rules", "LIMIT_EXCEEDED"
                )
            return STAND_IN
        return _read_rule(self._reading, fields, path)


def _read_rule(reading: Reading, fields: Fields, path: str) -> Rule:
    fields = reading.shaped(fields, path, _RULE, MALFORMED)
    signal = read_signal(reading, fields.get("signal", ABSENT), below(path, "signal"))
    operator = read_operator(reading, fields, path)
    if operator is None:
        return STAND_IN
    of_time = isinstance(signal, Age | Until | DwellIn | Last | First)
    if of_time and operator not in _OF_TIME:
        reading.refuse(
            below(path, "is"),
            f"{operator.value} does not compare durations and instants; "
            "use lt, lte, gt, gte, exists or missing",
            MALFORMED,
        )
        return STAND_IN
    if not takes_value(reading, operator, fields, path):
        return Rule(signal or STAND_IN.signal, operator)
    at = below(path, "value")
    if signal is None or not of_time:
        expected = read_value(reading, operator, fields["value"], at)
        return Rule(signal or STAND_IN.signal, operator, expected)
    return Rule(signal, operator, _time(reading, signal, fields["value"], at))


def _time(reading: Reading, signal: Signal, value: Plain, path: str) -> Duration | str | None:
    """What a signal of time is compared with: a duration, or an instant as it is written."""
    if isinstance(signal, Age | Until | DwellIn):
        return reading.duration(value, path, MALFORMED)
    if not isinstance(value, str):
        reading.refuse(
            path, f"must be an instant such as 2026-01-05, not {kind_of(value)}", MALFORMED
        )
        return None
    if instant_of(value) is None:
        reading.refuse(
            path,
            f"{shown(value)} is no instant: write 2026-01-05 or 2026-01-05T09:30:00Z",
            MALFORMED,
        )
    return value
