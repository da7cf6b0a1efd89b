"""A stranger starts the demo, pastes what it prints, stops it, and finds it as it was."""

import json
import re
import shlex
import signal
from itertools import pairwise

import httpx

from tests.scenarios.processes import free_port, running, said


def test_a_stranger_sees_customers_move_a_minute_after_the_first_command(tmp_path):
    port = str(free_port())
    start = {"cwd": tmp_path, "until": "Ctrl-C stops it", "CAIRN_PORT": port}

    with running("demo", **start) as demo:
        second = said("demo", cwd=tmp_path, CAIRN_PORT=port)
        where, push, listen = map(pasted, curls(demo, port))
        populations = {
            journey["name"]: sum(stage["population"] for stage in journey["stages"])
            for journey in asked(where)["journeys"]
        }
        (pushed,) = asked(push)["observe"]["results"]
        move = first_heard(listen)
        exit_status = demo.stopped(signal.SIGINT)
    kept = (tmp_path / ".cairn" / "demo.key").read_text().strip()
    with running("demo", **start) as again:
        where_again = pasted(curls(again, port)[0])
        populations_again = asked(where_again)["journeys"]
        again.stopped(signal.SIGTERM)

    assert populations["Storefront"] == 600
    assert min(populations.values()) >= 60
    assert [change["to"] for change in pushed["changes"]] == [{"name": "MQL"}]
    assert move["stageChanges"]["change"]["profile"]["externalId"]
    assert "Traceback" not in demo.output, demo.output
    assert exit_status == 0
    assert (second.returncode, second.stderr) == (
        1,
        f"Port {port} of 127.0.0.1 cannot be had (Address already in use);"
        " stop who has it, or set CAIRN_PORT.\n",
    )
    assert (
        where_again["headers"]["Authorization"]
        == f"Bearer {kept}"
        == (where["headers"]["Authorization"])
    )
    assert [journey["name"] for journey in populations_again] == list(populations)
    assert (tmp_path / ".cairn" / "demo.key").stat().st_mode & 0o777 == 0o600
    assert said("doctor", cwd=tmp_path).stdout == "demo: all is well\n"


def curls(demo, port):
    """The operations that it printed."""
    assert f"http://localhost:{port}/#key=ck_live_" in demo.output
    return re.findall(r"^curl (?:.*\\\n)*.*$", demo.output, flags=re.MULTILINE)


def pasted(curl):
    """What the shell and curl would make of the words."""
    words = shlex.split(curl.replace("\\\n", " "))
    headers = dict(word.split(": ", 1) for flag, word in pairwise(words) if flag == "-H")
    return {"url": words[2], "headers": headers, "content": words[words.index("-d") + 1]}


def asked(operation):
    answer = httpx.post(**operation).json()
    assert "errors" not in answer, answer
    return answer["data"]


def first_heard(operation):
    """The first event of a stream."""
    with httpx.stream("POST", **operation, timeout=60) as stream:
        for line in stream.iter_lines():
            if line.startswith("data: {"):
                return json.loads(line.removeprefix("data: "))["data"]
    raise AssertionError("the stream ended")
