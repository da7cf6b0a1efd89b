"""Facts to be kept, filled in where a sentence is brief."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.health import MeasureReading, RecordedHealth
from domain.stage_change import Move, RecordedChange, Trigger
from tests.store.people import NOON


def a_change(**what: Any) -> RecordedChange:
    given = {
        "number": 0,
        "profile": 1,
        "journey": "lead",
        "version": 1,
        "left": "subscriber",
        "entered": "lead",
        "at": NOON,
        "recorded_at": NOON + 1,
        "move": Move.ADVANCE,
        "trigger": Trigger.DATA,
    }
    return RecordedChange(**{**given, **what})


def a_health_change(**what: Any) -> RecordedHealth:
    """Somebody who has become unwell by silence."""
    reading = MeasureReading(
        key="silence", name="Days silent", value=7, score=300, weight=Decimal("0.5"), before=1000
    )
    missing = MeasureReading(key="seats", name=None, value=None, score=None, weight=2)
    change = RecordedHealth(
        number=0,
        profile=1,
        journey="lead",
        version=1,
        stage="subscriber",
        score=300,
        band="at-risk",
        old_stage="subscriber",
        old_score=1000,
        old_band="healthy",
        at=NOON,
        recorded_at=NOON + 1,
        trigger=Trigger.TIME,
        measures=(reading, missing),
    )
    return replace(change, **what)
