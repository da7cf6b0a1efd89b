"""Series that newer definitions read, rebuilt from a profile's log before they are judged by.

No evaluation reads an incomplete series: whoever first visits a profile after a publication
rebuilds what is missing, up to the last observation that the profile had then.
"""

from collections.abc import Iterable
from dataclasses import replace

from domain.course import charted
from domain.definitions import Definitions, defined
from domain.journey import Journey
from domain.observation import Observation
from domain.profile import Profile, restarted, with_event
from domain.series import SeriesSpec
from domain.signals import ANY_EVENT


def missing_series(
    profile: Profile, older: Definitions, newer: Definitions
) -> tuple[SeriesSpec, ...]:
    """The series that `newer` reads and `older` did not keep deep enough."""
    kept = older.specs[profile.kind]
    return tuple(
        spec
        for key, spec in newer.specs[profile.kind].items()
        if key not in kept or not kept[key].covers(spec)
    )


def unscored_in(profile: Profile, definitions: Definitions) -> set[str]:
    """The journeys in which a profile stands unscored since before health was kept."""
    return {
        course.key
        for course in definitions.scoring[profile.kind]
        if (placement := profile.placements.get(course.key)) is not None
        and placement.health is None
    }


def without_health(definitions: Definitions) -> Definitions:
    """The definitions as they were read before health was: without what it says."""
    courses = tuple(
        charted(_healthless(course.journey), course.version)
        for course in definitions.courses.values()
    )
    return defined(definitions.revision, definitions.at, courses)


def _healthless(journey: Journey) -> Journey:
    stages = tuple(replace(stage, health=None) for stage in journey.stages)
    return replace(journey, health=None, stages=stages)


def events_of(specs: Iterable[SeriesSpec]) -> frozenset[str] | None:
    """The events to read from the log for these series; None for every event."""
    events = frozenset(spec.event for spec in specs)
    return None if ANY_EVENT in events else events


def cleared(
    profile: Profile,
    older: Definitions,
    newer: Definitions,
    missing: tuple[SeriesSpec, ...],
) -> Profile:
    """The profile without the series that nothing reads any more or that are to be rebuilt."""
    read, kept = newer.specs[profile.kind], older.specs[profile.kind]
    rebuilt = {spec.key for spec in missing}
    gone = tuple(key for key in kept if key not in read or key in rebuilt)
    return restarted(profile, gone) if gone else profile


def relearned(
    profile: Profile, missing: tuple[SeriesSpec, ...], history: Iterable[Observation]
) -> Profile:
    """The profile with more of its log in the missing series; the log comes in order of arrival."""
    by_event: dict[str, tuple[SeriesSpec, ...]] = {}
    for observation in history:
        event = observation.event
        if event is None:
            continue
        specs = by_event.get(event)
        if specs is None:
            specs = tuple(spec for spec in missing if spec.event in (event, ANY_EVENT))
            by_event[event] = specs
        if specs:
            profile = with_event(profile, specs, observation)
    return profile
