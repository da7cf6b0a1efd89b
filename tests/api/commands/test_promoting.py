"""Journeys as files: listed, pulled, compared and published from one environment to another."""

import json

import pytest

from api.formats.catalogue import DocumentFormat, format_of
from tests.api.commands.running import cairn, refused
from tests.api.commands.test_keeping import objects, said
from tests.documents import RULE, a_document, a_stage

LEAD = a_document(layout={"positions": {"new": {"x": 1.5, "y": 2}}})
LONGER = LEAD | {
    "stages": [*LEAD["stages"], a_stage("won", entry=RULE, teams=["sales"])],
    "transitions": [*LEAD["transitions"], {"from": "active", "to": "won"}],
}


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, document):
        (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
        return name

    write("lead.json", LEAD)
    write("longer.json", LONGER)
    return tmp_path


@pytest.fixture
def production(files, sqlite_url, monkeypatch):
    """An installation in which the journey has two versions."""
    monkeypatch.setenv("CAIRN_DATABASE_URL", sqlite_url)
    cairn("journey", "publish", "lead.json")
    cairn("journey", "publish", "longer.json")
    return files


def status(result):
    assert result.stderr == ""
    return (result.exit_code, *result.stdout.splitlines())


@pytest.mark.usefixtures("production")
def test_what_was_published_is_pulled_as_it_was():
    pulled = [
        cairn("journey", "pull", "lead", "-o", "pulled.yaml"),
        cairn("journey", "pull", "lead", "--version", 1, "-o", "first.json"),
        cairn("journey", "pull", "lead", "-o", "drawn.react-flow.json"),
    ]

    assert [result.stderr for result in pulled] == [
        "Wrote pulled.yaml: live version of lead.\n",
        "Wrote first.json: version 1 of lead.\n",
        "Wrote drawn.react-flow.json: live version of lead.\n",
    ]
    assert status(cairn("journey", "diff", "longer.json", "pulled.yaml", "--layout")) == (
        *(0, "Nothing differs."),
    )
    assert status(cairn("journey", "diff", "lead.json", "first.json"))[0] == 0
    assert status(cairn("journey", "diff", "pulled.yaml", "drawn.react-flow.json"))[0] == 0


def test_every_format_is_pulled_by_its_suffix_or_by_its_name(production):
    cairn("journey", "pull", "lead", "-o", "lead.svg")
    screen = cairn("journey", "pull", "lead", "--format", "mermaid_state").stdout
    yaml = cairn("journey", "pull", "lead").stdout

    assert (production / "lead.svg").read_text().startswith("<svg ")
    assert "stateDiagram-v2" in screen
    assert yaml.startswith("format: cairn/1\n")
    assert [format_of(name) for name in ("a.json", "a.YML", "a.react-flow.json", "a.txt")] == [
        *(DocumentFormat.CAIRN_JSON, DocumentFormat.CAIRN_YAML),
        *(DocumentFormat.REACT_FLOW_JSON, None),
    ]


@pytest.mark.usefixtures("production")
def test_what_differs_is_told_in_sentences_with_the_exit_status_of_diff():
    assert status(cairn("journey", "diff", "lead@1", "lead")) == (
        1,
        "+ Stage won is new.",
        "+ Transition active -> won (ADVANCE) is new.",
        "1 stage added, 1 transition added.",
    )
    # A file alone is compared with what is live.
    assert status(cairn("journey", "diff", "lead.json"))[:2] == (1, "- Stage won is gone.")
    assert status(cairn("journey", "diff", "longer.json")) == (0, "Nothing differs.")


def test_what_is_only_drawn_otherwise_is_a_difference_where_it_is_asked_for(production):
    moved = LONGER | {"layout": {"positions": {"new": {"x": 9, "y": 2}}}}
    (production / "moved.json").write_text(json.dumps(moved))

    told = "Both mean the same; 1 element is drawn elsewhere."

    assert status(cairn("journey", "diff", "moved.json")) == (0, told)
    assert status(cairn("journey", "diff", "moved.json", "--layout")) == (1, told)


@pytest.mark.usefixtures("production")
def test_a_program_is_told_what_differs_as_json():
    result = cairn("journey", "diff", "lead@1", "lead@2", "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["same"], told["layout"]) == (1, False, [])
    assert told["differences"][0] == {
        "kind": "ADDED",
        "element": "STAGE",
        "name": "won",
        "id": None,
        "fields": [
            {"name": "key", "from": None, "to": "won"},
            {"name": "name", "from": None, "to": "Won"},
            {"name": "teams", "from": None, "to": ["sales"]},
            {"name": "entry", "from": None, "to": RULE},
        ],
        "summary": "Stage won is new.",
    }


@pytest.mark.usefixtures("production")
def test_journeys_are_listed():
    (listed,) = objects(cairn("journey", "list", "--json"))

    assert {name: listed[name] for name in ("key", "name", "kind", "version", "draft")} == {
        "key": "lead",
        "name": "Lead lifecycle",
        "kind": "CONTACT",
        "version": 2,
        "draft": None,
    }
    assert said(cairn("journey", "list")) == [
        "lead\tLead lifecycle\tCONTACT\tversion 2\tno draft",
    ]


@pytest.mark.usefixtures("files")
def test_a_journey_goes_from_one_environment_to_another(tmp_path):
    staging, production = (
        {"CAIRN_DATABASE_URL": f"sqlite:///{tmp_path}/{name}.db"} for name in ("staging", "live")
    )
    cairn("journey", "publish", "lead.json", **staging)
    cairn("journey", "pull", "lead", "-o", "promoted.react-flow.json", **staging)

    before = cairn("journey", "diff", "promoted.react-flow.json", **production)
    cairn("journey", "publish", "promoted.react-flow.json", **production)
    after = cairn("journey", "diff", "promoted.react-flow.json", **production)

    assert status(before) == (1, "There is no live version of lead.")
    assert status(after) == (0, "Nothing differs.")


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("pull", "sales"), "There is no live version of sales."),
        (("pull", "lead", "--version", "9"), "There is no version 9 of lead."),
        (("pull", "lead", "--draft"), "There is no draft of lead."),
        (
            ("pull", "lead", "--draft", "--version", "1"),
            "Say --version or --draft, one of the two.",
        ),
        (("pull", "lead", "-o", "none/lead.json"), "none/lead.json: No such file or directory"),
        (("diff", "lead"), "There is no draft of lead."),
        (("diff", "none.yaml"), "none.yaml: No such file or directory"),
        (("diff", "lead", "Lead"), "Lead: No such file or directory"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(words, sentence):
    assert refused(cairn("journey", *words)) == (2, sentence)


def test_a_file_is_refused_with_the_place_at_fault(production):
    flow = {"nodes": [{"id": "a", "data": {"role": "KING"}}], "journey": {"key": "lead"}}
    (production / "bad.react-flow.json").write_text(json.dumps(flow))

    status, line = refused(cairn("journey", "diff", "bad.react-flow.json"))

    assert (status, line.startswith("bad.react-flow.json:1: ")) == (2, True)
    assert "journey.name: is required" in line
    assert refused(cairn("journey", "pull", "lead", "-o", "lead.txt"))[1].startswith(
        "lead.txt: say --format, or end its name with one of .json, .yaml, .react-flow.json"
    )


@pytest.mark.usefixtures("production")
def test_a_journey_is_archived_and_brought_back():
    archived = cairn("journey", "archive", "lead", "--expected-version", 2)
    (listed,) = objects(cairn("journey", "list", "--json"))

    assert said(archived) == ["Archived the journey lead, which was at version 2."]
    assert (listed["version"], listed["archived_at"] is None) == (None, False)
    assert said(cairn("journey", "list"))[0].split("\t")[3] == "archived"
    assert refused(cairn("journey", "archive", "lead")) == (2, "There is no live journey 'lead'.")
    assert status(cairn("journey", "diff", "lead@2", "longer.json"))[0] == 0
    cairn("journey", "publish", "longer.json")
    assert objects(cairn("journey", "list", "--json"))[0]["version"] == 3
