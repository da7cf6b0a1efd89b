"""A life tried out: the one rule, with everything written down that it looked at.

Nothing here decides. A `Recorder` settles as `placement.settled` does, and keeps each evaluation. A
`Life` is served its timers one at a time, so that it may stop after any step and go on from there
exactly: what comes of it is what `replay` says, in however many pieces it is lived.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from domain.candidates import Round
from domain.course import Course
from domain.definitions import Definitions, defined
from domain.health import Health
from domain.instants import EARLIEST, NEVER, Instant
from domain.move_in_words import reason_in_words
from domain.observation import Observation
from domain.placement import Step, settled
from domain.profile import Placement, Profile
from domain.stage_change import StageChange, Trigger
from domain.timeline import Outcome, observed, time_served


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The rule asked once: its rounds, where the profile stood before and what came of it."""

    course: Course
    at: Instant
    trigger: Trigger
    before: Placement | None
    after: Placement
    rounds: tuple[Round, ...]
    changes: tuple[StageChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One step of a simulated life: an observation, the start, or a timer, in one journey.

    `observation` is its place among those sent, None for a timer and for the start. `evaluation` is
    None for an observation that nothing in the journey reads: then the rule is not even asked.
    `left` and `entered` are the stages before and after, `due` the next timer.
    """

    course: Course
    at: Instant
    trigger: Trigger
    observation: int | None
    evaluation: Evaluation | None
    left: str | None
    entered: str | None
    health: Health | None
    due: Instant = NEVER

    @property
    def changes(self) -> tuple[StageChange, ...]:
        """The moves it brought."""
        return () if self.evaluation is None else self.evaluation.changes

    @property
    def moves(self) -> bool:
        """Whether it brought any."""
        return bool(self.changes)


Moment: TypeAlias = tuple[Happening, ...]
"""What happens at once: journeys are judged one after the other, each after those that it reads."""


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
                course=course,
                at=now,
                trigger=trigger,
                before=profile.placements.get(course.key),
                after=after.placements.get(course.key, Placement(version=course.version)),
                rounds=tuple(rounds),
                changes=tuple(one for one in changes if isinstance(one, StageChange)),
            )
        )
        return after, changes

    def taken(self) -> tuple[Evaluation, ...]:
        """The evaluations since this was asked last."""
        taken, self.evaluations = tuple(self.evaluations), []
        return taken


class Life:
    """One profile's life in one journey, and in those that it reads, as far as it has come.

    `at` is how far time was served, which may be later than the profile's clock; `taken` how many
    of the observations of this piece were lived through.
    """

    def __init__(
        self,
        definitions: Definitions,
        journey: str,
        profile: Profile,
        *,
        at: Instant = EARLIEST,
        reason: str = "",
    ) -> None:
        self.definitions = definitions
        self.course = definitions.courses[journey]
        self.profile = profile
        self.at = max(at, profile.clock)
        self.taken = 0
        self._known_reason = reason
        self._brought: StageChange | None = None

    def live(
        self, observations: Sequence[Observation], until: Instant | None = None
    ) -> Iterator[Moment]:
        """Every moment of the observations in order, and of time after them."""
        for index, observation in enumerate(observations):
            yield from self.serve(observation.at)
            moment = self.observe(index, observation)
            self.taken = index + 1
            yield moment
        if until is not None:
            yield from self.serve(until)
            self.at = max(self.at, until)

    def serve(self, upto: Instant) -> Iterator[Moment]:
        """The timers due up to an instant, one by one."""
        recorder = Recorder()
        while (due := self.profile.due) <= upto:
            serve = partial(time_served, definitions=self.definitions, upto=due, settle=recorder)
            self.act(serve)
            yield self.happened(recorder.taken())

    def observe(self, index: int | None, observation: Observation) -> Moment:
        """One observation, when no timer is due before it; `index` is its place among those sent.

        None is for the start, of which nobody sent an observation.
        """
        recorder = Recorder()
        before = self.placement
        self.act(lambda it: observed(it, self.definitions, observation, recorder))
        happened = self.happened(recorder.taken(), index)
        if any(one.course is self.course for one in happened):
            return happened
        unread = Happening(
            course=self.course,
            at=self.profile.clock,
            trigger=Trigger.DATA,
            observation=index,
            evaluation=None,
            left=before.stage,
            entered=before.stage,
            health=before.health,
            due=self.profile.due,
        )
        return (*happened, unread)

    def happened(self, evaluations: Iterable[Evaluation], index: int | None = None) -> Moment:
        """The steps that evaluations are."""
        return tuple(self._happened(one, index) for one in evaluations)

    def _happened(self, evaluation: Evaluation, index: int | None) -> Happening:
        if evaluation.course is self.course and evaluation.changes:
            self._brought = evaluation.changes[-1]
        before = evaluation.before
        return Happening(
            course=evaluation.course,
            at=evaluation.at,
            trigger=evaluation.trigger,
            observation=index,
            evaluation=evaluation,
            left=None if before is None else before.stage,
            entered=evaluation.after.stage,
            health=evaluation.after.health,
            due=self.profile.due,
        )

    def act(self, act: Callable[[Profile], Outcome]) -> None:
        """Live through something. What needs chunks that were put away is interrupted here."""
        self.profile, _ = act(self.profile)
        self.at = max(self.at, self.profile.clock)

    @property
    def placement(self) -> Placement:
        """Where it stands."""
        nowhere = Placement(version=self.course.version)
        return self.profile.placements.get(self.course.key, nowhere)

    @property
    def stage(self) -> str | None:
        """The stage that it stands in; None in no stage."""
        return self.placement.stage

    @property
    def reason(self) -> str:
        """What brought it to its stage, as the end of a sentence; empty where nobody knows."""
        if self._brought is None:
            return self._known_reason
        return reason_in_words(self._brought, self.course.names)


def lived_by(definitions: Definitions, journey: str) -> Definitions:
    """Of definitions those that a life in a journey needs: that journey, and all that it reads."""
    needed: dict[str, Course] = {}
    waiting = [journey]
    while waiting:
        course = definitions.courses.get(waiting.pop())
        if course is not None and course.key not in needed:
            needed[course.key] = course
            waiting += course.follows
    return defined(0, EARLIEST, tuple(needed.values()))
