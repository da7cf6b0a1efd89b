"""A draft as a flowchart of Mermaid's: lanes are subgraphs, ways out and back are dashed."""

from collections.abc import Iterator

from api.formats.grouping import Group, grouped
from api.formats.mermaid_text import front, lane_name, quoted, stage_name, strokes, way_label
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.journey import EVERYWHERE, Role, Stage, TransitionKind

LOSSES = (
    "Criteria are not written, guards only in words.",
    "Health, teams, goals, descriptions, notes and scenarios are left out.",
    "Mermaid lays out the chart itself: places and sizes are left out.",
)
_SHAPES = {Role.ENTRY: ("([", "])"), Role.STAGE: ("[", "]"), Role.EXIT: ("[[", "]]")}


def mermaid_flowchart(draft: Draft) -> str:
    """The text of the chart."""
    journey = journey_of(draft)
    lines = [*front(draft), "flowchart LR", *_nodes(grouped(draft), "    ")]
    if any(way.left == EVERYWHERE for way in journey.transitions):
        lines.append(f'    {stage_name(EVERYWHERE)}(("Any stage"))')
    for way in journey.transitions:
        arrow = "-->" if way.kind is TransitionKind.ADVANCE else "-.->"
        label = way_label(way)
        said = f'|"{label}"| ' if label else " "
        lines.append(f"    {stage_name(way.left)} {arrow}{said}{stage_name(way.entered)}")
    coloured = strokes({stage_name(stage.key): stage for stage in journey.stages})
    for number, (colour, names) in enumerate(coloured.items()):
        lines.append(f"    classDef c{number} stroke:{colour},stroke-width:2px")
        lines.append(f"    class {','.join(names)} c{number}")
    return "\n".join(lines) + "\n"


def _nodes(group: Group, indent: str) -> Iterator[str]:
    yield from (f"{indent}{_node(stage)}" for stage in group.stages)
    for inner in group.groups:
        assert inner.lane is not None
        yield f"{indent}subgraph {lane_name(inner.lane.key)} [{quoted(inner.lane.name)}]"
        yield from _nodes(inner, f"{indent}    ")
        yield f"{indent}end"


def _node(stage: Stage) -> str:
    start, end = _SHAPES[stage.role]
    return f"{stage_name(stage.key)}{start}{quoted(stage.name)}{end}"
