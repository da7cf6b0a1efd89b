"""Customer adoption: from a deal about to be won to an account that runs on the product."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

TWELVE_DAYS = [f"2026-03-{day:02}" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17)]

HERO = (
    becomes("2026-01-05", deal={"status": "open"}),
    becomes("2026-01-19", deal={"status": "won"}, seats={"used": 1, "limit": 10}),
    becomes("2026-01-21", implementation={"needed": True}),
    does("first_value_reached", "2026-02-09"),
    becomes("2026-02-16", seats={"used": 7, "limit": 10}),
    does("login", *TWELVE_DAYS),
)
BESIDES = (
    does("discovery_call_held", "2026-01-08"),
    does("setup_step_completed", "2026-01-20"),
    does(
        "login", "2026-01-20", "2026-02-05", "2026-02-06", "2026-02-09", "2026-02-10", "2026-02-11"
    ),
    becomes("2026-01-22", implementation={"done": 0, "tasks": 8}),
    becomes("2026-01-28", implementation={"done": 4}),
    becomes("2026-02-05", implementation={"done": 7}),
    keeps("login", "2026-03-18", "2026-07-31", every=2),
    does("ticket_opened", "2026-07-20", "2026-07-22", "2026-07-24"),
)


def test_an_account_that_needs_help_is_implemented_and_matures():
    changes = told("customer-adoption", *HERO, until="2026-12-01")

    assert changes == [
        moved(None, "pre-onboarding", "2026-01-05", "ENTER", "DATA"),
        moved("pre-onboarding", "onboarding", "2026-01-19", "ADVANCE", "DATA"),
        moved("onboarding", "implementation", "2026-01-21", "ADVANCE", "DATA"),
        moved("implementation", "early-adoption", "2026-02-09", "ADVANCE", "DATA"),
        moved("early-adoption", "mature-adoption", "2026-03-17", "ADVANCE", "DATA"),
    ]


def test_its_health_is_progress_up_to_the_first_success_and_habit_after_it():
    health = fared("customer-adoption", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "pre-onboarding", "healthy", "70.0"),
        fares("2026-01-19", "onboarding", "concerning", "60.0"),
        fares("2026-01-20", "onboarding", "healthy", "79.4"),
        fares("2026-01-21", "implementation", "healthy", "100.0"),
        fares("2026-01-22", "implementation", "concerning", "60.0"),
        fares("2026-01-28", "implementation", "healthy", "100.0"),
        fares("2026-02-09", "early-adoption", "at-risk", "39.3"),
        fares("2026-02-09", "early-adoption", "concerning", "44.6"),
        fares("2026-02-16", "early-adoption", "healthy", "78.7"),
        fares("2026-02-19", "early-adoption", "concerning", "65.6"),
        fares("2026-02-24", "early-adoption", "at-risk", "36.5"),
        fares("2026-03-02", "early-adoption", "concerning", "62.5"),
        fares("2026-03-04", "early-adoption", "healthy", "73.2"),
        fares("2026-03-17", "mature-adoption", "healthy", "82.5"),
        fares("2026-08-06", "mature-adoption", "concerning", "68.4"),
        fares("2026-08-15", "mature-adoption", "at-risk", "36.9"),
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
