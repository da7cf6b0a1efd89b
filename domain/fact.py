"""What a workspace's feed tells: each kind of fact, as rules bring it about and as it is kept."""

from typing import TypeAlias

from domain.health import HealthChange, RecordedHealth
from domain.stage_change import RecordedChange, StageChange

Fact: TypeAlias = StageChange | HealthChange
RecordedFact: TypeAlias = RecordedChange | RecordedHealth
