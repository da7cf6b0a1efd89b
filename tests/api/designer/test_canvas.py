"""The canvas of a draft, as clients hand it to React Flow and its kin."""

import pytest

from api.formats.react_flow import canvas_to_flow
from domain.canvas import canvas_of
from domain.draft_document import document_of, draft_of
from tests.api.formats.drawn import hostile
from tests.strategies.edits import counted

pytestmark = pytest.mark.anyio

CREATE = """
mutation ($input: CreateJourneyInput!) {
  createJourney(input: $input) { ... on JourneyCreated { draft { id document canvas {
    nodes {
      id type position { x y } width height initialWidth initialHeight
      sourcePosition targetPosition parentId draggable deletable data
    }
    edges { id type source target sourceHandle targetHandle label markerEnd { type } data }
    viewport { x y zoom }
  } } } }
}
"""


def said(canvas):
    """A canvas without its nulls, and without what React Flow takes for granted."""
    return {
        "nodes": [
            {
                name: value
                for name, value in node.items()
                if value is not None and (name, value) not in GRANTED
            }
            for node in canvas["nodes"]
        ],
        "edges": [
            {name: value for name, value in edge.items() if value is not None}
            for edge in canvas["edges"]
        ],
    }


GRANTED = [("draggable", True), ("deletable", True)]


async def test_a_canvas_is_what_react_flow_keeps_with_its_nulls(client):
    document = document_of(hostile())

    made = await client.ask(CREATE, input={"fromDocument": document})

    draft = made["createJourney"]["draft"]
    assert said(draft["canvas"]) == canvas_to_flow(canvas_of(draft_of(document, counted())))
