"""A draft as a state diagram of Mermaid's: stages are states.

Lanes are not drawn: no transition may lead from within one state into another.
"""

from api.formats.mermaid_text import (
    front,
    quoted,
    stage_name,
    strokes,
    way_label,
)
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.journey import EVERYWHERE, Role

LOSSES = (
    "Criteria are not written, guards only in words.",
    "Lanes, health, teams, goals, descriptions, notes and scenarios are left out.",
    "Mermaid lays out the diagram itself: places and sizes are left out.",
)


def mermaid_state(draft: Draft) -> str:
    """The text of the diagram."""
    journey = journey_of(draft)
    lines = [*front(draft), "stateDiagram-v2", "    direction LR"]
    for stage in journey.stages:
        lines.append(f"    state {quoted(stage.name)} as {stage_name(stage.key)}")
    if any(way.left == EVERYWHERE for way in journey.transitions):
        lines.append(f'    state "Any stage" as {stage_name(EVERYWHERE)}')
    for stage in journey.stages:
        if stage.role is Role.ENTRY:
            lines.append(f"    [*] --> {stage_name(stage.key)}")
    for way in journey.transitions:
        label = way_label(way)
        ends = f"{stage_name(way.left)} --> {stage_name(way.entered)}"
        lines.append(f"    {ends} : {label}" if label else f"    {ends}")
    for stage in journey.stages:
        if stage.role is Role.EXIT:
            lines.append(f"    {stage_name(stage.key)} --> [*]")
    coloured = strokes({stage_name(stage.key): stage for stage in journey.stages})
    for number, (colour, names) in enumerate(coloured.items()):
        lines.append(f"    classDef c{number} stroke:{colour},stroke-width:2px")
        lines.append(f"    class {','.join(names)} c{number}")
    return "\n".join(lines) + "\n"
