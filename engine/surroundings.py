"""What is known of the workspace around a draft, as its problems are looked for."""

from collections.abc import Mapping
from dataclasses import replace

from domain.course import Course
from domain.definitions import Definitions
from domain.draft import Draft
from domain.problems import Referable, Standing, Surroundings, removed_stages
from engine.shelf import Shelf
from engine.stays import POPULATION
from store import counters, teams
from store.database import Transaction


async def surroundings_of(tx: Transaction, shelf: Shelf, draft: Draft) -> Surroundings:
    """The teams of the workspace, what has arrived, and the version that the draft replaces."""
    known = await teams.every(tx)
    arrived = (await shelf.vocabularies.current(tx)).around(draft.kind)
    definitions = await shelf.current(tx)
    course = definitions.courses.get(draft.key)
    return replace(
        arrived,
        teams=frozenset(team.key for team in known),
        journeys=referable(definitions),
        live=None if course is None else await _standing(tx, shelf, draft, course),
    )


def referable(definitions: Definitions) -> dict[str, Referable]:
    """What criteria may read of the journeys that are live."""
    return {
        key: Referable(kind=course.kind, stages=frozenset(course.places), reads=course.follows)
        for key, course in definitions.courses.items()
    }


async def _standing(tx: Transaction, shelf: Shelf, draft: Draft, course: Course) -> Standing:
    """The live version, as far as what the draft removes and adds has to do with it."""
    removed = {stage.key for stage in removed_stages(draft, course.journey)}
    populations: Mapping[str, int] = {}
    if removed:
        everywhere = await counters.read(tx, POPULATION, draft.key)
        populations = {key: everywhere.get(key, 0) for key in sorted(removed)}
    former: Mapping[str, str] = {}
    new = {stage.key for stage in draft.stages} - course.places.keys()
    if new:
        known = await shelf.former_stages(tx, draft.key, course.version)
        former = {key: known[key] for key in sorted(new & known.keys())}
    return Standing(journey=course.journey, populations=populations, former=former)
