import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.page.routes import FILES
from store.database import Database
from tests.api.client import Client
from tests.api.conftest import opened_workspace
from tests.builders import MONDAY, a_journey, at_least, became, document_of, logins

PAGE = Path("api/page")
JOURNEY = a_journey("trial -> adoption", adoption=at_least("login", 2))

pytestmark = pytest.mark.anyio


async def test_a_journey_is_drawn_with_who_stands_where_now(client: Client):
    await client.publish(JOURNEY)
    await client.observe(*logins("ada", on=[MONDAY, MONDAY + 1]), *logins("ben", on=[MONDAY]))

    answer = await drawing(client, "lead")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert populations(answer.text) == {"trial": "1", "adoption": "1"}


async def test_a_journey_is_drawn_with_how_well_those_are_who_stand_there(client: Client):
    measure = {"key": "size", "signal": {"trait": "size"}, "points": [[0, 0], [9, 100]]}
    document = document_of(JOURNEY) | {"health": [{"measures": [measure]}]}
    await client.publish(document)
    sizes = {"ada": 9, "ben": 8, "cyd": 4, "dan": 1}
    await client.observe(*(became(name, at=MONDAY, size=size) for name, size in sizes.items()))
    await client.observe(*logins("eve", on=[MONDAY]))

    svg = ElementTree.fromstring((await drawing(client, "lead")).text)

    (trial,) = svg.iterfind(".//{*}g[@data-stage='trial']")
    assert [it.text for it in trial.iterfind("{*}text[@class='count']")] == ["2", "1", "1", "1"]


async def test_ways_are_drawn_with_the_share_of_those_who_went_on_and_stages_with_stays(
    client: Client,
):
    await client.publish(JOURNEY)
    await client.observe(*logins("ada", on=[MONDAY, MONDAY + 1]), *logins("ben", on=[MONDAY]))

    svg = ElementTree.fromstring((await drawing(client, "lead")).text)

    assert [it.text for it in svg.iterfind(".//{*}text[@class='rate']")] == ["50%"]
    assert len([*svg.iterfind(".//{*}text[@class='dwell']")]) == 2


async def drawing(client: Client, journey: str, key: str | None = None):
    headers = {"authorization": f"Bearer {key or client.key}"}
    return await client.http.get(f"/journeys/{journey}.svg", headers=headers)


def populations(svg: str) -> dict[str, str]:
    drawn = ElementTree.fromstring(svg)
    return {
        stage.attrib["data-stage"]: stage.findtext("./{*}text[@class='population']")
        for stage in drawn.iterfind(".//{*}g[@data-stage]")
    }


async def test_no_key_and_a_wrong_one_open_no_picture(client: Client):
    await client.publish(JOURNEY)

    without = await client.http.get("/journeys/lead.svg")
    wrong = await drawing(client, "lead", "ck_live_nonsense")
    in_the_address = await client.http.get(f"/journeys/lead.svg?key={client.key}")

    assert [one.status_code for one in (without, wrong, in_the_address)] == [401, 401, 401]
    assert without.headers["www-authenticate"] == "Bearer"


async def test_another_workspaces_journey_is_not_there(client: Client, database: Database):
    await client.publish(JOURNEY)
    _, stranger = await opened_workspace(database, "bolt")

    answers = [await drawing(client, "lead", stranger), await drawing(client, "nowhere")]

    assert [(one.status_code, one.text) for one in answers] == [
        (404, "There is no such journey.\n"),
        (404, "There is no such journey.\n"),
    ]


async def test_the_page_and_all_that_it_loads_come_from_here(client: Client):
    page = await client.http.get("/")
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)

    answers = {path: await client.http.get(path) for path in loaded}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        ("/page/mark.svg", "/page/page.css", "/page/page.js"), 200
    )
    assert {answer.headers["x-content-type-options"] for answer in answers.values()} == {"nosniff"}


async def test_the_pages_policy_lets_nothing_else_in(client: Client):
    page = await client.http.get("/")

    policy = page.headers["content-security-policy"]
    allowed = {words.split()[0]: words.split()[1:] for words in policy.split("; ")}
    assert {name: sources for name, sources in allowed.items() if sources != ["'self'"]} == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


@pytest.mark.parametrize("name", [name for name in FILES if name != "mark.svg"])
async def test_nothing_on_the_page_names_another_host_or_makes_markup_of_text(name: str):
    text = (PAGE / name).read_text(encoding="utf-8")

    assert re.findall(r"https?://|//\w+\.|innerHTML|outerHTML|insertAdjacent|eval\(", text) == []
    assert re.findall(r" on\w+=|style=|<style|<script>", text) == []
