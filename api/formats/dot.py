"""A draft in DOT, the language of Graphviz: lanes are clusters, kinds are styles of edges."""

from collections.abc import Iterator

from api.formats.grouping import Group, grouped
from api.page.inks import INKS, colour_of, writable
from domain.draft import Draft
from domain.draft_document import journey_of
from domain.journey import EVERYWHERE, Role, Stage, Transition, TransitionKind
from domain.wording import guards_in_words, in_words

LOSSES = (
    "Criteria and guards are written in words only.",
    "Health, goals, notes and scenarios are left out.",
    "Graphviz lays out the graph itself: places and sizes are left out.",
)
_STYLES = {TransitionKind.EXIT: "dashed", TransitionKind.RECYCLE: "dotted"}


def dot(draft: Draft) -> str:
    """The text of the graph."""
    journey = journey_of(draft)
    colours = {stage.key: colour_of(stage, index) for index, stage in enumerate(journey.stages)}
    lines = [
        f"digraph {_quoted(draft.key)} {{",
        f"  graph [rankdir=LR, label={_quoted(draft.name)}, labelloc=t, fontname=Helvetica]",
        "  node [shape=box, style=rounded, fontname=Helvetica]",
        "  edge [fontname=Helvetica, fontsize=10]",
        *_nodes(grouped(draft), colours, "  "),
    ]
    if any(way.left == EVERYWHERE for way in journey.transitions):
        lines.append(f'  {_quoted(EVERYWHERE)} [label="Any stage", shape=plaintext]')
    lines += (f"  {_edge(way)}" for way in journey.transitions)
    return "\n".join([*lines, "}"]) + "\n"


def _nodes(group: Group, colours: dict[str, str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{_node(stage, colours[stage.key])}" for stage in group.stages)
    for inner in group.groups:
        assert inner.lane is not None
        yield f"{indent}subgraph {_quoted(f'cluster_{inner.lane.key}')} {{"
        yield f"{indent}  graph [label={_quoted(inner.lane.name)}]"
        yield from _nodes(inner, colours, f"{indent}  ")
        yield f"{indent}}}"


def _node(stage: Stage, colour: str) -> str:
    said = [stage.name, stage.description, ", ".join(stage.teams)]
    said.append(in_words(stage.entry) if stage.entry is not None else None)
    attributes = {"label": stage.name, "tooltip": "\n".join(filter(None, said)), "color": colour}
    if stage.role is not Role.STAGE:
        attributes["peripheries" if stage.role is Role.EXIT else "penwidth"] = "2"
    return f"{_quoted(stage.key)} [{_listed(attributes)}]"


def _edge(way: Transition) -> str:
    attributes = {"color": INKS[way.kind]}
    guards = guards_in_words(way)
    if guards is not None:
        attributes["label"] = guards
    if way.kind in _STYLES:
        attributes["style"] = _STYLES[way.kind]
    if way.kind is TransitionKind.RECYCLE:
        # It leads back: the ranks are for what leads on.
        attributes["constraint"] = "false"
    return f"{_quoted(way.left)} -> {_quoted(way.entered)} [{_listed(attributes)}]"


def _listed(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in attributes.items())


def _quoted(text: str) -> str:
    """What people wrote, as a string: Graphviz reads escapes and HTML's entities in it."""
    told = writable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    told = told.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + told.replace("\r", "").replace("\n", "\\n") + '"'
