"""How profiles leave a journey, whether they can, and whether they may come back."""

from collections.abc import Iterator

from domain.checks.openings import Opening, opening_of
from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.journey import EVERYWHERE, Movement, Role, Stage, TransitionKind
from domain.solver.deciding import example_meeting
from graph.paths import leading_to

MOST_PAIRS = 50
"""Pairs of an EXIT and a success that are compared."""


def churn_problems(survey: Survey) -> Iterator[Problem]:
    """Everything about EXIT stages; whether there are any at all is the map's business."""
    exits = [stage for stage in survey.journey.stages if stage.role is Role.EXIT]
    if not exits:
        return
    entered = {
        transition.entered
        for transition in survey.journey.transitions
        if transition.kind is TransitionKind.EXIT
    }
    for stage in exits:
        if stage.entry is None and stage.key not in entered:
            yield survey.problem("EXIT_WITHOUT_CRITERIA_OR_HAND", stage.key)
    by_themselves = [stage for stage in exits if _opens(survey, stage)]
    if not by_themselves:
        yield survey.problem("NO_CHURN_EXIT", *(stage.key for stage in exits))
    if survey.journey.movement is not Movement.FREE:
        yield from _cannot_churn(survey, [stage.key for stage in exits])
        yield from _no_winback(survey, exits)


def success_problems(survey: Survey) -> Iterator[Problem]:
    """EXIT stages that somebody meets who also meets a stage where the journey ends well.

    That is a stage that asks something and from which no ADVANCE leads on.
    """
    exits = [stage for stage in survey.journey.stages if stage.role is Role.EXIT]
    goes_on = {left for left, _ in survey.lifecycle.advances}
    successes = [
        (stage, opening)
        for stage in survey.journey.stages
        if stage.role is Role.STAGE
        and stage.key not in goes_on
        and (opening := opening_of(survey, stage.key)) is not None
    ]
    pairs = 0
    for exit_stage in exits:
        for stage, success in successes:
            for leaving in _leaving(survey, stage.key, exit_stage.key):
                pairs += 1
                if pairs > MOST_PAIRS:
                    return
                if leaving.implies(success):
                    break  # the EXIT is what comes of it, such as lapsed of being at risk
                example = example_meeting(success.asked, leaving.asked)
                if example is not None:
                    yield survey.problem(
                        "EXIT_OVERLAPS_SUCCESS",
                        stage.key,
                        exit_stage.key,
                        ways=() if leaving.transition is None else (leaving.transition,),
                        example=example,
                        exit=exit_stage.key,
                    )
                    break


def _opens(survey: Survey, stage: Stage) -> bool:
    """Whether profiles come to the EXIT stage by themselves."""
    if survey.journey.movement is Movement.FREE:
        return stage.entry is not None
    return any(
        stage.entry is not None or transition.is_guarded
        for transition in survey.journey.transitions
        if transition.entered == stage.key and transition.kind is TransitionKind.EXIT
    )


def _cannot_churn(survey: Survey, exits: list[str]) -> Iterator[Problem]:
    """Stages out of which a way leads, but none at once."""
    if EVERYWHERE in survey.leaving and any(
        survey.journey.transitions[index].kind is TransitionKind.EXIT
        for index in survey.leaving[EVERYWHERE]
    ):
        return
    come_out = leading_to(survey.lifecycle, exits)
    for stage in survey.journey.stages:
        if stage.role is Role.EXIT or stage.key not in come_out:
            continue
        if next(survey.exits_of(stage.key), None) is None:
            yield survey.problem("STAGE_CANNOT_CHURN", stage.key)


def _no_winback(survey: Survey, exits: list[Stage]) -> Iterator[Problem]:
    for stage in exits:
        kinds = {
            survey.journey.transitions[index].kind for index in survey.leaving.get(stage.key, ())
        }
        if TransitionKind.RECYCLE not in kinds:
            yield survey.problem("NO_WINBACK", stage.key)


def _leaving(survey: Survey, stage: str, exit_stage: str) -> Iterator[Opening]:
    """The ways from a stage into an EXIT; in FREE its criteria are."""
    if survey.journey.movement is Movement.FREE:
        opening = opening_of(survey, exit_stage)
        if opening is not None:
            yield opening
        return
    for index in survey.exits_of(stage):
        if survey.journey.transitions[index].entered == exit_stage:
            opening = opening_of(survey, exit_stage, index)
            if opening is not None:
                yield opening
