"""When a way opens: what the one rule asks before it moves anybody, and whoever explains it after.

An answer is `NOW`, or the first instant at which time alone might open it.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from domain.course import Course, Way
from domain.instants import NEVER, Instant
from domain.profile import Placement, Profile

NOW: Instant = -(2**63)
"""Earlier than every instant: what it dates is so already."""

Path: TypeAlias = tuple[Way, ...]


def guards_open(profile: Profile, way: Way, since: Instant, now: Instant) -> Instant:
    """When the guards of a way hold; they fail for as long as the longest-lived that fails."""
    opens = NOW
    if way.after and since + way.after > now:
        opens = since + way.after
    if way.when is not None:
        holds, lasts = way.when.judge(profile, now)
        if not holds:
            opens = max(opens, lasts)
    return opens


def way_opens(
    profile: Profile, course: Course, placement: Placement, way: Way, since: Instant, now: Instant
) -> Instant:
    """When a way out of the stage that the profile entered at `since` opens."""
    if way.entered in placement.held:
        return NEVER
    entry = course.places[way.entered].entry
    if entry is None:
        return guards_open(profile, way, since, now) if way.is_guarded else NEVER
    holds, lasts = entry.judge(profile, now)
    opens = NOW if holds else lasts
    if way.is_guarded and opens != NEVER:
        opens = max(opens, guards_open(profile, way, since, now))
    return opens


def stages_reached(
    profile: Profile, course: Course, placement: Placement, now: Instant
) -> Mapping[str, Instant]:
    """FORWARD: when the guards on some path to each stage all hold, of stages that may be entered.

    Walking the order upwards, `passed` is when each stage can be passed over. Beyond the first way
    dwell is 0, so a way with an `after` cannot be passed.
    """
    assert placement.stage is not None
    assert placement.since is not None
    passed: dict[str, Instant] = {placement.stage: NOW}
    into: dict[str, Instant] = {}
    for key in course.order[course.places[placement.stage].rank :]:
        at = passed.get(key)
        if at is None:
            continue
        is_first = key == placement.stage
        for way in course.places[key].advances:
            if way.after and not is_first:
                continue
            opens = at
            if way.is_guarded:
                opens = max(at, guards_open(profile, way, placement.since, now))
            passed[way.entered] = min(passed.get(way.entered, NEVER), opens)
            if way.is_guarded or course.places[way.entered].entry is not None:
                into[way.entered] = min(into.get(way.entered, NEVER), opens)
    return into


def stage_opens(
    profile: Profile, course: Course, stage: str, reached: Instant, now: Instant
) -> Instant:
    """When a stage that is not held opens, at the end of a path whose guards hold at `reached`."""
    entry = course.places[stage].entry
    if entry is None:
        return reached
    holds, lasts = entry.judge(profile, now)
    return reached if holds else max(reached, lasts)


def shortest_path(
    profile: Profile, course: Course, placement: Placement, target: str, now: Instant
) -> Path:
    """FORWARD: the open path with fewest stages, lower-ranked stages first among equals."""
    since = placement.since
    assert since is not None
    path = path_to(
        course, placement, target, lambda way: guards_open(profile, way, since, now) == NOW
    )
    assert path is not None, "a path to the target was found before"
    return path


def path_to(
    course: Course, placement: Placement, target: str, may_pass: Callable[[Way], bool]
) -> Path | None:
    """FORWARD: the path with fewest stages that `may_pass`, lower-ranked stages first."""
    assert placement.stage is not None
    needs_guard = course.places[target].entry is None
    paths: dict[str, Path] = {placement.stage: ()}
    while paths and target not in paths:
        longer: dict[str, Path] = {}
        for key, path in paths.items():
            for way in reversed(course.places[key].advances):
                if way.after and path:
                    continue
                if way.entered == target and needs_guard and not way.is_guarded:
                    continue
                if not may_pass(way):
                    continue
                candidate = (*path, way)
                known = longer.get(way.entered)
                if known is None or _ranks(candidate) < _ranks(known):
                    longer[way.entered] = candidate
        paths = longer
    return paths.get(target)


def _ranks(path: Path) -> tuple[int, ...]:
    return tuple(way.rank for way in path)
