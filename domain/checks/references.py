"""What is read of standings and memberships: whether they exist, and whether in a circle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.checks.health import measures_of
from domain.checks.problem import Problem
from domain.checks.surroundings import Referable, Surroundings
from domain.checks.survey import Survey
from domain.criteria import Rule
from domain.journey import Journey, Movement
from domain.signals import (
    SEGMENT,
    DwellIn,
    Fall,
    HealthIn,
    Operator,
    SegmentIn,
    Signal,
    StageIn,
    StandingSignal,
    journey_of,
    parts_of_signal,
)

_KINDS = {
    "StageIn": "stage",
    "BandIn": "band",
    "DwellIn": "dwell",
    "SegmentIn": "membership",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A standing that is read: where, by what, and of criteria the rule that asks."""

    signal: StandingSignal
    path: str
    what: str
    stages: tuple[str, ...]
    ways: tuple[int, ...]
    rule: Rule | None = None

    @property
    def journey(self) -> str:
        """The journey in which the profile stands."""
        return journey_of(self.signal)


def reference_problems(survey: Survey) -> Iterator[Problem]:
    """Journeys and stages that are not there, and whatever could not be judged in any order."""
    own, known = survey.journey.key, survey.surroundings.journeys
    for reference in references_of(survey):
        if reference.journey == own:
            kind = _forbidden(reference, survey.journey.movement)
            if kind is not None:
                yield _problem(survey, "CRITERIA_SELF_REFERENCE", reference, kind=kind)
        elif known is not None:
            yield from _unknown(survey, reference, known)
            way = _circle(own, reference.journey, known)
            if way is not None:
                yield _problem(
                    survey, "CRITERIA_CIRCULAR", reference, witness=way, way=" -> ".join(way)
                )


def broken_references(journey: Journey, known: Mapping[str, Referable]) -> tuple[Problem, ...]:
    """What is wrong with what a journey reads of these."""
    around = Surroundings(journeys=known)
    return tuple(reference_problems(Survey(journey=journey, surroundings=around)))


def references_of(survey: Survey) -> Iterator[Reference]:
    """Every standing that criteria and measures read, in reading order."""
    for slot, asked in survey.asked.items():
        for one in asked.rules:
            path = f"{slot.path}{one.path}.signal"
            for signal in _standings(one.rule.signal):
                yield Reference(signal, path, slot.what, slot.stages, slot.ways, one.rule)
    for measure in measures_of(survey):
        for signal in _standings(measure.signal):
            yield Reference(signal, measure.path, measure.what, measure.stages, ())


def _standings(signal: Signal) -> list[StandingSignal]:
    return [part for part in parts_of_signal(signal) if isinstance(part, StandingSignal)]


def _forbidden(reference: Reference, movement: Movement) -> str | None:
    """What of the journey itself is read that must not be: the measures of a score may read dwell,
    criteria the score where moving on does not swing it.
    """
    signal, is_measure = reference.signal, reference.rule is None
    if isinstance(signal, HealthIn | Fall):
        return "health" if is_measure or movement is Movement.FREE else None
    if is_measure and isinstance(signal, DwellIn):
        return None
    return _KINDS[type(signal).__name__]


def _unknown(
    survey: Survey, reference: Reference, known: Mapping[str, Referable]
) -> Iterator[Problem]:
    there = known.get(reference.journey)
    if there is None or there.kind is not survey.journey.kind:
        what = "segment" if isinstance(reference.signal, SegmentIn) else "journey"
        kind = f"{survey.journey.kind.value.lower()} {what}"
        name = reference.journey.removeprefix(SEGMENT)
        yield _problem(survey, "CRITERIA_UNKNOWN_REFERENCE", reference, kind=kind, name=name)
        return
    for stage in _stages_asked(reference):
        if stage not in there.stages:
            yield _problem(
                survey,
                "CRITERIA_UNKNOWN_REFERENCE",
                reference,
                kind=f"stage of {reference.journey}",
                name=stage,
            )


def _stages_asked(reference: Reference) -> list[str]:
    rule = reference.rule
    equalities = (Operator.EQ, Operator.NE, Operator.IN, Operator.NOT_IN)
    if rule is None or not isinstance(rule.signal, StageIn) or rule.operator not in equalities:
        return []
    values: Sequence[object] = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    return [value for value in values if isinstance(value, str)]


def _circle(own: str, read: str, known: Mapping[str, Referable]) -> tuple[str, ...] | None:
    """The way from a journey that is read back to the one that reads it."""
    ways: list[tuple[str, ...]] = [(own, read)]
    seen = {read}
    while ways:
        way = ways.pop(0)
        there = known.get(way[-1])
        for key in sorted(there.reads) if there is not None else ():
            if key == own:
                return (*way, own)
            if key not in seen:
                seen.add(key)
                ways.append((*way, key))
    return None


def _problem(
    survey: Survey,
    code: str,
    reference: Reference,
    witness: tuple[str, ...] = (),
    **args: object,
) -> Problem:
    return survey.problem_at(
        code,
        reference.stages,
        reference.ways,
        reference.path,
        f"{reference.path} {' '.join(map(str, args.values()))}",
        {"what": reference.what, **args},
        witness,
    )
