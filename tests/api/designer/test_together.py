"""Two people at one draft, over sockets that are cut: both have it before them as it is."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

import httpx
import pytest

from api.schema import schema
from api.settings import Settings
from store.database import Database
from tests.api.conftest import opened_workspace
from tests.api.live import Socket, free_port, served, socket_to
from tests.builders import a_journey, document_of
from tests.drawing import Drawing

pytestmark = pytest.mark.anyio

CANVAS = """
  nodes { id type position { x y } width height parentId data ports { id type side } }
  edges { id type source target sourceHandle targetHandle label data }
"""
PRESENCE = "left clientId actor selection cursor { x y } ghosts { id x y width height }"
LISTEN = """
subscription ($draft: ID!, $client: String!, $after: Int) {
  designer(draftId: $draft, clientId: $client, after: $after) {
    __typename
    ... on DesignerNews { revision }
    ... on DesignerWhole {
      liveVersion problems { id code } presence { PRESENCE } draft { name canvas { CANVAS } }
    }
    ... on DesignerResync { reason }
    ... on DesignerEdits {
      batch { revision actor clientId step changes { elementId field after } }
      addedIds removedIds
      canvas { CANVAS removedNodes removedEdges nodeOrder edgeOrder }
    }
    ... on DesignerProblems { problems { id } added { code } resolved { code } }
    ... on DesignerPublished { version publishedBy }
    ... on DesignerPresence { PRESENCE }
  }
}
""".replace("CANVAS", CANVAS).replace("PRESENCE", PRESENCE)
READ = "query ($draft: ID!) { journeyDraft(id: $draft) { revision canvas { CANVAS } } }".replace(
    "CANVAS", CANVAS
)
APPLY = """
mutation ($input: ApplyJourneyEditsInput!) {
  applyJourneyEdits(input: $input) {
    __typename
    ... on EditsApplied { revision added }
    ... on Refusal { code message }
  }
}
"""
CREATE = """
mutation ($input: CreateJourneyInput!) {
  createJourney(input: $input) { ... on JourneyCreated { draft { id } } }
}
"""
SHOW = """
mutation ($input: ShareDesignerPresenceInput!) {
  shareDesignerPresence(input: $input) {
    __typename
    ... on DesignerPresenceShared { at until }
    ... on Refusal { code path }
  }
}
"""
PUBLISH = "mutation ($document: JSON!) { publishDocument(document: $document) { __typename } }"


@dataclass(slots=True)
class Studio:
    """A workspace on a live server, with a draft in it."""

    url: str
    key: str
    draft: str = ""

    async def ask(self, query: str, **variables: Any) -> Any:
        async with httpx.AsyncClient() as http:
            answer = await http.post(
                self.url,
                json={"query": query, "variables": variables},
                headers={"authorization": f"Bearer {self.key}"},
                timeout=30,
            )
        assert "errors" not in answer.json(), answer.json()["errors"]
        return answer.json()["data"]

    async def edit(self, *edits: dict[str, Any], base: int, client: str = "tab") -> Any:
        given = {"draftId": self.draft, "clientId": client, "baseRevision": base, "edits": edits}
        return (await self.ask(APPLY, input=given))["applyJourneyEdits"]

    async def show(self, draft: str | None = None, client: str = "tab", **shown: Any) -> Any:
        given = {"draftId": draft or self.draft, "clientId": client, **shown}
        return (await self.ask(SHOW, input=given))["shareDesignerPresence"]

    async def canvas(self) -> Any:
        return (await self.ask(READ, draft=self.draft))["journeyDraft"]["canvas"]


@dataclass(slots=True)
class Screen:
    """What somebody sees: drawn from what the socket says, and from nothing else."""

    studio: Studio
    client: str = "tab"
    revision: int | None = None
    nodes: Drawing[Any] = field(default_factory=lambda: Drawing([], itemgetter("id")))
    edges: Drawing[Any] = field(default_factory=lambda: Drawing([], itemgetter("id")))
    revisions: list[int] = field(default_factory=list)

    async def listen(self, socket: Socket) -> None:
        await socket.subscribe(
            LISTEN, draft=self.studio.draft, client=self.client, after=self.revision
        )

    async def hear(self, socket: Socket) -> Any:
        event = (await socket.next())["designer"]
        self.revision = max(self.revision or 0, event["revision"])
        if event["__typename"] in ("DesignerSnapshot", "DesignerResync"):
            canvas = event["draft"]["canvas"]
            self.nodes.drawn, self.edges.drawn = canvas["nodes"], canvas["edges"]
        if event["__typename"] == "DesignerEdits":
            self.revisions.append(event["revision"])
            change = event["canvas"]
            self.nodes.change(change["nodes"], change["removedNodes"], change["nodeOrder"])
            self.edges.change(change["edges"], change["removedEdges"], change["edgeOrder"])
        return event

    @property
    def canvas(self) -> Any:
        return {"nodes": self.nodes.drawn, "edges": self.edges.drawn}


@pytest.fixture
async def studio(database_url: str, database: Database) -> AsyncIterator[Studio]:
    settings = replace(Settings(database_url=database_url), port=free_port())
    _, key = await opened_workspace(database, "acme")
    with served(settings) as url:
        studio = Studio(url, key)
        document = document_of(a_journey("trial -> adoption"))
        for stage in document["stages"]:
            stage["id"] = f"stg_{stage['key']}"
        made = await studio.ask(CREATE, input={"fromDocument": document})
        studio.draft = made["createJourney"]["draft"]["id"]
        yield studio


def socket(studio):
    return socket_to(studio.url, key=studio.key)


def test_one_selection_can_ask_every_event_for_everything():
    events = schema._schema.get_type("DesignerEvent").types
    asked = [(name, str(field.type)) for one in events for name, field in one.fields.items()]

    assert len({name for name, _ in asked}) == len(set(asked))


async def test_a_listener_is_told_the_draft_whole_and_then_what_is_done_to_it(studio):
    screen = Screen(studio)
    async with socket(studio) as one:
        await screen.listen(one)
        whole = await screen.hear(one)
        await studio.edit(
            {"updateStage": {"id": "stg_trial", "name": "Tryout"}},
            {"removeElements": {"ids": ["stg_adoption"]}},
            base=0,
            client="other",
        )
        edits, problems = await screen.hear(one), await screen.hear(one)
        await studio.ask(PUBLISH, document=document_of(a_journey("trial -> adoption")))
        published = await screen.hear(one)

    assert whole["__typename"] == "DesignerSnapshot"
    assert (whole["revision"], whole["liveVersion"], whole["draft"]["name"]) == (0, None, "Lead")
    assert edits["batch"]["clientId"] == "other"
    assert (edits["addedIds"], edits["removedIds"][0]) == ([], "stg_adoption")
    assert [node["data"]["label"] for node in edits["canvas"]["nodes"]] == ["Tryout"]
    assert (problems["__typename"], problems["revision"]) == ("DesignerProblems", 1)
    assert published == {
        "__typename": "DesignerPublished",
        "revision": 1,
        "version": 1,
        "publishedBy": "tests",
    }
    assert screen.canvas == await studio.canvas()


async def test_two_at_once_on_lines_that_are_cut_have_the_same_draft_in_the_end(studio):
    async def edit(client):
        for number in range(8):
            await studio.edit(
                {"addStage": {"key": f"{client}-{number}", "name": client, "x": number, "y": 0}},
                {"moveNodes": {"nodes": [{"id": "stg_trial", "x": number, "y": 7}]}},
                base=0,
                client=client,
            )

    async def watch(screen, lasts):
        while screen.revision != 16:
            async with socket(studio) as one:
                await screen.listen(one)
                for _ in range(lasts):
                    await screen.hear(one)
                    if screen.revision == 16:
                        break

    screens = [Screen(studio, "ann"), Screen(studio, "bob")]
    await asyncio.gather(edit("ann"), edit("bob"), watch(screens[0], 1), watch(screens[1], 3))

    kept = await studio.canvas()
    assert [screen.canvas for screen in screens] == [kept, kept]
    for screen in screens:
        assert screen.revisions == list(range(17 - len(screen.revisions), 17))


@pytest.mark.parametrize(
    ("draft", "client", "after", "code", "argument"),
    [
        ("jrn_none", "tab", None, "NOT_FOUND", "draftId"),
        ("jrn_none", "tab", 3, "NOT_FOUND", "draftId"),
        ("jrn_none", "", None, "BAD_ARGUMENT", "clientId"),
    ],
)
async def test_a_draft_that_is_not_there_is_an_error(studio, draft, client, after, code, argument):
    async with socket(studio) as one:
        await one.subscribe(LISTEN, draft=draft, client=client, after=after)
        error = await one.hear()

    assert error["type"] == "error"
    assert error["payload"][0]["extensions"] == {"code": code, "argument": argument}


async def test_another_workspace_s_draft_is_not_there(studio, database):
    _, key = await opened_workspace(database, "rival")
    async with socket_to(studio.url, key=key) as one:
        await Screen(studio).listen(one)
        error = await one.hear()

    assert error["payload"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_where_somebody_is_is_shown_to_the_others_until_the_line_ends(studio):
    ghost = {"id": "stg_trial", "x": 1.5, "y": -2, "width": None, "height": 88}
    shown = {"selection": ["stg_trial"], "cursor": {"x": 0.25, "y": 3}, "ghosts": [ghost]}
    ann, bob = Screen(studio, "ann"), Screen(studio, "bob")
    async with socket(studio) as bobs:
        await bob.listen(bobs)
        await bob.hear(bobs)
        async with socket(studio) as anns:
            await ann.listen(anns)
            await ann.hear(anns)
            answer = await studio.show(client="ann", **shown)
            seen = await bob.hear(bobs)
            async with socket(studio) as late:
                await Screen(studio, "cid").listen(late)
                (there,) = (await late.next())["designer"]["presence"]
        gone = await bob.hear(bobs)

    who = {"clientId": "ann", "actor": "tests"}
    told = {"__typename": "DesignerPresence", "revision": 0}
    nothing = {"selection": [], "cursor": None, "ghosts": []}
    assert answer["__typename"] == "DesignerPresenceShared"
    assert seen == {**told, **who, **shown, "left": False}
    assert there == {**who, **shown, "left": False}
    assert gone == {**told, **who, **nothing, "left": True}


async def test_what_cannot_be_shown_is_refused(studio):
    many = [f"stg_{number}" for number in range(201)]

    refused = [
        await studio.show(draft="jrn_none"),
        await studio.show(client=""),
        await studio.show(selection=many),
        await studio.show(cursor={"x": "left", "y": 0}),
    ]

    assert [(one["code"], one["path"]) for one in refused] == [
        ("NOT_FOUND", "draftId"),
        ("BAD_ARGUMENT", "clientId"),
        ("BAD_ARGUMENT", "selection"),
        ("BAD_ARGUMENT", "cursor.x"),
    ]
