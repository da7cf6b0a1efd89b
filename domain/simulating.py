"""A life tried out: the one rule, with everything written down that it looked at.

Nothing here decides. A `Recorder` settles as `placement.settled` does, and keeps each evaluation.
"""

from dataclasses import dataclass, field

from domain.candidates import Round
from domain.course import Course
from domain.instants import NEVER, Instant
from domain.placement import Step, settled
from domain.profile import Placement, Profile
from domain.stage_change import StageChange, Trigger
from domain.timeline import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The rule asked once: its rounds, where the profile stood before and what came of it."""

    at: Instant
    trigger: Trigger
    before: Placement | None
    after: Placement
    rounds: tuple[Round, ...]
    changes: tuple[StageChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One step of a simulated life: an observation, the start, or a timer.

    `observation` is its place among those sent, None for a timer and for the start. `evaluation` is
    None for an observation that nothing in the journey reads: then the rule is not even asked.
    `left` and `entered` are the stages before and after, `due` the next timer.
    """

    at: Instant
    trigger: Trigger
    observation: int | None
    evaluation: Evaluation | None
    left: str | None
    entered: str | None
    due: Instant = NEVER

    @property
    def changes(self) -> tuple[StageChange, ...]:
        """The moves it brought."""
        return () if self.evaluation is None else self.evaluation.changes

    @property
    def moves(self) -> bool:
        """Whether it brought any."""
        return bool(self.changes)


@dataclass(slots=True)
class Recorder:
    """Settles, and keeps each evaluation in order."""

    evaluations: list[Evaluation] = field(default_factory=list)

    def __call__(self, profile: Profile, course: Course, now: Instant, trigger: Trigger) -> Outcome:
        """What `settled` gives."""
        rounds: list[Round] = []

        def watch(seen: Profile, placement: Placement, step: Step | None) -> None:
            rounds.append(Round(seen, placement, step, now))

        after, changes = settled(profile, course, now, trigger, watch)
        self.evaluations.append(
            Evaluation(
                at=now,
                trigger=trigger,
                before=profile.placements.get(course.key),
                after=after.placements[course.key],
                rounds=tuple(rounds),
                changes=changes,
            )
        )
        return after, changes

    def taken(self) -> tuple[Evaluation, ...]:
        """The evaluations since this was asked last."""
        taken, self.evaluations = tuple(self.evaluations), []
        return taken
