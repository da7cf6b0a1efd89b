"""Contact maturity: from an invitation to speaking for the product, with silences between."""

from tests.templates.story import becomes, does, moved, told


def test_a_contact_becomes_a_champion_falls_silent_comes_back_and_falls_silent_again():
    changes = told(
        "contact-maturity",
        does("invited", "2026-01-05"),
        does("login", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12"),
        does("login", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"),
        becomes("2026-01-19", nps=10),
        does("login", "2026-05-04"),
        until="2026-12-01",
    )

    assert changes == [
        moved(None, "invited", "2026-01-05", "ENTER", "DATA"),
        moved("invited", "activated", "2026-01-07", "ADVANCE", "DATA"),
        moved("activated", "engaged", "2026-01-12", "ADVANCE", "DATA"),
        moved("engaged", "champion", "2026-01-19", "ADVANCE", "DATA"),
        moved("champion", "dormant", "2026-03-02", "EXIT", "TIME"),
        moved("dormant", "activated", "2026-05-04", "RECYCLE", "DATA"),
        moved("activated", "dormant", "2026-06-18", "EXIT", "TIME"),
    ]


def test_a_contact_never_seen_is_dormant_after_a_month_and_activated_by_its_first_sign_in():
    changes = told(
        "contact-maturity",
        does("invited", "2026-01-05"),
        does("login", "2026-03-02"),
        until="2026-04-01",
    )

    assert changes == [
        moved(None, "invited", "2026-01-05", "ENTER", "DATA"),
        moved("invited", "dormant", "2026-02-04", "EXIT", "TIME"),
        moved("dormant", "activated", "2026-03-02", "RECYCLE", "DATA"),
    ]
