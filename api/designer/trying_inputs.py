"""What is sent to try a journey out."""

from typing import Any

import strawberry

from api.arguments import text_given
from api.fields import described, entry, given
from api.scalars import JSON, DateTime, Duration, instant_given
from domain.instants import Instant
from domain.journey import Journey
from domain.observation import Observation
from domain.receiving import received, tree
from domain.refusals import BadArgument, BadObservation
from engine.trying import Detail, FromProfile, FromSnapshot, FromTraits, Start, Trial

MOST_OBSERVATIONS = 1_000

described(
    Detail,
    "Of which steps all is told that the rule looked at.",
    name="SimulationDetail",
    MOVES="Of those that move.",
    ALL="Of all. An answer is then cut short sooner.",
)


@strawberry.input(one_of=True, description="With whom a simulated life begins: one of the three.")
class SimulationStart:
    """An argument of `simulateJourney`."""

    external_id: str | None = entry(
        "A profile of the journey's kind, as you call it: as it really stands, pins and held "
        "stages included, once time has been served up to `at`. It is not touched."
    )
    traits: JSON | None = entry("Somebody of whom so much is known: an object of named values.")
    snapshot: str | None = entry("Where an earlier answer about the same journey ended.")


@strawberry.input(description="What happens to the simulated profile: traits, an event, or both.")
class SimulatedObservationInput:
    """See `domain.observation.Observation`."""

    at: DateTime = entry("When; it may be in the future, or late.", required=True)
    traits: JSON | None = entry("What becomes known: an object. A null takes a trait away.")
    event: str | None = entry("What it does: the name of an event.")
    properties: JSON | None = entry("Details of the event: an object.")


@strawberry.input(one_of=True, description="How far time goes on after that: one of the two.")
class SimulationAdvance:
    """An argument of `simulateJourney`."""

    until: DateTime | None = entry("Up to an instant.")
    by: Duration | None = entry("By a length of time.")


def trial_of(
    journey: Journey,
    start: SimulationStart | None,
    at: Any,
    observations: list[SimulatedObservationInput],
    advance: SimulationAdvance | None,
    detail: Detail | None,
    now: Instant,
) -> Trial:
    """What is to be tried out. Raises BadArgument."""
    if len(observations) > MOST_OBSERVATIONS:
        raise BadArgument(f"At most {MOST_OBSERVATIONS} observations at once.", "observations")
    happened = [_observation(journey, one, place) for place, one in enumerate(observations)]
    by = None if advance is None else given(advance.by)
    until = None if advance is None else given(advance.until)
    return Trial(
        journey=journey,
        start=_start(start, instant_given(given(at), "at"), happened, now),
        observations=happened,
        until=instant_given(until, "advance.until"),
        by=by,
        detail=detail or Detail.MOVES,
    )


def _start(
    start: SimulationStart | None, at: Instant | None, happened: list[Observation], now: Instant
) -> Start:
    first = happened[0].at if happened else now
    if start is None:
        return None if at is None else FromTraits(at)
    traits, external_id = given(start.traits), given(start.external_id)
    snapshot = given(start.snapshot)
    if snapshot is not None:
        if at is not None:
            raise BadArgument("A snapshot says itself as of when it is.", "at")
        return FromSnapshot(snapshot)
    if external_id is not None:
        name = text_given(external_id, "start.externalId")
        return FromProfile(now if at is None else at, name)
    try:
        known = dict(tree(traits, "start.traits"))
    except BadObservation as bad:
        raise BadArgument(f"It {bad.message}.", bad.path) from None
    return FromTraits(first if at is None else at, known)


def _observation(journey: Journey, given_: SimulatedObservationInput, place: int) -> Observation:
    path = f"observations[{place}]"
    at = instant_given(given_.at, f"{path}.at")
    try:
        taken = received(
            kind=journey.kind,
            external_id="simulated",
            at=at,
            traits=given(given_.traits),
            event=given(given_.event),
            properties=given(given_.properties),
        )
    except BadObservation as bad:
        raise BadArgument(f"It {bad.message}.", f"{path}.{bad.path}") from None
    assert taken.at is not None
    return Observation(
        at=taken.at, traits=taken.traits, event=taken.event, properties=taken.properties
    )
