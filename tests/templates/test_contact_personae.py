"""Contact personae: what a contact does and is says who it is, until somebody knows better."""

from tests.templates.story import becomes, does, fared, fares, keeps, moved, told

TWELVE_DAYS = [f"2026-01-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20)]

HERO = (
    does("login", *TWELVE_DAYS),
    does("invitation_sent", "2026-03-02", "2026-03-03", "2026-03-04"),
    becomes("2026-04-06", job={"level": "vice-president"}),
    becomes("2026-05-04", persona="sponsor"),
)
BESIDES = (
    keeps("feature_used", "2026-01-12", "2026-01-20", every=1),
    does("ticket_opened", "2026-01-06"),
    becomes("2026-03-09", nps=9),
    does("meeting_held", "2026-04-13"),
    does("report_viewed", "2026-04-14"),
)


def test_a_contact_changes_persona_with_what_it_does_with_its_job_and_with_what_the_team_notes():
    changes = told("contact-personae", *HERO, until="2026-12-01")

    assert changes == [
        moved(None, "end-user", "2026-01-05", "ENTER", "DATA"),
        moved("end-user", "power-user", "2026-01-20", "REGRESS", "DATA"),
        moved("power-user", "end-user", "2026-02-04", "ADVANCE", "TIME"),
        moved("end-user", "sponsor", "2026-03-04", "REGRESS", "DATA"),
        moved("sponsor", "decision-maker", "2026-04-06", "REGRESS", "DATA"),
        moved("decision-maker", "sponsor", "2026-05-04", "ADVANCE", "DATA"),
    ]


def test_its_health_is_that_of_the_persona_that_it_is_taken_for():
    health = fared("contact-personae", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "end-user", "healthy", "100.0"),
        fares("2026-01-20", "power-user", "healthy", "100.0"),
        fares("2026-01-27", "power-user", "concerning", "61.0"),
        fares("2026-01-29", "power-user", "at-risk", "37.0"),
        fares("2026-02-04", "end-user", "concerning", "62.2"),
        fares("2026-02-05", "end-user", "healthy", "70.7"),
        fares("2026-02-06", "end-user", "concerning", "68.0"),
        fares("2026-02-17", "end-user", "at-risk", "38.7"),
        fares("2026-03-04", "sponsor", "healthy", "76.6"),
        fares("2026-04-06", "decision-maker", "at-risk", "33.3"),
        fares("2026-04-13", "decision-maker", "healthy", "73.3"),
        fares("2026-05-04", "sponsor", "healthy", "83.3"),
        fares("2026-06-01", "sponsor", "concerning", "56.7"),
    ]
