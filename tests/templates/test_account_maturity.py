"""Account maturity: from a trial to the day the account renews, leaves or comes back."""

from tests.templates.story import becomes, does, moved, told


def test_an_account_buys_grows_renews_leaves_and_is_won_back():
    changes = told(
        "account-maturity",
        becomes("2026-01-05", subscription={"status": "trialing"}),
        becomes("2026-01-19", subscription={"status": "active"}, renewal_at="2027-01-19"),
        does("login", "2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23", "2026-01-26"),
        does("onboarding_completed", "2026-01-27"),
        does("login", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06"),
        becomes("2026-02-09", seats={"used": 8, "limit": 10}),
        becomes("2026-12-15", renewal_at="2028-01-19"),
        becomes("2027-02-01", subscription={"status": "cancelled"}),
        becomes("2027-04-01", subscription={"status": "active"}),
        until="2027-06-01",
    )

    assert changes == [
        moved(None, "trial", "2026-01-05", "ENTER", "DATA"),
        moved("trial", "onboarding", "2026-01-19", "ADVANCE", "DATA"),
        moved("onboarding", "adoption", "2026-01-27", "ADVANCE", "DATA"),
        moved("adoption", "expansion", "2026-02-09", "ADVANCE", "DATA"),
        moved("expansion", "renewal", "2026-11-20T00:00:00Z", "ADVANCE", "TIME"),
        moved("renewal", "adoption", "2026-12-15", "RECYCLE", "DATA"),
        moved("adoption", "churn", "2027-02-01", "EXIT", "DATA"),
        moved("churn", "onboarding", "2027-04-01", "RECYCLE", "DATA"),
    ]


def test_a_trial_that_runs_out_is_churn_even_with_its_seats_full():
    changes = told(
        "account-maturity",
        becomes("2026-01-05", subscription={"status": "trialing"}, seats={"used": 5, "limit": 5}),
        becomes("2026-01-19", subscription={"status": "expired"}),
        until="2026-06-01",
    )

    assert changes == [
        moved(None, "trial", "2026-01-05", "ENTER", "DATA"),
        moved("trial", "churn", "2026-01-19", "EXIT", "DATA"),
    ]
