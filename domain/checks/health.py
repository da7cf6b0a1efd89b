"""Health as it is written: bands, points, weights and variants that make sense.

It is read from plain values and nothing is taken for granted of them: what cannot be read as health
at all is refused when it is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.checks.problem import Problem
from domain.checks.reads import lowered, sources_of, words_for
from domain.checks.seen import has_arrived
from domain.checks.survey import Survey
from domain.checks.unfinished import empty_windows
from domain.journey import Role
from domain.reading import Reading
from domain.signal_document import read_signal
from domain.signals import Signal
from domain.values import Value, is_number
from domain.written import Written, written

Fields = Mapping[str, Value]
REMEMBERED = 1_024


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of somebody's health, with what it is called and where it is."""

    fields: Fields
    what: str
    path: str
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureRead:
    """A measure's signal with where it is, and what its health is called."""

    signal: Signal
    path: str
    what: str
    stages: tuple[str, ...]


def measures_of(survey: Survey) -> Iterator[MeasureRead]:
    """What the measures read, in reading order."""
    for variants in _variants(survey):
        for variant in variants:
            for index, measure in enumerate(_objects(variant.fields.get("measures"))):
                signal = _signal_of(measure)
                if signal is not None:
                    path = f"{variant.path}.measures[{index}].signal"
                    yield MeasureRead(signal, path, variant.what, variant.stages)


def health_problems(survey: Survey) -> Iterator[Problem]:
    """What is wrong with the health that is there."""
    for variants in _variants(survey):
        yield from _shadowed(survey, variants)
        for variant in variants:
            yield from _bands(survey, variant)
            yield from _measures(survey, variant)


def unhealthy_problems(survey: Survey) -> Iterator[Problem]:
    """Health that is missing, and measures of what has never arrived."""
    journey = survey.journey
    lacking = [it.key for it in journey.stages if it.role is not Role.EXIT and it.health is None]
    if journey.health is None and lacking:
        if all(stage.health is None for stage in journey.stages):
            yield survey.problem("HEALTH_MISSING", at="health", what="The journey")
        else:
            for key in lacking:
                yield survey.problem("HEALTH_MISSING", key, what=f"The stage {key}")
    for variants in _variants(survey):
        for variant in variants:
            yield from _never_seen(survey, variant)


def _variants(survey: Survey) -> Iterator[list[Variant]]:
    journey = survey.journey
    owners: list[tuple[Value, str, str, tuple[str, ...]]] = [
        (journey.health, "the default health", "health", ())
    ]
    for stage in journey.stages:
        if stage.health is not None:
            path = f"{survey.stage_path(stage.key)}.health"
            owners.append((stage.health, f"the health of {stage.key}", path, (stage.key,)))
    for health, what, path, stages in owners:
        yield [
            Variant(fields, what, f"{path}[{index}]", stages)
            for index, fields in enumerate(_objects(health))
        ]


def _problem(survey: Survey, code: str, variant: Variant, at: str, **args: object) -> Problem:
    path = f"{variant.path}{at}"
    about = path.partition("health")[2]
    return survey.problem_at(code, variant.stages, (), path, about, {"what": variant.what, **args})


def _shadowed(survey: Survey, variants: Sequence[Variant]) -> Iterator[Problem]:
    fitted: set[str] = set()
    fits_all = False
    for number, variant in enumerate(variants, 1):
        personas = variant.fields.get("for")
        named = [one for one in _list(personas) if isinstance(one, str)]
        if fits_all or (named and fitted.issuperset(named)):
            yield _problem(
                survey,
                "PERSONA_VARIANT_SHADOWED",
                variant,
                "",
                number=number,
                whom="everybody" if fits_all else " and ".join(named),
            )
        fits_all = fits_all or personas is None
        fitted.update(named)


def _bands(survey: Survey, variant: Variant) -> Iterator[Problem]:
    starts: list[object] = []
    for index, band in enumerate(_objects(variant.fields.get("bands"))):
        start = band.get("from")
        if not is_number(start):
            continue
        if start in starts:
            at = f".bands[{index}].from"
            yield _problem(
                survey, "BANDS_NOT_ASCENDING", variant, at, band=band.get("key"), start=start
            )
        starts.append(start)
    if starts and 0 not in starts:
        least = min(starts)  # type: ignore[type-var]
        yield _problem(survey, "BANDS_NOT_FROM_ZERO", variant, ".bands", start=least)


def _measures(survey: Survey, variant: Variant) -> Iterator[Problem]:
    keys: set[object] = set()
    for index, measure in enumerate(_objects(variant.fields.get("measures"))):
        at, key = f".measures[{index}]", measure.get("key")
        if key in keys:
            yield _problem(survey, "MEASURE_KEY_DUPLICATE", variant, f"{at}.key", measure=key)
        keys.add(key)
        yield from _windows(survey, variant, measure, f"{at}.signal")
        weight = measure.get("weight")
        if is_number(weight) and weight <= 0:
            yield _problem(
                survey, "WEIGHT_NOT_POSITIVE", variant, f"{at}.weight", measure=key, weight=weight
            )
        before = None
        for number, point in enumerate(_list(measure.get("points"))):
            x = next(iter(_list(point)), None)
            if is_number(x) and before is not None and x <= before:
                yield _problem(
                    survey,
                    "POINTS_NOT_ASCENDING",
                    variant,
                    f"{at}.points[{number}][0]",
                    measure=key,
                    x=x,
                )
            before = x if is_number(x) else before


def _windows(survey: Survey, variant: Variant, measure: Fields, path: str) -> Iterator[Problem]:
    signal = _signal_of(measure)
    if signal is not None:
        for at, empty in empty_windows(signal, path):
            what = f"The window of {lowered(words_for(empty))}"
            yield _problem(survey, "WINDOW_EMPTY", variant, at, what=what)


def _never_seen(survey: Survey, variant: Variant) -> Iterator[Problem]:
    for index, measure in enumerate(_objects(variant.fields.get("measures"))):
        signal = _signal_of(measure)
        if signal is None:
            continue
        for source in dict.fromkeys(sources_of(signal)):
            if not has_arrived(source, survey.surroundings):
                yield _problem(
                    survey,
                    "MEASURE_NEVER_SEEN",
                    variant,
                    f".measures[{index}].signal",
                    measure=measure.get("key"),
                    kind=source.kind,
                    name=source.name,
                )


def _signal_of(measure: Fields) -> Signal | None:
    """What a measure reads; None where that cannot be read."""
    value = measure.get("signal")
    known = written(value)
    return read_signal(Reading(), value, "") if known is None else _signal_written(known)


@lru_cache(maxsize=REMEMBERED)
def _signal_written(value: Written) -> Signal | None:
    return read_signal(Reading(), value.value, "")


def _list(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list | tuple) else ()


def _objects(value: Value) -> list[Fields]:
    return [one for one in _list(value) if isinstance(one, Mapping)]
