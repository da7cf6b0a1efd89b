"""Customer success: a customer's year, and the next."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    becomes("2026-01-05", subscription={"status": "active"}, renewal_at="2027-01-05"),
    does("login", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"),
    does("onboarding_completed", "2026-01-12"),
    does("login", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"),
    does("upgrade_requested", "2026-01-19"),
    becomes("2026-12-07", renewal_at="2028-01-05"),
)
BESIDES = (
    does("setup_step_completed", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"),
    becomes("2026-01-13", seats={"used": 7, "limit": 10}),
    keeps("login", "2026-01-20", "2026-11-20", every=2),
    does("meeting_held", "2026-11-23"),
    becomes("2026-11-24", nps=9),
    keeps("login", "2026-12-01", "2027-03-01", every=2),
)


def test_a_customer_is_set_up_grows_and_renews_year_after_year():
    changes = told("customer-success", *HERO, until="2027-11-01")

    assert changes == [
        moved(None, "onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("onboarding", "adopting", "2026-01-12", "ADVANCE", "DATA"),
        moved("adopting", "expanding", "2026-01-19", "ADVANCE", "DATA"),
        moved("expanding", "renewal", "2026-10-07T00:00:00Z", "ADVANCE", "TIME"),
        moved("renewal", "adopting", "2026-12-07", "RECYCLE", "DATA"),
        moved("adopting", "renewal", "2027-10-07T00:00:00Z", "ADVANCE", "TIME"),
    ]


def test_a_year_of_use_makes_a_renewal_likely_and_a_silent_one_does_not():
    health = fared("customer-success", *HERO, *BESIDES, until="2027-11-01")

    assert health == [
        fares("2026-01-05", "onboarding", "concerning", "60.0"),
        fares("2026-01-06", "onboarding", "healthy", "74.3"),
        fares("2026-01-12", "adopting", "healthy", "70.0"),
        fares("2026-01-13", "adopting", "concerning", "66.4"),
        fares("2026-01-13", "adopting", "healthy", "77.5"),
        fares("2026-01-19", "expanding", "concerning", "58.3"),
        fares("2026-01-24", "expanding", "healthy", "70.8"),
        fares("2026-10-07T00:00:00Z", "renewal", "healthy", "80.0"),
        fares("2026-12-07", "adopting", "concerning", "68.8"),
        fares("2026-12-07", "adopting", "healthy", "75.0"),
        fares("2027-03-07", "adopting", "concerning", "65.9"),
        fares("2027-03-12", "adopting", "at-risk", "38.3"),
        fares("2027-10-07T00:00:00Z", "renewal", "at-risk", "36.4"),
    ]
