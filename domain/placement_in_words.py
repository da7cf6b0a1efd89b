"""Where a profile stands, why, and what it takes to get on: one sentence for people."""

from collections.abc import Iterator

from domain.ahead import Ahead
from domain.candidates import Fate
from domain.course import Course
from domain.instants import LATEST, Instant
from domain.journey import Movement
from domain.profile import Pin, Placement, Profile
from domain.stage_change import Move
from domain.unmet_in_words import lacks_in_words
from domain.wording import day_in_words


def placement_in_words(
    profile: Profile, course: Course, ahead: Ahead | None, reason: str, now: Instant
) -> str:
    """`Stands in Onboarding since 3 Jan 2026 because …; to reach Adoption it needs …`.

    `reason` is what brought it there, empty where nobody knows any more.
    """
    placement = profile.placements.get(course.key, Placement(version=course.version))
    clauses = [_standing(course, placement, reason), _ahead(course, placement, ahead)]
    clauses += _lapsing(profile, course, placement, now)
    return "; ".join(clauses) + "."


def nearest_in_words(course: Course, placement: Placement, ahead: Ahead) -> str:
    """What it takes to reach the next stage, by the rule that is nearest to hold."""
    said = _ahead(course, placement, ahead)
    return f"{said[0].upper()}{said[1:]}."


def _ahead(course: Course, placement: Placement, ahead: Ahead | None) -> str:
    if ahead is None:
        return "nothing lies further on"
    name = course.places[ahead.stage].stage.name
    if ahead.fate is Fate.HELD:
        since = day_in_words(placement.held[ahead.stage])
        return (
            f"{name} is held since {since}: what asks for it has to lapse once before it is entered"
        )
    if ahead.fate is Fate.BY_HAND:
        return f"{name} is entered by hand only"
    if not ahead.lacks:
        return f"{name} is open to it"
    verb = "come back to" if ahead.move is Move.RECYCLE else "reach"
    verb = "enter" if placement.stage is None else verb
    return f"to {verb} {name} it needs {lacks_in_words(ahead.lacks)}"


def _standing(course: Course, placement: Placement, reason: str) -> str:
    if placement.stage is None or placement.since is None:
        return f"Stands in no stage of {course.journey.name}"
    place = course.places.get(placement.stage)
    name = placement.stage if place is None else place.stage.name
    because = f" because {reason}" if reason else ""
    said = f"Stands in {name} since {day_in_words(placement.since)}{because}"
    return said if placement.pin is None else f"{said}, {_pinned(placement.pin)}"


def _pinned(pin: Pin) -> str:
    until = "somebody unpins it" if pin.until is None else day_in_words(pin.until)
    why = f" (“{pin.reason}”)" if pin.reason else ""
    return f"pinned there by {pin.actor} until {until}{why}"


def _lapsing(profile: Profile, course: Course, placement: Placement, now: Instant) -> Iterator[str]:
    """In FREE movement, when the criteria that keep it there lapse by themselves."""
    place = course.places.get(placement.stage or "")
    entry = None if place is None else place.entry
    if course.movement is not Movement.FREE or entry is None:
        return
    holds, until = entry.judge(profile, now)
    if holds and until <= LATEST:
        yield f"if nothing happens, what keeps it there lapses on {day_in_words(until)}"
