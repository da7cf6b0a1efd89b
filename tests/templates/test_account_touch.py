"""Account touch: care follows what an account pays and how much help it asks for."""

from tests.templates.story import becomes, does, moved, told


def test_a_small_account_is_looked_after_closely_while_it_needs_help_and_once_it_is_large():
    changes = told(
        "account-touch",
        becomes("2026-01-05", mrr=200, seats={"limit": 10}),
        does("ticket_opened", "2026-02-02", "2026-02-03", "2026-02-04"),
        becomes("2026-06-01", mrr=1500),
        becomes("2026-12-07", mrr=400),
        until="2027-01-01",
    )

    assert changes == [
        moved(None, "low-touch", "2026-01-05", "ENTER", "DATA"),
        moved("low-touch", "high-touch", "2026-02-04", "REGRESS", "DATA"),
        moved("high-touch", "low-touch", "2026-03-04", "ADVANCE", "TIME"),
        moved("low-touch", "high-touch", "2026-06-01", "REGRESS", "DATA"),
        moved("high-touch", "low-touch", "2026-12-07", "ADVANCE", "DATA"),
    ]


def test_an_account_of_which_nothing_is_known_is_touched_lightly():
    changes = told("account-touch", does("login", "2026-01-05"), until="2026-06-01")

    assert changes == [moved(None, "low-touch", "2026-01-05", "ENTER", "DATA")]
