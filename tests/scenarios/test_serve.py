"""A server and the commands beside it, processes of their own over one SQLite file."""

import json
import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.scenarios.processes import free_port, running, said

DATA = Path(__file__).parent.parent / "data"
STANDINGS = "{ journeys { key version stages { key population } } }"


@pytest.fixture
def place(tmp_path):
    """Where an installation's processes run, and on which port."""
    return {"cwd": tmp_path, "CAIRN_PORT": str(free_port())}


def test_what_commands_bring_in_beside_a_server_is_what_the_server_tells(place):
    key = said("keys", "create", "tests", **place).stdout.splitlines()[-1]

    with running("serve", until="Cairn serves", **place) as server:
        published = said("journey", "publish", DATA / "shop.json", **place)
        imported = said("import", DATA / "cdnow.ndjson", **place)
        told = asked(place, key, STANDINGS)
        exit_status = server.stopped(signal.SIGTERM)

    assert published.stdout == "Published version 1 of the journey shop.\n"
    assert imported.stdout == "Imported 6,919 observations.\n"
    (shop,) = told["journeys"]
    assert {stage["key"]: stage["population"] for stage in shop["stages"]} == {
        "new": 0,
        "active": 0,
        "loyal": 0,
        "at-risk": 0,
        "lapsed": 2357,
    }
    assert (exit_status, "Traceback" in server.output) == (0, False)
    assert said("doctor", **place).stdout == "default: all is well\n"


def asked(place, key, query):
    """What the server answers, as soon as it listens."""
    transport = httpx.HTTPTransport(retries=20)
    with httpx.Client(transport=transport, timeout=30) as http:
        answer = http.post(
            f"http://127.0.0.1:{place['CAIRN_PORT']}/graphql",
            headers={"authorization": f"Bearer {key}", "content-type": "application/json"},
            content=json.dumps({"query": query}),
        )
    return answer.json()["data"]


def test_a_worker_stops_when_it_is_told_to(place):
    with running("worker", until="at work", **place) as worker:
        exit_status = worker.stopped(signal.SIGTERM)

    assert (exit_status, "Traceback" in worker.output) == (0, False)


def test_a_server_says_that_somebody_has_its_port(place):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(place["CAIRN_PORT"])))
        taken.listen()

        server = said("serve", **place)

    assert (server.returncode, server.stderr) == (
        1,
        f"Port {place['CAIRN_PORT']} of 127.0.0.1 cannot be had (Address already in use);"
        " stop who has it, or set CAIRN_PORT.\n",
    )


def test_a_database_that_is_not_there_is_said_in_one_line(place):
    nowhere = f"postgresql://nobody@127.0.0.1:{free_port()}/cairn"

    results = [
        said(*words, **place, CAIRN_DATABASE_URL=nowhere)
        for words in (("serve",), ("worker",), ("migrate",), ("doctor",))
    ]

    assert [(one.returncode, one.stderr.count("\n")) for one in results] == [(1, 1)] * 4
