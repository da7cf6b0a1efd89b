"""The README's tour runs as it stands: files are written, commands run, answers compared."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.scenarios.processes import CAIRN, ROOT, environment, free_port, running

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOUR = (ROOT / "README.md").read_text().split("## A tour")[1].split("\n## ")[0]


@dataclass(frozen=True)
class Block:
    """A fenced part of the README: its language, the file it is, its text."""

    language: str
    file: str
    text: str


def blocks() -> list[Block]:
    return [Block(*found) for found in BLOCK.findall(TOUR)]


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the tour's files, and `cairn` on the path of its commands."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "bin").mkdir()
    command = folder / "bin" / "cairn"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m {CAIRN[2]} "$@"\n')
    command.chmod(0o755)
    for block in blocks():
        if block.file:
            (folder / block.file).write_text(block.text)
    return folder


def shell(folder: Path, commands: str) -> str:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-euc", commands],
        cwd=folder,
        env={**environment(), "PATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_tour_says_what_its_commands_say_and_its_operations_answer(tour):
    port, heard = str(free_port()), []
    replay, keep, *others = (block.text for block in blocks() if block.language == "sh")
    output, *outputs = (block.text for block in blocks() if block.language == "output")

    assert shell(tour, replay) == output
    shell(tour, keep)
    assert [shell(tour, commands) for commands in others] == outputs
    key = (tour / "my-app.key").read_text().strip()
    with running("serve", cwd=tour, until="serves on", CAIRN_PORT=port):
        wait_until_ready(port)
        for block in blocks():
            if block.language == "graphql":
                heard.append(answered(port, key, block.text))

    mutation, query, subscription, *others = heard
    assert [result["__typename"] for result in mutation["observe"]["results"]] == [
        "ObservationAccepted",
        "ObservationAccepted",
    ]
    assert query["profile"]["placement"]["stage"]["name"] == "Customer"
    assert [visit["node"]["stage"]["key"] for visit in query["profile"]["visits"]["edges"]][-1] == (
        "customer"
    )
    assert subscription["stageChanges"]["cursor"] == "1"
    (came,) = (one["segmentChanges"]["change"] for one in others if "segmentChanges" in one)
    assert (came["profile"]["externalId"], came["entered"], came["trigger"]) == (
        "ada",
        True,
        "PUBLISH",
    )
    (drawn,) = (one["designer"] for one in others if "designer" in one)
    assert (drawn["__typename"], drawn["revision"]) == ("DesignerEdits", 1)
    assert [node["id"] for node in drawn["canvas"]["nodes"]] == ["stg_set_up"]
    assert [edge["id"] for edge in drawn["canvas"]["edges"]] == ["trn_1"]
    (preview,) = (one["publishPreview"] for one in others if "publishPreview" in one)
    # Both are contacts, and would begin where everybody does.
    assert preview["movements"]["flows"][0] | {"examples": []} == {
        "from": None,
        "to": "new",
        "count": 2,
        "examples": [],
    }
    (measured,) = (one["journey"]["funnel"] for one in others if "journey" in one)
    # Bob came with his first page view; Ada went on to the end.
    assert [step["reached"] for step in measured["steps"]] == [2, 1, 1]


def wait_until_ready(port: str) -> None:
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport) as client:
        client.get(f"http://127.0.0.1:{port}/readyz").raise_for_status()


def answered(port: str, key: str, document: str) -> dict:
    """The data of an operation; of a subscription, its first."""
    headers = {"Authorization": f"Bearer {key}"}
    url = f"http://127.0.0.1:{port}/graphql"
    if not document.startswith("subscription"):
        answer = httpx.post(url, json={"query": document}, headers=headers).json()
        assert "errors" not in answer, answer
        return answer["data"]
    headers["Accept"] = "text/event-stream"
    with httpx.stream("POST", url, json={"query": document}, headers=headers) as events:
        for line in events.iter_lines():
            if line.startswith("data: "):
                return json.loads(line.removeprefix("data: "))["data"]
    raise AssertionError("it ended without a word")
