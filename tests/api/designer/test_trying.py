"""Trying journeys out over GraphQL: every step, every candidate, and going on from a snapshot."""

from dataclasses import replace

import pytest

from domain.instants import DAY, HOUR, text_of
from tests.api.conftest import opened_workspace
from tests.api.designer.test_drafts import create
from tests.builders import (
    FREE,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    at_least,
    became,
    document_of,
    logins,
    silent,
    trait_is,
)

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

SIMULATE = """
query ($source: JourneySource!, $start: SimulationStart, $at: DateTime, $detail: SimulationDetail,
       $observations: [SimulatedObservationInput!], $advance: SimulationAdvance) {
  simulateJourney(source: $source, start: $start, at: $at, observations: $observations,
                  advance: $advance, detail: $detail) {
    __typename
    ... on JourneySimulated {
      taken complete at until snapshot
      explanation { sentence stage { key } }
      steps {
        at trigger observation evaluated nextTimer from { key } to { key }
        changes { from { key } to { key } at move trigger skipped explanation sentence }
        rounds {
          from { key } to { key } moved sentence
          candidates { stage { key } move outcome opensAt via sentence explanation }
        }
      }
    }
    ... on Refusal { code message path }
    ... on DocumentRefused { problems { code } }
  }
}
"""
LEAD = a_journey(
    "new -> active -> paying",
    active=at_least("login", 2, within="P7D"),
    paying=trait_is("plan", "pro"),
)
FADING = a_journey("on -> off", movement=FREE, off=silent("login", "P3D"))


async def simulate(client, source=None, **asked):
    source = source or {"document": document_of(LEAD)}
    return (await client.ask(SIMULATE, source=source, **asked))["simulateJourney"]


def login(at):
    return {"at": text_of(at), "event": "login"}


def moves(told):
    """Every move of a life: where to, when and by what."""
    return [
        (change["to"] and change["to"]["key"], change["at"], change["trigger"])
        for step in told["steps"]
        for change in step["changes"]
    ]


async def test_every_step_says_what_happened_and_what_was_looked_at(client):
    told = await simulate(client, observations=[login(MONDAY), login(TUESDAY)])

    second = told["steps"][1]
    rule = {"signal": {"count": "login", "within": "P7D"}, "is": "gte", "value": 2}
    assert {name: second[name] for name in second if name not in ("changes", "rounds")} == {
        "at": text_of(TUESDAY),
        "trigger": "DATA",
        "observation": 1,
        "evaluated": True,
        "nextTimer": None,
        "from": {"key": "new"},
        "to": {"key": "active"},
    }
    entry = rule | {"actual": 2, "holds": True, "until": text_of(MONDAY + 7 * DAY)}
    advance = {"from": "new", "to": "active", "kind": "ADVANCE"}
    assert second["changes"] == [
        {
            "from": {"key": "new"},
            "to": {"key": "active"},
            "at": text_of(TUESDAY),
            "move": "ADVANCE",
            "trigger": "DATA",
            "skipped": [],
            "explanation": {"transitions": [advance], "entry": entry},
            "sentence": "Moved on from New to Active on 6 Jan 2026 because it had 2 logins within "
            "7 days.",
        }
    ]
    first, last = second["rounds"]
    assert (first["moved"], first["sentence"]) == (True, "Active is the only stage that opens.")
    plan = trait_is("plan", "pro") | {"actual": None, "holds": False, "until": None}
    assert first["candidates"] == [
        {
            "stage": {"key": "paying"},
            "move": "ADVANCE",
            "outcome": "UNMET",
            "opensAt": None,
            "via": ["new -> active (ADVANCE)", "active -> paying (ADVANCE)"],
            "sentence": "It needs plan to be pro (it is not known).",
            "explanation": {
                "transitions": [advance, {"from": "active", "to": "paying", "kind": "ADVANCE"}],
                "entry": plan,
            },
        },
        {
            "stage": {"key": "active"},
            "move": "ADVANCE",
            "outcome": "TAKEN",
            "opensAt": None,
            "via": ["new -> active (ADVANCE)"],
            "sentence": "It opens, and is taken.",
            "explanation": {"transitions": [advance], "entry": entry},
        },
    ]
    assert (last["moved"], last["to"], last["sentence"]) == (
        False,
        None,
        "No way out of Active opens, so it stays.",
    )
    assert (told["taken"], told["complete"], told["at"]) == (2, True, text_of(TUESDAY))
    assert told["explanation"] == {
        "sentence": "Stands in Active since 6 Jan 2026 because it had 2 logins within 7 days; to "
        "reach Paying it needs plan to be pro (it is not known).",
        "stage": {"key": "active"},
    }


async def test_steps_that_do_not_move_are_told_without_candidates_unless_all_is_asked(client):
    life = [login(MONDAY), login(MONDAY + HOUR), login(TUESDAY),
            {"at": text_of(WEDNESDAY), "event": "sneeze"}]  # fmt: skip

    brief = await simulate(client, observations=life)
    whole = await simulate(client, observations=life, detail="ALL")

    assert [step["rounds"] is None for step in brief["steps"]] == [False, False, True, True]
    assert [step["rounds"] is None for step in whole["steps"]] == [False, False, False, True]
    assert [step["evaluated"] for step in whole["steps"]] == [True, True, True, False]


async def test_timers_are_steps_of_their_own_before_the_observation_that_time_leads_to(client):
    told = await simulate(
        client,
        {"document": document_of(FADING)},
        observations=[login(MONDAY), login(MONDAY + 5 * DAY)],
        advance={"by": "P4D"},
    )

    end = MONDAY + 9 * DAY
    assert [(step["at"], step["trigger"], step["observation"]) for step in told["steps"]] == [
        (text_of(MONDAY), "DATA", 0),
        (text_of(THURSDAY), "TIME", None),
        (text_of(MONDAY + 5 * DAY), "DATA", 1),
        (text_of(MONDAY + 8 * DAY), "TIME", None),
    ]
    assert (told["at"], told["until"]) == (text_of(end), text_of(end))


async def test_a_life_begins_with_traits_as_of_an_instant(client):
    told = await simulate(client, start={"traits": {"plan": "pro"}}, at=text_of(MONDAY))

    assert moves(told) == [("paying", text_of(MONDAY), "DATA")]
    assert told["steps"][0]["observation"] is None


async def test_traits_are_known_as_of_the_first_observation_else_of_now(client):
    with_one = await simulate(client, start={"traits": {}}, observations=[login(MONDAY)])
    without = await simulate(client, start={"traits": {}})

    assert with_one["steps"][0]["at"] == text_of(MONDAY)
    assert without["steps"][0]["at"] == text_of(client.clock.now)


async def test_with_nothing_known_and_nothing_done_nobody_stands_anywhere(client):
    told = await simulate(client)

    assert (told["steps"], told["explanation"]["stage"]) == ([], None)


async def test_it_goes_on_exactly_where_a_snapshot_was_taken(client):
    life = [login(MONDAY), login(TUESDAY), {"at": text_of(THURSDAY), "traits": {"plan": "pro"}}]
    whole = await simulate(client, observations=life, advance={"by": "P9D"})

    first = await simulate(client, observations=life[:1])
    second = await simulate(client, start={"snapshot": first["snapshot"]}, observations=life[1:2])
    third = await simulate(
        client,
        start={"snapshot": second["snapshot"]},
        observations=life[2:],
        advance={"by": "P9D"},
    )

    assert moves(first) + moves(second) + moves(third) == moves(whole)
    assert third["explanation"] == whole["explanation"]
    assert third["snapshot"] == whole["snapshot"]


async def test_why_it_stands_where_it_stands_is_remembered_by_a_snapshot(client):
    first = await simulate(client, observations=[login(MONDAY), login(TUESDAY)])
    then = await simulate(client, start={"snapshot": first["snapshot"]}, advance={"by": "P1D"})

    assert "because it had 2 logins within 7 days" in then["explanation"]["sentence"]
    assert then["at"] == text_of(TUESDAY + DAY)


@pytest.mark.parametrize(
    "forged",
    [
        lambda text: text[:-2] + ("AA" if text[-2:] != "AA" else "BB"),
        lambda text: "A" + text[1:] if text[0] != "A" else "B" + text[1:],
        lambda text: text.split(".")[0],
        lambda text: "",
        lambda text: "é" + text,
        lambda text: text * 9,
    ],
)
async def test_a_snapshot_that_somebody_else_wrote_is_refused(client, forged):
    told = await simulate(client, observations=[login(MONDAY)])

    refused = await simulate(client, start={"snapshot": forged(told["snapshot"])})

    assert (refused["code"], refused["path"]) == ("BAD_ARGUMENT", "start.snapshot")


async def test_a_snapshot_is_of_one_journey_as_it_was_and_words_may_change(client):
    told = await simulate(client, observations=[login(MONDAY)])
    start = {"snapshot": told["snapshot"]}
    other = document_of(a_journey("new -> active", active=at_least("login", 3)))
    renamed = document_of(LEAD) | {"name": "Leads", "layout": {"positions": {}}}

    refused = await simulate(client, {"document": other}, start=start)
    taken = await simulate(client, {"document": renamed}, start=start)

    assert (refused["code"], refused["path"]) == ("BAD_ARGUMENT", "start.snapshot")
    assert taken["__typename"] == "JourneySimulated"


async def test_a_snapshot_of_another_workspace_is_refused(client, database):
    _, key = await opened_workspace(database, "other")
    stranger = replace(client, key=key)
    told = await simulate(client, observations=[login(MONDAY)])

    refused = await simulate(stranger, start={"snapshot": told["snapshot"]})

    assert (refused["code"], refused["path"]) == ("BAD_ARGUMENT", "start.snapshot")


async def test_every_source_can_be_tried_out(client):
    await client.publish(LEAD)
    draft = (await create(client, fromTemplate="inbound-lead"))["draft"]["id"]
    sources = [
        {"draft": draft},
        {"version": {"journey": "lead"}},
        {"template": "contact-maturity"},
    ]

    told = [await simulate(client, one, start={"traits": {}}) for one in sources]

    assert [one["__typename"] for one in told] == ["JourneySimulated"] * 3
    gone = await simulate(client, {"version": {"journey": "none"}})
    assert (gone["code"], gone["path"]) == ("NOT_FOUND", "source.version.journey")


async def test_a_journey_on_which_the_rule_has_no_meaning_is_refused_with_why(client):
    circle = document_of(a_journey("a -> b", ways=[{"from": "b", "to": "a"}]))

    told = await simulate(client, {"document": circle})

    assert (told["__typename"], told["code"], told["path"]) == (
        "DocumentRefused",
        "JOURNEY_HAS_ERRORS",
        "source",
    )
    assert "ADVANCE_CYCLE" in {problem["code"] for problem in told["problems"]}
    assert told["message"].startswith("The lead journey cannot be tried out: ")


async def test_what_only_stops_a_publication_can_be_tried_out(client):
    document = document_of(a_journey("new", ways=())) | {"name": ""}

    told = await simulate(client, {"document": document}, start={"traits": {}})

    assert told["__typename"] == "JourneySimulated"


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"observations": [login(MONDAY)] * 1_001}, "observations"),
        ({"observations": [login(MONDAY), {"at": "soon"}]}, "observations[1].at"),
        ({"observations": [{"at": text_of(MONDAY), "event": "*"}]}, "observations[0].event"),
        ({"observations": [{"at": text_of(MONDAY), "traits": 1}]}, "observations[0].traits"),
        ({"observations": [{"at": text_of(MONDAY), "properties": {"a": 1}}]},
         "observations[0].properties"),
        ({"start": {"traits": [1]}}, "start.traits"),
        ({"start": {"traits": {}}, "at": "soon"}, "at"),
        ({"start": {"snapshot": "x"}, "at": text_of(MONDAY)}, "at"),
        ({"start": {"externalId": "\0"}}, "start.externalId"),
        ({"advance": {"until": "soon"}}, "advance.until"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_by_its_place(client, asked, path):
    told = await simulate(client, **asked)

    assert (told["code"], told["path"]) == ("BAD_ARGUMENT", path)


async def test_a_profile_that_nobody_heard_of_is_not_found(client):
    told = await simulate(client, start={"externalId": "nobody"})

    assert (told["code"], told["path"]) == ("NOT_FOUND", "start.externalId")


async def test_a_real_profile_begins_where_it_stands_and_nothing_of_it_changes(client):
    await client.publish(LEAD)
    await client.observe(*logins("u1", on=[MONDAY, TUESDAY]), became("u1", at=TUESDAY, seats=3))

    told = await simulate(
        client,
        {"version": {"journey": "lead"}},
        start={"externalId": "u1"},
        observations=[{"at": text_of(client.clock.now + DAY), "traits": {"plan": "pro"}}],
    )
    real = await client.ask(
        '{ profile(kind: CONTACT, externalId: "u1") { traits placement(journey: "lead") '
        "{ stage { key } } } }"
    )

    assert [step["from"]["key"] for step in told["steps"]] == ["active"]
    assert moves(told) == [("paying", text_of(client.clock.now + DAY), "DATA")]
    assert real["profile"] == {
        "traits": {"seats": 3},
        "placement": {"stage": {"key": "active"}},
    }


async def test_a_long_answer_is_cut_short_and_goes_on_from_its_snapshot(client, monkeypatch):
    life = [login(MONDAY + number * HOUR) for number in range(20)]
    whole = await simulate(client, observations=life, advance={"by": "P30D"})
    monkeypatch.setattr("engine.trying.MOST_STEPS", 6)
    pieces, left, start = [], life, None
    while not pieces or not pieces[-1]["complete"]:
        until = {"until": whole["until"]}
        pieces.append(await simulate(client, start=start, observations=left, advance=until))
        left = left[pieces[-1]["taken"] :]
        start = {"snapshot": pieces[-1]["snapshot"]}

    assert len(pieces) > 3
    assert [move for piece in pieces for move in moves(piece)] == moves(whole)
    assert pieces[-1]["explanation"] == whole["explanation"]


async def test_an_answer_with_all_detail_is_cut_short_by_how_much_there_is_to_tell(
    client, monkeypatch
):
    monkeypatch.setattr("engine.trying.MOST_RULES", 20)
    life = [login(MONDAY + number) for number in range(20)]

    told = await simulate(client, observations=life, detail="ALL")

    assert (told["complete"], 0 < told["taken"] < 20) == (False, True)
