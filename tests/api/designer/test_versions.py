"""What differs between journeys, over GraphQL, wherever they are."""

import pytest

from tests.api.designer.test_drafts import apply, create
from tests.builders import a_journey, document_of

pytestmark = pytest.mark.anyio

DIFF = """
query ($from: JourneySource!, $to: JourneySource!) {
  journeyDiff(from: $from, to: $to) {
    __typename
    ... on JourneyDiff {
      isSemantic
      summary
      differences { kind element elementId name fields { name before after } summary }
      layout { element elementId name before after }
    }
    ... on Refusal { code path }
    ... on DocumentRefused { problems { code path } }
  }
}
"""


def document(way="trial -> adoption"):
    """A document whose ids say what they name."""
    written = document_of(a_journey(way))
    for stage in written["stages"]:
        stage["id"] = f"stg_{stage['key']}"
    written["transitions"][0]["id"] = "trn_1"
    return written


async def diff(client, before, after):
    return (await client.ask(DIFF, **{"from": before, "to": after}))["journeyDiff"]


async def test_a_draft_differs_from_what_is_live_by_what_was_done_to_it(client):
    await client.publish(document())
    draft = (await create(client, fromDocument=document()))["draft"]["id"]
    await apply(
        client,
        draft,
        {"updateStage": {"id": "stg_trial", "name": "Try out", "goal": "Look around"}},
        {"moveNodes": {"nodes": [{"id": "stg_adoption", "x": 300, "y": 0}]}},
    )

    told = await diff(client, {"version": {"journey": "lead"}}, {"draft": draft})

    stage = {"element": "STAGE", "elementId": "stg_trial", "name": "trial"}
    assert told == {
        "__typename": "JourneyDiff",
        "isSemantic": True,
        "summary": "1 stage renamed, 1 stage changed; 1 element is drawn elsewhere.",
        "differences": [
            stage
            | {
                "kind": "RENAMED",
                "fields": [{"name": "name", "before": "Trial", "after": "Try out"}],
                "summary": 'Stage trial: name now "Try out", was "Trial".',
            },
            stage
            | {
                "kind": "CHANGED",
                "fields": [{"name": "goal", "before": None, "after": "Look around"}],
                "summary": 'Stage trial: goal now "Look around".',
            },
        ],
        "layout": [
            {
                "element": "STAGE",
                "elementId": "stg_adoption",
                "name": "adoption",
                "before": None,
                "after": {"x": 300, "y": 0},
            }
        ],
    }


async def test_versions_are_told_apart_by_their_numbers(client):
    await client.publish(document())
    await client.publish(document("trial -> adoption -> renewal"))

    told = await diff(
        client,
        {"version": {"journey": "lead", "version": 1}},
        {"version": {"journey": "lead", "version": 2}},
    )

    assert [(one["kind"], one["element"], one["name"]) for one in told["differences"]] == [
        ("ADDED", "STAGE", "renewal"),
        ("ADDED", "TRANSITION", "adoption -> renewal (ADVANCE)"),
    ]


async def test_a_template_is_no_other_than_its_document(client):
    (template, *_) = (await client.ask("{ templates { key document } }"))["templates"]

    told = await diff(client, {"template": template["key"]}, {"document": template["document"]})

    assert told == {
        "__typename": "JourneyDiff",
        "isSemantic": False,
        "summary": "Nothing differs.",
        "differences": [],
        "layout": [],
    }


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ({"draft": "jrn_1"}, "to.draft"),
        ({"template": "sales"}, "to.template"),
        ({"version": {"journey": "sales"}}, "to.version.journey"),
        ({"version": {"journey": "lead", "version": 2}}, "to.version.version"),
    ],
)
async def test_what_is_not_there_is_refused_by_its_name(client, source, path):
    await client.publish(document())

    told = await diff(client, {"version": {"journey": "lead"}}, source)

    assert told == {"__typename": "NotFound", "code": "NOT_FOUND", "path": path}


async def test_a_malformed_document_is_refused_with_every_fault_under_its_argument(client):
    stage = {"key": "Trial", "name": "Trial"}
    broken = document() | {"movement": "SIDEWAYS", "stages": [stage], "transitions": []}

    told = await diff(client, {"document": broken}, {"document": document()})

    assert told["__typename"] == "DocumentRefused"
    assert [problem["path"] for problem in told["problems"]] == [
        "from.document.movement",
        "from.document.stages[0].key",
    ]


@pytest.mark.parametrize("source", [{}, {"draft": "a", "template": "b"}, {"template": None}])
async def test_a_source_is_one_of_the_four(client, source):
    error = await client.error(DIFF, **{"from": source, "to": {"document": document()}})

    assert "JourneySource" in error["message"] or "template" in error["message"]
