"""Every code that is documented: something that has it, and something near to it that has not.

What can be mended has both in `tests/domain/fixes`: with its fixes it is, without it was.
"""

import pytest

from domain.catalogue.rules import RULES
from domain.checks.problem import Severity
from domain.checks.survey import Survey
from domain.document import load
from domain.draft_document import journey_of
from domain.fixes.offering import PROPOSERS
from domain.problems import Check, Standing, Surroundings, found_by, problems_of
from domain.refusals import MalformedDocument
from domain.signals import LATER_SIGNALS
from tests.documents import a_document, a_measure
from tests.editing import LOGINS, PAID, a_draft, a_lane, a_stage, a_way, edited, rejection

START = a_stage("start", role="ENTRY")
ON, TOP = a_stage("on", entry=LOGINS), a_stage("top", entry=PAID)
LOST = a_stage("lost", role="EXIT", entry=PAID)
OUT = a_way("*", "lost", kind="EXIT")
LINE = (START, ON, a_way("start", "on"))
ARRIVED = Surroundings(traits={}, events={"login": {}})
LIVE = a_draft(START, ON, TOP, a_way("start", "on"), a_way("on", "top"))


def measured(event):
    return {"health": [{"measures": [a_measure(signal={"count": event})]}]}


def alternatives(count):
    """Criteria that tell so many cases apart."""
    return {
        "all": [
            {"any": [
                {"signal": {"trait": f"t{number}{side}"}, "is": "eq", "value": "x"}
                for side in "ab"
            ]}
            for number in range(count)
        ]
    }  # fmt: skip


def standing(**fields):
    return Surroundings(live=Standing(journey=journey_of(LIVE), **fields))


# What has the code, what has not, and what is known of the workspace in each case.
FOUND = [
    ("STAGE_BY_HAND_ONLY", a_draft(*LINE, a_stage("won"), a_way("on", "won")), a_draft(*LINE)),
    ("CRITERIA_TOO_COMPLEX",
     a_draft(START, a_stage("on", entry=alternatives(9)), a_way("start", "on")),
     a_draft(START, a_stage("on", entry=alternatives(8)), a_way("start", "on"))),
    ("NO_CHURN_EXIT",
     a_draft(*LINE, a_stage("won", role="EXIT"), a_way("on", "won", kind="EXIT")),
     a_draft(*LINE, LOST, OUT)),
    ("HEALTH_MISSING", a_draft(*LINE), a_draft(*LINE, **measured("login"))),
    ("MEASURE_NEVER_SEEN",
     a_draft(*LINE, **measured("loggin")), a_draft(*LINE, **measured("login"))),
    ("DESCRIPTION_MISSING", a_draft(START), a_draft(START | {"description": "The first."})),
    ("GOAL_MISSING", a_draft(START), a_draft(START | {"goal": "To begin."})),
]  # fmt: skip
AGAINST_LIVE = [
    ("MAPPING_TARGET_MISSING", {"mapping": {"on": "onn"}}, {"mapping": {"on": "top"}}),
    ("MASS_MOVEMENT",
     {"moving": 50, "populations": {"on": 100}}, {"moving": 5, "populations": {"on": 100}}),
]  # fmt: skip
TURNED = a_draft(START, TOP, ON, a_way("start", "top"), a_way("top", "on"))
STAGE = {"addStage": {"id": "stg_new", "key": "new", "name": "New"}}
# Edits that are refused, with the codes, and edits beside them that are not.
REFUSED = [
    ("ELEMENT_NOT_FOUND",
     {"updateStage": {"id": "stg_onn", "name": "On"}},
     {"updateStage": {"id": "stg_on", "name": "On"}}),
    ("DUPLICATE_ID",
     {"addStage": {"id": "stg_on", "key": "new", "name": "New"}}, STAGE),
    ("DUPLICATE_STAGE_KEY",
     {"addStage": {"id": "stg_new", "key": "on", "name": "On"}}, STAGE),
    ("KEY_FORMAT",
     {"addStage": {"id": "stg_new", "key": "läufer", "name": "New"}}, STAGE),
    ("KEY_IMMUTABLE",
     {"updateStage": {"id": "stg_on", "key": "active"}},
     {"updateStage": {"id": "stg_start", "key": "begin"}}),
    ("DANGLING_TRANSITION",
     {"addTransition": {"id": "trn_new", "from": "stg_on", "to": "stg_gone"}},
     {"addTransition": {"id": "trn_new", "from": "stg_on", "to": "stg_start"}}),
    ("LANE_CYCLE",
     {"updateLane": {"id": "lane_outer", "parent": "inner"}},
     {"updateLane": {"id": "lane_inner", "parent": None}}),
    ("INVALID_COORDINATE",
     {"moveNodes": {"nodes": [{"id": "stg_on", "x": 0, "y": 0, "width": -1}]}},
     {"moveNodes": {"nodes": [{"id": "stg_on", "x": 0, "y": 0, "width": 1}]}}),
    ("CRITERIA_MALFORMED",
     {"setCriteria": {"elementId": "stg_on", "slot": "ENTRY", "criteria": {"is": "eq"}}},
     {"setCriteria": {"elementId": "stg_on", "slot": "ENTRY", "criteria": PAID}}),
    ("LIMIT_EXCEEDED",
     {"setCriteria": {"elementId": "stg_on", "slot": "ENTRY", "criteria": {"all": [PAID] * 65}}},
     {"setCriteria": {"elementId": "stg_on", "slot": "ENTRY", "criteria": {"all": [PAID] * 64}}}),
]  # fmt: skip
LANES = a_lane("outer"), a_lane("inner", parent="outer")

READ_LATER = {"CRITERIA_UNKNOWN_REFERENCE", "CRITERIA_SELF_REFERENCE", "CRITERIA_CIRCULAR"}
"""Of signals that are refused as yet, journeys' and segments': nothing can have these codes."""


def codes(draft, around=ARRIVED):
    return {problem.code for problem in problems_of(journey_of(draft), around)}


@pytest.mark.parametrize(("code", "having", "lacking"), FOUND, ids=[it[0] for it in FOUND])
def test_a_problem_is_found_where_it_is_and_not_beside_it(code, having, lacking):
    assert code in codes(having)
    assert code not in codes(lacking)


@pytest.mark.parametrize(
    ("code", "having", "lacking"), AGAINST_LIVE, ids=[it[0] for it in AGAINST_LIVE]
)
def test_a_problem_with_the_live_version_is_found_and_not_beside_it(code, having, lacking):
    without = edited(LIVE, {"removeElements": {"ids": ["stg_on"], "bridge": True}}).draft

    assert code in codes(without, standing(**having))
    assert code not in codes(without, standing(**lacking))


def test_another_order_is_found_and_the_same_is_not():
    assert "ORDER_CHANGED" in codes(TURNED, standing())
    assert "ORDER_CHANGED" not in codes(LIVE, standing())


@pytest.mark.parametrize(("code", "refused", "taken"), REFUSED, ids=[it[0] for it in REFUSED])
def test_what_is_malformed_is_refused_and_what_is_beside_it_is_taken(code, refused, taken):
    draft, published = a_draft(*LINE, *LANES), frozenset({"on"})
    found = rejection(draft, refused, published=published)

    assert found is not None
    assert found[1] == code
    assert rejection(draft, taken, published=published) is None


def test_a_check_that_breaks_is_no_clean_bill():
    def broken(survey):
        raise ZeroDivisionError

    survey = Survey(journey=journey_of(LIVE))

    [told] = found_by([Check("all of it", broken, Severity.ERROR)], survey)

    assert (told.code, told.blocking) == ("RULE_FAILED", True)


@pytest.mark.parametrize("signal", sorted(LATER_SIGNALS))
def test_what_is_read_later_is_refused_as_yet(signal):
    entry = {"signal": {signal: "lead"}, "is": "exists"}

    with pytest.raises(MalformedDocument):
        load(a_document(stages=[a_stage("start", entry=entry)], transitions=[]))


def test_there_is_an_example_of_every_code():
    shown = {code for code, *_ in (*FOUND, *AGAINST_LIVE, *REFUSED)}
    shown |= {"ORDER_CHANGED", "RULE_FAILED"}

    assert shown | set(PROPOSERS) | READ_LATER == set(RULES)
    assert shown.isdisjoint(PROPOSERS)
