"""A scenario lived through a journey, by the rule that moves profiles in production.

A scenario comes out alike wherever its journey is: other journeys are not lived through, and what
is read of them is missing. An expectation of an instant is looked at when time has come there:
after every observation up to that instant, and before the first that is later. One without is
looked at in the end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from domain.course import Course
from domain.definitions import defined
from domain.instants import EARLIEST, Instant
from domain.observation import Observation
from domain.profile import Profile
from domain.scenario import Expectation, Scenario
from domain.simulating import Happening, Life, Moment

MOST_STEPS = 1_000
"""Where time alone goes round in circles, a scenario has to end all the same."""
MOST_STEPS_TOGETHER = 15_000
"""Steps of all scenarios of a journey: they are lived through after each change of it."""
MOST_LOOKS = 3_000_000
"""Stages looked at in all scenarios of a journey together: a step looks at each that there is."""


@dataclass(frozen=True, slots=True)
class Checked:
    """An expectation, by its place in the list, and the stage that was come to."""

    index: int
    expectation: Expectation
    stage: str | None

    @property
    def is_met(self) -> bool:
        """Whether it is the stage that was expected."""
        return self.stage == self.expectation.stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioRun:
    """What came of a scenario; `is_cut` where it was ended for its length."""

    scenario: Scenario
    course: Course
    steps: tuple[Happening, ...]
    checked: tuple[Checked, ...]
    is_cut: bool

    @property
    def failed(self) -> Checked | None:
        """The first expectation that was not met."""
        return next((one for one in self.checked if not one.is_met), None)

    @property
    def passed(self) -> bool:
        """Whether all of it came as expected."""
        return self.failed is None and not self.is_cut


class _TooLong(Exception):
    """The life has taken more steps than anybody wants to see."""


def scenario_runs(course: Course, scenarios: Iterable[Scenario]) -> Iterator[ScenarioRun]:
    """Live scenarios through, one after the other, as far as all together may take."""
    left = min(MOST_STEPS_TOGETHER, MOST_LOOKS // max(len(course.order), 1))
    for scenario in scenarios:
        run = scenario_run(course, scenario, min(MOST_STEPS, left))
        left -= len(run.steps)
        yield run


def scenario_run(course: Course, scenario: Scenario, most: int = MOST_STEPS) -> ScenarioRun:
    """Live a scenario through, in so many steps at most."""
    running = _Running(course, most)
    try:
        running.run(scenario)
        is_cut = False
    except _TooLong:
        is_cut = True
    return ScenarioRun(
        scenario=scenario,
        course=course,
        steps=tuple(running.steps),
        checked=tuple(sorted(running.checked, key=lambda one: one.index)),
        is_cut=is_cut,
    )


class _Running:
    def __init__(self, course: Course, most: int) -> None:
        self.most = most
        alone = defined(0, EARLIEST, (course,))
        self.life = Life(alone, course.key, Profile(id=0, kind=course.kind, external_id=""))
        self.steps: list[Happening] = []
        self.checked: list[Checked] = []

    def run(self, scenario: Scenario) -> None:
        if scenario.start is not None:
            start = Observation(at=scenario.start.at, traits=scenario.start.traits)
            self._take([self.life.observe(None, start)])
        of_the_end = [it for it in enumerate(scenario.expect) if it[1].at is None]
        waiting = _timed(scenario.expect)
        for index, observation in enumerate(scenario.observations):
            while waiting and waiting[0][0] < observation.at:
                self._check(*waiting.pop(0))
            self._take(self.life.serve(observation.at))
            self._take([self.life.observe(index, observation)])
        for expected in waiting:
            self._check(*expected)
        if scenario.until is not None:
            self._take(self.life.serve(scenario.until))
        for place, expectation in of_the_end:
            self._check(EARLIEST, place, expectation)

    def _check(self, at: Instant, index: int, expectation: Expectation) -> None:
        self._take(self.life.serve(at))
        self.checked.append(Checked(index, expectation, self.life.stage))

    def _take(self, moments: Iterable[Moment]) -> None:
        for happening in chain.from_iterable(moments):
            if len(self.steps) >= self.most:
                raise _TooLong
            self.steps.append(happening)


def _timed(expect: Iterable[Expectation]) -> list[tuple[Instant, int, Expectation]]:
    """Those of an instant, the earliest first."""

    def timed() -> Iterator[tuple[Instant, int, Expectation]]:
        for index, expectation in enumerate(expect):
            if expectation.at is not None:
                yield expectation.at, index, expectation

    return sorted(timed(), key=lambda one: one[:2])
