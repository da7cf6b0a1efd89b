"""Why a round of the rule went as it went, and what each candidate lacked, in one sentence."""

from collections.abc import Sequence
from typing import assert_never

from domain.ahead import lacks_towards
from domain.candidates import Candidate, Fate, Round
from domain.course import Course
from domain.journey import Movement
from domain.stage_change import Move
from domain.unmet_in_words import lacks_in_words
from domain.wording import day_in_words, listed


def round_in_words(course: Course, round_: Round, candidates: Sequence[Candidate]) -> str:
    """`Adoption is further on than Onboarding, and both hold.`"""
    pin = round_.placement.pin
    if pin is not None:
        until = "somebody unpins it" if pin.until is None else day_in_words(pin.until)
        return f"{pin.actor} has pinned it until {until}: nothing moves it before."
    if round_.step is None:
        return _staying(course, round_, candidates)
    if round_.step.entered is None:
        return "No stage's criteria hold any more, and none is there to fall back on."
    taken = next(one for one in candidates if one.fate is Fate.TAKEN)
    said = _won(course, round_, taken, [one for one in candidates if one.fate is Fate.OUTRANKED])
    if round_.step.skipped:
        said += f", passing over {listed([_name(course, key) for key in round_.step.skipped])}"
    return f"{said}."


def candidate_in_words(course: Course, round_: Round, candidate: Candidate) -> str:
    """What became of a candidate and why: `It needs 1 more login within 30 days (2 of 3).`"""
    placement = round_.placement
    match candidate.fate:
        case Fate.TAKEN:
            return "It opens, and is taken."
        case Fate.STAYED:
            return "It holds, and is where it stands."
        case Fate.OUTRANKED:
            return "It opens, and another goes first."
        case Fate.BY_HAND:
            return "It is entered by hand only."
        case Fate.HELD:
            since = day_in_words(placement.held[candidate.stage])
            return f"It is held since {since}: what asks for it has to lapse once before."
        case Fate.UNMET | Fate.GUARDED:
            _, lacks = lacks_towards(round_.profile, course, placement, candidate, round_.now)
            return f"It needs {lacks_in_words(lacks)}."
        case _:
            assert_never(candidate.fate)


def _staying(course: Course, round_: Round, candidates: Sequence[Candidate]) -> str:
    here = round_.placement.stage
    held = [_name(course, one.stage) for one in candidates if one.fate is Fate.HELD]
    waits = f"; {listed(held)} {'is' if len(held) == 1 else 'are'} held" if held else ""
    if here is None:
        return f"No stage opens, so it stays in none{waits}."
    if course.movement is Movement.FREE:
        if any(one.fate is Fate.STAYED and one.stage == here for one in candidates):
            entry = course.places[here].entry
            furthest = f"{_name(course, here)} is the furthest stage whose criteria hold"
            none = f"No stage's criteria hold, and {_name(course, here)} is where to fall back on"
            return f"{none if entry is None else furthest}, so it stays."
        return "No stage's criteria hold, so it stays."
    if not candidates:
        return f"No way leads out of {_name(course, here)}, so it stays."
    return f"No way out of {_name(course, here)} opens, so it stays{waits}."


def _won(course: Course, round_: Round, taken: Candidate, others: Sequence[Candidate]) -> str:
    name = _name(course, taken.stage)
    if taken.move is Move.RECYCLE:
        said = f"Nothing leads on or out, and the way back to {name} opens"
        return said if not others else f"{said}, the most advanced of those that do"
    if course.movement is Movement.FREE and course.places[taken.stage].entry is None:
        return f"No stage's criteria hold, so it falls back on {name}"
    outrun = [one for one in others if one.move is taken.move or taken.move is Move.ENTER]
    if course.movement is Movement.FREE:
        outrun = list(others)
    if outrun:
        return _further(course, name, [_name(course, one.stage) for one in outrun])
    if others:
        behind = listed(list(dict.fromkeys(_name(course, one.stage) for one in others)))
        first = "Ways out come first" if taken.move is Move.EXIT else "Going on comes first"
        return f"{first}: {name} opens, and so does {behind}"
    if taken.move is Move.EXIT:
        return f"The way out to {name} opens"
    if course.places[taken.stage].entry is None and taken.move is Move.ENTER:
        return f"{name} is where everybody begins"
    return f"{name} is the only stage that opens"


def _further(course: Course, name: str, others: Sequence[str]) -> str:
    distinct = [one for one in dict.fromkeys(others) if one != name]
    if not distinct:
        return f"Several ways lead to {name}, and it opens"
    hold = "both hold" if len(distinct) == 1 else "all of them hold"
    return f"{name} is further on than {listed(distinct)}, and {hold}"


def _name(course: Course, stage: str) -> str:
    return course.places[stage].stage.name
