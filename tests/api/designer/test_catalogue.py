"""What a designer's palettes and rule builders are filled with."""

import pytest

from domain.document import MAX_STAGES
from tests.builders import FRIDAY, a_journey, became, did, document_of

pytestmark = pytest.mark.anyio

FIELD = "path types values examples fillRate operators"
ASK = f"""
query ($kind: ProfileKind!) {{ designerCatalog(kind: $kind) {{
  kind hash hasAllTraits hasAllEvents
  traits {{ {FIELD} }}
  events {{ name isComplete properties {{ {FIELD} }} }}
  sample {{ total profiles observations }}
  signals {{ name gives required optional operators }}
  operators {{ type operators }}
  journeys {{ key version }}
  teams {{ key }}
  personas
  templates {{ key kind }}
  limits {{ edits stages transitions lanes notes criteriaDepth criteriaRules }}
}} }}
"""
HASH = "query ($kind: ProfileKind!) { designerCatalog(kind: $kind) { hash } }"


async def catalogue(client, kind="CONTACT"):
    return (await client.ask(ASK, kind=kind))["designerCatalog"]


async def hashed(client, kind="CONTACT"):
    return (await client.ask(HASH, kind=kind))["designerCatalog"]["hash"]


def ada(plan="free", **more):
    return became("ada", at=FRIDAY, plan=plan, email="ada@example.com", **more)


async def test_what_arrived_is_there_at_once_with_what_it_held(client):
    await client.observe(
        ada(company={"size": 5}),
        became("bob", at=FRIDAY, plan="paid"),
        did("ada", "login", at=FRIDAY, device="phone"),
        did("bob", "login", at=FRIDAY),
        did("bob", "page", at=FRIDAY),
    )

    found = await catalogue(client)

    traits = {field["path"]: field for field in found["traits"]}
    assert list(traits) == ["company", "company.size", "email", "plan"]
    assert traits["plan"] == {
        "path": "plan",
        "types": ["string"],
        "values": ["free", "paid"],
        "examples": ["free", "paid"],
        "fillRate": 1,
        "operators": "eq ne lt lte gt gte in not_in contains exists missing".split(),
    }
    assert (traits["email"]["values"], traits["email"]["examples"]) == (None, ["ada@example.com"])
    assert (traits["company.size"]["fillRate"], traits["company.size"]["types"]) == (
        0.5,
        ["number"],
    )
    [login, page] = found["events"]
    assert [field["fillRate"] for field in login["properties"]] == [0.5]
    assert (page["name"], page["properties"], page["isComplete"]) == ("page", [], True)
    assert found["sample"] == {"total": 2, "profiles": 2, "observations": 3}
    assert (found["hasAllTraits"], found["hasAllEvents"]) == (True, True)


async def test_kinds_of_profiles_have_a_catalogue_each(client):
    await client.observe(ada())

    found = await catalogue(client, "ACCOUNT")

    assert (found["kind"], found["traits"], found["events"]) == ("ACCOUNT", [], [])
    assert {template["kind"] for template in found["templates"]} == {"ACCOUNT"}


async def test_a_workspace_brings_its_own_words(client):
    await client.publish(a_journey("trial -> adoption"))

    found = await catalogue(client)

    assert found["journeys"] == [{"key": "lead", "version": 1}]
    assert "sales" in {team["key"] for team in found["teams"]}
    assert found["limits"]["stages"] == MAX_STAGES


async def test_personas_are_those_that_arrived_and_those_that_health_is_measured_for(client):
    measures = [{"key": "size", "signal": {"trait": "size"}, "points": [[0, 0], [9, 100]]}]
    journey = document_of(a_journey("trial -> adoption"))
    journey["stages"][1]["health"] = [
        {"for": ["power-user", "sponsor"], "measures": measures},
        {"measures": measures},
    ]
    before = await hashed(client)
    await client.observe(became("ada", at=FRIDAY, persona="decision-maker"))
    await client.observe(became("bob", at=FRIDAY, persona="champion"))
    await client.observe(became("cyd", at=FRIDAY, persona=7))
    await client.publish(journey)

    found = await catalogue(client)

    assert found["personas"] == ["champion", "decision-maker", "end-user", "power-user", "sponsor"]
    assert found["hash"] != before
    assert (await catalogue(client, "ACCOUNT"))["personas"] == []


async def test_rules_are_made_of_forms_and_operators(client):
    found = await catalogue(client)

    forms = {form["name"]: form for form in found["signals"]}
    assert forms["sum"] == {
        "name": "sum",
        "gives": "number",
        "required": ["sum", "property"],
        "optional": ["within", "where", "lifetime"],
        "operators": "eq ne lt lte gt gte in not_in exists missing".split(),
    }
    assert (forms["trait"]["gives"], forms["trait"]["operators"]) == (None, [])
    assert {"type": "object", "operators": ["exists", "missing"]} in found["operators"]


async def test_a_hash_is_another_one_when_there_is_something_new(client):
    hashes = [await hashed(client)]
    await client.observe(ada())
    hashes.append(await hashed(client))
    await client.observe(ada("paid"))
    hashes.append(await hashed(client))
    await client.publish(a_journey("trial -> adoption"))
    hashes.append(await hashed(client))

    assert len(set(hashes)) == 4
    await client.observe(became("bob", at=FRIDAY, plan="free"))
    assert await hashed(client) == hashes[-1]
    assert await hashed(client, "ACCOUNT") != hashes[-1]
