"""The numbers of stages over GraphQL."""

import pytest

from domain.instants import DAY, text_of
from tests.builders import a_journey, became, trait_is

pytestmark = pytest.mark.anyio

SALES = a_journey("new -> keen -> won", keen=trait_is("keen", True), won=trait_is("won", True))
NUMBERS = """
  population arrivals today: arrivals(days: 1) departures(days: 2) evaluatedAt cursor
  dwell { stays stillInside median p90 evaluatedAt cursor }
  stuck(longerThan: "P1D") {
    count evaluatedAt cursor profiles { totalCount edges { node { externalId } } } }
"""


async def test_a_stage_tells_who_stands_comes_goes_and_stays(client):
    now = client.clock.now
    await client.publish(SALES)
    await client.observe(
        became("ada", at=now - 9 * DAY, plan="free"),
        became("bob", at=now - 3 * DAY, plan="free"),
        became("cyd", at=now, plan="free"),
        became("ada", at=now - DAY, keen=True),
    )

    told = await client.ask(f'{{ journey(key: "lead") {{ stages {{ key {NUMBERS} }} }} }}')

    new, keen, won = told["journey"]["stages"]
    stamp = {"evaluatedAt": text_of(now), "cursor": "4"}
    assert new == {
        "key": "new",
        "population": 2,
        "arrivals": 3,
        "today": 1,
        "departures": 1,
        "dwell": {"stays": 3, "stillInside": 2, "median": "P3D", "p90": "P8D", **stamp},
        "stuck": {
            "count": 1,
            "profiles": {"totalCount": 1, "edges": [{"node": {"externalId": "bob"}}]},
            **stamp,
        },
        **stamp,
    }
    assert keen["dwell"] == {
        "stays": 1, "stillInside": 1, "median": "P1D", "p90": "P1D", **stamp
    }  # fmt: skip
    assert keen["stuck"]["count"] == 0
    assert won["dwell"] == {"stays": 0, "stillInside": 0, "median": None, "p90": None, **stamp}


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("arrivals(days: 0)", "days"),
        ("departures(days: 99999)", "days"),
        ("dwell(days: -1) { median }", "days"),
        ('stuck(longerThan: "PT0S") { count }', "longerThan"),
    ],
)
async def test_what_makes_no_sense_is_refused(client, asked, path):
    await client.publish(SALES)

    answer = await client.post(f'{{ journey(key: "lead") {{ stages {{ {asked} }} }} }}')

    (error, *_) = answer.json()["errors"]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_ARGUMENT", path)


async def test_it_is_the_same_however_it_is_asked_for(client):
    now = client.clock.now
    await client.publish(SALES)
    await client.observe(
        became("ada", at=now - 3 * DAY, plan="free"), became("ada", at=now - 2 * DAY, keen=True)
    )

    told = await client.ask(
        """query ($days: Int!, $longer: Duration!, $is: Boolean!) {
          journey(key: "lead") {
            plainly: stages { few: arrivals(days: 3) many: arrivals(days: 4) departures(days: 9)
              dwell { stays } stuck(longerThan: "P1D") { count } }
            otherwise: stages {
              ...Numbers ...Numbers ... on Stage { dwell @include(if: $is) { stays } }
            }
          }
          change: stageChanges(last: 1) { edges { node { from { ...Numbers dwell { stays } } } } }
        }
        fragment Numbers on Stage { ...Moves stuck(longerThan: $longer) { count } }
        fragment Moves on Stage {
          few: arrivals(days: 3) many: arrivals(days: $days) departures(days: 9)
        }""",
        days=4,
        longer="P1D",
        **{"is": True},
    )

    plainly = told["journey"]["plainly"]
    assert plainly[0] == {
        "few": 0, "many": 1, "departures": 1, "dwell": {"stays": 1}, "stuck": {"count": 0}
    }  # fmt: skip
    assert (plainly[1]["few"], plainly[1]["stuck"]) == (1, {"count": 1})
    assert told["journey"]["otherwise"] == plainly
    assert told["change"]["edges"][0]["node"]["from"] == plainly[0]
