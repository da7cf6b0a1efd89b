"""What a workspace's feed tells: each kind of fact that the rules of `domain` bring about."""

from typing import TypeAlias

from domain.health import HealthChange
from domain.stage_change import StageChange

Fact: TypeAlias = StageChange | HealthChange
