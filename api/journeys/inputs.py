"""What publishers say of stages that are no more."""

from collections.abc import Sequence

import strawberry

from api.arguments import text_given
from api.fields import entry, given
from domain.refusals import BadArgument
from domain.rollover import StageMapping

MOST_STAGES = 500


@strawberry.input(one_of=True, description="Where profiles go: one of the two.")
class StageMappingTarget:
    """What follows on a stage."""

    stage_key: str | None = entry("To the stage of this key.")
    reevaluate: bool | None = entry("Wherever the rules place them; true.")


@strawberry.input(description="Where those go who stand in a stage that is removed.")
class StageMappingInput:
    """One entry of a mapping."""

    stage: str = entry("The removed stage's key.", required=True)
    to: StageMappingTarget = entry("Where they go.", required=True)


def mapping_given(entries: Sequence[StageMappingInput] | None) -> StageMapping:
    """What was said of each removed stage. Raises BadArgument."""
    mapping: dict[str, str | None] = {}
    said = given(entries) or ()
    if len(said) > MOST_STAGES:
        raise BadArgument(f"At most {MOST_STAGES} stages can be mapped.", "mapping")
    for number, one in enumerate(said):
        path = f"mapping[{number}]"
        stage = text_given(one.stage, f"{path}.stage")
        if stage in mapping:
            raise BadArgument(f"{stage!r} is mapped twice.", f"{path}.stage")
        target = given(one.to.stage_key)
        if target is None and not given(one.to.reevaluate):
            raise BadArgument("Not to be judged anew is to go somewhere.", f"{path}.to.reevaluate")
        mapping[stage] = None if target is None else text_given(target, f"{path}.to.stageKey")
    return mapping
