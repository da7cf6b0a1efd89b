"""Account plans: an account stands where its plan is, up and down alike."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

HERO = (
    does("login", "2026-01-05"),
    becomes("2026-02-02", plan="starter", subscription={"status": "active"}),
    becomes("2026-03-02", plan="standard"),
    becomes("2026-05-04", plan="starter"),
    becomes("2026-06-01", subscription={"status": "cancelled"}),
    becomes("2026-07-06", plan="standard", subscription={"status": "active"}),
    becomes("2026-08-03", plan="enterprise"),
    becomes("2026-09-07", plan="free"),
)
BESIDES = (
    keeps("login", "2026-01-06", "2026-03-20", every=3),
    does("invitation_sent", "2026-01-20", "2026-01-21", "2026-01-22"),
    becomes("2026-02-03", seats={"used": 4, "limit": 5}),
    becomes("2026-03-03", features={"used": 2, "available": 10}),
    becomes("2026-05-11", payment={"overdue": True}),
    keeps("login", "2026-07-06", "2026-08-03", every=1),
)


def test_an_account_follows_its_plan_up_and_down_and_off_the_map():
    changes = told("account-plans", *HERO, until="2026-12-01")

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


def test_who_pays_is_well_while_it_uses_its_plan_and_pays_its_bills():
    health = fared("account-plans", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "free-client", "at-risk", "32.6"),
        fares("2026-01-06", "free-client", "concerning", "41.1"),
        fares("2026-01-18", "free-client", "healthy", "75.4"),
        fares("2026-02-02", "starter-plan", "healthy", "100.0"),
        fares("2026-03-02", "standard-plan", "healthy", "80.0"),
        fares("2026-03-03", "standard-plan", "concerning", "50.0"),
        fares("2026-03-28", "standard-plan", "at-risk", "36.9"),
        fares("2026-05-04", "starter-plan", "at-risk", "33.3"),
        fares("2026-06-01", "free-client", "at-risk", "4.0"),
        fares("2026-07-06", "standard-plan", "at-risk", "10.0"),
        fares("2026-07-15", "standard-plan", "concerning", "40.0"),
        fares("2026-08-03", None, None, None),
        fares("2026-09-07", "free-client", "at-risk", "4.0"),
    ]
