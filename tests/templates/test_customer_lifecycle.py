"""Customer lifecycle: from the first we hear of an account to the day it leaves, and back."""

import pytest

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    becomes("2026-01-05", name="Acme"),
    does("campaign_sent", "2026-01-12"),
    does("reply_received", "2026-01-14"),
    becomes("2026-01-26", deal={"status": "open"}),
    becomes("2026-02-09", deal={"status": "won"}, subscription={"status": "active"}),
    does("login", "2026-02-10", "2026-02-11", "2026-02-12"),
    does("onboarding_completed", "2026-02-16"),
    does("outcome_reached", "2026-03-02", "2026-04-06", "2026-05-04"),
    becomes("2026-06-01", usage={"seats": 8}, plan={"seats": 10}),
    becomes("2026-07-06", plan={"seats": 20}),
    becomes("2026-09-07", subscription={"status": "cancelled"}),
    becomes("2026-11-02", subscription={"status": "active"}),
)
BESIDES = (
    does("site_visited", "2026-01-13", "2026-01-14"),
    does("meeting_held", "2026-01-20", "2026-02-02"),
    does("proposal_viewed", "2026-01-28", "2026-01-29"),
    does(
        "setup_step_completed", "2026-02-09", "2026-02-10", "2026-02-11", "2026-02-12", "2026-02-13"
    ),
    becomes("2026-02-17", features={"used": 3, "available": 10}),
    keeps("login", "2026-02-17", "2026-07-31", every=3),
    becomes("2026-05-05", nps=9, renewal_at="2027-02-09"),
    does("ticket_opened", "2026-08-03", "2026-08-04", "2026-08-05", "2026-08-06"),
    does("login", "2026-11-03"),
)


def test_an_account_connects_buys_gets_value_stays_grows_leaves_and_is_won_back():
    changes = told("customer-lifecycle", *HERO, until="2026-12-01")

    assert changes == [
        moved(None, "outreach", "2026-01-05", "ENTER", "DATA"),
        moved("outreach", "connection", "2026-01-14", "ADVANCE", "DATA"),
        moved("connection", "conversion", "2026-01-26", "ADVANCE", "DATA"),
        moved("conversion", "onboarding", "2026-02-09", "ADVANCE", "DATA"),
        moved("onboarding", "experience", "2026-02-16", "ADVANCE", "DATA"),
        moved("experience", "value", "2026-03-02", "ADVANCE", "DATA"),
        moved("value", "retention", "2026-05-04", "ADVANCE", "DATA"),
        moved("retention", "expansion", "2026-06-01", "ADVANCE", "DATA"),
        moved("expansion", "retention", "2026-07-06", "RECYCLE", "DATA"),
        moved("retention", "churn", "2026-09-07", "EXIT", "DATA"),
        moved("churn", "onboarding", "2026-11-02", "RECYCLE", "DATA"),
    ]


def test_its_health_tells_in_each_stage_how_that_stage_goes_and_warns_before_it_leaves():
    health = fared("customer-lifecycle", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "outreach", "concerning", "65.0"),
        fares("2026-01-13", "outreach", "healthy", "76.7"),
        fares("2026-01-14", "connection", "concerning", "54.0"),
        fares("2026-01-20", "connection", "healthy", "84.0"),
        fares("2026-01-26", "conversion", "healthy", "76.7"),
        fares("2026-02-09", "onboarding", "concerning", "60.0"),
        fares("2026-02-10", "onboarding", "healthy", "79.4"),
        fares("2026-02-16", "experience", "concerning", "65.7"),
        fares("2026-02-20", "experience", "healthy", "70.9"),
        fares("2026-02-25", "experience", "concerning", "66.3"),
        fares("2026-03-01", "experience", "healthy", "70.9"),
        fares("2026-03-02", "value", "concerning", "63.3"),
        fares("2026-04-06", "value", "healthy", "81.7"),
        fares("2026-05-01", "value", "concerning", "64.2"),
        fares("2026-05-04", "retention", "healthy", "87.5"),
        fares("2026-06-01", "expansion", "healthy", "81.0"),
        fares("2026-07-05", "expansion", "concerning", "68.6"),
        fares("2026-07-05", "expansion", "healthy", "71.4"),
        fares("2026-07-06", "retention", "healthy", "90.6"),
        fares("2026-08-18", "retention", "concerning", "69.0"),
        fares("2026-09-07", "churn", None, None),
        fares("2026-11-02", "onboarding", "concerning", "45.7"),
        fares("2026-11-03", "onboarding", "healthy", "74.3"),
        fares("2026-11-07", "onboarding", "concerning", "69.5"),
        fares("2026-11-17", "onboarding", "at-risk", "38.6"),
    ]


def test_from_value_an_account_whose_usage_nears_its_plans_limit_goes_straight_to_expansion():
    changes = told(
        "customer-lifecycle",
        becomes("2026-01-05", subscription={"status": "active"}, plan={"seats": 10}),
        does("outcome_reached", "2026-02-02"),
        becomes("2026-03-02", usage={"seats": 7}),
        becomes("2026-04-06", usage={"seats": 8}),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("onboarding", "value", "2026-02-02", "ADVANCE", "DATA", "experience"),
        moved("value", "expansion", "2026-04-06", "ADVANCE", "DATA"),
    ]


@pytest.mark.parametrize(
    ("stage", "first"),
    [
        ("outreach", becomes("2026-01-05", name="Acme")),
        ("connection", does("meeting_held", "2026-01-05")),
        ("conversion", becomes("2026-01-05", deal={"status": "open"})),
        ("onboarding", becomes("2026-01-05", subscription={"status": "active"})),
    ],
)
@pytest.mark.parametrize(
    "end", [{"subscription": {"status": "cancelled"}}, {"subscription": {"status": "expired"}}]
)
def test_an_account_may_churn_from_anywhere(stage, first, end):
    changes = told(
        "customer-lifecycle",
        first,
        becomes("2026-02-02", **end),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, stage, "2026-01-05", "ENTER", "DATA"),
        moved(stage, "churn", "2026-02-02", "EXIT", "DATA"),
    ]


def test_an_account_that_decides_against_us_churns_but_a_customers_lost_deal_loses_no_customer():
    prospect = told(
        "customer-lifecycle",
        becomes("2026-01-05", deal={"status": "open"}),
        becomes("2026-02-02", deal={"status": "lost"}),
        until="2026-12-01",
    )
    customer = told(
        "customer-lifecycle",
        becomes("2026-01-05", subscription={"status": "active"}, deal={"status": "open"}),
        becomes("2026-02-02", deal={"status": "lost"}),
        until="2026-12-01",
    )

    assert prospect == [
        moved(None, "conversion", "2026-01-05", "ENTER", "DATA"),
        moved("conversion", "churn", "2026-02-02", "EXIT", "DATA"),
    ]
    assert customer == [moved(None, "onboarding", "2026-01-05", "ENTER", "DATA")]
