"""How well profiles do, as clients see it."""

import pytest

from domain.document import load
from domain.instants import DAY, text_of
from tests.api.client import STARTS
from tests.builders import MONDAY, TUESDAY, WEDNESDAY, a_journey, became, did, document_of, trait_is

pytestmark = pytest.mark.anyio

MEASURES = [
    {
        "key": "silence",
        "name": "Days silent",
        "signal": {"age": {"last": "login"}},
        "points": [[0, 100], [10, 0]],
        "weight": 3,
    },
    {"key": "seats", "signal": {"trait": "seats"}, "points": [[0, 0], [10, 100]]},
]
HEALTHY = load(
    document_of(a_journey("trial -> adoption", adoption=trait_is("won", True)))
    | {"health": [{"measures": MEASURES}]}
)
PLAIN = a_journey("free -> paying", key="plan", paying=trait_is("paying", True))

HEALTH = "score band evaluatedAt measures { key name value score weight }"
PROFILE = f"""query ($who: String!, $journey: String!) {{
  profile(kind: CONTACT, externalId: $who) {{
    health(journey: $journey) {{ {HEALTH} }}
    placement(journey: $journey) {{ stage {{ key }} health {{ score band }} }}
  }}
}}"""
CHANGES = """query ($bands: [String!], $scores: Boolean, $first: Int, $after: String) {
  healthChanges(journey: "lead", bands: $bands, scores: $scores, first: $first, after: $after) {
    edges { cursor node {
      profile { externalId } stage { key } at trigger version
      before { score band stage { key } } after { score band stage { key } }
      driving { key score before }
    } }
  }
}"""


@pytest.fixture
async def ann(client):
    """Ann logs in on Monday, and has eight seats; by Thursday, when it is now, she has two."""
    await client.publish(HEALTHY)
    await client.observe(
        did("ann", "login", at=MONDAY),
        became("ann", at=MONDAY, seats=8),
        became("ann", at=TUESDAY, seats=2),
    )
    return client


async def test_a_score_is_read_at_now_with_the_measures_behind_it(ann):
    told = (await ann.ask(PROFILE, who="ann", journey="lead"))["profile"]
    days = (STARTS - MONDAY) // DAY

    silence = 100 - 10 * days
    score = (3 * silence + 20) / 4
    band = "healthy" if score >= 70 else "concerning" if score >= 40 else "at-risk"
    assert told == {
        "health": {
            "score": score,
            "band": band,
            "evaluatedAt": text_of(STARTS),
            "measures": [
                {
                    "key": "silence",
                    "name": "Days silent",
                    "value": days,
                    "score": silence,
                    "weight": 3,
                },
                {"key": "seats", "name": "seats", "value": 2, "score": 20, "weight": 1},
            ],
        },
        "placement": {"stage": {"key": "trial"}, "health": {"score": score, "band": band}},
    }


async def test_where_nothing_says_what_health_is_there_is_none(ann):
    await ann.publish(PLAIN)

    of = [
        (await ann.ask(PROFILE, who="ann", journey=journey))["profile"]["health"]
        for journey in ("plan", "nowhere")
    ]

    assert of == [None, None]


async def test_changes_tell_before_after_and_what_drove_them(ann):
    told = await ann.ask(CHANGES, scores=True)

    def change(cursor, at, before, after, driving):
        states = [
            {"score": score, "band": band, "stage": stage and {"key": stage}}
            for score, band, stage in (before, after)
        ]
        return {
            "cursor": cursor,
            "node": {
                "profile": {"externalId": "ann"},
                "stage": {"key": "trial"},
                "at": text_of(at),
                "trigger": "DATA",
                "version": 1,
                "before": states[0],
                "after": states[1],
                "driving": [
                    {"key": key, "score": score, "before": was} for key, score, was in driving
                ],
            },
        }

    assert told["healthChanges"]["edges"] == [
        change(
            "2", MONDAY, (None, None, None), (100, "healthy", "trial"), [("silence", 100, None)]
        ),
        change(
            "3", MONDAY, (100, "healthy", "trial"), (95, "healthy", "trial"), [("seats", 80, None)]
        ),
        change(
            "4",
            TUESDAY,
            (87.5, "healthy", "trial"),
            (72.5, "healthy", "trial"),
            [("seats", 20, 80)],
        ),
    ]


async def test_changes_are_found_by_band_and_go_on_from_a_cursor(ann):
    await ann.observe(became("ann", at=WEDNESDAY, seats=None), became("bob", at=MONDAY, seats=1))

    async def cursors(**asked):
        told = await ann.ask(CHANGES, **asked)
        return [edge["cursor"] for edge in told["healthChanges"]["edges"]]

    every = await cursors(scores=True)
    assert await cursors(scores=True, after=every[0]) == every[1:]
    assert await cursors(scores=True, first=1) == every[:1]
    assert set(await cursors(bands=["at-risk"])) < set(await cursors()) < set(every)


async def test_a_change_is_found_by_its_id(ann):
    told = await ann.ask("{ healthChanges(first: 1) { edges { node { id } } } }")
    (edge,) = told["healthChanges"]["edges"]

    found = await ann.ask(
        "query ($id: ID!) { node(id: $id) { __typename id ... on HealthChange { cursor } } }",
        id=edge["node"]["id"],
    )

    assert found["node"] == {"__typename": "HealthChange", "id": edge["node"]["id"], "cursor": "2"}


async def test_a_trend_is_what_was_told_and_the_score_now(ann):
    told = await ann.ask(
        """{ profile(kind: CONTACT, externalId: "ann") { health(journey: "lead") {
          score lastChange { cursor } trend(days: 30) { at score band }
        } } }"""
    )

    health = told["profile"]["health"]
    assert health["lastChange"] == {"cursor": "4"}
    assert [(point["at"], point["score"]) for point in health["trend"]] == [
        (text_of(MONDAY), 100),
        (text_of(MONDAY), 95),
        (text_of(TUESDAY), 72.5),
        (text_of(STARTS), health["score"]),
    ]


async def test_profiles_are_found_by_band_and_sorted_by_health(ann):
    await ann.observe(
        *(became(f"u{seats}", at=TUESDAY, seats=seats) for seats in (5, 9, 1)),
        became("nobody", at=TUESDAY, x=1),
    )

    async def found(**asked):
        told = await ann.ask(
            """query ($filter: ProfileFilter, $orderBy: ProfileOrder) {
              profiles(filter: $filter, orderBy: $orderBy) {
                totalCount edges { node { externalId } }
              }
            }""",
            **asked,
        )
        return [edge["node"]["externalId"] for edge in told["profiles"]["edges"]]

    by_health = {"by": "HEALTH", "journey": "lead", "direction": "DESC"}
    assert await found(orderBy=by_health) == ["u9", "ann", "u5", "u1"]
    assert set(await found(filter={"journey": "lead", "bands": ["healthy"]})) == {"ann", "u9"}
    assert set(await found(filter={"bands": ["concerning", "at-risk"]})) == {"u5", "u1"}


async def test_who_sorts_by_health_names_the_journey(client):
    error = await client.error("{ profiles(orderBy: {by: HEALTH}) { totalCount } }")

    assert error["extensions"]["argument"] == "orderBy.journey"


@pytest.mark.parametrize("days", [0, 367])
async def test_a_trend_is_of_some_days(ann, days):
    error = await ann.error(
        """query ($days: Int!) { profile(kind: CONTACT, externalId: "ann") {
          health(journey: "lead") { trend(days: $days) { at } } } }""",
        days=days,
    )

    assert error["extensions"]["argument"] == "days"
