"""A client of the API, in the tests' own process: it asks, and compares what it is told."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from domain.instants import Instant, text_of
from domain.journey import Journey
from store.columns import dumps
from tests.builders import FRIDAY, Happening, document_of

STARTS = FRIDAY


@dataclass(slots=True)
class HandClock:
    """A clock that goes when it is told to."""

    now: Instant = STARTS

    def __call__(self) -> Instant:
        return self.now

    def passes(self, length: int) -> None:
        self.now += length


@dataclass(slots=True)
class Client:
    """A workspace's client; `http` speaks to the application without a network."""

    app: Starlette
    http: httpx.AsyncClient
    key: str
    workspace: int
    clock: HandClock = field(default_factory=HandClock)

    async def post(
        self, query: str, variables: object = None, **headers: str | bytes
    ) -> httpx.Response:
        """The bare response to an operation."""
        return await self.http.post(
            "/graphql",
            content=dumps({"query": query, "variables": variables}),
            headers={
                "authorization": f"Bearer {self.key}",
                "content-type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    async def ask(self, query: str, **variables: Any) -> Any:
        """The data of an operation that must succeed."""
        answer = (await self.post(query, variables)).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    async def error(self, query: str, **variables: Any) -> Any:
        """The one error of an operation that must fail."""
        answer = (await self.post(query, variables)).json()
        (error,) = answer["errors"]
        return error

    async def publish(self, journey: Journey | dict[str, Any], **arguments: Any) -> Any:
        """Publish a journey that can be published."""
        published = await self.try_to_publish(journey, **arguments)
        assert published["__typename"] == "DocumentPublished", published
        return published

    async def try_to_publish(self, journey: Journey | dict[str, Any], **arguments: Any) -> Any:
        """Publish, and what came of it."""
        document = document_of(journey) if isinstance(journey, Journey) else journey
        return (await self.ask(PUBLISH, document=document, **arguments))["publishDocument"]

    async def observe(self, *happenings: Happening, kind: str = "CONTACT") -> Any:
        """Tell what happened; one answer each."""
        return await self.send(*(sent(happening, kind) for happening in happenings))

    async def send(self, *observations: dict[str, Any]) -> Any:
        """The same, spelled out."""
        return (await self.ask(OBSERVE, observations=observations))["observe"]["results"]

    async def profile_id(self, external_id: str, kind: str = "CONTACT") -> str:
        """The id of a profile that must be there."""
        found = await self.ask(
            "query ($kind: ProfileKind!, $who: String!) "
            "{ profile(kind: $kind, externalId: $who) { id } }",
            kind=kind,
            who=external_id,
        )
        return str(found["profile"]["id"])


def sent(happening: Happening, kind: str = "CONTACT") -> dict[str, Any]:
    """What happened, as a client sends it."""
    who, observation = happening
    return {
        "kind": kind,
        "externalId": who,
        "at": text_of(observation.at),
        **({"event": observation.event} if observation.event else {}),
        **({"traits": dict(observation.traits)} if observation.traits else {}),
        **({"properties": dict(observation.properties)} if observation.properties else {}),
    }


PUBLISH = """
mutation (
  $document: JSON!
  $expectedVersion: Int
  $history: PublishHistory
  $mapping: [StageMappingInput!]
) {
  publishDocument(
    document: $document
    expectedVersion: $expectedVersion
    history: $history
    mapping: $mapping
  ) {
    __typename
    ... on DocumentPublished {
      version
      createdTeams
      problems { code severity stages }
      journey { key version }
    }
    ... on Refusal { code path message }
    ... on DocumentRefused { problems { code severity path stages } }
    ... on VersionConflict { expected live }
  }
}
"""

OBSERVE = """
mutation ($observations: [ObservationInput!]!) {
  observe(observations: $observations) {
    results {
      __typename
      ... on ObservationAccepted { changes { from { key } to { key } at move trigger } }
      ... on ObservationDuplicate { messageId }
      ... on Refusal { code path message }
    }
  }
}
"""
