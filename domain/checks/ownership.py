"""Who looks after stages, and the words that people read."""

from collections.abc import Iterator, Mapping

from domain.checks.problem import Problem
from domain.checks.survey import Survey
from domain.journey import EVERYWHERE, Role, TransitionKind


def label_problems(survey: Survey) -> Iterator[Problem]:
    """Names that are missing, wherever the journey comes from."""
    journey = survey.journey
    if not journey.name.strip():
        yield survey.problem("LABEL_MISSING", at="name", what="The journey")
    for stage in journey.stages:
        if not stage.name.strip():
            at = f"{survey.stage_path(stage.key)}.name"
            yield survey.problem("LABEL_MISSING", stage.key, at=at, what=f"The stage {stage.key}")
    lanes = journey.lanes if isinstance(journey.lanes, list | tuple) else ()
    for index, lane in enumerate(lanes):
        if not isinstance(lane, Mapping):
            continue
        name = lane.get("name")
        if isinstance(name, str) and not name.strip():
            id = lane.get("id")
            yield survey.problem(
                "LABEL_MISSING",
                at=f"lanes[{index}].name",
                about=f"lane {lane.get('key')}",
                elements=(id,) if isinstance(id, str) else (),
                what=f"Lane {index + 1}",
            )


def team_problems(survey: Survey) -> Iterator[Problem]:
    """Teams that nobody knows."""
    teams = survey.surroundings.teams
    if teams is None:
        return
    for stage in survey.journey.stages:
        for index, team in enumerate(stage.teams):
            if team not in teams:
                at = f"{survey.stage_path(stage.key)}.teams[{index}]"
                yield survey.problem("TEAM_UNKNOWN", stage.key, at=at, about=team, team=team)


def words_problems(survey: Survey) -> Iterator[Problem]:
    """What a designer could still say."""
    yield from _duplicate_labels(survey)
    for stage in survey.journey.stages:
        if not stage.teams:
            yield survey.problem("TEAM_MISSING", stage.key)
        if not (stage.description or "").strip():
            yield survey.problem("DESCRIPTION_MISSING", stage.key)
        if not (stage.goal or "").strip() and stage.role is not Role.EXIT:
            yield survey.problem("GOAL_MISSING", stage.key)
    yield from _unmarked_handoffs(survey)


def _duplicate_labels(survey: Survey) -> Iterator[Problem]:
    by_label: dict[str, list[str]] = {}
    for stage in survey.journey.stages:
        label = " ".join(stage.name.split()).casefold()
        by_label.setdefault(label, []).append(stage.key)
    for label, keys in by_label.items():
        if label and len(keys) > 1:
            name = survey.stages[keys[0]].name
            at = f"{survey.stage_path(keys[-1])}.name"
            yield survey.problem("DUPLICATE_LABEL", *keys, at=at, label=name)


def _unmarked_handoffs(survey: Survey) -> Iterator[Problem]:
    """Ways on along which everybody who looks after a profile changes."""
    for index, way in enumerate(survey.journey.transitions):
        if way.kind is not TransitionKind.ADVANCE or way.left == EVERYWHERE:
            continue
        before, after = survey.stages[way.left].teams, survey.stages[way.entered].teams
        if before and after and set(before).isdisjoint(after):
            yield survey.problem(
                "HANDOFF_UNMARKED",
                way.left,
                way.entered,
                ways=(index,),
                before=" and ".join(before),
                after=" and ".join(after),
            )
