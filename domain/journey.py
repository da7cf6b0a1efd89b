"""A journey: the stages a profile can stand in and the permitted ways between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.criteria import Criteria
from domain.instants import Duration
from domain.values import Value

EVERYWHERE = "*"
"""The origin of an EXIT transition that leaves every stage that is not an EXIT."""


class ProfileKind(StrEnum):
    """What a profile is."""

    ACCOUNT = "ACCOUNT"
    CONTACT = "CONTACT"


class Movement(StrEnum):
    """How profiles move by themselves (design, section 4)."""

    FORWARD = "FORWARD"
    STEPWISE = "STEPWISE"
    FREE = "FREE"


class Role(StrEnum):
    """Where a stage lies in its journey."""

    ENTRY = "ENTRY"
    STAGE = "STAGE"
    EXIT = "EXIT"


class TransitionKind(StrEnum):
    """What following a transition means."""

    ADVANCE = "ADVANCE"
    EXIT = "EXIT"
    RECYCLE = "RECYCLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A place in a journey. `health` is kept as written, its shape checked."""

    key: str
    name: str
    id: str | None = None
    role: Role = Role.STAGE
    description: str | None = None
    goal: str | None = None
    teams: tuple[str, ...] = ()
    phase: str | None = None
    lane: str | None = None
    color: str | None = None
    entry: Criteria | None = None
    health: Value = None
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    """Fields that the document wrote out though they say the default; a dump writes them again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A permitted way from `left` to `entered`; `when` and `after` are its guards."""

    left: str
    entered: str
    id: str | None = None
    kind: TransitionKind = TransitionKind.ADVANCE
    when: Criteria | None = None
    after: Duration | None = None
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def is_guarded(self) -> bool:
        """Whether it has a guard at all."""
        return self.when is not None or self.after is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """A `cairn/1` document as values; lanes, notes, scenarios, health and layout as written."""

    key: str
    name: str
    kind: ProfileKind
    movement: Movement
    stages: tuple[Stage, ...]
    transitions: tuple[Transition, ...] = ()
    id: str | None = None
    description: str | None = None
    health: Value = None
    lanes: Value = None
    notes: Value = None
    scenarios: Value = None
    layout: Mapping[str, Value] | None = None
    spelled: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    def stage(self, key: str) -> Stage:
        """The stage of that key; KeyError when there is none."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)
