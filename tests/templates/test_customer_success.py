"""Customer success: a customer's year, and the next."""

from tests.templates.story import becomes, does, moved, told


def test_a_customer_is_set_up_grows_and_renews_year_after_year():
    changes = told(
        "customer-success",
        becomes("2026-01-05", subscription={"status": "active"}, renewal_at="2027-01-05"),
        does("login", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"),
        does("onboarding_completed", "2026-01-12"),
        does("login", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"),
        does("upgrade_requested", "2026-01-19"),
        becomes("2026-12-07", renewal_at="2028-01-05"),
        until="2027-11-01",
    )

    assert changes == [
        moved(None, "onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("onboarding", "adopting", "2026-01-12", "ADVANCE", "DATA"),
        moved("adopting", "expanding", "2026-01-19", "ADVANCE", "DATA"),
        moved("expanding", "renewal", "2026-10-07T00:00:00Z", "ADVANCE", "TIME"),
        moved("renewal", "adopting", "2026-12-07", "RECYCLE", "DATA"),
        moved("adopting", "renewal", "2027-10-07T00:00:00Z", "ADVANCE", "TIME"),
    ]
