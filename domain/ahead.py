"""What lies ahead of a profile: the next stage, and the rule towards it that is nearest to hold.

The next stage is the least advanced of those further on that the rule could bring it to by itself;
from where nothing leads on, the one that a way back leads to. EXIT stages are never aimed at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.candidates import Candidate, Fate, Round, candidates_of
from domain.course import Course
from domain.instants import NEVER, Instant
from domain.opening import NOW
from domain.profile import Placement, Profile
from domain.stage_change import Move
from domain.unmet import Lack, Lacks, all_of, lacks_of, lacks_on, nearest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The next stage and what it takes; `lacks` is empty where it opens, is held or by hand.

    `opens` is the first instant at which time alone might open it.
    """

    stage: str
    move: Move
    fate: Fate
    opens: Instant
    lacks: tuple[Lack, ...] = ()

    @property
    def nearest(self) -> Lack | None:
        """What is nearest to hold of all that it lacks."""
        return nearest_of(self.lacks)


def ahead_of(profile: Profile, course: Course, now: Instant) -> Ahead | None:
    """What lies ahead of a profile whose clock is at `now`; None where nothing does."""
    placement = profile.placements.get(course.key, Placement(version=course.version))
    if placement.stage is not None and placement.stage not in course.places:
        return None
    candidate = _next(course, placement, candidates_of(course, _unpinned(profile, placement, now)))
    if candidate is None:
        return None
    lacks: tuple[Lack, ...] = ()
    if candidate.opens != NOW and candidate.fate not in (Fate.HELD, Fate.BY_HAND):
        _, lacks = lacks_towards(profile, course, placement, candidate, now)
    return Ahead(
        stage=candidate.stage,
        move=candidate.move,
        fate=candidate.fate,
        opens=candidate.opens,
        lacks=lacks,
    )


def lacks_towards(
    profile: Profile, course: Course, placement: Placement, candidate: Candidate, now: Instant
) -> Lacks:
    """What a candidate lacks: guards on the way there, and the criteria of its stage."""
    since = NEVER if placement.since is None else placement.since
    parts = lacks_on(candidate.path, profile, since, now)
    entry = course.places[candidate.stage].entry
    if entry is not None and candidate.move is not Move.RECYCLE:
        parts.append(lacks_of(entry, profile, now))
    return all_of(parts)


def _unpinned(profile: Profile, placement: Placement, now: Instant) -> Round:
    """A look around as if nobody had pinned it, and nothing decided."""
    free = Placement(
        version=placement.version,
        stage=placement.stage,
        since=placement.since,
        held=placement.held,
        cycle=placement.cycle,
    )
    return Round(profile, free, None, now)


def _next(
    course: Course, placement: Placement, candidates: Sequence[Candidate]
) -> Candidate | None:
    """Of what the profile may come to by itself the least advanced, else what is held, else by
    hand, else back."""
    rank = -1 if placement.stage is None else course.places[placement.stage].rank
    onward = [
        one
        for one in sorted(candidates, key=lambda one: course.places[one.stage].rank)
        if course.places[one.stage].rank > rank
        and not course.places[one.stage].is_exit
        and one.move is not Move.RECYCLE
    ]
    for fates in ((Fate.UNMET, Fate.GUARDED, Fate.OUTRANKED), (Fate.HELD,), (Fate.BY_HAND,)):
        for one in onward:
            if one.fate in fates:
                return one
    back = [one for one in candidates if one.move is Move.RECYCLE and one.fate is not Fate.BY_HAND]
    return next(iter(back), None)
