"""Health settings as a document writes them, compiled."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Any

from domain.gauges import gauge_of
from domain.journey import Journey
from domain.looking import PERSONA, HealthBook
from domain.needs import SeriesNeeds
from domain.points import Curve, lines_of, unit_of
from domain.reading import Reading
from domain.scoring import Band, Measure, Variant
from domain.signal_document import read_signal
from domain.values import Number, Value

DEFAULT_BANDS: Sequence[Mapping[str, Any]] = (
    {"key": "healthy", "from": 70},
    {"key": "concerning", "from": 40},
    {"key": "at-risk", "from": 0},
)


def health_book(journey: Journey, needs: SeriesNeeds) -> HealthBook | None:
    """The health of a journey's stages, adding to `needs` what it reads; None without any.

    A stage without health of its own has the journey's default.
    """
    default = _variants(journey.health, needs)
    book: dict[str, tuple[Variant, ...]] = {}
    for stage in journey.stages:
        variants = default if stage.health is None else _variants(stage.health, needs)
        if variants:
            book[stage.key] = variants
    if not book:
        return None
    made = HealthBook(book)
    if made.is_by_persona:
        needs.traits.add(PERSONA)
    return made


def personas_in(journey: Journey) -> frozenset[str]:
    """Whom the health of a journey asks for by name."""
    healths = (journey.health, *(stage.health for stage in journey.stages))
    variants = (variant for health in healths for variant in _plain(health))
    return frozenset(persona for one in variants for persona in one.get("for") or ())


def _variants(health: Value, needs: SeriesNeeds) -> tuple[Variant, ...]:
    return tuple(_variant(variant, needs) for variant in _plain(health))


def _variant(written: Mapping[str, Any], needs: SeriesNeeds) -> Variant:
    personas = written.get("for")
    measures: Sequence[Mapping[str, Any]] = written["measures"]
    lines = [lines_of(_points(one), _weight(one)) for one in measures]
    weights = [Fraction(_weight(one)) for one in measures]
    missing = [_missing(one) for one in measures]
    fractions = [*weights, *(part for part in missing if part is not None)]
    unit = lcm(*(part.denominator for part in fractions), *map(unit_of, lines))
    return Variant(
        personas=None if personas is None else frozenset(personas),
        measures=tuple(
            _measure(one, Curve(_points(one), line, unit), absent, unit, needs)
            for one, line, absent in zip(measures, lines, missing, strict=True)
        ),
        bands=_bands(written.get("bands") or DEFAULT_BANDS),
    )


def _measure(
    written: Mapping[str, Any],
    curve: Curve,
    missing: Fraction | None,
    unit: int,
    needs: SeriesNeeds,
) -> Measure:
    signal = read_signal(Reading(), written["signal"], "")
    assert signal is not None, "a journey's health was read when it was loaded"
    return Measure(
        key=written["key"],
        name=written.get("name"),
        weight=_weight(written),
        heaviness=int(Fraction(_weight(written)) * unit),
        gauge=gauge_of(signal, needs, curve),
        curve=curve,
        missing=None if missing is None else int(missing * unit),
    )


def _points(measure: Mapping[str, Any]) -> list[tuple[Number, Number]]:
    return [(x, y) for x, y in measure["points"]]


def _weight(measure: Mapping[str, Any]) -> Number:
    weight: Number = measure.get("weight", 1)
    return weight


def _missing(measure: Mapping[str, Any]) -> Fraction | None:
    missing = measure.get("missing")
    return None if missing is None else Fraction(missing) * Fraction(_weight(measure))


def _bands(written: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Best first. Scores are whole tenths, so the least one of a band is too."""
    bands = [Band(one["key"], ceil(Fraction(one["from"]) * 10)) for one in written]
    return tuple(sorted(bands, key=lambda band: -band.least))


def _plain(health: Value) -> Sequence[Mapping[str, Any]]:
    return health or ()  # type: ignore[return-value]
