import pytest

from domain.catalogue.rule import Family, Tier
from domain.catalogue.rules import RULES, validation_rules
from graph.findings import Flaw

# The table of the designer's specification, in the order it has them.
CODES = {
    Tier.MALFORMED: "ELEMENT_NOT_FOUND DUPLICATE_ID DUPLICATE_STAGE_KEY KEY_FORMAT KEY_IMMUTABLE "
    "DANGLING_TRANSITION LANE_CYCLE INVALID_COORDINATE CRITERIA_MALFORMED LIMIT_EXCEEDED",
    Tier.ERROR: "NO_STAGES NO_ENTRY_STAGE STAGE_UNREACHABLE EXIT_HAS_ADVANCE EXIT_GOES_BACK "
    "SELF_TRANSITION ADVANCE_CYCLE RECYCLE_GOES_FORWARD RECYCLE_IN_FREE RECYCLE_LOOP_AT_ONCE "
    "DUPLICATE_TRANSITION CRITERIA_CONTRADICTION CRITERIA_UNKNOWN_REFERENCE CRITERIA_TYPE_MISMATCH "
    "CRITERIA_SELF_REFERENCE CRITERIA_CIRCULAR CRITERIA_EMPTY_GROUP WINDOW_EMPTY "
    "EXIT_WITHOUT_CRITERIA_OR_HAND BANDS_NOT_FROM_ZERO BANDS_NOT_ASCENDING POINTS_NOT_ASCENDING "
    "WEIGHT_NOT_POSITIVE MEASURE_KEY_DUPLICATE PERSONA_VARIANT_SHADOWED LABEL_MISSING TEAM_UNKNOWN "
    "STAGE_REMOVED_WITH_PROFILES MAPPING_TARGET_MISSING SCENARIO_FAILED RULE_FAILED "
    "EXIT_TO_NON_EXIT ANYWHERE_NOT_EXIT RECYCLE_TO_EXIT",
    Tier.WARNING: "SEVERAL_DEFAULT_ENTRIES DEAD_END STAGE_BY_HAND_ONLY STAGE_WITHOUT_EXIT "
    "NO_EXIT_STAGE SKIP_BLOCKED_BY_AFTER GUARD_IN_FREE LIST_ORDER_DIFFERS BRANCHES_OVERLAP "
    "BRANCH_SHADOWED CRITERIA_ALWAYS_TRUE STAGE_ALWAYS_SKIPPED CRITERIA_NEVER_SEEN "
    "CRITERIA_UNKNOWN_VALUE NO_CHURN_EXIT STAGE_CANNOT_CHURN EXIT_OVERLAPS_SUCCESS HEALTH_MISSING "
    "MEASURE_NEVER_SEEN TEAM_MISSING DUPLICATE_LABEL MASS_MOVEMENT ORDER_CHANGED "
    "REFERENCED_ELSEWHERE KEY_REUSED",
    Tier.HINT: "BRANCH_ORDER_IMPLICIT CRITERIA_REDUNDANT_RULE CRITERIA_TOO_COMPLEX NO_WINBACK "
    "DESCRIPTION_MISSING GOAL_MISSING HANDOFF_UNMARKED NODE_UNPLACED NODES_OVERLAP "
    "CHILD_OUTSIDE_LANE EDGE_CROSSINGS_HIGH",
}


@pytest.mark.parametrize("tier", Tier)
def test_every_code_is_documented_in_its_tier(tier):
    assert {rule.code for rule in validation_rules() if rule.tier is tier} == set(
        CODES[tier].split()
    )


def test_what_the_map_alone_tells_is_documented():
    assert set(Flaw) <= RULES.keys()


@pytest.mark.parametrize("rule", validation_rules(), ids=lambda rule: rule.code)
def test_a_rule_says_what_it_means_shows_it_and_says_how_to_mend_it(rule):
    assert all(text.strip() for text in (rule.sentence, rule.summary, rule.example, rule.mending))
    assert rule.summary.endswith(".")
    assert rule.mending.endswith(".")


def test_every_family_is_of_one_piece():
    families = [rule.family for rule in validation_rules()]

    assert list(dict.fromkeys(families)) == list(Family)
    assert families == sorted(families, key=list(Family).index)


def test_a_rule_knows_what_its_sentence_leaves_open():
    assert RULES["BRANCHES_OVERLAP"].blanks == ("stage", "other")
