"""Drafts, journeys and their versions in every format, over GraphQL."""

import pytest

from api.documents import read_yaml
from api.formats.catalogue import FORMATS, text_of
from domain.draft_document import document_of as draft_document
from domain.draft_document import draft_of
from tests.api.designer.test_drafts import create
from tests.builders import a_journey, document_of
from tests.editing import a_line, no_ids

pytestmark = pytest.mark.anyio

DRAFT = "query ($id: ID!, $format: DocumentFormat!) { it: journeyDraft(id: $id) { %s } }"
LIVE = 'query ($format: DocumentFormat!) { it: journey(key: "lead") { %s versions { %s } } }'
DOCUMENT = "document document_: document(format: $format)"


async def test_a_draft_is_written_in_every_format_as_its_file_is(client):
    document = draft_document(a_line("new", "won"))
    draft = (await create(client, fromDocument=document))["draft"]["id"]

    written = {
        name: (await client.ask(DRAFT % DOCUMENT, id=draft, format=name))["it"] for name in FORMATS
    }

    kept = draft_of(document | {"id": draft}, no_ids)
    texts = {
        name: it["document_"] for name, it in written.items() if isinstance(it["document_"], str)
    }
    assert texts == {name: text_of(kept, name) for name in texts}
    assert set(FORMATS) - set(texts) == {"CAIRN_JSON", "REACT_FLOW_JSON", "XSTATE_JSON"}
    assert written["CAIRN_JSON"]["document_"] == written["SVG"]["document"]
    assert written["REACT_FLOW_JSON"]["document_"]["nodes"][0]["data"]["key"] == "new"


async def test_what_is_live_is_handed_back_as_it_came_and_drawn_alike_each_time(client):
    document = document_of(a_journey("trial -> adoption"))
    await client.publish(document)

    async def asked(format):
        return (await client.ask(LIVE % (DOCUMENT, DOCUMENT), format=format))["it"]

    yaml, flow = await asked("CAIRN_YAML"), await asked("REACT_FLOW_JSON")

    assert yaml["document"] == document
    assert read_yaml(yaml["document_"]) == document
    assert yaml["versions"] == [{"document": document, "document_": yaml["document_"]}]
    assert flow == await asked("REACT_FLOW_JSON")
    assert [node["data"]["key"] for node in flow["document_"]["nodes"]] == ["trial", "adoption"]


async def test_every_format_says_what_it_has_no_word_for(client):
    asked = "{ documentFormats { name mediaType suffix isRead losses } }"

    told = (await client.ask(asked))["documentFormats"]

    assert [page["name"] for page in told] == list(FORMATS)
    assert [page["name"] for page in told if page["isRead"]] == [
        "CAIRN_JSON",
        "CAIRN_YAML",
        "REACT_FLOW_JSON",
    ]
    assert told[-1]["mediaType"] == "image/svg+xml"
    assert all(page["losses"] for page in told)
