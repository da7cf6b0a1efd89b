"""A draft in GraphML: every field of stages and transitions as data, what is a tree as JSON."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from api.formats.json_text import json_line
from api.page.inks import writable
from domain.draft import Draft
from domain.draft_document import document_of
from domain.journey import EVERYWHERE
from domain.values import Value

LOSSES = (
    "A transition from everywhere starts at a node of its own, named *.",
    "Lanes and notes are data of the graph, as JSON.",
)
_GRAPH = tuple("format id key name description kind movement health lanes notes scenarios".split())
_NODE = tuple(
    "id name role description goal teams phase lane color entry health x y width height".split()
)
_EDGE = ("kind", "when", "after")
_DOUBLES = frozenset({"x", "y", "width", "height"})


def graphml(draft: Draft) -> str:
    """The text of the document."""
    return "\n".join(_lines(document_of(draft))) + "\n"


def _lines(document: Mapping[str, object]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for what, names in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
        for name in names:
            kind = "double" if name in _DOUBLES else "string"
            yield (
                f'  <key id="{what}-{name}" for="{what}" attr.name="{name}" attr.type="{kind}"/>'
            )
    yield f'  <graph id={_quoted(str(document["key"]))} edgedefault="directed">'
    yield from _data("graph", _GRAPH, document, "    ")
    layout = document.get("layout")
    positions = layout.get("positions", {}) if isinstance(layout, Mapping) else {}
    for stage in _parts(document, "stages"):
        key = str(stage["key"])
        yield f"    <node id={_quoted(key)}>"
        yield from _data("node", _NODE, {**stage, **positions.get(key, {})}, "      ")
        yield "    </node>"
    ways = list(_parts(document, "transitions"))
    if any(way["from"] == EVERYWHERE for way in ways):
        yield f"    <node id={_quoted(EVERYWHERE)}/>"
    for way in ways:
        id = _quoted(str(way["id"]))
        source, target = _quoted(str(way["from"])), _quoted(str(way["to"]))
        yield f"    <edge id={id} source={source} target={target}>"
        yield from _data("edge", _EDGE, {"kind": "ADVANCE", **way}, "      ")
        yield "    </edge>"
    yield "  </graph>"
    yield "</graphml>"


def _parts(document: Mapping[str, object], name: str) -> list[Mapping[str, Value]]:
    parts = document.get(name)
    return parts if isinstance(parts, list) else []


def _data(
    what: str, names: tuple[str, ...], said: Mapping[str, object], indent: str
) -> Iterator[str]:
    for name in names:
        if name in said:
            value = said[name]
            text = value if isinstance(value, str) else json_line(value)
            yield f'{indent}<data key="{what}-{name}">{escape(writable(text))}</data>'


def _quoted(text: str) -> str:
    return quoteattr(writable(text))
