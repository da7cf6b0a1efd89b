"""Measuring a journey over GraphQL, down to the profiles behind each number."""

import pytest

from tests.builders import MONDAY, TUESDAY, WEDNESDAY, a_journey, became, trait_is

pytestmark = pytest.mark.anyio

SALES = a_journey(
    "new -> keen -> won",
    keen=trait_is("keen", True),
    won=trait_is("won", True),
    exits=["lost"],
    lost=trait_is("lost", True),
    teams=["sales"],
)


@pytest.fixture
async def sold(client):
    """Ada goes all the way, bob is passed on at once, cyd is lost and dee just waits."""
    await client.publish(SALES)
    await client.observe(
        *(became(who, at=MONDAY, mrr=10) for who in ("ada", "bob", "cyd", "dee")),
        became("ada", at=TUESDAY, keen=True),
        became("bob", at=TUESDAY, won=True, mrr=15),
        became("cyd", at=TUESDAY, lost=True),
        became("ada", at=WEDNESDAY, won=True),
    )
    return client


async def test_a_funnel_opens_to_its_profiles(sold):
    told = await sold.ask(
        """{ journey(key: "lead") { funnel(cohort: {stage: "new"}) {
          mode size evaluatedAt cursor
          steps { stage { key } reached rate stepRate median stillInside
                  profiles { totalCount edges { node { externalId } } }
                  lost { totalCount edges { node { externalId } } } }
        } } }"""
    )

    funnel = told["journey"]["funnel"]
    assert (funnel["mode"], funnel["size"], funnel["cursor"]) == ("PASSED_THROUGH", 4, "8")
    assert [
        (step["stage"]["key"], step["reached"], step["rate"], step["median"], step["stillInside"])
        for step in funnel["steps"]
    ] == [
        ("new", 4, 1.0, "PT0S", 1),
        ("keen", 2, 0.5, "P1D", 0),
        ("won", 2, 0.5, "P1D", 2),
    ]
    assert [names(step["profiles"]) for step in funnel["steps"]] == [
        ["ada", "bob", "cyd", "dee"],
        ["ada", "bob"],
        ["ada", "bob"],
    ]
    assert [names(step["lost"]) for step in funnel["steps"]] == [[], ["cyd", "dee"], []]


async def test_strictly_only_those_who_stood_in_a_stage_have_reached_it(sold):
    told = await sold.ask(
        """{ journey(key: "lead") { funnel(mode: STRICT, steps: ["new", "keen", "won"]) {
          steps { reached } } } }"""
    )

    assert [step["reached"] for step in told["journey"]["funnel"]["steps"]] == [4, 1, 1]


async def test_conversions_are_those_of_the_transitions(sold):
    told = await sold.ask(
        """{ journey(key: "lead") {
          all: conversion { conversions { from { key } to { key } arrived converted rate } }
          one: conversion(from: "new", to: "lost") { conversions {
            converted median p90 stillInside profiles { edges { node { externalId } } } } }
        } }"""
    )

    assert [tuple(one.values()) for one in told["journey"]["all"]["conversions"]] == [
        ({"key": "new"}, {"key": "keen"}, 4, 2, 0.5),
        ({"key": "keen"}, {"key": "won"}, 1, 1, 1.0),
    ]
    (lost,) = told["journey"]["one"]["conversions"]
    assert names(lost.pop("profiles")) == ["cyd"]
    assert lost == {"converted": 1, "median": "P1D", "p90": "P1D", "stillInside": 1}


async def test_a_flow_tells_every_way_and_who_went_it(sold):
    told = await sold.ask(
        """query ($period: PeriodInput) { journey(key: "lead") { flow(period: $period) { flows {
          fromKey toKey moves median profiles { totalCount edges { node { externalId } } }
        } } } }""",
        period={"since": "2026-01-05", "until": "2026-01-07"},
    )

    assert [
        (one["fromKey"], one["toKey"], one["moves"], one["median"], names(one["profiles"]))
        for one in told["journey"]["flow"]["flows"]
    ] == [
        (None, "new", 4, None, ["ada", "bob", "cyd", "dee"]),
        ("new", "keen", 1, "P1D", ["ada"]),
        ("new", "lost", 1, "P1D", ["cyd"]),
        ("new", "won", 1, "P1D", ["bob"]),
    ]


async def test_bottlenecks_name_who_waits(sold):
    told = await sold.ask(
        """{ journey(key: "lead") {
          bottlenecks { bottlenecks {
            stage { key } reasons population usual waiting
            overdue { totalCount edges { node { externalId } } } } }
          others: bottlenecks(team: "support") { bottlenecks { reasons } }
        } }"""
    )

    (new,) = told["journey"]["bottlenecks"]["bottlenecks"]
    assert names(new.pop("overdue")) == ["dee"]
    assert new == {
        "stage": {"key": "new"},
        "reasons": ["WAITING"],
        "population": 1,
        "usual": "P1D",
        "waiting": "P3D",
    }
    assert told["journey"]["others"]["bottlenecks"] == []


async def test_retention_is_weighed_by_a_trait(sold):
    told = await sold.ask(
        """{ journey(key: "lead") {
          retention(since: "2026-01-05", every: "P2D", worth: "mrr") { cohorts {
            size periods { number after of retained rate
              worth { before after expansion contraction churn net gross } } } }
        } }"""
    )

    first, *others = told["journey"]["retention"]["cohorts"]
    assert first["size"] == 4
    assert first["periods"][1] == {
        "number": 1,
        "after": "P2D",
        "of": 4,
        "retained": 3,
        "rate": 0.75,
        "worth": {
            "before": 40,
            "after": 35,
            "expansion": 5,
            "contraction": 0,
            "churn": 10,
            "net": 0.875,
            "gross": 0.75,
        },
    }
    assert [one["size"] for one in others] == [0, 0]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ('funnel(steps: ["nowhere"]) { size }', "steps[0]"),
        ('funnel(steps: ["new", "new"]) { size }', "steps"),
        ("funnel(steps: []) { size }", "steps"),
        ('funnel(cohort: {stage: "nowhere"}) { size }', "cohort.stage"),
        ('funnel(cohort: {since: "soon"}) { size }', "cohort.since"),
        ('funnel(window: "PT0S") { size }', "window"),
        ('funnel(asOf: "never") { size }', "asOf"),
        ('conversion(from: "nowhere") { cursor }', "from"),
        ('conversion(cohort: {stage: "new"}) { cursor }', "cohort.stage"),
        ('flow(period: {until: "x"}) { cursor }', "period.until"),
        ('retention(since: "2026-01-05", every: "PT1S") { cursor }', "every"),
        ('retention(since: "2999-01-05") { cursor }', "since"),
    ],
)
async def test_what_cannot_be_counted_is_refused_by_its_argument(sold, asked, path):
    error = await sold.error(f'{{ journey(key: "lead") {{ {asked} }} }}')

    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_ARGUMENT", path)


def names(page):
    found = sorted(edge["node"]["externalId"] for edge in page["edges"])
    assert page.get("totalCount", len(found)) == len(found)
    return found
