"""Journeys, histories and stage changes, built from what a sentence says of them.

a_journey("trial -> adoption", movement=FREE, adoption=at_least("login", 3))
logins("u1", on=[MONDAY, TUESDAY])
a_stage_change("u1", left="trial", entered="adoption", at=TUESDAY)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from domain.document import dump, load
from domain.instants import DAY, Instant, instant_of
from domain.journey import Journey, Movement, ProfileKind
from domain.observation import Observation, ReceivedObservation
from domain.segment import Segment, load_segment
from domain.stage_change import Move, RecordedChange, StageChange, Trigger

FREE, FORWARD, STEPWISE = Movement.FREE, Movement.FORWARD, Movement.STEPWISE

_monday = instant_of("2026-01-05T00:00:00Z")
assert _monday is not None
MONDAY: Instant = _monday
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + days * DAY for days in (1, 2, 3, 4))

Document = dict[str, Any]
Happening = tuple[str, Observation]
"""What one profile did, by the profile's name: a line of a history."""


def a_journey(
    path: str,
    *,
    key: str = "lead",
    movement: Movement = FORWARD,
    kind: ProfileKind = ProfileKind.CONTACT,
    ways: Iterable[Document] = (),
    exits: Iterable[str] = (),
    teams: Sequence[str] = (),
    **entries: Document,
) -> Journey:
    """A journey along a path of stages, of which the first is its ENTRY.

    `entries` are criteria by stage, hyphens written as underscores; `exits` are EXIT stages that
    are reached from everywhere; `ways` are transitions beside the path.
    """
    stages = path.split(" -> ")
    asked = {stage.replace("_", "-"): criteria for stage, criteria in entries.items()}
    roles = {stages[0]: "ENTRY"} | dict.fromkeys(exits, "EXIT")
    return load(
        {
            "format": "cairn/1",
            "key": key,
            "name": key.title(),
            "kind": kind.value,
            "movement": movement.value,
            "stages": [
                {
                    "key": stage,
                    "name": stage.title(),
                    "role": roles.get(stage, "STAGE"),
                    **({"entry": asked[stage]} if stage in asked else {}),
                    **({"teams": list(teams)} if teams else {}),
                }
                for stage in [*stages, *exits]
            ],
            "transitions": [
                *({"from": a, "to": b} for a, b in pairwise(stages)),
                *({"from": "*", "to": stage, "kind": "EXIT"} for stage in exits),
                *ways,
            ],
        }
    )


def document_of(journey: Journey) -> Document:
    """The journey as somebody sends it."""
    return dump(journey)


def at_least(event: str, count: int, **more: Any) -> Document:
    """Criteria: so many events, `within="P7D"` perhaps."""
    return {"signal": {"count": event, **more}, "is": "gte", "value": count}


def summing(event: str, property: str, least: int, **more: Any) -> Document:
    """Criteria: the sum of a property."""
    return {"signal": {"sum": event, "property": property, **more}, "is": "gte", "value": least}


def silent(event: str, duration: str) -> Document:
    """Criteria: the last event of that name is so long ago."""
    return {"signal": {"age": {"last": event}}, "is": "gte", "value": duration}


def trait_is(path: str, value: object) -> Document:
    """Criteria: a trait has that value."""
    return {"signal": {"trait": path}, "is": "eq", "value": value}


def did(who: str, event: str, *, at: Instant, **properties: Any) -> Happening:
    """One event."""
    return who, Observation(at=at, event=event, properties=properties)


def became(who: str, *, at: Instant, **traits: Any) -> Happening:
    """Traits that changed."""
    return who, Observation(at=at, traits=traits)


def logins(who: str, *, on: Iterable[Instant]) -> list[Happening]:
    """A login at each of these instants."""
    return [did(who, "login", at=at) for at in on]


def sent(
    happening: Happening,
    message_id: str | None = None,
    kind: ProfileKind = ProfileKind.CONTACT,
) -> ReceivedObservation:
    """The same as a partner sends it."""
    who, observation = happening
    return ReceivedObservation(
        kind=kind,
        external_id=who,
        at=observation.at,
        message_id=message_id,
        traits=observation.traits,
        event=observation.event,
        properties=observation.properties,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stage change and whose it is, as far as tests care how it came about."""

    profile: str
    left: str | None
    entered: str | None
    at: Instant
    move: Move
    trigger: Trigger
    skipped: tuple[str, ...] = ()


def a_stage_change(
    profile: str,
    *,
    left: str | None = None,
    entered: str | None,
    at: Instant,
    move: str | None = None,
    trigger: str = "DATA",
    skipped: tuple[str, ...] = (),
) -> Told:
    """A stage change; an ENTER or an ADVANCE that data brought unless it says otherwise."""
    usual = Move.ENTER if left is None else Move.ADVANCE
    return Told(
        profile=profile,
        left=left,
        entered=entered,
        at=at,
        move=usual if move is None else Move(move),
        trigger=Trigger(trigger),
        skipped=skipped,
    )


def told(profile: str, change: StageChange | RecordedChange) -> Told:
    """A stage change that was made, as `a_stage_change` builds it."""
    return Told(
        profile=profile,
        left=change.left,
        entered=change.entered,
        at=change.at,
        move=change.move,
        trigger=change.trigger,
        skipped=change.skipped,
    )


def a_segment(
    key: str,
    criteria: Document,
    *,
    kind: ProfileKind = ProfileKind.CONTACT,
    description: str | None = None,
) -> Segment:
    """A segment of those who meet the criteria."""
    document = {
        "format": "cairn-segment/1",
        "key": key,
        "name": key.replace("-", " ").capitalize(),
        "kind": kind.value,
        "criteria": criteria,
    }
    return load_segment(document | ({} if description is None else {"description": description}))


def is_in(segment: str, *, really: bool = True) -> Document:
    """Criteria: in that segment."""
    return {"signal": {"segment": segment}, "is": "eq", "value": really}


def stands_in(journey: str, stage: str) -> Document:
    """Criteria: in that stage of a journey."""
    return {"signal": {"stage": journey}, "is": "eq", "value": stage}
