import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from api.demo.clicks import FILE as CLICKS
from api.formats.json_text import json_line
from tests.api.commands.running import cairn, refused
from tests.broken_documents import DRAFTED

TESTS = Path(__file__).parent.parent.parent
DATA = TESTS / "data"
CASES = {path.stem: json.loads(path.read_text()) for path in (TESTS / "cases").glob("*.json")}

JOURNEY = {
    "format": "cairn/1",
    "key": "trial",
    "name": "Trial",
    "kind": "CONTACT",
    "movement": "FORWARD",
    "stages": [
        {"key": "new", "name": "New", "role": "ENTRY"},
        {
            "key": "active",
            "name": "Active",
            "entry": {"signal": {"count": "login"}, "is": "gte", "value": 2},
        },
    ],
    "transitions": [{"from": "new", "to": "active"}],
}


@pytest.fixture
def trial(tmp_path):
    path = tmp_path / "trial.json"
    path.write_text(json.dumps(JOURNEY))
    return path


def a_journey(tmp_path, **fields):
    path = tmp_path / "journey.json"
    path.write_text(json.dumps(JOURNEY | fields, indent=1))
    return path


def ndjson(lines):
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def printed(result):
    assert (result.exit_code, result.stderr) == (0, "")
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_case_gives_its_changes(tmp_path, name):
    case = CASES[name]
    (tmp_path / "journey.json").write_text(json.dumps(case["journey"]))
    options = ["--until", case["until"]] if case["until"] else []
    options += ["--health"] if case["health"] else []

    result = cairn(
        "replay", tmp_path / "journey.json", "-", *options, input=ndjson(case["observations"])
    )

    assert printed(result) == case["changes"]


def test_a_real_shops_customers_move_as_two_others_have_counted():
    expected = json.loads((DATA / "cdnow.expected.json").read_text())

    changes = printed(
        cairn("replay", DATA / "shop.json", DATA / "cdnow.ndjson", "--until", expected["until"])
    )

    assert {
        "changes": len(changes),
        "by_time": sum(change["trigger"] == "TIME" for change in changes),
        "moves": Counter(f"{change['from']} -> {change['to']}" for change in changes),
        "stage_counts": {
            instant: standing(change for change in changes if change["at"] <= instant)
            for instant in expected["stage_counts"]
        },
    } == {name: expected[name] for name in ("changes", "by_time", "moves", "stage_counts")}


def test_a_real_shops_visitors_come_as_far_as_their_clicks_say(tmp_path):
    oracle = json.loads((DATA / "ecom.oracle.json").read_text())
    document = json.loads((DATA / "checkout.json").read_text())
    steps = {stage["key"]: str(step) for step, stage in enumerate(document["stages"])}

    changes = printed(
        cairn("replay", DATA / "checkout.json", "-", input=ndjson(sorted(clicks(), key=at)))
    )

    assert {
        day: Counter(
            steps[stage]
            for stage, count in standing(change for change in changes if at(change) < day).items()
            for _ in range(count)
        )
        for day in oracle["furthest_step_counts_before"]
    } == oracle["furthest_step_counts_before"]


def clicks():
    with gzip.open(CLICKS, "rt") as rows:
        for row in csv.DictReader(rows):
            instant = f"{row['timestamp'].replace(' ', 'T')}Z"
            yield {"profile": row["user_id"], "at": instant, "event": row["event"]}


def at(line):
    return line["at"]


def standing(changes):
    """How many profiles stand in each stage once these changes are made."""
    stages = {}
    for change in changes:
        stages[change["profile"]] = change["to"]
    return Counter(stages.values())


def test_a_yaml_journey_gives_what_its_json_gives(tmp_path, trial):
    yaml = tmp_path / "trial.yaml"
    yaml.write_text(
        """
        format: cairn/1
        key: trial
        name: Trial
        kind: CONTACT
        movement: FORWARD
        stages:
          - {key: new, name: New, role: ENTRY}
          - {key: active, name: Active, entry: {signal: {count: login}, is: gte, value: 2}}
        transitions:
          - {from: new, to: active}
        """
    )
    lines = ndjson([{"profile": "u", "at": f"2026-01-0{day}", "event": "login"} for day in (1, 2)])

    assert printed(cairn("replay", yaml, "-", input=lines)) == printed(
        cairn("replay", trial, "-", input=lines)
    )


def test_observations_are_read_from_a_file_whose_empty_lines_say_nothing(tmp_path, trial):
    observations = tmp_path / "observations.ndjson"
    observations.write_bytes(
        b'\xef\xbb\xbf{"profile": "u", "at": "2026-01-05T01:00:00+01:00", "traits": null}\r\n\r\n'
        b'{"profile": "u", "at": "2026-01-05T00:00:00.5Z", "event": "login"}\n'
        b'{"profile": "u", "at": "2026-01-05", "event": "login"}'
    )

    assert printed(cairn("replay", trial, observations)) == [
        {
            "profile": "u",
            "from": None,
            "to": "new",
            "at": "2026-01-05T00:00:00Z",
            "move": "ENTER",
            "trigger": "DATA",
            "skipped": [],
        },
        {
            "profile": "u",
            "from": "new",
            "to": "active",
            "at": "2026-01-05T00:00:00.500000Z",
            "move": "ADVANCE",
            "trigger": "DATA",
            "skipped": [],
        },
    ]


@pytest.mark.parametrize("broken", DRAFTED, ids=str)
def test_a_journey_that_may_only_be_drafted_is_not_replayed(tmp_path, broken):
    path = tmp_path / "journey.json"
    path.write_text(json_line(broken.document))

    status, message = refused(cairn("replay", path, "-", input=""))

    assert status == 2
    assert message.startswith(f"{path}:1: {broken.path}: {broken.code}: ")


def test_what_came_before_a_bad_line_has_been_printed(trial):
    result = cairn("replay", trial, "-", input='{"profile": "u", "at": "2026-01-05"}\nnonsense\n')

    assert result.stdout.count("\n") == 1
    assert refused(result) == (2, "-:2: is not JSON: Expecting value at column 1")


GOOD = '{"profile": "u", "at": "2026-01-05T00:00:00Z"'


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("[]", "must be an object, not a list"),
        ('"u"', "must be an object, not a string"),
        ('{"profile": "u"', "is not JSON: Expecting ',' delimiter at column 16"),
        (f"{GOOD}}} {{}}", "is not JSON: Extra data at column 48"),
        ("[" * 100_000, "is nested too deep to be read"),
        ('{"at": "2026-01-05T00:00:00Z"}', "profile: is required"),
        ('{"profile": null, "at": "2026-01-05T00:00:00Z"}', "profile: is required"),
        ('{"profile": "u"}', "at: is required"),
        ('{"profile": "", "at": "2026-01-05"}', "profile: must not be empty"),
        ('{"profile": 7, "at": "2026-01-05"}', "profile: must be a string, not a number"),
        (
            '{"profile": "%s", "at": "2026-01-05"}' % ("u" * 201),
            "profile: has more than 200 characters",
        ),
        (
            '{"profile": "\\ud800", "at": "2026-01-05"}',
            "profile: holds a lone surrogate, which is not Unicode text",
        ),
        (
            f'{GOOD}, "trait": {{}}}}',
            "trait: is not a field of an observation; did you mean 'traits'?",
        ),
        (f'{GOOD}, "kind": "CONTACT"}}', "kind: is not a field of an observation"),
        (f'{GOOD}, "traits": []}}', "traits: must be an object, not a list"),
        (f'{GOOD}, "properties": "x"}}', "properties: must be an object, not a string"),
        (f'{GOOD}, "event": ""}}', "event: must not be empty"),
        (f'{GOOD}, "event": "*"}}', "event: '*' means any event in criteria and cannot be one"),
        (
            f'{GOOD}, "properties": {{"total": 7}}}}',
            "properties: belong to an event, and there is none",
        ),
        (f'{GOOD}, "event": true}}', "event: must be a string, not true"),
        (f'{GOOD}, "event": "{"e" * 201}"}}', "event: has more than 200 characters"),
        (f'{GOOD}, "traits": {{"a": NaN}}}}', "traits.a: is not a finite number"),
        (f'{GOOD}, "traits": {{"a": [1, -Infinity]}}}}', "traits.a[1]: is not a finite number"),
        (
            f'{GOOD}, "event": "e", "properties": {{"a": {{"b": 0.{"3" * 30}}}}}}}',
            "properties.a.b: is a number of more than 30 digits",
        ),
        (
            f'{GOOD}, "traits": {{"a": {"9" * 10_000}}}}}',
            "traits.a: is a number of more than 30 digits",
        ),
        (
            f'{GOOD}, "traits": {{"a": 1e999999999}}}}',
            "traits.a: is a number of more than 30 digits",
        ),
        (
            f'{GOOD}, "traits": {{"a": "\\udfff"}}}}',
            "traits.a: holds a lone surrogate, which is not Unicode text",
        ),
        (f'{GOOD}, "traits": {{"a": "\\u0000"}}}}', "traits.a: holds a NUL character"),
        (
            f'{GOOD}, "traits": {{"a": {"[" * 40}{"]" * 40}}}}}',
            f"traits.a{'[0]' * 31}: is nested more than 32 levels deep",
        ),
        (
            f'{GOOD}, "traits": {{"a": "{"x" * 10_000_000}"}}}}',
            "traits: is larger than 32 kB",
        ),
    ],
    ids=lambda text: text[:60],
)
def test_a_bad_line_is_named_with_its_field(trial, line, fault):
    result = cairn("replay", trial, "-", input=f"{line}\n")

    assert refused(result) == (2, f"-:1: {fault}")


@pytest.mark.parametrize(
    "instant",
    [
        "2026-13-01T00:00:00Z",
        "2026-02-30",
        "10000-01-01T00:00:00Z",
        "0000-12-31T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "2026-01-05T00:00:00.1234567Z",
        "yesterday",
        "",
    ],
)
def test_a_bad_instant_is_shown(trial, instant):
    result = cairn("replay", trial, "-", input=ndjson([{"profile": "u", "at": instant}]))

    assert refused(result) == (
        2,
        f"-:1: at: '{instant}' is not an instant such as 2026-01-05T00:00:00Z",
    )


def test_the_year_1_and_the_year_9999_are_instants(trial):
    lines = [
        {"profile": "u", "at": "0001-01-01T00:00:00Z"},
        {"profile": "v", "at": "9999-12-31T23:59:59.999999Z"},
    ]

    changes = printed(cairn("replay", trial, "-", input=ndjson(lines)))

    assert [change["at"] for change in changes] == [line["at"] for line in lines]


def test_a_line_that_is_not_utf_8_is_named_with_its_file(tmp_path, trial):
    observations = tmp_path / "latin.ndjson"
    observations.write_bytes(b'{"profile": "u", "at": "2026-01-05"}\n{"profile": "\xe9"}\n')

    assert refused(cairn("replay", trial, observations)) == (
        2,
        f"{observations}:2: is not UTF-8 at byte 14",
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"movment": 7}, "31: movment: is not a field of a journey; did you mean 'movement'?"),
        ({"movement": "SIDEWAYS"}, "6: movement: 'SIDEWAYS' is none of FORWARD, STEPWISE, FREE"),
        (
            {"transitions": [{"from": "new", "to": "nowhere"}]},
            "28: transitions[0].to: there is no stage 'nowhere'",
        ),
        (
            {"transitions": [{"from": "new", "to": "active", "after": "P1M"}]},
            "29: transitions[0].after: 'P1M' counts months or years, whose length is ambiguous",
        ),
    ],
)
def test_a_fault_in_a_document_is_named_with_its_line_and_path(tmp_path, fields, fault):
    journey = a_journey(tmp_path, **fields)

    assert refused(cairn("replay", journey, "-", input="")) == (2, f"{journey}:{fault}")


def test_of_several_faults_the_first_is_named_and_the_others_are_counted(tmp_path):
    journey = a_journey(tmp_path, kind="PERSON", movement="SIDEWAYS", name=7)

    assert refused(cairn("replay", journey, "-", input="")) == (
        2,
        f"{journey}:4: name: must be a string, not a number (and 2 more)",
    )


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {
                "transitions": [
                    {"from": "new", "to": "active"},
                    {"from": "active", "to": "new"},
                ]
            },
            "30: transitions[1]: ADVANCE_CYCLE: ADVANCE transitions lead round in a circle "
            "(new -> active -> new), so that no stage is the more advanced one.",
        ),
        (
            {"transitions": [{"from": "*", "to": "active"}]},
            "26: transitions[0]: ANYWHERE_NOT_EXIT: * -> active (ADVANCE) leaves from everywhere, "
            "which only EXIT transitions may.",
        ),
    ],
)
def test_a_journey_without_a_meaning_is_not_replayed(tmp_path, fields, fault):
    journey = a_journey(tmp_path, **fields)

    assert refused(cairn("replay", journey, "-", input="")) == (2, f"{journey}:{fault}")


def test_a_journey_that_only_cannot_be_published_is_replayed(tmp_path):
    doubled = a_journey(tmp_path, transitions=[{"from": "new", "to": "active"}] * 2)

    changes = printed(cairn("replay", doubled, "-", input='{"profile": "u", "at": "2026-01-05"}'))

    assert [change["to"] for change in changes] == ["new"]


def test_text_that_is_no_document_is_named_with_its_line(tmp_path):
    json_text, yaml_text = tmp_path / "broken.json", tmp_path / "broken.yaml"
    json_text.write_text('{\n "format": cairn\n}')
    yaml_text.write_text("format: cairn/1\nkey: [a\n")

    lines = [refused(cairn("replay", path, "-", input=""))[1] for path in (json_text, yaml_text)]

    assert lines[0] == f"{json_text}: line 2, column 12: Expecting value"
    assert lines[1].startswith(f"{yaml_text}: line 3, column 1: ")


def test_files_that_are_not_there_are_named(tmp_path, trial):
    missing = tmp_path / "missing.json"

    assert refused(cairn("replay", missing, "-")) == (2, f"{missing}: No such file or directory")
    assert refused(cairn("replay", trial, missing)) == (2, f"{missing}: No such file or directory")
    assert refused(cairn("replay", trial, tmp_path)) == (2, f"{tmp_path}: Is a directory")


def test_a_bad_until_is_named(trial):
    assert refused(cairn("replay", trial, "-", "--until", "soon", input="")) == (
        2,
        "--until: 'soon' is not an instant such as 2026-01-05T00:00:00Z",
    )


SEGMENT = {
    "format": "cairn-segment/1",
    "key": "quiet",
    "name": "Quiet",
    "kind": "CONTACT",
    "criteria": {"signal": {"age": {"last": "login"}}, "is": "gte", "value": "P2D"},
}
LOGIN = {"profile": "u1", "at": "2026-01-05T00:00:00Z", "event": "login"}


def test_a_journey_is_replayed_with_the_segments_that_it_reads(tmp_path):
    asked = {"signal": {"segment": "quiet"}, "is": "eq", "value": True}
    stages = [JOURNEY["stages"][0], JOURNEY["stages"][1] | {"entry": asked}]
    segment = tmp_path / "quiet.json"
    segment.write_text(json.dumps(SEGMENT))

    told = cairn(
        "replay",
        a_journey(tmp_path, stages=stages),
        "-",
        *("--until", "2026-02-01T00:00:00Z", "--segment", segment),
        input=ndjson([LOGIN]),
    )

    assert [list(json.loads(line).values())[1:4] for line in told.stdout.splitlines()] == [
        [None, "new", "2026-01-05T00:00:00Z"],
        ["quiet", True, "2026-01-07T00:00:00Z"],
        ["new", "active", "2026-01-07T00:00:00Z"],
    ]


def test_a_segment_that_nobody_can_be_judged_by_is_refused(tmp_path, trial):
    segment = tmp_path / "quiet.json"
    segment.write_text(json.dumps(SEGMENT | {"criteria": {"all": []}}))

    status, error = refused(cairn("replay", trial, "-", "--segment", segment, input=""))

    assert status == 2
    assert error == (
        f"{segment}:1: criteria.all: CRITERIA_EMPTY_GROUP: There is an all without rules in "
        "the criteria."
    )
