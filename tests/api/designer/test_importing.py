"""Files brought into a draft: what would come of it, what is refused and where, and doing it."""

import json
from itertools import pairwise

import pytest

from api.documents import write_yaml
from api.formats.catalogue import text_of, value_of
from api.formats.reading import MOST_YAML
from domain.draft_document import document_of, draft_of
from tests.api.designer.test_drafts import ANSWER, apply, create, undo
from tests.api.designer.test_versions import diff, document
from tests.editing import a_line, no_ids

pytestmark = pytest.mark.anyio

PLAN = """
query ($draft: ID!, $format: DocumentFormat!, $document: JSON!) {
  answer: journeyImport(draft: $draft, format: $format, document: $document) {
    __typename
    ... on JourneyImport {
      baseRevision
      edits
      losses
      diff { isSemantic summary }
      problems { code }
      draft { revision document canvas { nodes { id } } }
    }
    ... on Refusal { code path message }
    ... on DocumentRefused { problems { path message } }
  }
}
"""
IMPORT = f"""
mutation ($input: ImportJourneyInput!) {{
  answer: importJourney(input: $input) {{
    {ANSWER}
    ... on DocumentRefused {{ problems {{ path message }} }}
  }}
}}
"""


async def plan(client, draft, document, format="CAIRN_JSON"):
    asked = {"draft": draft, "format": format, "document": document}
    return (await client.ask(PLAN, **asked))["answer"]


async def bring(client, draft, document, format="CAIRN_JSON", base=0, **more):
    given = {"draftId": draft, "clientId": "one", "baseRevision": base, **more}
    given |= {"format": format, "document": document}
    return (await client.ask(IMPORT, input=given))["answer"]


@pytest.fixture
async def draft(client):
    return (await create(client, fromDocument=document()))["draft"]["id"]


EXPORT = """
query ($id: ID!, $format: DocumentFormat!) {
  it: journeyDraft(id: $id) { document(format: $format) }
}
"""
LONGER = document("trial -> adoption -> renewal")
LONGER["transitions"][1]["id"] = "trn_2"


async def test_a_plan_says_what_would_come_of_an_import(client, draft):
    longer = LONGER | {"key": "sales"}
    longer["stages"] = [*LONGER["stages"][:2], LONGER["stages"][2] | {"teams": ["night-shift"]}]

    told = await plan(client, draft, longer)

    assert told["diff"] == {
        "isSemantic": True,
        "summary": "1 stage added, 1 transition added.",
    }
    assert (told["baseRevision"], told["draft"]["revision"]) == (0, 0)
    assert [node["id"] for node in told["draft"]["canvas"]["nodes"]][-1] == "stg_renewal"
    assert "TEAM_UNKNOWN" in [problem["code"] for problem in told["problems"]]
    assert told["losses"] == ["The draft keeps its key lead; the file says sales."]


async def test_the_edits_of_a_plan_can_be_sent_as_they_are(client, draft):
    told = await plan(client, draft, LONGER)

    applied = await apply(client, draft, *told["edits"], base=told["baseRevision"])

    assert applied["draft"]["document"] == told["draft"]["document"]


@pytest.mark.parametrize("format", ["CAIRN_JSON", "CAIRN_YAML", "REACT_FLOW_JSON"])
async def test_what_was_exported_is_imported_and_taken_back(client, draft, format):
    longer = draft_of(LONGER, no_ids)
    text = text_of(longer, format)

    told = await plan(client, draft, text, format)
    imported = await bring(client, draft, text, format)

    assert imported["edits"] == told["edits"]
    compared = await diff(client, {"document": document_of(longer)}, {"draft": draft})
    assert compared["summary"] == "Nothing differs."
    await undo(client, draft)
    assert (await plan(client, draft, document()))["edits"] == []


async def test_json_may_be_sent_as_its_values(client, draft):
    values = value_of(draft_of(LONGER, no_ids), "REACT_FLOW_JSON")

    told = await plan(client, draft, values, "REACT_FLOW_JSON")

    assert told["diff"]["summary"] == "1 stage added, 1 transition added."
    assert told["losses"] == [
        "What a canvas keeps for itself is left out, such as styles and what is selected."
    ]


async def test_more_edits_than_a_batch_may_have_are_one_batch_of_an_import(client, draft):
    keys = [f"stage-{number}" for number in range(250)]
    await bring(client, draft, document_of(a_line(*keys)))
    renamed = document_of(a_line(*keys))
    for stage in renamed["stages"]:
        stage["name"] = "Another"

    told = await plan(client, draft, renamed)
    imported = await bring(client, draft, renamed, base=1)

    assert (len(told["edits"]), imported["revision"]) == (250, 2)
    refused = await apply(client, draft, *told["edits"], base=2)
    assert refused["code"] == "LIMIT_EXCEEDED"


async def test_an_import_leaves_what_others_did_and_is_in_conflict_where_it_cannot(client, draft):
    other = {"updateStage": {"id": "stg_trial", "name": "Theirs"}}
    await apply(client, draft, other, tab="two")
    mine = LONGER | {"stages": [LONGER["stages"][0] | {"name": "Mine"}, *LONGER["stages"][1:]]}

    refused = await bring(client, draft, mine)
    kept = await bring(client, draft, LONGER)

    assert [stage["name"] for stage in kept["draft"]["document"]["stages"]] == [
        *("Theirs", "Adoption", "Renewal"),
    ]
    assert refused["__typename"] == "EditConflict"
    assert [(it["field"], it["mine"]) for it in refused["conflicts"]] == [("name", "Mine")]


async def test_an_import_is_done_once_by_its_key(client, draft):
    first = await bring(client, draft, LONGER, idempotencyKey="k")
    again = await bring(client, draft, LONGER, idempotencyKey="k")
    other = await bring(client, draft, document(), idempotencyKey="k")

    assert (first["replayed"], again["replayed"], again["revision"]) == (False, True, 1)
    assert other["code"] == "IDEMPOTENCY_KEY_REUSED"


LOOSE = {"signal": {"count": "login"}, "is": "around", "value": 3}
YAML = write_yaml(document())
LAUGHS = "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        (YAML.replace("name: Lead", "name: &n Lead"), "document.name", "line 3, column 7"),
        (YAML.replace("name: Lead", "name: *n"), "document.name", "line 3, column 7"),
        (YAML.replace("name: Lead", "name: !!str Lead"), "document.name", "line 3, column 7"),
        (YAML + "name: Again\n", "document.name", "is there twice"),
        (LAUGHS, "document.a", "line 1, column 4: &a is an anchor"),
        ("a: [" * 80, "document", "levels deep"),
        ("name: 'Lead", "document", "line 1, column 12"),
        (document(), "document", "must be YAML, as one string"),
        ("x" * (MOST_YAML + 1), "document", "is larger than"),
    ],
)
async def test_yaml_is_read_strictly_and_refused_with_line_and_column(
    client, draft, text, path, place
):
    for refused in (
        await plan(client, draft, text, "CAIRN_YAML"),
        await bring(client, draft, text, "CAIRN_YAML"),
    ):
        first = refused["problems"][0]
        assert refused["__typename"] == "DocumentRefused"
        assert first["path"].startswith(path)
        assert place in first["message"]


@pytest.mark.parametrize(
    ("format", "file", "path"),
    [
        ("CAIRN_JSON", document() | {"movement": "SIDEWAYS"}, "document.movement"),
        ("CAIRN_JSON", '{"format": "cairn/1", "format": "cairn/1"}', "document.format"),
        ("CAIRN_JSON", "{", "document"),
        ("CAIRN_JSON", 7, "document"),
        ("REACT_FLOW_JSON", {"nodes": 1}, "document.nodes"),
        (
            "REACT_FLOW_JSON",
            {"nodes": [{"id": "a", "parentId": "b"}]},
            "document.nodes[0].parentId",
        ),
        (
            "REACT_FLOW_JSON",
            {"nodes": [{"id": "note_1", "type": "note"}, {"id": "a", "data": {"role": "KING"}}]},
            "document.nodes[1].data.role",
        ),
        (
            "REACT_FLOW_JSON",
            {
                "nodes": [{"id": "a"}, {"id": "b", "data": {"entry": LOOSE}}],
                "edges": [{"source": "a", "target": "b"}],
            },
            "document.nodes[1].data.entry.is",
        ),
        (
            "REACT_FLOW_JSON",
            {
                "nodes": [{"id": "a"}, {"id": "b"}],
                "edges": [{"source": "a", "target": "b", "data": {"after": "P1M"}}],
            },
            "document.edges[0].data.after",
        ),
        ("REACT_FLOW_JSON", {"nodes": [], "journey": {"movement": 1}}, "document.journey.movement"),
    ],
)
async def test_a_file_is_refused_with_the_place_at_fault(client, draft, format, file, path):
    for sent in (file, file if isinstance(file, str) else json.dumps(file)):
        refused = await plan(client, draft, sent, format)

        assert refused["__typename"] == "DocumentRefused"
        assert [problem["path"] for problem in refused["problems"]] == [path]


async def test_what_cannot_be_imported_is_refused_by_its_argument(client, draft):
    refused = [
        await plan(client, draft, "digraph {}", "DOT"),
        await plan(client, "jrn_none", document()),
        await plan(client, draft, document() | {"kind": "ACCOUNT"}),
        await bring(client, draft, document(), base=9),
    ]

    assert [(one["__typename"], one["path"]) for one in refused] == [
        ("BadArgument", "format"),
        ("NotFound", "draftId"),
        ("BadArgument", "document.kind"),
        ("BadArgument", "baseRevision"),
    ]


async def test_scripts_are_words_in_every_format_that_a_draft_is_imported_from(client, draft):
    hostile = '<script>alert(1)</script>"]}; --> `'
    told = LONGER | {"name": hostile}
    await bring(client, draft, told)
    formats = {}

    for name in ("CAIRN_YAML", "REACT_FLOW_JSON", "SVG", "DOT", "GRAPHML", "MERMAID_STATE"):
        formats[name] = (await client.ask(EXPORT, id=draft, format=name))["it"]["document"]

    assert (await plan(client, draft, formats["CAIRN_YAML"], "CAIRN_YAML"))["edits"] == []
    assert (await plan(client, draft, formats["REACT_FLOW_JSON"], "REACT_FLOW_JSON"))["edits"] == []
    drawn = [formats[name] for name in ("SVG", "DOT", "GRAPHML", "MERMAID_STATE")]
    assert not [text for text in drawn if "<script" in text]
