"""A life tried out in memory: the production rule, step by step, and nothing kept.

The profile is served its timers one at a time, so that a life may stop after any step and go on
from there exactly: what comes of it is what `replay` says, in however many pieces it is lived.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from domain.course import Course, Definitions, defined
from domain.instants import EARLIEST, Instant
from domain.move_in_words import reason_in_words
from domain.observation import Observation
from domain.profile import Profile
from domain.simulating import Evaluation, Happening, Recorder
from domain.stage_change import Trigger
from domain.timeline import Outcome, brought_to, observed, time_served
from engine.chunks import Chunks
from engine.explaining import Explained, explained_now


class Simulation:
    """One profile under one journey, as far as it has come.

    `at` is how far time was served, which may be later than the profile's clock; `taken` how many
    of the observations of this piece were lived through; `reason` is what brought it to its stage.
    """

    def __init__(
        self,
        course: Course,
        profile: Profile,
        chunks: Chunks | None = None,
        *,
        at: Instant = EARLIEST,
        reason: str = "",
    ) -> None:
        self.course = course
        self.profile = profile
        self.chunks = chunks or Chunks()
        self.at = max(at, profile.clock)
        self.reason = reason
        self.taken = 0
        self._definitions: Definitions = defined(0, EARLIEST, (course,))

    def live(
        self, observations: Sequence[Observation], until: Instant | None = None
    ) -> Iterator[Happening]:
        """Every step of the observations in order, and of time after them."""
        for index, observation in enumerate(observations):
            yield from self.serve(observation.at)
            happening = self.observe(index, observation)
            self.taken = index + 1
            yield happening
        if until is not None:
            yield from self.serve(until)
            self.at = max(self.at, until)

    def serve(self, upto: Instant) -> Iterator[Happening]:
        """The timers due up to an instant, one by one."""
        recorder = Recorder()
        while (due := self.profile.due) <= upto:
            serve = partial(time_served, definitions=self._definitions, upto=due, settle=recorder)
            self._act(serve)
            yield from map(self.happened, recorder.taken())

    def observe(self, index: int | None, observation: Observation) -> Happening:
        """One observation, when no timer is due before it; `index` is its place among those sent.

        None is for the start, of which nobody sent an observation.
        """
        recorder = Recorder()
        before = self._stage
        self._act(lambda it: observed(it, self._definitions, observation, recorder))
        for evaluation in recorder.taken():
            return self.happened(evaluation, index)
        return Happening(
            at=self.profile.clock,
            trigger=Trigger.DATA,
            observation=index,
            evaluation=None,
            left=before,
            entered=before,
            due=self.profile.due,
        )

    def happened(self, evaluation: Evaluation, index: int | None = None) -> Happening:
        """The step that an evaluation is."""
        for change in evaluation.changes:
            self.reason = reason_in_words(change, self.course.names)
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

    def explained(self) -> Explained:
        """Where it stands and why. The last that is asked of a simulation: its windows move on."""
        bring = partial(brought_to, definitions=self._definitions, now=self.at)
        profile, _ = self.chunks.answering(bring, self.profile)
        return explained_now(profile, self.course, self.reason if self._stage else "")

    def _act(self, act: Callable[[Profile], Outcome]) -> None:
        self.profile, _ = self.chunks.answering(act, self.profile)
        self.at = max(self.at, self.profile.clock)

    @property
    def _stage(self) -> str | None:
        placement = self.profile.placements.get(self.course.key)
        return None if placement is None else placement.stage
