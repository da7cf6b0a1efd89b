"""What is asked for in lists is loaded together, whatever the number."""

import pytest

from store.database import Database
from tests.builders import MONDAY, a_journey, at_least, logins

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

LEAD = a_journey("subscriber -> lead", lead=at_least("login", 1))
PLAN = a_journey("free -> paying", key="plan", paying=at_least("paid", 1))

QUERIES = {
    "profiles": """
      { profiles(first: 100) { edges { node {
        placements { journey { key } stage { key population } explanation { sentence } }
      } } } }
    """,
    "changes": """
      { stageChanges(first: 100) { edges { node {
        sentence profile { externalId placement(journey: "lead") { stage { key } } }
        journey { key migration { done } } from { key } to { key population }
      } } } }
    """,
    "journeys": "{ journeys { stages { population } migration { total } } }",
    "stages": """
      { journeys { stages { population arrivals departures(days: 7) cursor
        dwell { median } stuck(longerThan: "P3D") { count } health { average bands { count } }
      } } }
    """,
}


class Counted:
    """A database that counts how often it is read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.reads = 0

    def __getattr__(self, name):
        return getattr(self._database, name)

    async def read(self, workspace, work):
        self.reads += workspace is not None
        return await self._database.read(workspace, work)


@pytest.fixture
def counted(client):
    engine = client.app.state.parts.engine
    counting = Counted(engine.database)
    object.__setattr__(engine, "database", counting)
    return counting


@pytest.mark.parametrize("query", QUERIES)
async def test_a_list_is_as_many_reads_when_it_is_longer(client, counted, query):
    async def reads_of(names):
        await client.observe(*(one for name in names for one in logins(name, on=[MONDAY])))
        before = counted.reads
        await client.ask(QUERIES[query])
        return counted.reads - before

    await client.publish(LEAD)
    await client.publish(PLAN)

    short = await reads_of(["ann", "bob"])
    long = await reads_of([f"u{number}" for number in range(30)])

    assert short == long


async def test_a_field_that_fails_takes_nothing_away_from_the_others(client):
    await client.publish(LEAD)
    await client.observe(*logins("ann", on=[MONDAY]))
    # What `visits` fails at has `placements` cancelled while it waits for what `journey` waits for.
    answer = await client.post(
        """query ($name: String!) {
          profile(kind: CONTACT, externalId: "ann") {
            placements { journey { key } } visits(journey: $name) { edges { cursor } }
          }
          journey(key: "lead") { key }
        }""",
        {"name": "\0"},
    )

    assert answer.json()["data"] == {"profile": None, "journey": {"key": "lead"}}
