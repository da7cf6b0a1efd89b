"""Each code that has fixes once: what is offered, and that it keeps what a fix promises."""

import pytest

from domain.draft_document import drafted, journey_of
from domain.edits import applied
from domain.fixes import keeping
from domain.fixes.offering import PROPOSERS, fixes_of
from domain.problems import Seen, Surroundings, problems_of
from tests.documents import a_measure
from tests.domain.fixes.offered import offered, problem_of, titles
from tests.editing import LOGINS, PAID, a_draft, a_lane, a_stage, a_way
from tests.strategies.edits import counted
from tests.templates.story import template

AROUND = Surroundings(
    teams=frozenset({"sales", "support"}),
    traits={"plan": Seen(frozenset({"string"}), ("free", "paid")),
            "seats": Seen(frozenset({"number"}))},
    events={"login": {"device": Seen(frozenset({"string"}), ("phone",))}},
)  # fmt: skip
START = a_stage("start", role="ENTRY")
MORE = {"signal": {"count": "login"}, "is": "gte", "value": 5}
LOST = a_stage("lost", role="EXIT", entry=PAID)
OUT = a_way("*", "lost", kind="EXIT")
BACK = {"signal": {"trait": "plan"}, "is": "eq", "value": "free"}


def asking(key, criteria, **fields):
    return a_stage(key, entry=criteria, **fields)


def rule(signal, operator, value):
    return {"signal": signal, "is": operator, "value": value}


def on(criteria, **fields):
    """A sound draft but for what one stage asks."""
    return a_draft(START, asking("on", criteria, **fields), a_way("start", "on"), LOST, OUT)


def branching(first, second):
    return a_draft(
        START, asking("keep", first), asking("grow", second),
        a_way("start", "keep"), a_way("start", "grow"), LOST, OUT,
    )  # fmt: skip


ON = asking("on", LOGINS)
WAY = a_way("start", "on")
VARIANTS = [{"measures": [a_measure()]}, {"measures": [a_measure()], "for": ["buyer"]}]
AT = {"x": 0, "y": 0}
AT_ONCE = {"count": "login", "within": "PT0S"}
GOOD, FAIR, POOR = (
    {"key": key, "from": start}
    for key, start in zip(("good", "fair", "poor"), (70, 40, 0), strict=True)
)

ONCE = {"name": "Once", "observations": [{"at": "2026-01-05", "event": "login"}]}
ROUND = {"name": "Round", "observations": [], "start": {"at": "2026-01-05"},
         "until": "2126-01-01", "expect": "start"}  # fmt: skip

MENDED = [
    ("SCENARIO_FAILED", a_draft(START, ON, WAY, LOST, OUT, scenarios=[ONCE | {"expect": "on"}]),
     ["Expect what Once comes to", "Remove the scenario Once"]),
    ("SCENARIO_FAILED",
     a_draft(START, a_stage("gone", role="EXIT"),
             a_way("start", "gone", kind="EXIT", after="PT1H"),
             a_way("gone", "start", kind="RECYCLE", after="PT1H"), scenarios=[ROUND]),
     ["Remove the scenario Round"]),
    ("NO_STAGES", a_draft(), ["Add a stage where profiles start"]),
    ("NO_ENTRY_STAGE", a_draft(ON, a_stage("b"), a_way("on", "b"), movement="STEPWISE"),
     ["Let profiles start at on"]),
    ("STAGE_UNREACHABLE", a_draft(START, a_stage("b")), ["Lead from start to it", "Remove b"]),
    ("STAGE_UNREACHABLE", a_draft(START, ON, WAY, a_stage("gone", role="EXIT")),
     ["Let profiles leave for gone from everywhere", "Remove gone"]),
    ("EXIT_HAS_ADVANCE", a_draft(START, LOST, a_way("start", "lost")),
     ["Make start -> lost an EXIT", "Remove start -> lost"]),
    ("EXIT_TO_NON_EXIT", a_draft(START, ON, LOST, OUT, a_way("start", "on", kind="EXIT")),
     ["Make start -> on an ADVANCE", "Remove start -> on"]),
    ("EXIT_GOES_BACK",
     a_draft(START, LOST, OUT, asking("gone", BACK, role="EXIT"),
             a_way("gone", "lost", kind="EXIT")), ["Remove gone -> lost"]),
    ("SELF_TRANSITION", a_draft(START, a_way("start", "start")), ["Remove start -> start"]),
    ("ANYWHERE_NOT_EXIT", a_draft(START, LOST, a_way("*", "lost")),
     ["Make everywhere -> lost an EXIT", "Remove everywhere -> lost"]),
    ("SEVERAL_DEFAULT_ENTRIES", a_draft(START, a_stage("b", role="ENTRY"), a_way("start", "b")),
     ["Let profiles start at start only"]),
    ("DEAD_END", a_draft(START, ON, LOST, a_way("start", "lost", kind="EXIT")),
     ["Let profiles leave for lost from everywhere", "Let profiles leave for lost from on"]),
    ("STAGE_WITHOUT_EXIT",
     a_draft(START, ON, WAY, LOST, a_way("start", "lost", kind="EXIT")),
     ["Let profiles leave for lost from on", "Let profiles leave for lost from everywhere"]),
    ("NO_EXIT_STAGE", a_draft(START, ON, WAY), ["Add a stage for those who leave"]),
    ("ADVANCE_CYCLE",
     a_draft(START, ON, asking("c", MORE), WAY, a_way("on", "c"), a_way("c", "start")),
     ["Make c -> start a RECYCLE", "Remove c -> start"]),
    ("RECYCLE_GOES_FORWARD", a_draft(START, ON, a_way("start", "on", kind="RECYCLE")),
     ["Make start -> on an ADVANCE", "Remove start -> on"]),
    ("RECYCLE_TO_EXIT",
     a_draft(START, asking("gone", BACK, role="EXIT"), LOST, OUT,
             a_way("lost", "gone", kind="RECYCLE")), ["Remove lost -> gone"]),
    ("RECYCLE_IN_FREE", a_draft(START, LOST, a_way("lost", "start", kind="RECYCLE"),
                                movement="FREE"), ["Remove lost -> start"]),
    ("RECYCLE_LOOP_AT_ONCE",
     a_draft(START, ON, WAY, a_way("on", "start", kind="RECYCLE", when=LOGINS)),
     ["Wait a day before leading back", "Remove on -> start"]),
    ("DUPLICATE_TRANSITION", a_draft(START, ON, WAY, WAY | {"id": "trn_twin"}),
     ["Remove start -> on"]),
    ("SKIP_BLOCKED_BY_AFTER",
     a_draft(START, ON, asking("c", MORE), WAY, a_way("on", "c", after="P1D")),
     ["Lead from start straight to c", "Take the `after` out of on -> c"]),
    ("GUARD_IN_FREE", a_draft(START, ON, a_way("start", "on", when=PAID), movement="FREE"),
     ["Take the guard out"]),
    ("LIST_ORDER_DIFFERS", a_draft(ON, START, WAY), ["List the stages in order of advancement"]),
    ("BRANCHES_OVERLAP", branching(LOGINS, BACK),
     ["Ask in keep that grow is not met", "Lead on from keep to grow"]),
    ("BRANCH_SHADOWED", branching(MORE, LOGINS),
     ["Put keep behind grow", "Ask in grow that keep is not met"]),
    ("BRANCH_ORDER_IMPLICIT", branching(PAID, BACK), ["Lead on from keep to grow"]),
    ("CRITERIA_CONTRADICTION", on({"all": [LOGINS, PAID, BACK]}),
     ["Take out: plan is paid", "Take out: plan is free",
      "Ask for any of the rules instead of all"]),
    ("CRITERIA_CONTRADICTION",
     a_draft(START, asking("on", PAID), a_way("start", "on", when=BACK), LOST, OUT),
     ["Ask for nothing"]),
    ("CRITERIA_TYPE_MISMATCH", on(rule({"count": "login"}, "gte", "3")),
     ["Compare with 3 instead"]),
    ("CRITERIA_TYPE_MISMATCH", on(rule({"trait": "seats"}, "in", ["3", "4.5"])),
     ["Compare with 3 or 4.5 instead"]),
    ("CRITERIA_TYPE_MISMATCH", on({"all": [LOGINS, rule({"trait": "plan"}, "eq", 5)]}),
     ['Compare with "5" instead']),
    ("CRITERIA_TYPE_MISMATCH",
     on(rule({"count": "login",
              "where": [{"property": "device", "is": "eq", "value": 1}]}, "gte", 1)),
     ['Compare with "1" instead']),
    ("CRITERIA_ALWAYS_TRUE", on({"any": [PAID, {"not": PAID}]}), ["Ask for nothing"]),
    ("STAGE_ALWAYS_SKIPPED",
     a_draft(START, asking("a", MORE), asking("b", LOGINS), a_way("start", "a"), a_way("a", "b")),
     ["Ask in b that a is not met"]),
    ("CRITERIA_NEVER_SEEN", on(rule({"count": "loggin"}, "gte", 3)), ["Read login instead"]),
    ("CRITERIA_NEVER_SEEN", on(rule({"age": {"last": "loggin"}}, "lt", "P3D")),
     ["Read login instead"]),
    ("CRITERIA_NEVER_SEEN",
     on(rule({"share": {"trait": "seat"}, "of": {"trait": "seats"}}, "gt", 1)),
     ["Read seats instead"]),
    ("CRITERIA_NEVER_SEEN",
     on(rule({"count": "login",
              "where": [{"property": "devise", "is": "eq", "value": "phone"}]}, "gte", 1)),
     ["Read device instead"]),
    ("CRITERIA_UNKNOWN_VALUE", on(rule({"trait": "plan"}, "eq", "payed")),
     ['Ask for "paid" instead']),
    ("CRITERIA_UNKNOWN_VALUE", on(rule({"trait": "plan"}, "in", ["free", "payed"])),
     ['Ask for "free" or "paid" instead']),
    ("CRITERIA_UNKNOWN_VALUE",
     on(rule({"count": "login",
              "where": [{"property": "device", "is": "eq", "value": "fone"}]}, "gte", 1)),
     ['Ask for "phone" instead']),
    ("CRITERIA_REDUNDANT_RULE", on({"all": [LOGINS, MORE]}),
     ["Take out: the number of login is at least 3"]),
    ("EXIT_WITHOUT_CRITERIA_OR_HAND",
     a_draft(START, ON, WAY, LOST, OUT, a_stage("gone", role="EXIT")),
     ["Let profiles leave for gone from everywhere"]),
    ("STAGE_CANNOT_CHURN", a_draft(START, ON, WAY, LOST, a_way("on", "lost", kind="EXIT")),
     ["Let profiles leave for lost from start", "Let profiles leave for lost from everywhere"]),
    ("EXIT_OVERLAPS_SUCCESS", on(LOGINS), ["Ask in lost that on is not met"]),
    ("NO_WINBACK", on(LOGINS), ["Lead back to start after 90 days"]),
    ("CRITERIA_EMPTY_GROUP", on({"all": [LOGINS, {"not": {"any": []}}]}), ["Take the group out"]),
    ("CRITERIA_EMPTY_GROUP",
     a_draft(START, ON, a_way("start", "on", when={"all": []})), ["Take the group out"]),
    ("WINDOW_EMPTY", on({"any": [PAID, rule(AT_ONCE, "gte", 1)]}),
     ["Look at the last 30 days", "Look at everything"]),
    ("WINDOW_EMPTY", on(rule({"share": {"count": "login"}, "of": AT_ONCE}, "gte", 1)),
     ["Look at the last 30 days", "Look at everything"]),
    ("WINDOW_EMPTY", on(LOGINS, health=[{"measures": [a_measure(signal=AT_ONCE)]}]),
     ["Look at the last 30 days", "Look at everything"]),
    ("WINDOW_EMPTY", a_draft(START, ON, a_way("start", "on", after="PT0S")),
     ["Take the `after` out of start -> on"]),
    ("BANDS_NOT_FROM_ZERO",
     a_draft(START, health=[{"measures": [a_measure()], "bands": [GOOD, FAIR]}]),
     ["Let the lowest band start at 0"]),
    ("BANDS_NOT_ASCENDING",
     on(LOGINS, health=[{"measures": [a_measure()], "bands": [GOOD, POOR, GOOD | {"key": "ok"}]}]),
     ["Remove the band ok"]),
    ("POINTS_NOT_ASCENDING",
     on(LOGINS, health=[{"measures": [a_measure(points=[[9, 90], [0, 0], [9, 80]])]}]),
     ["Put the points in order"]),
    ("WEIGHT_NOT_POSITIVE",
     a_draft(START, health=[{"measures": [a_measure(weight=0), a_measure(key="more")]}]),
     ["Let it weigh 1", "Remove the measure logins"]),
    ("MEASURE_KEY_DUPLICATE",
     a_draft(START, health=[{"measures": [a_measure(), a_measure()]}]), ["Give it another key"]),
    ("PERSONA_VARIANT_SHADOWED", on(LOGINS, health=VARIANTS), ["Remove variant 2"]),
    ("PERSONA_VARIANT_SHADOWED", a_draft(START, health=VARIANTS), ["Remove variant 2"]),
    ("LABEL_MISSING", on(LOGINS, name=" "), ["Call it On"]),
    ("LABEL_MISSING", a_draft(START, name="", key="free-trial"), ["Call it Free trial"]),
    ("LABEL_MISSING", a_draft(START, a_lane("grow", name="")), ["Call it Grow"]),
    ("TEAM_UNKNOWN", on(LOGINS, teams=["sails"]),
     ["Add the team sails", "Let sales look after it", "Take sails off it"]),
    ("TEAM_MISSING", a_draft(START | {"teams": ["sales"]}, ON, WAY),
     ["Let sales look after it, as of start"]),
    ("DUPLICATE_LABEL", on(LOGINS, name="start"), ["Add their keys to their names"]),
    ("HANDOFF_UNMARKED",
     a_draft(START | {"teams": ["sales"]}, asking("on", LOGINS, teams=["support"]), WAY),
     ["Let sales look after on too"]),
    ("NODE_UNPLACED", a_draft(START, ON, WAY, layout={"positions": {"start": AT}}),
     ["Find it a place", "Lay the journey out"]),
    ("NODE_UNPLACED", a_draft(START, ON, WAY), ["Lay the journey out"]),
    ("NODES_OVERLAP", a_draft(START, ON, WAY, layout={"positions": {"start": AT, "on": AT}}),
     ["Move on", "Lay the journey out"]),
    ("CHILD_OUTSIDE_LANE", a_draft(a_stage("a", lane="grow"), layout={"positions": {"a": AT}}),
     ["Add the lane Grow", "Take it out of the lane"]),
    ("EDGE_CROSSINGS_HIGH", a_draft(
        *(asking(f"{side}{row}", LOGINS) for side in "ab" for row in range(6)),
        *(a_way(f"a{row}", f"b{5 - row}") for row in range(6)),
        layout={"positions": {f"{side}{row}": {"x": 400 * column, "y": 200 * row}
                              for column, side in enumerate("ab") for row in range(6)}}),
     ["Lay the journey out"]),
    ("CHILD_OUTSIDE_LANE",
     a_draft(a_stage("a", lane="grow"), a_lane("grow", x=0, y=500, width=300, height=200),
             layout={"positions": {"a": AT}}), ["Lay the journey out", "Take it out of the lane"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "draft", "expected"),
    MENDED,
    ids=[f"{index}-{it[0]}" for index, it in enumerate(MENDED)],
)
def test_a_problem_is_offered_fixes(code, draft, expected):
    assert titles(draft, code, AROUND) == expected


@pytest.mark.parametrize(
    ("code", "draft"),
    [it[:2] for it in MENDED],
    ids=[f"{index}-{it[0]}" for index, it in enumerate(MENDED)],
)
def test_a_fix_removes_its_problem_and_adds_no_error(code, draft):
    problem = problem_of(draft, code, AROUND)
    errors = {it.id for it in problems_of(journey_of(draft), AROUND) if it.blocking}
    fixes = offered(draft, code, AROUND)

    assert [fix.preferred for fix in fixes] == [True, *[False] * (len(fixes) - 1)]
    for fix in fixes:
        if fix.team is None:
            after = problems_of(journey_of(applied(draft, fix.edits).draft), AROUND)
            assert problem.id not in {it.id for it in after}
            assert {it.id for it in after if it.blocking} <= errors


def test_every_code_with_fixes_is_tried():
    # Those of `keeping` need a live version, and a file of their own: `test_keeping.py`.
    assert {code for code, *_ in MENDED} == set(PROPOSERS) - set(keeping.PROPOSERS)


def test_a_problem_that_only_people_can_mend_is_offered_none():
    draft = a_draft(START, ON, WAY)

    assert offered(draft, "GOAL_MISSING", AROUND) == []


def test_a_fix_that_a_draft_has_no_place_for_is_not_offered():
    draft = a_draft(START, asking("on", LOGINS, teams=["art"]), WAY)

    assert titles(draft, "TEAM_UNKNOWN", Surroundings(teams=frozenset())) == [
        "Add the team art",
        "Take art off it",
    ]


@pytest.mark.parametrize("key", ["customer-lifecycle", "inbound-lead", "account-touch"])
def test_whatever_is_offered_for_a_template_keeps_its_promise(key):
    ids = counted()
    draft = drafted(template(key), ids)
    problems = problems_of(journey_of(draft), AROUND)
    errors = {it.id for it in problems if it.blocking}

    for problem in problems:
        for fix in fixes_of(problem, draft, ids, AROUND):
            after = problems_of(journey_of(applied(draft, fix.edits).draft), AROUND)
            assert fix.team is not None or problem.id not in {it.id for it in after}
            assert {it.id for it in after if it.blocking} <= errors
