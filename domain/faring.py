"""How a profile fares: its health carried through time and through moves, and told when it changes.

Health is computed under the stage in which the profile stands (design, section 4): first thing at
each evaluation, and again after each move.
"""

from dataclasses import replace

from domain.course import Course
from domain.health import UNKNOWN, Health, HealthChange, Peak, Tenths
from domain.instants import NEVER, Instant
from domain.looking import Look
from domain.profile import Placement, Profile
from domain.stage_change import Trigger


def aged(profile: Profile, course: Course, upto: Instant) -> Profile:
    """The profile with what time alone has made of its score since its clock, up to an instant.

    Whatever that changes in bands and stages has been served already; the score also moves between.
    """
    placement = profile.placements.get(course.key)
    if placement is None or course.health is None:
        return profile
    health = placement.health
    if health is None or health.lasts > upto:
        return profile
    look = course.health.look(profile, placement.stage, profile.clock)
    later, ended = look.aged(upto)
    peaks = health.peaks
    if course.recall:
        if health.score is not None and health.score != look.health.score:
            # It moved at the clock itself, where something else is judged.
            peaks = _with_peak(peaks, health.score, profile.clock)
        for score, at in ended:
            peaks = _with_peak(peaks, score, at)
        peaks = _kept(peaks, later.score, upto - course.recall)
    return profile.placed(course.key, replace(placement, health=replace(later, peaks=peaks)))


def fared(
    profile: Profile, course: Course, placement: Placement, now: Instant, *, is_new: bool
) -> tuple[Profile, Placement, Look | None]:
    """Both with its health at `now`; `is_new` says that it has just come into the stage."""
    if course.health is None:
        return profile, placement, None
    is_read = course.reads_itself
    if is_read and placement is not profile.placements.get(course.key):
        profile = profile.placed(course.key, placement)
    look = course.health.look(profile, placement.stage, now)
    health, before = look.health, placement.health
    if course.recall and before is not None and not is_new and before.stage == placement.stage:
        peaks = before.peaks
        if before.score is not None and before.score != health.score:
            peaks = _with_peak(peaks, before.score, now)
        health = replace(health, peaks=_kept(peaks, health.score, now - course.recall))
    if health != before:
        placement = replace(placement, health=health)
        if is_read:
            profile = profile.placed(course.key, placement)
    return profile, placement, look


def health_due(course: Course, placement: Placement, look: Look | None) -> Instant:
    """The first instant at which time alone brings something about health that is told."""
    if look is None or placement.health is None:
        return NEVER
    return look.lasts if course.tells_steps else look.band_turn(placement.health.score)


def health_change(
    course: Course,
    before: Health | None,
    placement: Placement,
    look: Look | None,
    now: Instant,
    trigger: Trigger,
) -> HealthChange | None:
    """What an evaluation has made of a profile's health, where that is told.

    Told are other bands, known or unknown ones included, and scores that data has moved.
    """
    if look is None or placement.health is None:
        return None
    was, health = before or UNKNOWN, placement.health
    is_moved = trigger is Trigger.DATA and health.score != was.score
    is_told = (
        health.is_told_from(was) if course.tells_steps else is_moved or health.band != was.band
    )
    if not is_told:
        return None
    return HealthChange(
        journey=course.key,
        version=course.version,
        before=was,
        after=health,
        at=now,
        trigger=trigger,
        measures=look.measures(None if trigger is Trigger.PUBLISH else was),
    )


def _with_peak(peaks: tuple[Peak, ...], score: Tenths, ended: Instant) -> tuple[Peak, ...]:
    """Peaks descend: one that a later score has reached is never the greatest again."""
    return (*(peak for peak in peaks if peak[0] > score), (score, ended))


def _kept(peaks: tuple[Peak, ...], score: Tenths | None, edge: Instant) -> tuple[Peak, ...]:
    """The peaks above the score that ended after the edge of the window."""
    floor = -1 if score is None else score
    return tuple(peak for peak in peaks if peak[1] > edge and peak[0] > floor)
