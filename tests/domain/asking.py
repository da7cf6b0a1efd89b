"""Criteria put to somebody who lived through a few observations."""

from dataclasses import dataclass

from domain.compiling import Compiled
from domain.explanation import Explanation, explained
from domain.instants import Instant
from domain.journey import ProfileKind
from domain.observation import Observation
from domain.profile import Profile, absorbed, at_clock
from domain.verdict import Verdict
from tests.domain.building import (
    START,
    Document,
    a_course,
    a_profile,
    answered,
    published,
    stage,
)


@dataclass(frozen=True)
class Asked:
    """Criteria put to a profile at its clock."""

    criteria: Compiled
    profile: Profile

    @property
    def verdict(self) -> Verdict:
        return self.criteria.judge(self.profile, self.profile.clock)

    @property
    def holds(self) -> bool:
        return self.verdict[0]

    @property
    def explanation(self) -> Explanation:
        return explained(self.criteria, self.profile, self.profile.clock)


def asked(criteria: Document, *observations: Observation, now: Instant | None = None) -> Asked:
    """The criteria put to somebody who lived through this, at `now` or at the last of it."""
    course = a_course(stage("asked", criteria))
    definitions = published(course)
    windows = definitions.windows[ProfileKind.CONTACT]
    profile = a_profile()
    for one in observations:
        clock = max(profile.clock, one.at)
        specs = definitions.touched_by(ProfileKind.CONTACT, one.event)
        profile, _ = answered(
            lambda it, one=one, clock=clock, specs=specs: (
                absorbed(it, one, clock, specs, windows),
                (),
            ),
            profile,
        )
    clock = max(profile.clock, START) if now is None else now
    profile, _ = answered(lambda it: (at_clock(it, clock, windows), ()), profile)
    compiled = course.places["asked"].entry
    assert compiled is not None
    return Asked(compiled, profile)


def holds(criteria: Document, *observations: Observation, now: Instant | None = None) -> bool:
    return asked(criteria, *observations, now=now).holds
