"""Contact maturity: from an invitation to speaking for the product, with silences between."""

import pytest

from tests.templates.story import becomes, does, fared, fares, moved, told

HERO = (
    does("invited", "2026-01-05"),
    does("login", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12"),
    does("login", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"),
    becomes("2026-01-19", nps=10),
    does("login", "2026-05-04"),
)
BESIDES = (
    does("invitation_opened", "2026-01-06"),
    becomes("2026-01-05T09:00:01Z", persona="power-user"),
    does("feature_used", "2026-01-08", "2026-01-09", "2026-01-12", "2026-01-13"),
)


def test_a_contact_becomes_a_champion_falls_silent_comes_back_and_falls_silent_again():
    changes = told("contact-maturity", *HERO, until="2026-12-01")

    assert changes == [
        moved(None, "invited", "2026-01-05", "ENTER", "DATA"),
        moved("invited", "activated", "2026-01-07", "ADVANCE", "DATA"),
        moved("activated", "engaged", "2026-01-12", "ADVANCE", "DATA"),
        moved("engaged", "champion", "2026-01-19", "ADVANCE", "DATA"),
        moved("champion", "dormant", "2026-03-02", "EXIT", "TIME"),
        moved("dormant", "activated", "2026-05-04", "RECYCLE", "DATA"),
        moved("activated", "dormant", "2026-06-18", "EXIT", "TIME"),
    ]


def test_a_power_user_is_well_while_it_works_and_gets_worse_long_before_it_is_dormant():
    health = fared("contact-maturity", *HERO, *BESIDES, until="2026-12-01")

    assert health == [
        fares("2026-01-05", "invited", "healthy", "76.7"),
        fares("2026-01-07", "activated", "concerning", "52.5"),
        fares("2026-01-09", "activated", "healthy", "80.8"),
        fares("2026-01-12", "engaged", "concerning", "42.1"),
        fares("2026-01-15", "engaged", "healthy", "74.6"),
        fares("2026-01-19", "champion", "healthy", "76.0"),
        fares("2026-02-07", "champion", "concerning", "66.0"),
        fares("2026-03-02", "dormant", None, None),
        fares("2026-05-04", "activated", "concerning", "52.5"),
        fares("2026-05-11", "activated", "at-risk", "38.6"),
        fares("2026-06-18", "dormant", None, None),
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


@pytest.mark.parametrize(
    ("persona", "score", "band"),
    [
        ("decision-maker", "100.0", "healthy"),
        ("power-user", "31.0", "at-risk"),
        ("end-user", "88.0", "healthy"),
        (None, "88.0", "healthy"),
    ],
)
def test_who_reads_reports_and_seldom_signs_in_is_well_or_not_by_persona(persona, score, band):
    health = fared(
        "contact-maturity",
        becomes("2026-01-05", persona=persona),
        does("login", "2026-01-06", "2026-01-08", "2026-01-12", "2026-01-15"),
        does("report_viewed", "2026-01-08", "2026-01-12"),
        until="2026-01-19",
    )

    assert health[-1] == fares("2026-01-15", "engaged", band, score)
