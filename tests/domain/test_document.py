import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.criteria import Any, Rule
from domain.document import dump, load
from domain.instants import DAY, Duration
from domain.journey import Journey, Movement, ProfileKind, Role, Stage, Transition, TransitionKind
from domain.refusals import Fault, MalformedDocument
from domain.signals import Count, Operator, Trait
from tests.broken_documents import REFUSED_BY_THE_SCHEMA_TOO, REFUSED_WHEN_LOADED_ONLY
from tests.documents import (
    RULE,
    a_document,
    a_stage,
    case_documents,
    faults_of,
    messages_of,
)
from tests.strategies.documents import documents, values

BROKEN = REFUSED_BY_THE_SCHEMA_TOO + REFUSED_WHEN_LOADED_ONLY


def test_a_document_becomes_a_journey():
    paid = {"signal": {"trait": "plan"}, "is": "in", "value": ["pro", 5]}
    journey = load(
        {
            "format": "cairn/1",
            "key": "lead",
            "name": "Lead lifecycle",
            "kind": "ACCOUNT",
            "movement": "STEPWISE",
            "stages": [
                {"key": "new", "name": "New", "role": "ENTRY", "teams": ["marketing", "sales"]},
                {"key": "paying", "name": "Paying", "goal": "Pays", "entry": {"any": [RULE, paid]}},
                {"key": "lost", "name": "Lost", "role": "EXIT"},
            ],
            "transitions": [
                {"id": "trn_1", "from": "new", "to": "paying", "after": "P1W"},
                {"from": "*", "to": "lost", "kind": "EXIT", "when": paid},
            ],
        }
    )

    in_plans = Rule(Trait("plan"), Operator.IN, ("pro", 5))
    assert journey == Journey(
        key="lead",
        name="Lead lifecycle",
        kind=ProfileKind.ACCOUNT,
        movement=Movement.STEPWISE,
        stages=(
            Stage(key="new", name="New", role=Role.ENTRY, teams=("marketing", "sales")),
            Stage(
                key="paying",
                name="Paying",
                goal="Pays",
                entry=Any((Rule(Count(event="login"), Operator.GTE, 3), in_plans)),
            ),
            Stage(key="lost", name="Lost", role=Role.EXIT),
        ),
        transitions=(
            Transition(left="new", entered="paying", id="trn_1", after=Duration(7 * DAY, "P1W")),
            Transition(left="*", entered="lost", kind=TransitionKind.EXIT, when=in_plans),
        ),
    )


@pytest.mark.parametrize(("name", "document"), case_documents().items())
def test_loading_and_dumping_a_case_gives_the_same_document(name, document):
    assert dump(load(document)) == document


@given(documents())
def test_loading_and_dumping_always_gives_the_same_document(document):
    dumped = dump(load(document))

    assert dumped == document
    assert repr_of_numbers(dumped) == repr_of_numbers(document)


@given(st.data())
def test_whatever_is_in_a_document_it_is_loaded_or_refused(data):
    document = data.draw(documents())
    put(document, data.draw(st.lists(st.integers(0, 9), max_size=8)), data.draw(junk))

    for path, code in faults_of(document):
        assert (path.isprintable(), code.isupper()) == (True, True)


junk = st.one_of(
    values,
    st.floats(),
    st.sampled_from(["\ud800", "P1M", (), b"a", {1: 2}, {"a\nb": 1}, 10**40, "*"]),
    st.builds(object),
)


def put(tree, steps, value):
    """Put a value somewhere into a tree."""
    for step in steps:
        places = list(tree) if isinstance(tree, dict) else range(len(tree))
        if not places:
            return
        place = places[step % len(places)]
        if not isinstance(tree[place], dict | list) or step == steps[-1]:
            tree[place] = value
            return
        tree = tree[place]


def repr_of_numbers(value):
    """Everything in order of names, `True` apart from 1 and 1.0 apart from 1."""
    if isinstance(value, dict):
        return [(name, repr_of_numbers(value[name])) for name in sorted(value)]
    return [repr_of_numbers(part) for part in value] if isinstance(value, list) else repr(value)


def test_what_was_written_out_is_dumped_though_it_is_the_default():
    document = a_document(
        stages=[
            a_stage("new", role="STAGE", teams=[]),
            a_stage(
                "active",
                entry=RULE | {"signal": {"count": "login", "where": [], "lifetime": False}},
            ),
        ],
        transitions=[{"from": "new", "to": "active", "kind": "ADVANCE"}],
    )
    bare = a_document(stages=[a_stage("new")], transitions=[])

    assert [dump(load(document)), dump(load(bare))] == [document, bare]
    assert load(document) == load(dump(load(document)))


def test_a_dump_has_a_stable_order_with_the_layout_last():
    written = a_document(
        layout={"positions": {"new": {"x": 1, "y": 2}}},
        description="How leads grow",
        scenarios=[],
        notes=[],
        lanes=[],
        health=None,
        id="jrn_1",
    )
    stage = a_stage(
        "new", entry=RULE, color="red", lane="l", phase="p", teams=["a"], goal="g", id="stg_1"
    )

    dumped = dump(
        load(
            {
                **written,
                "stages": [stage | {"description": "d", "role": "ENTRY"}],
                "transitions": [],
            }
        )
    )

    assert " ".join(dumped) == (
        "format id key name description kind movement stages transitions lanes notes scenarios "
        "layout"
    )
    assert " ".join(dumped["stages"][0]) == (
        "id key name role description goal teams phase lane color entry"
    )


def test_a_dump_is_nobodys_way_to_change_the_journey():
    journey = load(a_document(layout={"positions": {"new": {"x": 1, "y": 2}}}))

    dump(journey)["layout"]["positions"]["new"]["x"] = 7

    assert dump(journey)["layout"] == {"positions": {"new": {"x": 1, "y": 2}}}


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_document_is_refused_with_the_path_of_its_one_fault(broken):
    assert faults_of(broken.document) == [(broken.path, broken.code)]


def test_all_faults_are_named_at_once():
    document = a_document(
        kind="PERSON",
        stages=[a_stage("New"), a_stage("b", entry={"all": {}}), {"key": "c", "name": 3}],
        transitions=[{"from": "b", "to": "d", "after": "P1M"}],
    )

    assert faults_of(document) == [
        ("kind", "MALFORMED"),
        ("stages[0].key", "KEY_FORMAT"),
        ("stages[1].entry.all", "CRITERIA_MALFORMED"),
        ("stages[2].name", "MALFORMED"),
        ("transitions[0].to", "DANGLING_TRANSITION"),
        ("transitions[0].after", "MALFORMED"),
    ]


def test_a_refusal_says_its_first_fault_and_how_many_follow():
    with pytest.raises(MalformedDocument) as refused:
        load({"format": "cairn/1"})

    assert refused.value.message == "key: is required (and 4 more)"
    assert refused.value.path == "key"
    assert refused.value.faults[0] == Fault("key", "is required")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (a_document(transition=[]),
         "transition: is not a field of a journey; did you mean 'transitions'?"),
        (a_document(stages=[a_stage("new", entri=RULE)], transitions=[]),
         "stages[0].entri: is not a field of a stage; did you mean 'entry'?"),
        (a_document(movement="foward"),
         "movement: 'foward' is none of FORWARD, STEPWISE, FREE; did you mean 'FORWARD'?"),
        (a_document(transitions=[{"from": "new", "to": "activ"}]),
         "transitions[0].to: there is no stage 'activ'; did you mean 'active'?"),
        (a_document(transitions=[{"from": "new", "to": "active", "after": "P1M"}]),
         "transitions[0].after: 'P1M' counts months or years, whose length is ambiguous"),
        (a_document(key="\n"),
         "key: '\\n' is not a key: lower-case letters, digits and hyphens, "
         "a letter or digit first"),
        (a_document(**{"a\nb": 1}), "a\\nb: is not a field of a journey"),
        (a_document() | {7: 1}, "has a name that is not a string"),
    ],
)  # fmt: skip
def test_a_fault_says_what_was_probably_meant(document, message):
    assert messages_of(document) == [message]


def test_a_transition_to_a_stage_that_could_not_be_read_is_no_further_fault():
    assert faults_of(a_document(stages="two")) == [("stages", "MALFORMED")]


def test_nobody_is_told_of_more_than_a_thousand_faults():
    refused = faults_of(a_document(**{f"field-{number}": 1 for number in range(5_000)}))

    assert len(refused) == 1_001


def test_lanes_may_lie_in_lanes_but_not_round_in_a_circle():
    lanes = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")]
    document = a_document(
        lanes=[{"key": lane, "name": "", "parent": parent} for lane, parent in lanes]
    )

    assert messages_of(document) == ["lanes[1].parent: lies in itself: b -> c -> b"]


def test_a_journey_may_be_as_large_as_the_limits():
    stages = [a_stage(f"s{number}") for number in range(500)]
    transitions = [{"from": "s0", "to": f"s{number % 499 + 1}"} for number in range(2_000)]
    entry = {"any": [{"all": [RULE] * 32}, {"all": [RULE] * 32}]}
    stages[0]["entry"] = entry

    journey = load(a_document(stages=stages, transitions=transitions))

    assert (len(journey.stages), len(journey.transitions)) == (500, 2_000)
