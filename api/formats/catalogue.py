"""Every format that a draft can be written in, and what each of them has no word for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from api.documents import write_yaml
from api.formats import (
    dot,
    graphml,
    mermaid_flowchart,
    mermaid_state,
    react_flow,
    react_flow_reading,
    svg,
    xstate,
)
from api.formats.json_text import json_text
from domain.document import dump
from domain.draft import Draft
from domain.draft_document import document_of, drafted
from domain.identifying import identified
from domain.journey import Journey


class DocumentFormat(StrEnum):
    """The formats by name."""

    CAIRN_JSON = "CAIRN_JSON"
    CAIRN_YAML = "CAIRN_YAML"
    REACT_FLOW_JSON = "REACT_FLOW_JSON"
    XSTATE_JSON = "XSTATE_JSON"
    MERMAID_STATE = "MERMAID_STATE"
    MERMAID_FLOWCHART = "MERMAID_FLOWCHART"
    DOT = "DOT"
    GRAPHML = "GRAPHML"
    SVG = "SVG"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatPage:
    """What is to be known of a format: `value` makes plain values of a draft, or a text.

    `losses` are what it has no word for, `unread` what it may say that no draft has a word for.
    """

    format: DocumentFormat
    media_type: str
    suffix: str
    value: Callable[[Draft], Any]
    losses: tuple[str, ...] = ()
    is_read: bool = False
    unread: tuple[str, ...] = ()


_JSON = "application/json"
_VIEWPORT = ("What part of the canvas is looked at.",)

FORMATS = {
    page.format: page
    for page in (
        FormatPage(
            format=DocumentFormat.CAIRN_JSON,
            media_type=_JSON,
            suffix=".json",
            value=document_of,
            losses=_VIEWPORT,
            is_read=True,
        ),
        FormatPage(
            format=DocumentFormat.CAIRN_YAML,
            media_type="application/yaml",
            suffix=".yaml",
            value=lambda draft: write_yaml(document_of(draft)),
            losses=_VIEWPORT,
            is_read=True,
        ),
        FormatPage(
            format=DocumentFormat.REACT_FLOW_JSON,
            media_type=_JSON,
            suffix=".react-flow.json",
            value=react_flow.react_flow,
            losses=react_flow.LOSSES,
            is_read=True,
            unread=react_flow_reading.UNREAD,
        ),
        FormatPage(
            format=DocumentFormat.XSTATE_JSON,
            media_type=_JSON,
            suffix=".xstate.json",
            value=xstate.xstate,
            losses=xstate.LOSSES,
        ),
        FormatPage(
            format=DocumentFormat.MERMAID_STATE,
            media_type="text/vnd.mermaid",
            suffix=".state.mmd",
            value=mermaid_state.mermaid_state,
            losses=mermaid_state.LOSSES,
        ),
        FormatPage(
            format=DocumentFormat.MERMAID_FLOWCHART,
            media_type="text/vnd.mermaid",
            suffix=".flowchart.mmd",
            value=mermaid_flowchart.mermaid_flowchart,
            losses=mermaid_flowchart.LOSSES,
        ),
        FormatPage(
            format=DocumentFormat.DOT,
            media_type="text/vnd.graphviz",
            suffix=".dot",
            value=dot.dot,
            losses=dot.LOSSES,
        ),
        FormatPage(
            format=DocumentFormat.GRAPHML,
            media_type="application/graphml+xml",
            suffix=".graphml",
            value=graphml.graphml,
            losses=graphml.LOSSES,
        ),
        FormatPage(
            format=DocumentFormat.SVG,
            media_type="image/svg+xml",
            suffix=".svg",
            value=svg.svg,
            losses=svg.LOSSES,
        ),
    )
}


def format_of(file_name: str) -> DocumentFormat | None:
    """The format of a file of that name, None where its suffix is of none."""
    name = file_name.lower().replace(".yml", ".yaml")
    fitting = [page for page in FORMATS.values() if name.endswith(page.suffix)]
    # `.react-flow.json` is JSON too.
    longest = max(fitting, key=lambda page: len(page.suffix), default=None)
    return None if longest is None else longest.format


def value_of(draft: Draft, format: DocumentFormat) -> Any:
    """The draft in that format: plain values where it is JSON, else a text."""
    return FORMATS[format].value(draft)


def text_of(draft: Draft, format: DocumentFormat) -> str:
    """The draft in that format, as the text of a file."""
    return _text(value_of(draft, format))


def journey_value(journey: Journey, format: DocumentFormat) -> Any:
    """A journey in that format; what is published is handed back as it came."""
    match format:
        case DocumentFormat.CAIRN_JSON:
            return dump(journey)
        case DocumentFormat.CAIRN_YAML:
            return write_yaml(dump(journey))
    return value_of(drafted(identified(journey)), format)


def journey_text(journey: Journey, format: DocumentFormat) -> str:
    """A journey in that format, as the text of a file."""
    return _text(journey_value(journey, format))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)
