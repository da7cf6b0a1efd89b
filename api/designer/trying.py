"""Trying out journeys before they are live."""

from typing import Annotated

import strawberry

from api.context import Info
from api.designer.sources import JourneySource, journey_at
from api.designer.trying_inputs import (
    SimulatedObservationInput,
    SimulationAdvance,
    SimulationStart,
    trial_of,
)
from api.designer.trying_types import JourneySimulated
from api.fields import told
from api.refusing import BadArgument, DocumentRefused, NotFound, answering
from api.scalars import DateTime
from engine.trying import Detail, Tried, tried


@strawberry.type
class TryingQueries:
    """Root fields that try journeys out."""

    @answering(
        "Live somebody's life through a journey, by the rule that moves profiles in production, "
        "and keep nothing: every step with what was looked at, what held, what did not, and why "
        "what won did. An answer ends in a snapshot, which the next one can go on from.",
        of=("SimulateJourneyResult", "What came of trying a journey out."),
        answers=(JourneySimulated, DocumentRefused, NotFound, BadArgument),
    )
    @staticmethod
    async def simulate_journey(
        info: Info,
        source: Annotated[JourneySource, told("The journey.")],
        start: Annotated[
            SimulationStart | None,
            told("With whom to begin; where left out, somebody of whom nothing is known."),
        ] = None,
        at: Annotated[
            DateTime | None,
            told(
                "As of when to begin: the first observation where left out, and now where there "
                "is none or a profile is begun with. Not with a snapshot."
            ),
        ] = None,
        observations: Annotated[
            list[SimulatedObservationInput] | None,
            told("What happens, in the order of arrival; at most 1,000."),
        ] = None,
        advance: Annotated[
            SimulationAdvance | None, told("How far time goes on after that; not at all without.")
        ] = None,
        detail: Annotated[
            Detail | None, told("Of which steps to tell all that was looked at: MOVES for null.")
        ] = Detail.MOVES,
    ) -> Tried:
        context = info.context
        journey = await journey_at(context, source, "source")
        trial = trial_of(journey, start, at, observations or [], advance, detail, context.now)
        return await tried(
            context.engine.database, context.engine.shelf, context.workspace, trial, context.now
        )
