"""Fixes of what a draft would take from those who live by the version before."""

from domain.draft_document import journey_of
from domain.problems import Standing, Surroundings
from tests.domain.fixes.offered import mended, offered, titles
from tests.editing import LOGINS, PAID, a_draft, a_stage, a_way, edited, parts_of

START = a_stage("start", role="ENTRY")
TRIAL, ON = a_stage("trial", entry=LOGINS), a_stage("on", entry=PAID)
LIVE = a_draft(START, TRIAL, ON, a_way("start", "trial"), a_way("trial", "on"))
WITHOUT_TRIAL = edited(LIVE, {"removeElements": {"ids": ["stg_trial"], "bridge": True}}).draft


def around(**standing):
    return Surroundings(live=Standing(journey=journey_of(LIVE), **standing))


CROWDED = around(populations={"trial": 120})


def test_a_removed_stage_with_profiles_in_it_is_brought_back_as_it_was():
    assert titles(WITHOUT_TRIAL, "STAGE_REMOVED_WITH_PROFILES", CROWDED) == [
        "Bring trial back, with its transitions",
        "Bring trial back",
    ]
    after = mended(WITHOUT_TRIAL, "STAGE_REMOVED_WITH_PROFILES", CROWDED)
    assert [stage["id"] for stage in parts_of(after, "stages")] == [
        "stg_start",
        "stg_trial",
        "stg_on",
    ]
    assert {way["id"] for way in parts_of(after, "transitions")} >= {
        "trn_start_trial",
        "trn_trial_on",
    }


def test_a_stage_comes_back_without_ways_to_what_is_gone_too():
    only = a_draft(START)

    after = mended(only, "STAGE_REMOVED_WITH_PROFILES", CROWDED)

    assert [way["id"] for way in parts_of(after, "transitions")] == ["trn_start_trial"]


def test_what_is_read_elsewhere_is_brought_back():
    reading = around(readers={"trial": ("the playbook Welcome",)})

    assert titles(WITHOUT_TRIAL, "REFERENCED_ELSEWHERE", reading) == [
        "Bring trial back, with its transitions",
        "Bring trial back",
    ]


def test_a_key_that_an_older_stage_had_is_changed():
    draft = a_draft(START, a_stage("won", entry=LOGINS), a_way("start", "won"))
    former = around(former={"won": "stg_other", "won-2": "stg_another"})

    [fix] = offered(draft, "KEY_REUSED", former)

    assert fix.title == "Give it the key won-3"


def test_a_fix_that_would_remove_a_stage_with_profiles_in_it_is_not_offered():
    alone = a_draft(START, a_stage("trial"), ON, a_way("start", "on"))

    assert "Remove trial" in titles(alone, "STAGE_UNREACHABLE", Surroundings())
    assert "Remove trial" not in titles(alone, "STAGE_UNREACHABLE", CROWDED)
