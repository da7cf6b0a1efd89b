"""Signals and their conditions, to and from the plain values of a document (design, section 3)."""

from collections.abc import Callable, Mapping
from typing import assert_never

from domain.criteria import MAX_DEPTH, MAX_RULES
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below, kind_of
from domain.signals import (
    ANY_EVENT,
    LATER_SIGNALS,
    WITH_LIST,
    WITHOUT_VALUE,
    Age,
    Aggregate,
    BandIn,
    Condition,
    Count,
    Days,
    DwellIn,
    Fall,
    First,
    HealthIn,
    Last,
    Operator,
    SegmentIn,
    Share,
    Signal,
    StageIn,
    StandingSignal,
    Total,
    Trait,
    Until,
)
from domain.values import Scalar

MALFORMED = "CRITERIA_MALFORMED"

_WINDOW = ("within", "where", "lifetime")
# A signal is told by its name, which is a field of it like the others.
SHAPES = {
    shape.name: shape
    for shape in (
        Shape("trait", ("trait",)),
        Shape("count", ("count",), _WINDOW),
        *(Shape(name.value, (name.value, "property"), _WINDOW) for name in Aggregate),
        Shape("days", ("days",), _WINDOW),
        Shape("last", ("last",), ("where", "lifetime")),
        Shape("first", ("first",), ("where",)),
        Shape("age", ("age",)),
        Shape("until", ("until",)),
        Shape("share", ("share", "of")),
        *(Shape(name, (name,)) for name in ("stage", "health", "band", "dwell")),
        Shape("fall", ("fall", "within")),
        Shape("segment", ("segment",)),
    )
}
_STANDING: Mapping[str, Callable[[str], StandingSignal]] = {
    "stage": StageIn,
    "health": HealthIn,
    "band": BandIn,
    "dwell": DwellIn,
    "segment": SegmentIn,
}
_CONDITION = Shape("a condition", ("property", "is"), ("value",))
_OVER_ANY_EVENT = frozenset({"count", "days", "last", "first"})


def read_signal(reading: Reading, value: Plain, path: str, depth: int = 0) -> Signal | None:
    """The signal that `value` writes; None where it writes none, which is then a fault."""
    fields = reading.open_fields(value, path, code=MALFORMED)
    names = [name for name in SHAPES if name in fields]
    later = [name for name in fields if name in LATER_SIGNALS]
    if later:
        reading.refuse(
            below(path, later[0]), f"{later[0]} is a signal that is not read yet", MALFORMED
        )
    elif len(names) != 1:
        if isinstance(value, Mapping) and len(fields) == len(value):
            _no_single_name(reading, names, list(fields), path)
    elif depth > MAX_DEPTH:
        reading.refuse(path, f"is nested more than {MAX_DEPTH} signals deep", "LIMIT_EXCEEDED")
    else:
        return _read_named(reading, names[0], fields, path, depth)
    return None


def signal_to_document(signal: Signal) -> dict[str, object]:
    """A signal as a document writes it."""
    match signal:
        case Trait(path):
            return {"trait": path}
        case Age(of):
            return {"age": signal_to_document(of)}
        case Until(of):
            return {"until": signal_to_document(of)}
        case Share(part, whole):
            return {"share": signal_to_document(part), "of": signal_to_document(whole)}
        case StageIn(journey):
            return {"stage": journey}
        case HealthIn(journey):
            return {"health": journey}
        case BandIn(journey):
            return {"band": journey}
        case DwellIn(journey):
            return {"dwell": journey}
        case SegmentIn(segment):
            return {"segment": segment}
        case Fall(health, within):
            return {"fall": signal_to_document(health), "within": within.text}
        case Count():
            return {"count": signal.event, **_selection(signal)}
        case Total():
            named = {signal.aggregate.value: signal.event, "property": signal.property}
            return {**named, **_selection(signal)}
        case Days():
            return {"days": signal.event, **_selection(signal)}
        case Last():
            return {"last": signal.event, **_selection(signal)}
        case First():
            return {"first": signal.event, **_selection(signal)}
        case _:
            assert_never(signal)


def read_operator(reading: Reading, fields: Fields, path: str) -> Operator | None:
    """The operator in `is`; None where there is none, which is then a fault."""
    return reading.choice(fields.get("is", ABSENT), below(path, "is"), Operator, MALFORMED)


def takes_value(reading: Reading, operator: Operator, fields: Fields, path: str) -> bool:
    """Whether there is a `value` to read, as the operator wants it."""
    if operator in WITHOUT_VALUE and "value" in fields:
        reading.refuse(below(path, "value"), f"{operator.value} takes no value", MALFORMED)
    elif operator not in WITHOUT_VALUE and "value" not in fields:
        reading.refuse(below(path, "value"), f"is required with {operator.value}", MALFORMED)
    else:
        return operator not in WITHOUT_VALUE
    return False


def read_value(
    reading: Reading, operator: Operator, value: Plain, path: str
) -> Scalar | tuple[Scalar, ...] | None:
    """What the operator compares with: a list of plain values, or one."""
    if operator not in WITH_LIST:
        return _scalar(reading, path, value)
    members = (_scalar(reading, *member) for member in reading.parts(value, path, code=MALFORMED))
    return tuple(member for member in members if member is not None)


def _no_single_name(reading: Reading, names: list[str], found: list[str], path: str) -> None:
    if names:
        reading.refuse(path, f"names several signals: {', '.join(names)}", MALFORMED)
        return
    nearest = next(filter(None, (reading.nearest(name, SHAPES) for name in found)), "")
    reading.refuse(path, f"names no signal, such as {', '.join(SHAPES)}{nearest}", MALFORMED)


def _read_named(
    reading: Reading, name: str, fields: Fields, path: str, depth: int
) -> Signal | None:
    fields = reading.shaped(fields, path, SHAPES[name], MALFORMED)
    at = below(path, name)
    match name:
        case "trait":
            return Trait(reading.text(fields[name], at, code=MALFORMED))
        case "age" | "until":
            moment = read_signal(reading, fields[name], at, depth + 1)
            if moment is not None and not isinstance(moment, Trait | Last | First):
                reading.refuse(at, f"{name} takes a trait, last or first signal", MALFORMED)
            if not isinstance(moment, Trait | Last | First):
                return None
            return Age(moment) if name == "age" else Until(moment)
        case "share":
            part = _number_signal(reading, fields[name], at, depth)
            whole = _number_signal(reading, fields.get("of", ABSENT), below(path, "of"), depth)
            return None if part is None or whole is None else Share(part, whole)
        case "stage" | "health" | "band" | "dwell" | "segment":
            return _STANDING[name](reading.key(fields[name], at))
        case "fall":
            return _read_fall(reading, fields, path, depth)
    return _read_event_signal(reading, name, fields, path)


def _read_fall(reading: Reading, fields: Fields, path: str, depth: int) -> Signal | None:
    at = below(path, "fall")
    of = read_signal(reading, fields["fall"], at, depth + 1)
    if of is not None and not isinstance(of, HealthIn):
        reading.refuse(at, "must be the health of a journey, as in {health: lead}", MALFORMED)
    within = reading.duration(fields.get("within", ABSENT), below(path, "within"), MALFORMED)
    return Fall(of, within) if isinstance(of, HealthIn) and within is not None else None


def _number_signal(reading: Reading, value: Plain, path: str, depth: int) -> Signal | None:
    """A signal that can be divided."""
    signal = None if value is ABSENT else read_signal(reading, value, path, depth + 1)
    if isinstance(signal, Age | Until | Last | First | DwellIn):
        reading.refuse(path, "must be a number to be shared; this is a time", MALFORMED)
    elif isinstance(signal, StageIn | BandIn):
        reading.refuse(path, "must be a number to be shared; this is a key", MALFORMED)
    elif isinstance(signal, SegmentIn):
        reading.refuse(path, "must be a number to be shared; this is true or false", MALFORMED)
    return signal


def _read_event_signal(reading: Reading, name: str, fields: Fields, path: str) -> Signal:
    event = reading.text(fields[name], below(path, name), code=MALFORMED)
    if event == ANY_EVENT and name not in _OVER_ANY_EVENT:
        reading.refuse(
            below(path, name), "any event is read by count, days, last and first only", MALFORMED
        )
    within = reading.duration(fields.get("within", ABSENT), below(path, "within"), MALFORMED)
    where = _read_where(reading, fields.get("where", ABSENT), below(path, "where"))
    lifetime = reading.flag(fields.get("lifetime", ABSENT), below(path, "lifetime"), code=MALFORMED)
    defaults = {"where": where == (), "lifetime": not lifetime}
    spelled = frozenset(field for field, said in defaults.items() if said and field in fields)
    match name:
        case "count":
            return Count(
                event=event, within=within, where=where, lifetime=lifetime, spelled=spelled
            )
        case "days":
            return Days(event=event, within=within, where=where, lifetime=lifetime, spelled=spelled)
        case "last":
            return Last(event=event, where=where, lifetime=lifetime, spelled=spelled)
        case "first":
            return First(event=event, where=where, spelled=spelled)
    return Total(
        aggregate=Aggregate(name),
        event=event,
        property=reading.text(
            fields.get("property", ABSENT), below(path, "property"), code=MALFORMED
        ),
        within=within,
        where=where,
        lifetime=lifetime,
        spelled=spelled,
    )


def _read_where(reading: Reading, value: Plain, path: str) -> tuple[Condition, ...]:
    if isinstance(value, list | tuple) and len(value) > MAX_RULES:
        reading.refuse(path, f"has more than {MAX_RULES} conditions", "LIMIT_EXCEEDED")
        return ()
    conditions = []
    for at, part in reading.parts(value, path, code=MALFORMED):
        fields = reading.fields(part, at, _CONDITION, MALFORMED)
        named = reading.text(fields.get("property", ABSENT), below(at, "property"), code=MALFORMED)
        operator = read_operator(reading, fields, at)
        if operator is None:
            continue
        expected = None
        if takes_value(reading, operator, fields, at):
            expected = read_value(reading, operator, fields["value"], below(at, "value"))
        conditions.append(Condition(property=named, operator=operator, value=expected))
    return tuple(conditions)


def _scalar(reading: Reading, path: str, value: Plain) -> Scalar | None:
    """One plain value to compare with."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return reading.text(value, path, filled=False, code=MALFORMED)
    if value is None:
        reading.refuse(path, "null compares with nothing; use exists or missing", MALFORMED)
        return None
    if isinstance(value, list | tuple | Mapping):
        reading.refuse(path, f"must be one plain value, not {kind_of(value)}", MALFORMED)
        return None
    return reading.number(value, path, MALFORMED)


def _selection(signal: Count | Total | Days | Last | First) -> dict[str, object]:
    """Which events a signal reads, in the order that documents use."""
    selection: dict[str, object] = {}
    within = None if isinstance(signal, Last | First) else signal.within
    if within is not None:
        selection["within"] = within.text
    if signal.where or "where" in signal.spelled:
        selection["where"] = [_condition_to_document(condition) for condition in signal.where]
    lifetime = not isinstance(signal, First) and signal.lifetime
    if lifetime or "lifetime" in signal.spelled:
        selection["lifetime"] = lifetime
    return selection


def _condition_to_document(condition: Condition) -> dict[str, object]:
    plain: dict[str, object] = {"property": condition.property, "is": condition.operator.value}
    if condition.operator not in WITHOUT_VALUE:
        value = condition.value
        plain["value"] = list(value) if isinstance(value, tuple) else value
    return plain
