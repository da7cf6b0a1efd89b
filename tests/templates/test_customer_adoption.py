"""Customer adoption: from a deal about to be won to an account that runs on the product."""

from tests.templates.story import becomes, does, moved, told

TWELVE_DAYS = [f"2026-03-{day:02}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17)]


def test_an_account_that_needs_help_is_implemented_and_matures():
    changes = told(
        "customer-adoption",
        becomes("2026-01-05", deal={"status": "open"}),
        becomes("2026-01-19", deal={"status": "won"}, seats={"used": 1, "limit": 10}),
        becomes("2026-01-21", implementation={"needed": True}),
        does("first_value_reached", "2026-02-09"),
        becomes("2026-02-16", seats={"used": 7, "limit": 10}),
        does("login", *TWELVE_DAYS),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "pre-onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("pre-onboarding", "onboarding", "2026-01-19", "ADVANCE", "DATA"),
        moved("onboarding", "implementation", "2026-01-21", "ADVANCE", "DATA"),
        moved("implementation", "early-adoption", "2026-02-09", "ADVANCE", "DATA"),
        moved("early-adoption", "mature-adoption", "2026-03-17", "ADVANCE", "DATA"),
    ]


def test_an_account_that_needs_no_help_goes_past_implementation():
    changes = told(
        "customer-adoption",
        does("site_visited", "2026-01-05"),
        becomes("2026-01-19", deal={"status": "won"}),
        does("first_value_reached", "2026-01-26"),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "pre-onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("pre-onboarding", "onboarding", "2026-01-19", "ADVANCE", "DATA"),
        moved("onboarding", "early-adoption", "2026-01-26", "ADVANCE", "DATA"),
    ]


def test_help_asked_for_before_the_deal_is_won_is_given_when_it_is():
    changes = told(
        "customer-adoption",
        does("help_requested", "2026-01-05"),
        becomes("2026-01-19", deal={"status": "won"}),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "pre-onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("pre-onboarding", "implementation", "2026-01-19", "ADVANCE", "DATA", "onboarding"),
    ]
