"""Contact personae: what a contact does and is says who it is, until somebody knows better."""

from tests.templates.story import becomes, does, moved, told

TWELVE_DAYS = [f"2026-01-{day:02}" for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20)]


def test_a_contact_changes_persona_with_what_it_does_with_its_job_and_with_what_the_team_notes():
    changes = told(
        "contact-personae",
        does("login", *TWELVE_DAYS),
        does("invitation_sent", "2026-03-02", "2026-03-03", "2026-03-04"),
        becomes("2026-04-06", job={"level": "vice-president"}),
        becomes("2026-05-04", persona="sponsor"),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "end-user", "2026-01-05", "ENTER", "DATA"),
        moved("end-user", "power-user", "2026-01-20", "REGRESS", "DATA"),
        moved("power-user", "end-user", "2026-02-04", "ADVANCE", "TIME"),
        moved("end-user", "sponsor", "2026-03-04", "REGRESS", "DATA"),
        moved("sponsor", "decision-maker", "2026-04-06", "REGRESS", "DATA"),
        moved("decision-maker", "sponsor", "2026-05-04", "ADVANCE", "DATA"),
    ]
