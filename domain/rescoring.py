"""Scores that newer definitions look back at, worked out from a profile's log.

Only the scores of journeys whose fall somebody reads are remembered. Where a publication is the
first to read one, or looks further back, what the profile scored in its present stage is lived
through again: the stage is known, so nothing moves, and only scores come of it.
"""

from collections.abc import Iterator
from dataclasses import replace

from domain.definitions import Definitions, defined
from domain.faring import fared
from domain.instants import Instant
from domain.observation import Observation
from domain.pairs import ChunkNeeded
from domain.profile import Placement, Profile, absorbed, at_clock
from domain.timeline import Interrupted, Outcome


def looked_back_at(
    profile: Profile, older: Definitions, newer: Definitions
) -> Iterator[tuple[str, Definitions]]:
    """Journeys of whose scores `older` does not remember enough, with what to live through them."""
    for course in older.scoring[profile.kind]:
        there = newer.courses.get(course.key)
        placement = profile.placements.get(course.key)
        if there is None or placement is None or placement.stage is None:
            continue
        if there.recall > course.recall:
            alone = replace(course, follows=frozenset(), recalls={course.key: there.recall})
            yield course.key, defined(0, newer.at, (alone,))


def unscored(profile: Profile, journey: str) -> Profile:
    """Who stands there as the profile does, before all that it has done."""
    placement = profile.placements[journey]
    there = Placement(
        version=placement.version,
        stage=placement.stage,
        since=placement.since,
        cycle=placement.cycle,
    )
    return Profile(
        id=profile.id,
        kind=profile.kind,
        external_id=profile.external_id,
        placements={journey: there},
    )


def reminded(profile: Profile, journey: str, rescored: Profile) -> Profile:
    """The profile with the scores that the other has been found to have had."""
    placement, scored = profile.placements[journey], rescored.placements[journey].health
    if placement.health is None or scored is None:
        return profile
    health = replace(placement.health, peaks=scored.peaks)
    return profile.placed(journey, replace(placement, health=health))


def rescored(profile: Profile, definitions: Definitions, observation: Observation) -> Outcome:
    """The profile after one observation of its log, scored where it stands."""
    clock = max(profile.clock, observation.at)
    profile, _ = scored_upto(profile, definitions, clock)
    specs = definitions.touched_by(profile.kind, observation.event)
    windows = definitions.windows[profile.kind]
    try:
        profile = absorbed(profile, observation, clock, specs, windows)
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, ()) from None
    return _scored(profile, definitions, clock), ()


def scored_upto(profile: Profile, definitions: Definitions, upto: Instant) -> Outcome:
    """The profile as time alone has scored it by then."""
    ((key, placement),) = profile.placements.items()
    since = placement.since
    assert since is not None
    windows = definitions.windows[profile.kind]
    try:
        if profile.clock < since < upto:
            profile = _scored(at_clock(profile, since, windows), definitions, since)
        while (health := profile.placements[key].health) is not None and health.lasts <= upto:
            at = health.lasts
            profile = _scored(at_clock(profile, at, windows), definitions, at)
        profile = at_clock(profile, upto, windows)
    except ChunkNeeded as needed:
        raise Interrupted(needed, profile, ()) from None
    return profile, ()


def _scored(profile: Profile, definitions: Definitions, now: Instant) -> Profile:
    """The profile with its health at `now`; its first is what it has as it comes into the stage."""
    ((key, placement),) = profile.placements.items()
    assert placement.since is not None
    if now < placement.since:
        return profile
    is_new = now == placement.since
    course = definitions.courses[key]
    profile, placement, _ = fared(profile, course, placement, now, is_new=is_new)
    return profile.placed(key, placement)
