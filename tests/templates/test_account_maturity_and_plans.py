"""Account maturity and plans: a trial in earnest, a month of set-up, then the plan that fits."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    becomes("2026-01-05", subscription={"status": "trialing"}, company={"employees": 5}),
    does("login", "2026-01-06", "2026-01-07", "2026-01-08"),
    does("invitation_sent", "2026-01-08", "2026-01-09"),
    becomes(
        "2026-01-19",
        subscription={"status": "active"},
        plan="plan-a",
        renewal_at="2027-01-19",
    ),
    does("onboarding_completed", "2026-01-26"),
    does("login", "2026-01-27", "2026-01-28", "2026-01-29", "2026-01-30", "2026-02-02"),
    does("login", "2026-02-09", "2026-02-16", "2026-02-23"),
    becomes("2026-05-04", plan="plan-b"),
    becomes("2026-06-01", plan="plan-a"),
    becomes("2027-01-11", plan="plan-b", renewal_at="2028-01-19"),
    becomes("2027-03-01", subscription={"status": "cancelled"}),
    becomes("2027-03-15", subscription={"status": "active"}),
    does("onboarding_completed", "2027-03-16"),
    does("login", "2027-03-17", "2027-03-18", "2027-03-19", "2027-03-22", "2027-03-23"),
    does("login", "2027-03-24", "2027-03-25", "2027-03-26"),
)
BESIDES = (
    does(
        "setup_step_completed", "2026-01-07", "2026-01-20", "2026-01-21", "2026-01-22", "2026-01-23"
    ),
    keeps("login", "2026-02-03", "2026-12-30", every=2),
    does("premium_feature_used", "2026-05-06"),
    does(
        "premium_feature_used", "2027-01-12", "2027-01-13", "2027-01-14", "2027-01-15", "2027-01-18"
    ),
    keeps("login", "2027-01-04", "2027-02-10", every=2),
)


def test_an_account_settles_on_a_plan_changes_it_renews_and_is_won_back():
    changes = told("account-maturity-and-plans", *HERO, until="2027-06-01")

    assert changes == [
        moved(None, "free-trial", "2026-01-05", "ENTER", "DATA"),
        moved("free-trial", "qualified-trial", "2026-01-09", "ADVANCE", "DATA"),
        moved("qualified-trial", "onboarding", "2026-01-19", "ADVANCE", "DATA"),
        moved("onboarding", "adoption", "2026-02-02", "ADVANCE", "DATA"),
        moved("adoption", "plan-a", "2026-02-25", "ADVANCE", "TIME"),
        moved("plan-a", "plan-b", "2026-05-04", "ADVANCE", "DATA"),
        moved("plan-b", "plan-a", "2026-06-01", "RECYCLE", "DATA"),
        moved("plan-a", "renewal", "2026-11-20T00:00:00Z", "ADVANCE", "TIME"),
        moved("renewal", "plan-b", "2027-01-11", "RECYCLE", "DATA"),
        moved("plan-b", "churn", "2027-03-01", "EXIT", "DATA"),
        moved("churn", "onboarding", "2027-03-15", "RECYCLE", "DATA"),
        moved("onboarding", "adoption", "2027-03-23", "ADVANCE", "DATA"),
        moved("adoption", "plan-b", "2027-04-15", "ADVANCE", "TIME"),
    ]


def test_on_each_plan_it_is_well_while_it_uses_what_that_plan_is_for():
    health = fared("account-maturity-and-plans", *HERO, *BESIDES, until="2027-06-01")

    assert health == [
        fares("2026-01-05", "free-trial", "concerning", "52.9"),
        fares("2026-01-07", "free-trial", "healthy", "73.6"),
        fares("2026-01-09", "qualified-trial", "healthy", "76.7"),
        fares("2026-01-13", "qualified-trial", "concerning", "66.7"),
        fares("2026-01-19", "onboarding", "concerning", "58.0"),
        fares("2026-01-23", "onboarding", "healthy", "71.4"),
        fares("2026-02-02", "adoption", "healthy", "77.5"),
        fares("2026-02-25", "plan-a", "healthy", "100.0"),
        fares("2026-05-04", "plan-b", "concerning", "66.7"),
        fares("2026-05-06", "plan-b", "healthy", "73.3"),
        fares("2026-06-01", "plan-a", "healthy", "100.0"),
        fares("2026-11-20T00:00:00Z", "renewal", "healthy", "100.0"),
        fares("2027-01-11", "plan-b", "concerning", "66.7"),
        fares("2027-01-12", "plan-b", "healthy", "73.3"),
        fares("2027-02-16", "plan-b", "concerning", "69.4"),
        fares("2027-02-24", "plan-b", "at-risk", "39.0"),
        fares("2027-03-01", "churn", None, None),
        fares("2027-03-15", "onboarding", "concerning", "45.7"),
        fares("2027-03-17", "onboarding", "healthy", "74.3"),
        fares("2027-03-23", "adoption", "healthy", "77.5"),
        fares("2027-04-02", "adoption", "concerning", "63.0"),
        fares("2027-04-06", "adoption", "at-risk", "33.4"),
        fares("2027-04-15", "plan-b", "at-risk", "32.4"),
    ]


def test_an_account_that_does_not_work_with_its_plan_does_not_settle_on_it_by_waiting():
    changes = told(
        "account-maturity-and-plans",
        becomes("2026-01-05", subscription={"status": "trialing"}),
        becomes("2026-01-19", subscription={"status": "active"}, plan="plan-a"),
        does("onboarding_completed", "2026-01-26"),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "free-trial", "2026-01-05", "ENTER", "DATA"),
        moved("free-trial", "onboarding", "2026-01-19", "ADVANCE", "DATA", "qualified-trial"),
    ]
