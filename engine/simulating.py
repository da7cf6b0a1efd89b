"""A life tried out in memory: the production rule, step by step, and nothing kept.

The profile is served its timers one at a time, so that a life may stop after any step and go on
from there exactly: what comes of it is what `replay` says, in however many pieces it is lived.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from domain.course import Course, Definitions, defined
from domain.instants import EARLIEST, Instant
from domain.observation import Observation
from domain.profile import Profile
from domain.simulating import Evaluation, Happening, Recorder
from domain.stage_change import Trigger
from domain.timeline import Outcome, observed, time_served
from engine.chunks import Chunks


class Simulation:
    """One profile under one journey, as far as it has come."""

    def __init__(self, course: Course, profile: Profile, chunks: Chunks | None = None) -> None:
        self.course = course
        self.profile = profile
        self.chunks = chunks or Chunks()
        self._definitions: Definitions = defined(0, EARLIEST, (course,))

    def live(
        self, observations: Sequence[Observation], until: Instant | None = None
    ) -> Iterator[Happening]:
        """Every step of the observations in order, and of time after them."""
        for index, observation in enumerate(observations):
            yield from self.serve(observation.at)
            yield self.observe(index, observation)
        if until is not None:
            yield from self.serve(until)

    def serve(self, upto: Instant) -> Iterator[Happening]:
        """The timers due up to an instant, one by one."""
        recorder = Recorder()
        while (due := self.profile.due) <= upto:
            self._act(
                partial(time_served, definitions=self._definitions, upto=due, settle=recorder)
            )
            yield from map(self._happened, recorder.taken())

    def observe(self, index: int | None, observation: Observation) -> Happening:
        """One observation, when no timer is due before it; `index` is its place among those sent"""
        recorder = Recorder()
        before = self._stage
        self._act(lambda it: observed(it, self._definitions, observation, recorder))
        evaluations = recorder.taken()
        if evaluations:
            (evaluation,) = evaluations
            return self._happened(evaluation, index)
        return Happening(
            at=self.profile.clock,
            trigger=Trigger.DATA,
            observation=index,
            evaluation=None,
            left=before,
            entered=before,
            due=self.profile.due,
        )

    def _act(self, act: Callable[[Profile], Outcome]) -> None:
        self.profile, _ = self.chunks.answering(act, self.profile)

    @property
    def _stage(self) -> str | None:
        placement = self.profile.placements.get(self.course.key)
        return None if placement is None else placement.stage

    def _happened(self, evaluation: Evaluation, index: int | None = None) -> Happening:
        before = evaluation.before
        return Happening(
            at=evaluation.at,
            trigger=evaluation.trigger,
            observation=index,
            evaluation=evaluation,
            left=None if before is None else before.stage,
            entered=evaluation.after.stage,
            due=evaluation.after.due,
        )
