"""A draft against the live version: what publishing it would do to those who live by that."""

from collections.abc import Iterator
from itertools import pairwise

from domain.checks.problem import Problem, identified
from domain.checks.surroundings import Standing
from domain.checks.survey import Survey
from domain.draft import Draft
from domain.journey import Journey, Stage

MASS = 0.2
"""The part of all profiles from which on their moving is worth a warning."""
FEW = 10
"""So many profiles may always move."""


def live_problems(draft: Journey, live: Standing) -> tuple[Problem, ...]:
    """What the draft would break or change of the live version."""
    return identified(standing_problems(Survey(journey=draft), live))


def replacing_problems(survey: Survey) -> Iterator[Problem]:
    """The same, of the live version that the surroundings know of."""
    live = survey.surroundings.live
    if live is not None:
        yield from standing_problems(survey, live)


def standing_problems(survey: Survey, live: Standing) -> Iterator[Problem]:
    """The same, one after the other."""
    before = Survey(journey=live.journey)
    yield from _removed(survey, before, live)
    yield from _mapping(survey, before, live)
    yield from _mass_movement(survey, live)
    yield from _order_changed(survey, before)
    yield from _keys_reused(survey, live)


def removed_stages(draft: Journey | Draft, live: Journey) -> tuple[Stage, ...]:
    """The stages of the live version that the draft has no longer, by key or by id."""
    keys = {stage.key for stage in draft.stages}
    ids = {stage.id for stage in draft.stages if stage.id is not None}
    return tuple(it for it in live.stages if it.key not in keys and it.id not in ids)


def _removed(survey: Survey, before: Survey, live: Standing) -> Iterator[Problem]:
    for stage in removed_stages(survey.journey, live.journey):
        population = live.populations.get(stage.key, 0)
        if population and stage.key not in live.mapping:
            yield before.problem(
                "STAGE_REMOVED_WITH_PROFILES", stage.key, at="stages", population=population
            )
        readers = live.readers.get(stage.key, ())
        if readers:
            yield before.problem(
                "REFERENCED_ELSEWHERE", stage.key, at="stages", readers=", ".join(readers)
            )


def _mapping(survey: Survey, before: Survey, live: Standing) -> Iterator[Problem]:
    for left, target in live.mapping.items():
        if target is not None and target not in survey.stages:
            known = (left,) if left in before.stages else ()
            yield before.problem(
                "MAPPING_TARGET_MISSING",
                *known,
                at="mapping",
                about=left,
                stage=left,
                target=target,
            )


def _mass_movement(survey: Survey, live: Standing) -> Iterator[Problem]:
    total = sum(live.populations.values())
    moving = live.moving or 0
    if moving > FEW and moving > MASS * total:
        yield survey.problem("MASS_MOVEMENT", at="", moving=moving, total=total)


def _order_changed(survey: Survey, before: Survey) -> Iterator[Problem]:
    """Neighbours in the live order of which the first is now the more advanced."""
    if survey.ranks is None or before.order is None:
        return
    kept = [key for key in before.order if key in survey.ranks]
    for lesser, greater in pairwise(kept):
        if survey.ranks[lesser] > survey.ranks[greater]:
            yield survey.problem("ORDER_CHANGED", greater, lesser, other=lesser)


def _keys_reused(survey: Survey, live: Standing) -> Iterator[Problem]:
    # A key that the live version has is not taken up again, whatever was called so before.
    ids = {**live.former, **{stage.key: stage.id for stage in live.journey.stages}}
    for stage in survey.journey.stages:
        known = ids.get(stage.key)
        if known is not None and stage.id is not None and stage.id != known:
            yield survey.problem("KEY_REUSED", stage.key)
