"""A server on a port of its own, over a fresh database, and what its clients say to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from api.settings import Settings
from store.database import Database
from tests.api.client import OBSERVE, sent
from tests.api.conftest import opened_workspace
from tests.api.live import Socket, free_port, served, socket_to
from tests.builders import MONDAY, a_journey, at_least, became, document_of

LEAD = a_journey(
    "subscriber -> lead -> customer",
    lead={"signal": {"trait": "step"}, "is": "gte", "value": 1},
    customer=at_least("paid", 1),
)


@dataclass(slots=True)
class Shop:
    """A workspace on a live server, in which profiles move when they are told to."""

    url: str
    key: str
    workspace: int

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

    async def publish(self) -> None:
        await self.ask(
            "mutation ($document: JSON!) { publishDocument(document: $document) { __typename } }",
            document=document_of(LEAD),
        )

    async def subscribed(self, *names: str) -> None:
        """Profiles that subscribe: a stage change each."""
        await self.observed(*names, step=0)

    async def led(self, *names: str) -> None:
        """Profiles that become leads: one stage change for each that subscribed before."""
        await self.observed(*names, step=1)

    async def observed(self, *names: str, **traits: Any) -> None:
        """What became known of each of these profiles."""
        observations = [sent(became(name, at=MONDAY, **traits)) for name in names]
        await self.ask(OBSERVE, observations=observations)

    def socket(self) -> Any:
        """A socket that has begun."""
        return socket_to(self.url, key=self.key)


@pytest.fixture
async def shop(database_url: str, database: Database) -> AsyncIterator[Shop]:
    settings = replace(Settings(database_url=database_url), port=free_port())
    workspace, key = await opened_workspace(database, "acme")
    with served(settings) as url:
        one = Shop(url, key, workspace)
        await one.publish()
        yield one


async def cursors(socket: Socket, count: int) -> list[str]:
    """The cursors of so many events."""
    return [(await socket.next())["stageChanges"]["cursor"] for _ in range(count)]
