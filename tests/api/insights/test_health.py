"""How well those are who stand in stages and phases, over GraphQL."""

import pytest

from domain.instants import DAY, day_of, text_of
from domain.observation import Observation
from engine.checkup import healths_refreshed
from engine.sweep import swept
from tests.builders import a_journey as a_plain_journey
from tests.builders import became, document_of, trait_is

pytestmark = pytest.mark.anyio

SILENCE = {
    "key": "silence",
    "name": "Days silent",
    "signal": {"age": {"last": "*"}},
    "points": [[0, 100], [10, 0]],
}
SEATS = {"key": "seats", "signal": {"trait": "seats"}, "points": [[0, 0], [10, 100]]}
HEALTH = """
  average median known unknown bands { key name count share }
  measures { key name averageScore averageValue } evaluatedAt cursor
"""


def a_journey():
    document = document_of(
        a_plain_journey(
            "new -> keen -> won", keen=trait_is("keen", True), won=trait_is("won", True)
        )
    )
    new, keen, won = document["stages"]
    new |= {"phase": "early", "health": [{"measures": [SEATS, {**SILENCE, "weight": 3}]}]}
    keen |= {
        "phase": "early",
        "health": [
            {
                "for": ["sponsor"],
                "measures": [SEATS],
                "bands": [{"key": "hot", "from": 50}, {"key": "not-so-hot", "from": 0}],
            }
        ],
    }
    won["phase"] = "late"
    return document


@pytest.fixture
async def fared(client):
    """Ada and bob are new, cyd and dee are keen, of whom cyd is a sponsor."""
    now = client.clock.now
    await client.publish(a_journey())
    await client.observe(
        came("ada", at=now - 4 * DAY, seats=10),
        came("bob", at=now - 9 * DAY, seats=2),
        came("bob", at=now - 8 * DAY, persona="user"),
        came("cyd", at=now - DAY, seats=7, keen=True, persona="sponsor"),
        came("dee", at=now, seats=3, keen=True, persona="user"),
    )
    engine = client.app.state.parts.engine
    while await swept(engine.database, engine.shelf, client.workspace, now):
        pass
    return client


async def test_a_stage_tells_how_well_those_are_who_stand_there(fared):
    now = fared.clock.now
    told = await fared.ask(f'{{ journey(key: "lead") {{ stages {{ health {{ {HEALTH} }} }} }} }}')

    new, keen, won = (stage["health"] for stage in told["journey"]["stages"])
    stamp = {"evaluatedAt": text_of(now), "cursor": new["cursor"]}
    # Ada: (100 + 3 · 60) / 4, bob: (20 + 3 · 20) / 4, as of now and not of when they were heard of.
    assert new == {
        "average": 45.0,
        "median": 20.0,
        "known": 2,
        "unknown": 0,
        "bands": [
            {"key": "healthy", "name": "Healthy", "count": 1, "share": 0.5},
            {"key": "concerning", "name": "Concerning", "count": 0, "share": 0.0},
            {"key": "at-risk", "name": "At risk", "count": 1, "share": 0.5},
        ],
        "measures": [
            {"key": "seats", "name": "seats", "averageScore": 60.0, "averageValue": 6.0},
            {"key": "silence", "name": "Days silent", "averageScore": 40.0, "averageValue": 6.0},
        ],
        **stamp,
    }
    assert (keen["average"], keen["known"], keen["unknown"]) == (70.0, 1, 1)
    assert keen["bands"] == [
        {"key": "hot", "name": "Hot", "count": 1, "share": 1.0},
        {"key": "not-so-hot", "name": "Not so hot", "count": 0, "share": 0.0},
    ]
    assert (won["average"], won["known"], won["bands"], won["measures"]) == (None, 0, [], [])


async def test_a_persona_is_counted_apart(fared):
    told = await fared.ask(
        f"""{{ journey(key: "lead") {{ stages {{
          users: health(persona: "user") {{
            {HEALTH} worst {{ edges {{ node {{ externalId }} }} }} }}
        }} }} }}"""
    )

    new, keen, _ = (stage["users"] for stage in told["journey"]["stages"])
    assert (new["average"], new["known"], new["unknown"]) == (20.0, 1, 0)
    assert [band["count"] for band in new["bands"]] == [0, 0, 1]
    assert names(new["worst"]) == ["bob"]
    assert (keen["average"], keen["known"], keen["unknown"], names(keen["worst"])) == (
        None, 0, 1, []
    )  # fmt: skip


async def test_phases_take_their_stages_together(fared):
    told = await fared.ask(
        f'{{ journey(key: "lead") {{ phases {{ key population stages {{ key }}'
        f" health {{ {HEALTH} worst(first: 2) {{ totalCount edges {{ node {{ externalId }} }} }} }}"
        " } } }"
    )

    early, late = told["journey"]["phases"]
    assert (early["key"], early["population"], early["stages"]) == (
        "early", 4, [{"key": "new"}, {"key": "keen"}]
    )  # fmt: skip
    assert (late["key"], late["population"], late["health"]["average"]) == ("late", 0, None)
    health = early["health"]
    assert (health["average"], health["median"]) == (53.3, 70.0)
    assert (health["known"], health["unknown"]) == (3, 1)
    assert [(band["key"], band["count"]) for band in health["bands"]] == [
        ("healthy", 1), ("concerning", 0), ("at-risk", 1), ("hot", 1), ("not-so-hot", 0)
    ]  # fmt: skip
    assert (names(health["worst"]), health["worst"]["totalCount"]) == (["bob", "cyd"], 3)


async def test_who_fell_and_how_far_is_read_off_the_changes(fared):
    now = fared.clock.now
    await fared.observe(became("ada", at=now, seats=4), became("cyd", at=now, seats=6))
    fared.clock.passes(DAY)
    await fared.observe(became("ada", at=now + DAY, seats=2), became("bob", at=now + DAY, seats=9))

    told = await fared.ask(
        """{ journey(key: "lead") { stages { health {
          moversDown(days: 30) { profile { externalId } before after fall }
          lately: moversDown(days: 1, first: 1) { before after }
        } } } }"""
    )

    new, keen, _ = (stage["health"] for stage in told["journey"]["stages"])
    assert new["moversDown"] == [
        {"profile": {"externalId": "ada"}, "before": 100.0, "after": 42.5, "fall": 57.5},
        {"profile": {"externalId": "bob"}, "before": 80.0, "after": 30.0, "fall": 50.0},
    ]
    assert new["lately"] == [{"before": 70.0, "after": 42.5}]
    assert [(one["profile"]["externalId"], one["fall"]) for one in keen["moversDown"]] == [
        ("cyd", 10.0)
    ]


async def test_each_day_is_remembered_as_it_was_counted_last(fared):
    engine, first = fared.app.state.parts.engine, day_of(fared.clock.now)
    for _ in range(2):
        await healths_refreshed(engine.database, engine.shelf, fared.workspace, engine.clock)
        fared.clock.passes(DAY)

    told = await fared.ask(
        """{ journey(key: "lead") { stages { health { trend(days: 3) {
          day average median known unknown bands { key count } evaluatedAt } } } } }"""
    )

    new = told["journey"]["stages"][0]["health"]["trend"]
    assert [(one["day"], one["average"], one["known"]) for one in new] == [
        (first, 45.0, 2),
        (day_of(fared.clock.now - DAY), 37.5, 2),
        (day_of(fared.clock.now), 30.0, 2),
    ]
    assert new[0]["evaluatedAt"] == text_of(fared.clock.now - 2 * DAY)
    assert new[0]["bands"][0] == {"key": "healthy", "count": 1}


async def test_where_many_stand_they_are_looked_at_in_the_background(fared, monkeypatch):
    monkeypatch.setattr("engine.health_figures.FEW", 1)
    query = f"""{{ journey(key: "lead") {{
      stages {{ health {{ {HEALTH} }} users: health(persona: "user") {{ average known }} }}
      phases {{ health {{ average known }} }}
    }} }}"""

    before = await fared.ask(query)
    engine, now = fared.app.state.parts.engine, fared.clock.now
    await healths_refreshed(engine.database, engine.shelf, fared.workspace, engine.clock)
    fared.clock.passes(DAY)
    after = await fared.ask(query)

    new, old = (told["journey"]["stages"][0] for told in (after, before))
    assert (old["health"]["average"], old["health"]["known"]) == (None, 2)
    assert (old["health"]["measures"], old["health"]["evaluatedAt"]) == ([], None)
    assert (new["health"]["average"], new["health"]["median"]) == (45.0, 20.0)
    assert new["health"]["measures"][1]["averageScore"] == 40.0
    assert new["health"]["evaluatedAt"] == text_of(now)
    assert new["users"] == {"average": 20.0, "known": 1}
    assert after["journey"]["phases"][0]["health"] == {"average": 53.3, "known": 3}


def came(who, *, at, **traits):
    return who, Observation(at=at, event="seen", traits=traits)


def names(connection):
    return [edge["node"]["externalId"] for edge in connection["edges"]]
