"""Whom and which time a measurement is about."""

from collections.abc import Collection
from typing import Annotated, TypeAlias

import strawberry

from api.arguments import text_given
from api.fields import entry, given, told
from api.profiles.filters import ProfileFilter, wanted_by
from api.scalars import DateTime, Duration, Unreadable, instant_given
from domain.course import Course
from domain.instants import DAY, Instant
from domain.journey import Role
from domain.refusals import BadArgument
from store.cohorts import Cohort
from store.flows import Period
from store.profile_pages import ProfileFilter as StoredFilter

MOST_STEPS = 30

AsOf: TypeAlias = Annotated[
    DateTime | None, told("As of this instant: what came later is not counted. Now, if left out.")
]


@strawberry.input(
    description="Which profiles: those whose first arrival in a stage lies in a period, which "
    "contains `since` and ends before `until`. Occupancy, who stands where, is asked elsewhere."
)
class CohortInput:
    """See `store.cohorts.Cohort`."""

    stage: str | None = entry("The stage that they came to; any of the journey's, if left out.")
    since: DateTime | None = entry("No earlier than this.")
    until: DateTime | None = entry("Earlier than this.")
    version: int | None = entry("Only those who came under this version of the journey.")
    profiles: ProfileFilter | None = entry("Only those whom this finds, as they are now.")


@strawberry.input(
    description="Which moves: those in a period, which contains `since` and ends before `until`."
)
class PeriodInput:
    """See `store.flows.Period`."""

    since: DateTime | None = entry("The first instant: 30 days before `until`, if left out.")
    until: DateTime | None = entry("The first instant that is too late: now, if left out.")
    version: int | None = entry("Only out of stays that began under this version.")
    profiles: ProfileFilter | None = entry("Only of those whom this finds, as they are now.")


def cohort_wanted(course: Course, wanted: CohortInput | None, now: Instant) -> Cohort:
    """The cohort that is asked for. Raises BadArgument."""
    if wanted is None:
        return Cohort(journey=course.key)
    stage = given(wanted.stage)
    return Cohort(
        journey=course.key,
        stage=None if stage is None else stage_named(course, stage, "cohort.stage"),
        since=instant_given(given(wanted.since), "cohort.since"),
        until=instant_given(given(wanted.until), "cohort.until"),
        version=given(wanted.version),
        profiles=_profiles(wanted.profiles, now),
    )


def period_wanted(course: Course, wanted: PeriodInput | None, now: Instant) -> Period:
    """The period that is asked for. Raises BadArgument."""
    wanted = wanted or PeriodInput()
    until = instant_given(given(wanted.until), "period.until")
    until = now if until is None else until
    since = instant_given(given(wanted.since), "period.since")
    return Period(
        journey=course.key,
        since=until - 30 * DAY if since is None else since,
        until=until,
        version=given(wanted.version),
        profiles=_profiles(wanted.profiles, now),
    )


def steps_wanted(course: Course, steps: Collection[str] | None) -> tuple[str, ...]:
    """The stages to count in; those that are no EXIT, in order, where none are named."""
    if steps is None:
        return tuple(key for key in course.order if course.places[key].stage.role is not Role.EXIT)[
            :MOST_STEPS
        ]
    if not 0 < len(steps) <= MOST_STEPS:
        raise BadArgument(f"Name 1 to {MOST_STEPS} stages.", "steps")
    if len(set(steps)) < len(steps):
        raise BadArgument("A stage is named twice.", "steps")
    return tuple(stage_named(course, key, f"steps[{place}]") for place, key in enumerate(steps))


def stage_named(course: Course, key: str, path: str) -> str:
    """A stage of the journey, by its key. Raises BadArgument."""
    if text_given(key, path) not in course.places:
        raise BadArgument(f"The {course.key} journey has no stage {key!r}.", path)
    return key


def as_of_wanted(instant: DateTime | Unreadable | None, now: Instant) -> Instant:
    """The instant to look from, not later than now. Raises BadArgument."""
    wanted = instant_given(instant, "asOf")
    return now if wanted is None else min(wanted, now)


def positive(length: Duration | None, path: str) -> int | None:
    """A length of time that is none of nothing. Raises BadArgument."""
    if length is not None and length <= 0:
        raise BadArgument("It is longer than nothing.", path)
    return length


def _profiles(filter: ProfileFilter | None, now: Instant) -> StoredFilter | None:
    filter = given(filter)
    return None if filter is None else wanted_by(filter, now)
