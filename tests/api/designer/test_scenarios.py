"""Scenarios over GraphQL: kept with a journey, run when asked, and standing before publications."""

import pytest

from tests.api.designer.test_drafts import apply, create
from tests.api.designer.test_publishing import preview, publish
from tests.builders import a_journey, at_least, document_of

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

RUN = """
query ($source: JourneySource!) {
  runScenarios(source: $source) {
    __typename
    ... on ScenariosRun {
      passed failed
      scenarios {
        elementId name description document
        run {
          passed complete
          expectations { at expected actual met }
          steps { at trigger observation to { key } changes { sentence } }
        }
      }
    }
    ... on Refusal { code path }
    ... on DocumentRefused { problems { code } }
  }
}
"""
DRAFT = """
query ($id: ID!) {
  journeyDraft(id: $id) {
    scenarios { name run { passed } }
    problems { code message path args elementIds fixes { title preferred edits } }
  }
}
"""
STORY = {
    "id": "scn_1",
    "name": "Gets going",
    "description": "The first week.",
    "observations": [
        {"at": "2026-01-05T09:00:00Z", "event": "login"},
        {"at": "2026-01-06T09:00:00Z", "event": "login"},
    ],
    "expect": [{"at": "2026-01-05T12:00:00Z", "stage": "new"}, {"stage": "active"}],
}
ASKS_TOO_MUCH = a_journey("new -> active", active=at_least("login", 3))


def document(*scenarios, journey=None):
    journey = journey or a_journey("new -> active", active=at_least("login", 2))
    return document_of(journey) | {"scenarios": list(scenarios)}


async def run(client, source):
    return (await client.ask(RUN, source=source))["runScenarios"]


async def look(client, draft):
    return (await client.ask(DRAFT, id=draft))["journeyDraft"]


async def drafted(client, written):
    return (await create(client, fromDocument=written))["draft"]["id"]


async def test_every_scenario_is_run_and_tells_its_trail(client):
    wrong = STORY | {"id": "scn_2", "name": "Slips", "expect": "new"}

    told = await run(client, {"document": document(STORY, wrong)})

    assert (told["passed"], told["failed"]) == (1, 1)
    good, bad = told["scenarios"]
    assert {name: good[name] for name in good if name != "run"} == {
        "elementId": "scn_1",
        "name": "Gets going",
        "description": "The first week.",
        "document": STORY,
    }
    moved = "Moved on from New to Active on 6 Jan 2026 because it had 2 logins."
    assert good["run"] == {
        "passed": True,
        "complete": True,
        "expectations": [
            {"at": "2026-01-05T12:00:00Z", "expected": "new", "actual": "new", "met": True},
            {"at": None, "expected": "active", "actual": "active", "met": True},
        ],
        "steps": [
            {
                "at": "2026-01-05T09:00:00Z",
                "trigger": "DATA",
                "observation": 0,
                "to": {"key": "new"},
                "changes": [{"sentence": "Entered New on 5 Jan 2026 because everybody begins "
                             "there."}],
            },
            {
                "at": "2026-01-06T09:00:00Z",
                "trigger": "DATA",
                "observation": 1,
                "to": {"key": "active"},
                "changes": [{"sentence": moved}],
            },
        ],
    }  # fmt: skip
    assert bad["run"]["expectations"] == [
        {"at": None, "expected": "new", "actual": "active", "met": False}
    ]


async def test_a_published_version_and_a_template_can_be_run_too(client):
    await client.publish(document(STORY))

    told = [
        await run(client, source)
        for source in ({"version": {"journey": "lead"}}, {"template": "contact-maturity"})
    ]

    assert [(one["passed"], one["failed"]) for one in told] == [(1, 0), (0, 0)]


async def test_what_cannot_be_replayed_is_refused_and_a_draft_of_it_says_nothing(client):
    circle = a_journey("a -> b", ways=[{"from": "b", "to": "a"}])
    draft = await drafted(client, document(STORY, journey=circle))

    refused = await run(client, {"draft": draft})

    assert (refused["__typename"], refused["code"], refused["path"]) == (
        "DocumentRefused",
        "JOURNEY_HAS_ERRORS",
        "source",
    )
    seen = await look(client, draft)
    assert seen["scenarios"] == [{"name": "Gets going", "run": None}]
    assert "SCENARIO_FAILED" not in {problem["code"] for problem in seen["problems"]}


async def test_a_document_whose_scenario_fails_is_not_published(client):
    refused = await client.try_to_publish(document(STORY, journey=ASKS_TOO_MUCH))

    assert refused["__typename"] == "DocumentRefused"
    assert "SCENARIO_FAILED" in {problem["code"] for problem in refused["problems"]}


async def test_a_draft_whose_scenario_fails_is_not_published_until_that_is_mended(client):
    draft = await drafted(client, document(STORY, journey=ASKS_TOO_MUCH))
    seen = await look(client, draft)
    [failed] = [one for one in seen["problems"] if one["code"] == "SCENARIO_FAILED"]

    assert (failed["path"], failed["elementIds"]) == ("scenarios[0].expect[1]", ["scn_1"])
    assert failed["args"] == {
        "scenario": "Gets going", "expected": "active", "actual": "new", "at": "the end",
    }  # fmt: skip
    blocked = await preview(client, draft)
    assert blocked["confirmToken"] is None
    assert ("SCENARIO_FAILED", True) in [
        (problem["code"], problem["blocking"]) for problem in blocked["problems"]
    ]

    [fix, _] = failed["fixes"]
    await apply(client, draft, *fix["edits"])
    mended = await look(client, draft)
    assert mended["scenarios"] == [{"name": "Gets going", "run": {"passed": True}}]
    allowed = await preview(client, draft)
    done = await publish(client, draft, allowed["confirmToken"])
    assert done["__typename"] == "JourneyPublished"


async def test_scenarios_are_added_changed_and_removed_as_edits(client):
    draft = await drafted(client, document())
    late = STORY | {"expect": "new"}

    answers = [
        await apply(client, draft, {"updateJourney": {"scenarios": scenarios}}, base=base)
        for base, scenarios in enumerate([[STORY], [STORY, late], None])
    ]
    refused = await apply(client, draft, {"updateJourney": {"scenarios": [{"name": "x"}]}}, base=3)

    assert [answer["__typename"] for answer in answers] == ["EditsApplied"] * 3
    assert (refused["__typename"], refused["path"]) == (
        "EditRejected",
        "edits[0].updateJourney.scenarios[0].observations",
    )
    assert (await look(client, draft))["scenarios"] == []
