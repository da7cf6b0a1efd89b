"""Account plans: an account stands where its plan is, up and down alike."""

from tests.templates.story import becomes, does, moved, told


def test_an_account_follows_its_plan_up_and_down_and_off_the_map():
    changes = told(
        "account-plans",
        does("login", "2026-01-05"),
        becomes("2026-02-02", plan="starter", subscription={"status": "active"}),
        becomes("2026-03-02", plan="standard"),
        becomes("2026-05-04", plan="starter"),
        becomes("2026-06-01", subscription={"status": "cancelled"}),
        becomes("2026-07-06", plan="standard", subscription={"status": "active"}),
        becomes("2026-08-03", plan="enterprise"),
        becomes("2026-09-07", plan="free"),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "free-client", "2026-01-05", "ENTER", "DATA"),
        moved("free-client", "starter-plan", "2026-02-02", "ADVANCE", "DATA"),
        moved("starter-plan", "standard-plan", "2026-03-02", "ADVANCE", "DATA"),
        moved("standard-plan", "starter-plan", "2026-05-04", "REGRESS", "DATA"),
        moved("starter-plan", "free-client", "2026-06-01", "REGRESS", "DATA"),
        moved("free-client", "standard-plan", "2026-07-06", "ADVANCE", "DATA"),
        moved("standard-plan", None, "2026-08-03", "LEAVE", "DATA"),
        moved(None, "free-client", "2026-09-07", "ENTER", "DATA"),
    ]
