"""Who is in a segment, and why: one sentence for people."""

from domain.course import Course
from domain.instants import LATEST, Instant
from domain.move_in_words import Change, reason_in_words
from domain.profile import Placement, Profile
from domain.segment import MEMBER
from domain.wording import day_in_words


def membership_in_words(profile: Profile, course: Course, reason: str, now: Instant) -> str:
    """`In Quiet users since 3 Jan 2026 because …; if nothing happens, it leaves on 5 Feb 2026.`

    `reason` is what brought it in, empty where nobody knows any more.
    """
    placement = profile.placements.get(course.key, Placement(version=course.version))
    entry = course.places[MEMBER].entry
    assert entry is not None
    _, until = entry.judge(profile, now)
    if placement.since is None:
        said, turns = f"Not in {course.journey.name}", "it may come in"
    else:
        because = f" because {reason}" if reason else ""
        said = f"In {course.journey.name} since {day_in_words(placement.since)}{because}"
        turns = "it may leave"
    later = f"; if nothing happens, {turns} on {day_in_words(until)}" if until <= LATEST else ""
    return f"{said}{later}."


def came_in_words(change: Change, name: str) -> str:
    """Who is left out: `Came into Quiet users on 3 Jan 2026 because …`."""
    said = f"Left {name}" if change.entered is None else f"Came into {name}"
    because = reason_in_words(change, {})
    return f"{said} on {day_in_words(change.at)}{f' because {because}' if because else ''}."
