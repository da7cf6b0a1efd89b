"""What is written in every format; others' tools read the same files in `make outside`."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st

from api.documents import read_json, read_yaml
from api.formats.catalogue import FORMATS, DocumentFormat, text_of, value_of
from api.formats.json_text import json_text
from domain.draft_document import document_of, draft_of
from tests.api.formats.drawn import DRAWN, GOLDEN, HOSTILE, lifecycle
from tests.strategies.edits import any_drafts, counted

F = DocumentFormat
WRITTEN = r"(?:[\w ,.()/+-]|#\d+;|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"
"""All that Mermaid sees of what people wrote."""
PICTURED = {"svg", "title", "desc", "defs", "marker", "path", "g", "text", "rect"}


def named(text, color="red"):
    """A draft in which everything is called that."""
    stages = [
        {"id": key, "key": key, "name": text, "description": text, "color": color, "lane": "lane"}
        for key in ("one", "other")
    ]
    return draft_of(
        {
            "format": "cairn/1",
            "key": "lead",
            "name": text,
            "kind": "CONTACT",
            "movement": "FORWARD",
            "stages": stages,
            "transitions": [{"from": "one", "to": "other", "after": "P1D"}],
            "lanes": [{"key": "lane", "name": text, "color": color}],
            "notes": [{"text": text}],
        },
        counted(),
    )


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", DRAWN)
def test_every_format_is_written_as_it_was(name, format):
    kept = (GOLDEN / f"{name}{FORMATS[format].suffix}").read_text(encoding="utf-8")

    assert text_of(DRAWN[name], format) == kept


@given(any_drafts())
def test_every_draft_can_be_written_in_every_format(draft):
    assert [format for format in F if not text_of(draft, format).endswith("\n")] == []


def test_what_a_format_has_no_word_for_is_said_in_sentences():
    losses = [loss for page in FORMATS.values() for loss in page.losses]

    assert set(FORMATS) == set(F)
    assert [loss for loss in losses if not re.fullmatch(r"[A-Z].*\.", loss)] == []


@given(any_drafts())
def test_a_document_comes_back_as_it_went(draft):
    read = [read_json(text_of(draft, F.CAIRN_JSON)), read_yaml(text_of(draft, F.CAIRN_YAML))]

    assert read == [document_of(draft)] * 2


def test_json_is_laid_out_exact_and_without_tags():
    value = {"a": "</script>&", "b": [None, True, 10**40], "c": "x" * 100, "d": [], "e": {}}

    text = json_text(value)

    assert json.loads(text) == value
    assert not set("<>&") & set(text)
    assert text.splitlines()[2] == '  "b": [null, true, 1' + "0" * 40 + "],"


@given(texts)
def test_whatever_somebody_writes_is_text_in_a_picture_and_nothing_else(text):
    svg = ElementTree.fromstring(text_of(named(text, color=text), F.SVG))

    attributes = {name for element in svg.iter() for name in element.attrib}
    assert {element.tag.partition("}")[2] for element in svg.iter()} <= PICTURED
    assert not any(name.startswith("on") or "href" in name for name in attributes)


@pytest.mark.parametrize("name", DRAWN)
def test_every_picture_can_be_painted(name):
    painted = resvg_py.svg_to_bytes(svg_string=text_of(DRAWN[name], F.SVG))

    assert bytes(painted).startswith(b"\x89PNG")


def test_a_picture_of_what_is_far_away_is_laid_out_anew():
    document = document_of(lifecycle())
    document["layout"]["positions"]["churn"] = {"x": 10**25, "y": 0}

    svg = ElementTree.fromstring(text_of(draft_of(document, counted()), F.SVG))

    assert int(svg.attrib["width"]) < 10_000


@given(texts)
def test_graphml_gives_back_what_was_written(text):
    graph = nx.read_graphml(BytesIO(text_of(named(text), F.GRAPHML).encode()))

    # XML has no way to write most control characters, and one line break only.
    shown = re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    shown = shown.replace("\r\n", "\n").replace("\r", "\n")
    assert graph.nodes["one"].get("name", "") == shown
    assert list(graph.edges) == [("one", "other")]
    assert graph.edges["one", "other"]["after"] == "P1D"


def test_graphml_has_every_field():
    graph = nx.read_graphml(BytesIO(text_of(lifecycle(), F.GRAPHML).encode()))

    value = graph.nodes["value"]
    assert (value["teams"], value["lane"]) == ('["customer-success"]', "delivery")
    assert (value["x"], value["y"]) == (1200.0, 140.0)
    assert json.loads(value["entry"])["all"][1]["value"] == 1
    assert graph.edges["*", "churn"]["kind"] == "EXIT"
    assert json.loads(graph.graph["lanes"])[0]["key"] == "acquisition"


@given(texts)
@pytest.mark.parametrize("format", [F.MERMAID_STATE, F.MERMAID_FLOWCHART])
def test_nothing_that_mermaid_could_understand_comes_of_what_somebody_writes(format, text):
    plain = text_of(named("name"), format).splitlines()
    lines = text_of(named(text), format).splitlines()

    assert len(lines) == len(plain)
    for line, usual in zip(lines, plain, strict=True):
        around = re.escape(usual).replace("name", WRITTEN)
        assert re.fullmatch(around, line), line


@given(texts)
def test_a_text_stays_between_its_quotes_in_dot(text):
    plain = text_of(named("name"), F.DOT)
    strings = r'"(?:[^"\\\n]|\\["\\n])*"'

    assert re.sub(strings, '""', text_of(named(text), F.DOT)) == re.sub(strings, '""', plain)


def test_a_machine_asks_in_the_order_in_which_profiles_move():
    machine = value_of(lifecycle(), F.XSTATE_JSON)

    def targets(state):
        ways = machine["states"][state].get("on", {"evaluate": []})["evaluate"]
        return [way["target"] for way in ways]

    assert machine["initial"] == "(unplaced)"
    assert targets("(unplaced)")[:3] == ["churn", "expansion", "retention"]
    assert targets("value") == ["churn", "expansion", "retention"]
    assert targets("expansion") == ["churn", "retention"]
    assert targets("churn") == ["onboarding"]
    assert machine["states"]["retention"]["tags"] == ["customer-success"]


def test_a_machine_has_all_that_is_asked_in_its_guards():
    document = document_of(named("A"))
    rule = {"signal": {"trait": "plan"}, "is": "exists"}
    document["stages"][1]["entry"] = rule
    document["stages"].append({"key": "lost", "name": "Lost", "role": "EXIT"})
    document["stages"].append({"key": "won", "name": "Won", "role": "EXIT"})
    document["transitions"][0]["when"] = rule
    document["transitions"] += [
        {"from": "*", "to": "lost", "kind": "EXIT"},
        {"from": "one", "to": "won", "kind": "EXIT", "after": "P1D"},
        {"from": "other", "to": "one", "kind": "RECYCLE", "when": rule},
    ]
    states = value_of(draft_of(document, counted()), F.XSTATE_JSON)["states"]

    def opens(target, **asked):
        return {"target": target, "guard": {"type": "opens", "params": asked}}

    assert states["(unplaced)"]["on"] == {"evaluate": [opens("other", entry=rule)]}
    assert states["one"]["on"] == {
        "evaluate": [
            opens("won", kind="EXIT", after="P1D"),
            opens("other", kind="ADVANCE", entry=rule, when=rule, after="P1D"),
        ]
    }
    # What nothing opens is entered by hand, and where no way leads on it ends.
    assert states["other"]["on"] == {"evaluate": [opens("one", kind="RECYCLE", when=rule)]}
    assert states["lost"]["type"] == "final"


def test_a_machine_that_is_free_goes_from_everywhere_to_what_is_met():
    document = document_of(named("A")) | {"movement": "FREE"}
    document["stages"][1]["entry"] = {"signal": {"trait": "plan"}, "is": "exists"}
    unplaced = value_of(draft_of(document, counted()), F.XSTATE_JSON)
    document["stages"][0]["role"] = "ENTRY"
    entered = value_of(draft_of(document, counted()), F.XSTATE_JSON)

    targets = [[way["target"] for way in it["on"]["evaluate"]] for it in (unplaced, entered)]

    assert targets == [[".other", ".(unplaced)"], [".other", ".one"]]
    assert not any("on" in state for state in entered["states"].values())


def test_advances_in_a_circle_can_be_written_too():
    document = document_of(named("A"))
    document["transitions"].append({"from": "other", "to": "one"})
    draft = draft_of(document, counted())

    assert {format: bool(text_of(draft, format)) for format in F} == dict.fromkeys(F, True)


def test_the_worst_that_can_be_said_is_nowhere_to_be_found_as_it_was_said():
    draft = DRAWN["hostile"]
    tagged = [format for format in F if "<script>" in text_of(draft, format)]

    # YAML is read by programs and people; whoever shows it in a page has to escape it.
    assert tagged == [F.CAIRN_YAML]
    nodes = {node["id"]: node for node in value_of(draft, F.REACT_FLOW_JSON)["nodes"]}
    assert nodes["stg_1"]["data"]["label"] == HOSTILE


def test_texts_that_are_ever_so_long_stay_within_their_boxes():
    svg = ElementTree.fromstring(text_of(named("W" * 100_000), F.SVG))

    shown = [element.text or "" for element in svg.iter() if element.tag.endswith("}text")]
    assert max(map(len, shown)) < 60
