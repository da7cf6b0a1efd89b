"""Account touch: care follows what an account pays and how much help it asks for."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    becomes("2026-01-05", mrr=200, seats={"limit": 10}),
    does("ticket_opened", "2026-02-02", "2026-02-03", "2026-02-04"),
    becomes("2026-06-01", mrr=1500),
    becomes("2026-12-07", mrr=400),
)
BESIDES = (
    keeps("login", "2026-01-06", "2026-05-01", every=3),
    keeps("login", "2026-06-02", "2026-11-30", every=3),
    does("meeting_held", "2026-06-08"),
    becomes("2026-06-09", nps=9),
    does("meeting_held", "2026-09-07"),
)


def test_a_small_account_is_looked_after_closely_while_it_needs_help_and_once_it_is_large():
    changes = told("account-touch", *HERO, until="2027-01-01")

    assert changes == [
        moved(None, "low-touch", "2026-01-05", "ENTER", "DATA"),
        moved("low-touch", "high-touch", "2026-02-04", "REGRESS", "DATA"),
        moved("high-touch", "low-touch", "2026-03-04", "ADVANCE", "TIME"),
        moved("low-touch", "high-touch", "2026-06-01", "REGRESS", "DATA"),
        moved("high-touch", "low-touch", "2026-12-07", "ADVANCE", "DATA"),
    ]


def test_a_month_after_the_last_conversation_an_account_looked_after_closely_gets_worse_by_itself():
    health = fared("account-touch", *HERO, *BESIDES, until="2027-01-01")

    assert health == [
        fares("2026-01-05", "low-touch", "at-risk", "16.7"),
        fares("2026-01-06", "low-touch", "concerning", "56.3"),
        fares("2026-01-15", "low-touch", "healthy", "75.0"),
        fares("2026-02-04", "high-touch", "concerning", "65.2"),
        fares("2026-03-04", "low-touch", "healthy", "88.9"),
        fares("2026-05-15", "low-touch", "concerning", "69.7"),
        fares("2026-05-24", "low-touch", "at-risk", "37.9"),
        fares("2026-06-01", "high-touch", "concerning", "41.4"),
        fares("2026-06-08", "high-touch", "healthy", "82.1"),
        fares("2026-08-02", "high-touch", "concerning", "68.8"),
        fares("2026-09-07", "high-touch", "healthy", "100.0"),
        fares("2026-11-01", "high-touch", "concerning", "68.8"),
        fares("2026-12-07", "low-touch", "healthy", "98.6"),
        fares("2026-12-14", "low-touch", "concerning", "69.7"),
        fares("2026-12-23", "low-touch", "at-risk", "37.9"),
    ]


def test_an_account_of_which_nothing_is_known_is_touched_lightly():
    changes = told("account-touch", does("login", "2026-01-05"), until="2026-06-01")

    assert changes == [moved(None, "low-touch", "2026-01-05", "ENTER", "DATA")]
