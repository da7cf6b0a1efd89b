"""Every template is complete: a team can publish it as it stands, and read why it is as it is."""

import pytest

from api.documents import read_document
from domain.document import dump
from domain.journey import ProfileKind
from domain.problems import Severity, problems_of
from tests.templates.story import TEMPLATES, template

PROMISED = {
    "account-maturity": ["Trial", "Onboarding", "Adoption", "Expansion", "Renewal", "Churn"],
    "account-maturity-and-plans": [
        "Free trial",
        "Qualified Trial",
        "Onboarding",
        "Adoption",
        "Plan A",
        "Plan B",
        "Renewal",
        "Churn",
    ],
    "account-plans": ["Free Client", "Starter Plan", "Standard Plan"],
    "account-touch": ["High Touch", "Low Touch"],
    "contact-maturity": ["Invited", "Activated", "Engaged", "Champion", "Dormant"],
    "contact-personae": ["Decision maker", "Power User", "Sponsor", "End User"],
    "customer-adoption": [
        "Pre-Onboarding",
        "Onboarding",
        "Implementation",
        "Early Adoption",
        "Mature Adoption",
    ],
    "customer-lifecycle": [
        "Outreach",
        "Connection",
        "Conversion",
        "Onboarding",
        "Experience",
        "Value",
        "Retention",
        "Expansion",
        "Churn",
    ],
    "customer-success": ["Onboarding", "Adopting", "Expanding", "Renewal"],
    "inbound-lead": [
        "Subscriber",
        "Lead",
        "MQL",
        "SQL",
        "Opportunity",
        "Customer",
        "Evangelist",
        "Closed lost",
    ],
}
TEAMS = {"marketing", "sales", "customer-success", "support", "product"}
HEALTH = {
    "BANDS_NOT_ASCENDING",
    "BANDS_NOT_FROM_ZERO",
    "HEALTH_MISSING",
    "MEASURE_KEY_DUPLICATE",
    "PERSONA_VARIANT_SHADOWED",
    "POINTS_NOT_ASCENDING",
    "WEIGHT_NOT_POSITIVE",
    "WINDOW_EMPTY",
}
ASKS_NOTHING = {("customer-adoption", "pre-onboarding"), ("inbound-lead", "evangelist")}

every_template = pytest.mark.parametrize("key", sorted(PROMISED))


def test_each_promised_template_is_there_with_its_stages():
    found = {
        path.stem: [stage.name for stage in template(path.stem).stages]
        for path in TEMPLATES.glob("*.yaml")
    }

    assert found == PROMISED


@every_template
def test_a_template_may_be_published_as_it_stands(key):
    errors = [it for it in problems_of(template(key)) if it.severity is Severity.ERROR]

    assert errors == []


@every_template
def test_every_stage_that_is_not_an_exit_measures_health_and_nothing_is_wrong_with_it(key):
    found = [it for it in problems_of(template(key)) if it.code in HEALTH]

    assert found == []


@every_template
def test_every_measure_has_a_name_for_people_and_a_weight(key):
    journey = template(key)
    every = [journey.health, *(stage.health for stage in journey.stages)]
    measures = [one for health in every for variant in health or () for one in variant["measures"]]

    assert [one["key"] for one in measures if not (one.get("name") and one.get("weight"))] == []


def test_a_lead_is_hot_warm_or_cold_in_whatever_stage():
    lead = template("inbound-lead")
    variants = [
        one for health in (lead.health, *(it.health for it in lead.stages)) for one in health or ()
    ]

    assert {tuple((it["key"], it["from"]) for it in one["bands"]) for one in variants} == {
        (("hot", 70), ("warm", 40), ("cold", 0))
    }


@every_template
def test_a_template_is_named_by_its_file_and_says_the_same_when_dumped(key):
    journey = template(key)

    assert journey.key == key
    assert dump(journey) == read_document(TEMPLATES / f"{key}.yaml")


@every_template
def test_a_template_is_about_the_kind_of_profile_that_its_name_says(key):
    about_contacts = key.startswith("contact-") or key == "inbound-lead"

    assert template(key).kind is (ProfileKind.CONTACT if about_contacts else ProfileKind.ACCOUNT)


@every_template
def test_a_template_explains_its_movement(key):
    journey = template(key)

    assert f"moves {journey.movement.value}" in (journey.description or "")


@every_template
def test_every_stage_has_a_description_a_goal_a_color_and_teams_that_every_workspace_has(key):
    lacking = [
        stage.key
        for stage in template(key).stages
        if not (stage.description and stage.goal and stage.color and stage.teams)
        or not TEAMS.issuperset(stage.teams)
    ]

    assert lacking == []


@every_template
def test_every_stage_asks_something_but_those_meant_to_ask_nothing(key):
    asking_nothing = {(key, stage.key) for stage in template(key).stages if stage.entry is None}

    assert asking_nothing == {it for it in ASKS_NOTHING if it[0] == key}


@every_template
def test_every_stage_has_a_place_of_its_own_in_the_picture_and_every_lane_is_drawn(key):
    journey = template(key)
    document = dump(journey)
    positions = document["layout"]["positions"]
    lanes = {lane["key"] for lane in document.get("lanes", [])}

    assert list(positions) == [stage.key for stage in journey.stages]
    assert len({(place["x"], place["y"]) for place in positions.values()}) == len(positions)
    assert lanes == {stage.lane for stage in journey.stages if stage.lane is not None}


@every_template
def test_every_template_has_a_story(key):
    assert (TEMPLATES.parent / f"tests/templates/test_{key.replace('-', '_')}.py").is_file()


def test_the_lifecycles_key_teams_are_those_agreed():
    assert {stage.name: stage.teams for stage in template("customer-lifecycle").stages[:-1]} == {
        "Outreach": ("marketing",),
        "Connection": ("marketing", "sales"),
        "Conversion": ("sales",),
        "Onboarding": ("customer-success", "sales"),
        "Experience": ("customer-success",),
        "Value": ("customer-success",),
        "Retention": ("customer-success",),
        "Expansion": ("customer-success", "sales"),
    }
