import pytest

from domain.problems import Severity, Standing, live_problems, removed_stages
from tests.domain.building import a_journey, advance, entry, stage
from tests.domain.checks.finding import logins

LIVE = a_journey(
    entry("new") | {"id": "stg_new"},
    stage("trial", logins(1), id="stg_trial"),
    stage("on", logins(3), id="stg_on"),
    advance("new", "trial"),
    advance("trial", "on"),
)
WITHOUT_TRIAL = a_journey(
    entry("new") | {"id": "stg_new"}, stage("on", logins(3), id="stg_on"), advance("new", "on")
)
POPULATED = {"new": 50, "trial": 120, "on": 30}


def told(draft, code, **standing):
    found = live_problems(draft, Standing(journey=LIVE, **standing))
    return [problem for problem in found if problem.code == code]


def test_a_removed_stage_with_profiles_in_it_must_be_mapped():
    [removed] = told(WITHOUT_TRIAL, "STAGE_REMOVED_WITH_PROFILES", populations=POPULATED)

    assert (removed.severity, removed.stages, removed.element_ids) == (
        Severity.ERROR,
        ("trial",),
        ("stg_trial",),
    )
    assert removed.message == "120 profiles stand in trial, which this version removes."


@pytest.mark.parametrize(
    ("draft", "standing"),
    [
        (WITHOUT_TRIAL, {"populations": POPULATED, "mapping": {"trial": "on"}}),
        (WITHOUT_TRIAL, {"populations": POPULATED, "mapping": {"trial": None}}),
        (WITHOUT_TRIAL, {"populations": {"new": 50}}),
        (LIVE, {"populations": POPULATED}),
    ],
    ids=["mapped", "evaluated anew", "empty", "kept"],
)
def test_a_stage_that_nobody_is_lost_with_may_go(draft, standing):
    assert told(draft, "STAGE_REMOVED_WITH_PROFILES", **standing) == []


def test_a_mapping_leads_to_a_stage_of_the_draft():
    [missing] = told(WITHOUT_TRIAL, "MAPPING_TARGET_MISSING", mapping={"trial": "onn"})

    assert (missing.severity, missing.path) == (Severity.ERROR, "mapping")
    assert missing.message == (
        "The mapping sends profiles from trial to onn, which is not in the draft."
    )
    assert told(WITHOUT_TRIAL, "MAPPING_TARGET_MISSING", mapping={"trial": "on"}) == []


def test_a_great_movement_is_remarked_on():
    [mass] = told(LIVE, "MASS_MOVEMENT", populations=POPULATED, moving=41)

    assert (mass.severity, mass.message) == (
        Severity.WARNING,
        "Publishing moves 41 of 200 profiles.",
    )


@pytest.mark.parametrize(
    "standing",
    [
        {"populations": POPULATED, "moving": 40},
        {"populations": {"new": 12}, "moving": 10},
        {"populations": POPULATED},
    ],
    ids=["a fifth", "few", "unknown"],
)
def test_a_small_movement_is_not(standing):
    assert told(LIVE, "MASS_MOVEMENT", **standing) == []


def test_two_stages_that_change_places_are_named():
    turned = a_journey(
        entry("new"), stage("trial", logins(1)), stage("on", logins(3)), advance("on", "trial")
    )

    [changed] = told(turned, "ORDER_CHANGED")

    assert changed.message == "trial is now more advanced than on."
    assert told(WITHOUT_TRIAL, "ORDER_CHANGED") == []


def test_what_else_reads_a_removed_stage_is_named():
    readers = {"trial": ("the playbook welcome", "the segment trials")}

    [read] = told(WITHOUT_TRIAL, "REFERENCED_ELSEWHERE", readers=readers)

    assert read.message == (
        "trial is read by the playbook welcome, the segment trials, and this version removes it."
    )
    assert told(LIVE, "REFERENCED_ELSEWHERE", readers=readers) == []


def test_a_new_stage_with_an_old_key_would_inherit_its_history():
    again = a_journey(
        entry("new") | {"id": "stg_new"},
        stage("trial", logins(1), id="stg_other"),
        advance("new", "trial"),
    )

    [reused] = told(again, "KEY_REUSED")

    assert (reused.stages, reused.element_ids) == (("trial",), ("stg_other",))
    assert told(LIVE, "KEY_REUSED") == []
    assert told(WITHOUT_TRIAL, "KEY_REUSED", former={"on": "stg_old"}) == []
    assert len(told(again, "KEY_REUSED", former={"new": "stg_old"})) == 1


def test_a_stage_whose_id_stayed_is_not_removed():
    renamed = a_journey(
        entry("new"), stage("tried", logins(1), id="stg_trial"), advance("new", "tried")
    )

    assert [stage.key for stage in removed_stages(renamed, LIVE)] == ["on"]
