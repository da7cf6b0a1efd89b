"""Scenarios as a document writes them.

    name: Signs up and gets going
    start: {at: 2026-01-05, traits: {plan: free}}       # optional, as are its fields
    observations: [{at: 2026-01-06T09:00:00Z, event: login}]
    until: 2026-02-01                                    # optional: time goes on to then
    expect: [{at: 2026-01-07, stage: active}, {stage: dormant}]

An expectation without `at` is of the end; one alone may stand without its list, and as the key of
its stage. They are checked here and kept as they are written: see `scenarios_of`.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from domain.canvas_document import Id, read_id
from domain.instants import Instant, instant_of
from domain.journey import Journey, ProfileKind
from domain.observation import Observation
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below, shown
from domain.receiving import received
from domain.refusals import BadObservation
from domain.scenario import Beginning, Expectation, Scenario
from domain.values import Value

MAX_SCENARIOS = 50
MAX_OBSERVATIONS = 200
MAX_EXPECTATIONS = 50

_SCENARIO = Shape(
    "a scenario", ("name", "observations"), ("id", "description", "start", "until", "expect")
)
_START = Shape("the start of a scenario", (), ("at", "traits"))
_OBSERVATION = Shape("an observation", ("at",), ("traits", "event", "properties"))
_EXPECTATION = Shape("an expectation", ("stage",), ("at",))


def read_scenarios(reading: Reading, value: Plain, path: str, ids: list[Id]) -> Value:
    """Stories to try the journey on, their shape checked."""
    if not reading.is_too_long(value, path, MAX_SCENARIOS):
        for at, part in reading.parts(value, path):
            _read_scenario(reading, part, at, ids)
    return reading.kept(value, path)


def scenarios_of(journey: Journey) -> tuple[Scenario, ...]:
    """The scenarios of a journey, which were checked when it was read."""
    reading = Reading()
    written = cast("list[Plain]", journey.scenarios or [])
    read = [_read_scenario(reading, one, f"scenarios[{n}]", []) for n, one in enumerate(written)]
    reading.finish()
    return tuple(read)


def _read_scenario(reading: Reading, value: Plain, path: str, ids: list[Id]) -> Scenario:
    fields = reading.fields(value, path, _SCENARIO)
    observations = tuple(_observations(reading, fields, below(path, "observations")))
    return Scenario(
        name=reading.text(fields.get("name", ABSENT), below(path, "name"), filled=False),
        id=read_id(reading, fields.get("id", ABSENT), below(path, "id"), ids),
        description=reading.optional_text(
            fields.get("description", ABSENT), below(path, "description")
        ),
        start=_start(reading, fields, below(path, "start"), observations),
        observations=observations,
        until=_instant(reading, fields.get("until", ABSENT), below(path, "until")),
        expect=tuple(_expectations(reading, fields.get("expect", ABSENT), below(path, "expect"))),
    )


def _start(
    reading: Reading, fields: Fields, path: str, observations: tuple[Observation, ...]
) -> Beginning | None:
    """Whom it is about; as of the first observation where nothing is said of when."""
    if "start" not in fields:
        return None
    start = reading.fields(fields["start"], path, _START)
    first = observations[0].at if observations else None
    at = _instant(reading, start.get("at", ABSENT), below(path, "at"))
    if at is None and first is None and "at" not in start:
        reading.refuse(below(path, "at"), "is required where nothing is observed")
    known = _observed(reading, {"traits": start.get("traits", {})}, path, at or first or 0)
    return Beginning(known.at, known.traits)


def _observations(reading: Reading, fields: Fields, path: str) -> Iterator[Observation]:
    value = fields.get("observations", ABSENT)
    if reading.is_too_long(value, path, MAX_OBSERVATIONS):
        return
    for at, part in reading.parts(value, path):
        given = reading.fields(part, at, _OBSERVATION)
        instant = _instant(reading, given.get("at", ABSENT), below(at, "at"))
        yield _observed(reading, given, at, instant or 0)


def _observed(reading: Reading, fields: Fields, path: str, at: Instant) -> Observation:
    """What happened, by the rules for whatever arrives."""
    event = fields.get("event", ABSENT)
    for name in ("traits", "properties"):
        if name in fields and fields[name] is None:
            reading.refuse(below(path, name), "must be an object, not null")
    try:
        taken = received(
            kind=ProfileKind.CONTACT,
            external_id="scenario",
            at=at,
            traits=fields.get("traits"),
            event=None if event is ABSENT else reading.text(event, below(path, "event")),
            properties=fields.get("properties"),
        )
    except BadObservation as bad:
        place = f"{path}.{bad.path}"
        if all(fault.path != place for fault in reading.faults):
            reading.refuse(place, bad.message)
        return Observation(at=at)
    return Observation(at=at, traits=taken.traits, event=taken.event, properties=taken.properties)


def _expectations(reading: Reading, value: Plain, path: str) -> Iterator[Expectation]:
    """A list of them, one, or the key of the stage to stand in in the end."""
    if value is ABSENT or reading.is_too_long(value, path, MAX_EXPECTATIONS):
        return
    if isinstance(value, str):
        yield Expectation(reading.key(value, path))
    elif isinstance(value, Mapping):
        yield _expectation(reading, value, path)
    else:
        for at, part in reading.parts(value, path):
            yield _expectation(reading, part, at)


def _expectation(reading: Reading, value: Plain, path: str) -> Expectation:
    fields = reading.fields(value, path, _EXPECTATION)
    stage = fields.get("stage", ABSENT)
    # Null is a place too: outside.
    key = None if stage is None else reading.key(stage, below(path, "stage"))
    return Expectation(key, _instant(reading, fields.get("at", ABSENT), below(path, "at")))


def _instant(reading: Reading, value: Plain, path: str) -> Instant | None:
    if value is ABSENT:
        return None
    instant = instant_of(value) if isinstance(value, str) else None
    if instant is None:
        reading.refuse(path, f"{shown(value)} is not an instant such as 2026-01-05T00:00:00Z")
    return instant
