"""Fixes of names, teams and health."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from domain.draft import Lane, id_of
from domain.edits import (
    AssignTeams,
    JourneyFields,
    LaneFields,
    SetHealth,
    StageFields,
    UpdateJourney,
    UpdateLane,
    UpdateStage,
)
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.values import Value

MOST_TEAMS = 2


def _named(mending: Mending) -> Iterator[Proposal]:
    """The key as a name."""
    for stage in mending.stages:
        edit = UpdateStage(element=id_of(stage), fields=StageFields(name=_titled(stage.key)))
        yield Proposal(f"Call it {_titled(stage.key)}", (edit,))
    if mending.problem.path == "name":
        name = _titled(mending.draft.key)
        edit_journey = UpdateJourney(fields=JourneyFields(name=name))
        yield Proposal(f"Call it {name}", (edit_journey,))
    for index, lane in enumerate(mending.draft.lanes):
        if mending.problem.path == f"lanes[{index}].name":
            yield _lane_named(lane)


def _lane_named(lane: Lane) -> Proposal:
    name = _titled(lane.key)
    return Proposal(f"Call it {name}", (UpdateLane(element=lane.id, fields=LaneFields(name=name)),))


def _told_apart(mending: Mending) -> Iterator[Proposal]:
    """All but the first by their keys too."""
    edits = tuple(
        UpdateStage(
            element=id_of(stage), fields=StageFields(name=f"{stage.name.strip()} ({stage.key})")
        )
        for stage in mending.stages[1:]
    )
    yield Proposal("Add their keys to their names", edits)


def _team_known(mending: Mending) -> Iterator[Proposal]:
    """The team added to the workspace, or another one in its place, or nobody."""
    [stage] = mending.stages
    team = str(mending.problem.args["team"])
    yield Proposal(f"Add the team {team}", team=team)
    known = mending.around.teams or frozenset()
    for near in get_close_matches(team, sorted(known), n=MOST_TEAMS):
        teams = tuple(dict.fromkeys(near if one == team else one for one in stage.teams))
        yield Proposal(f"Let {near} look after it", (_assigned(stage.id, teams),))
    others = tuple(one for one in stage.teams if one != team)
    yield Proposal(f"Take {team} off it", (_assigned(stage.id, others),))


def _team_found(mending: Mending) -> Iterator[Proposal]:
    """Who looks after the stage before it in the list."""
    [stage] = mending.stages
    for other in reversed(mending.draft.stages[: mending.draft.stages.index(stage)]):
        if other.teams:
            title = f"Let {' and '.join(other.teams)} look after it, as of {other.key}"
            yield Proposal(title, (_assigned(stage.id, other.teams),))
            return


def _handed_over(mending: Mending) -> Iterator[Proposal]:
    """A team of the stage before that stays on for the next one."""
    left, entered = mending.stages
    for team in left.teams[:MOST_TEAMS]:
        title = f"Let {team} look after {entered.key} too"
        yield Proposal(title, (_assigned(entered.id, (*entered.teams, team)),))


def _variant_out(mending: Mending) -> Iterator[Proposal]:
    """The health without the variant that is never used."""
    number = mending.problem.args["number"]
    assert isinstance(number, int)
    title = f"Remove variant {number}"
    if mending.stages:
        [stage] = mending.stages
        health = _without(stage.health, number - 1)
        yield Proposal(title, (SetHealth(element=id_of(stage), health=health),))
    else:
        fields = JourneyFields(health=_without(mending.draft.health, number - 1))
        yield Proposal(title, (UpdateJourney(fields=fields),))


def _without(health: Value, index: int) -> Value:
    assert isinstance(health, list | tuple)
    return [*health[:index], *health[index + 1 :]]


def _assigned(stage: str | None, teams: tuple[str, ...]) -> AssignTeams:
    assert stage is not None
    return AssignTeams(stages=(stage,), teams=teams)


def _titled(key: str) -> str:
    return key.replace("-", " ").capitalize()


PROPOSERS: Mapping[str, Proposer] = {
    "LABEL_MISSING": _named,
    "DUPLICATE_LABEL": _told_apart,
    "TEAM_UNKNOWN": _team_known,
    "TEAM_MISSING": _team_found,
    "HANDOFF_UNMARKED": _handed_over,
    "PERSONA_VARIANT_SHADOWED": _variant_out,
}
