"""Customer lifecycle: from the first we hear of an account to the day it leaves, and back."""

import pytest

from tests.templates.story import becomes, does, moved, told


def test_an_account_connects_buys_gets_value_stays_grows_leaves_and_is_won_back():
    changes = told(
        "customer-lifecycle",
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
        until="2026-12-01",
    )

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
