"""Account maturity: from a trial to the day the account renews, leaves or comes back."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    becomes("2026-01-05", subscription={"status": "trialing"}),
    becomes("2026-01-19", subscription={"status": "active"}, renewal_at="2027-01-19"),
    does("login", "2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23", "2026-01-26"),
    does("onboarding_completed", "2026-01-27"),
    does("login", "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06"),
    becomes("2026-02-09", seats={"used": 8, "limit": 10}),
    becomes("2026-12-15", renewal_at="2028-01-19"),
    becomes("2027-02-01", subscription={"status": "cancelled"}),
    becomes("2027-04-01", subscription={"status": "active"}),
)
BESIDES = (
    does("login", "2026-01-06", "2026-01-07", "2026-01-08"),
    does("setup_step_completed", "2026-01-07", "2026-01-20", "2026-01-21", "2026-01-23"),
    becomes("2026-02-02", features={"used": 4, "available": 10}),
    keeps("login", "2026-02-10", "2026-10-13", every=2),
    does("ticket_opened", "2026-11-02", "2026-11-03", "2026-11-04"),
    keeps("login", "2026-12-16", "2027-01-08", every=4),
)


def test_an_account_buys_grows_renews_leaves_and_is_won_back():
    changes = told("account-maturity", *HERO, until="2027-06-01")

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


def test_its_health_follows_set_up_then_use_then_the_date_and_tells_of_churn_weeks_before():
    health = fared("account-maturity", *HERO, *BESIDES, until="2027-06-01")

    assert health == [
        fares("2026-01-05", "trial", "concerning", "52.9"),
        fares("2026-01-07", "trial", "healthy", "73.6"),
        fares("2026-01-12", "trial", "concerning", "69.2"),
        fares("2026-01-15", "trial", "at-risk", "39.5"),
        fares("2026-01-19", "onboarding", "concerning", "58.0"),
        fares("2026-01-20", "onboarding", "healthy", "79.4"),
        fares("2026-01-27", "adoption", "healthy", "81.3"),
        fares("2026-02-02", "adoption", "concerning", "69.1"),
        fares("2026-02-02", "adoption", "healthy", "87.5"),
        fares("2026-02-09", "expansion", "concerning", "63.9"),
        fares("2026-02-12", "expansion", "healthy", "72.2"),
        fares("2026-10-20", "expansion", "concerning", "68.1"),
        fares("2026-11-03", "expansion", "at-risk", "38.9"),
        fares("2026-11-20T00:00:00Z", "renewal", "at-risk", "35.9"),
        fares("2026-12-15", "adoption", "at-risk", "27.5"),
        fares("2026-12-16", "adoption", "concerning", "57.2"),
        fares("2026-12-28", "adoption", "healthy", "71.3"),
        fares("2026-12-30", "adoption", "concerning", "66.6"),
        fares("2027-01-01", "adoption", "healthy", "71.3"),
        fares("2027-01-03", "adoption", "concerning", "66.6"),
        fares("2027-01-05", "adoption", "healthy", "71.3"),
        fares("2027-01-07", "adoption", "concerning", "66.6"),
        fares("2027-01-16", "adoption", "at-risk", "39.0"),
        fares("2027-02-01", "churn", None, None),
        fares("2027-04-01", "onboarding", "concerning", "45.7"),
        fares("2027-04-16", "onboarding", "at-risk", "38.6"),
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
