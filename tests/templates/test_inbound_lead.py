"""Inbound lead: from an address left behind to a deal, lost at first and won at last."""

import pytest

from domain.course import charted
from domain.definitions import defined
from domain.instants import EARLIEST
from domain.journey import ProfileKind
from domain.moving import moved_by_hand
from domain.profile import Profile
from domain.timeline import observed
from tests.templates.story import (
    becomes,
    brief,
    does,
    fared,
    fares,
    keeps,
    moved,
    on,
    template,
    told,
)

DEMAND = {"demand": True}
TIMELINE = {"decision_by": "2026-06-30"}
BUDGET = {"budget": 20000}

HERO = (
    does("newsletter_subscribed", "2026-01-05"),
    does("page_viewed", "2026-01-12", "2026-01-13", "2026-01-14"),
    does("contact_form_submitted", "2026-01-19"),
    becomes("2026-01-26", qualification=DEMAND | TIMELINE | BUDGET),
    becomes("2026-02-09", deal={"status": "open"}),
    becomes("2026-03-02", deal={"status": "lost"}),
    does("demo_requested", "2026-07-06"),
    becomes("2026-07-08", qualification=DEMAND | BUDGET | {"decision_by": "2026-10-30"}),
    becomes("2026-07-20", deal={"status": "open"}),
    becomes("2026-08-03", deal={"status": "won"}),
    does("review_written", "2026-09-07"),
)
BESIDES = (
    does("pricing_viewed", "2026-01-13", "2026-01-14"),
    does("meeting_booked", "2026-01-22"),
    does("meeting_held", "2026-01-27"),
    does("offer_viewed", "2026-02-10"),
    does("page_viewed", "2026-04-13", "2026-04-14", "2026-04-15"),
    does("pricing_viewed", "2026-04-14", "2026-04-15"),
    does("meeting_booked", "2026-07-06T15:00:00Z"),
    does("meeting_held", "2026-07-09"),
    does("offer_viewed", "2026-07-21", "2026-07-27"),
    keeps("login", "2026-08-04", "2026-09-30", every=2),
)


def test_a_lead_is_lost_comes_back_after_ninety_days_and_becomes_a_customer():
    changes = told("inbound-lead", *HERO, until="2026-12-01")

    assert changes == [
        moved(None, "subscriber", "2026-01-05", "ENTER", "DATA"),
        moved("subscriber", "lead", "2026-01-14", "ADVANCE", "DATA"),
        moved("lead", "mql", "2026-01-19", "ADVANCE", "DATA"),
        moved("mql", "sql", "2026-01-26", "ADVANCE", "DATA"),
        moved("sql", "opportunity", "2026-02-09", "ADVANCE", "DATA"),
        moved("opportunity", "closed-lost", "2026-03-02", "EXIT", "DATA"),
        moved("closed-lost", "lead", "2026-05-31", "RECYCLE", "TIME"),
        moved("lead", "mql", "2026-07-06", "ADVANCE", "DATA"),
        moved("mql", "sql", "2026-07-08", "ADVANCE", "DATA"),
        moved("sql", "opportunity", "2026-07-20", "ADVANCE", "DATA"),
        moved("opportunity", "customer", "2026-08-03", "ADVANCE", "DATA"),
    ]


def test_its_heat_is_what_it_did_lately_and_a_lost_one_that_reads_again_is_hot():
    health = fared("inbound-lead", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "subscriber", "cold", "37.5"),
        fares("2026-01-12", "subscriber", "warm", "42.5"),
        fares("2026-01-14", "lead", "warm", "65.0"),
        fares("2026-01-14", "lead", "hot", "77.5"),
        fares("2026-01-19", "mql", "warm", "50.0"),
        fares("2026-01-22", "mql", "cold", "37.5"),
        fares("2026-01-22", "mql", "hot", "88.9"),
        fares("2026-01-26", "mql", "warm", "63.9"),
        fares("2026-01-26", "sql", "cold", "27.0"),
        fares("2026-01-27", "sql", "hot", "78.1"),
        fares("2026-02-05", "sql", "warm", "69.4"),
        fares("2026-02-09", "opportunity", "warm", "63.8"),
        fares("2026-02-10", "opportunity", "hot", "75.6"),
        fares("2026-02-14", "opportunity", "warm", "69.2"),
        fares("2026-02-24", "opportunity", "cold", "39.3"),
        fares("2026-03-02", "closed-lost", "cold", "2.0"),
        fares("2026-04-13", "closed-lost", "warm", "42.5"),
        fares("2026-04-15", "closed-lost", "hot", "77.5"),
        fares("2026-04-21", "closed-lost", "warm", "69.6"),
        fares("2026-04-28", "closed-lost", "cold", "33.3"),
        fares("2026-05-31", "lead", "cold", "0.0"),
        fares("2026-07-06", "mql", "warm", "50.0"),
        fares("2026-07-06T15:00:00Z", "mql", "hot", "100.0"),
        fares("2026-07-08", "sql", "cold", "35.2"),
        fares("2026-07-09", "sql", "hot", "85.4"),
        fares("2026-07-20", "opportunity", "warm", "67.0"),
        fares("2026-07-21", "opportunity", "hot", "78.7"),
        fares("2026-07-27", "opportunity", "warm", "69.2"),
        fares("2026-07-27", "opportunity", "hot", "82.5"),
        fares("2026-08-03", "customer", "cold", "20.0"),
        fares("2026-08-04", "customer", "warm", "50.0"),
        fares("2026-08-08", "customer", "hot", "70.0"),
        fares("2026-10-07", "customer", "warm", "58.9"),
        fares("2026-10-11", "customer", "cold", "30.0"),
    ]


@pytest.mark.parametrize(
    ("persona", "score", "band"),
    [("decision-maker", "100.0", "hot"), ("end-user", "65.0", "warm"), (None, "65.0", "warm")],
)
def test_a_decision_maker_is_hot_after_less(persona, score, band):
    health = fared(
        "inbound-lead",
        becomes("2026-01-05", email="ada@example.com", persona=persona),
        does("pricing_viewed", "2026-01-06"),
        does("page_viewed", "2026-01-06", "2026-01-06T10:00:00Z", "2026-01-06T11:00:00Z"),
        until="2026-01-07",
    )

    assert health[-1][1:] == ("lead", band, score)


@pytest.mark.parametrize("inquiry", ["contact_form_submitted", "demo_requested", "quote_requested"])
def test_any_serious_inquiry_makes_a_subscriber_marketing_qualified(inquiry):
    changes = told(
        "inbound-lead",
        becomes("2026-01-05", email="ada@example.com"),
        does(inquiry, "2026-01-06"),
        until="2026-02-01",
    )

    assert changes == [
        moved(None, "subscriber", "2026-01-05", "ENTER", "DATA"),
        moved("subscriber", "mql", "2026-01-06", "ADVANCE", "DATA", "lead"),
    ]


@pytest.mark.parametrize(
    "known",
    [TIMELINE | BUDGET, DEMAND | BUDGET, DEMAND | TIMELINE],
    ids=["no-demand", "no-timeline", "no-budget"],
)
def test_without_demand_timeline_and_budget_sales_does_not_qualify_a_lead(known):
    changes = told(
        "inbound-lead",
        does("contact_form_submitted", "2026-01-05"),
        becomes("2026-01-06", qualification=known),
        until="2026-12-01",
    )

    assert changes == [moved(None, "mql", "2026-01-05", "ENTER", "DATA")]


@pytest.mark.parametrize("stage", ["subscriber", "lead", "mql", "sql", "opportunity", "customer"])
def test_a_lead_may_be_lost_from_every_stage(stage):
    arrivals = {
        "subscriber": becomes("2026-01-05", email="ada@example.com"),
        "lead": does("content_downloaded", "2026-01-05"),
        "mql": does("quote_requested", "2026-01-05"),
        "sql": becomes("2026-01-05", qualification=DEMAND | TIMELINE | BUDGET),
        "opportunity": becomes("2026-01-05", deal={"status": "open"}),
        "customer": becomes("2026-01-05", deal={"status": "won"}),
    }

    changes = told(
        "inbound-lead",
        arrivals[stage],
        becomes("2026-02-02", deal={"status": "lost"}),
        until="2026-03-01",
    )

    assert changes == [
        moved(None, stage, "2026-01-05", "ENTER", "DATA"),
        moved(stage, "closed-lost", "2026-02-02", "EXIT", "DATA"),
    ]


def test_a_customer_becomes_an_evangelist_by_hand():
    course = charted(template("inbound-lead"), version=1)
    newcomer = Profile(id=1, kind=ProfileKind.CONTACT, external_id="ada")
    (won,) = becomes("2026-01-05", deal={"status": "won"})
    customer, _ = observed(newcomer, defined(1, EARLIEST, (course,)), won)

    _, changes = moved_by_hand(customer, course, "evangelist", on("2026-02-02"), actor="grace")

    assert [brief(change) for change in changes] == [
        moved("customer", "evangelist", "2026-02-02", "ADVANCE", "MANUAL"),
    ]
