"""How well many are, taken together: sums that are exact, and that add up."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from domain.health import Health, MeasureReading
from domain.health_sheet import (
    HealthSheet,
    merged,
    sheet_from_document,
    sheet_to_document,
)

scores = st.none() | st.integers(0, 1_000)
people = st.lists(st.tuples(scores, st.sampled_from(["good", "bad"])), max_size=30)


def reading(key, value=None, score=None):
    return MeasureReading(key=key, name=None, value=value, score=score, weight=1)


def sheet_of(those):
    sheet = HealthSheet()
    for score, band in those:
        sheet.add(Health(stage="new", score=score, band=None if score is None else band), ())
    return sheet


@given(people, people)
def test_sheets_of_parts_add_up_to_that_of_the_whole(some, others):
    whole = sheet_of([*some, *others])

    assert merged([sheet_of(some), sheet_of(others)]) == whole
    assert sheet_from_document(sheet_to_document(whole)) == whole


@given(people)
def test_averages_are_rounded_once_and_medians_are_scores_that_occur(those):
    sheet, known = sheet_of(those), sorted(score for score, _ in those if score is not None)

    assert (sheet.population, sheet.known) == (len(those), len(known))
    if known:
        assert sheet.average == floor(Fraction(sum(known), len(known)) + Fraction(1, 2))
        assert sheet.median == known[ceil(len(known) / 2) - 1]
    else:
        assert (sheet.average, sheet.median) == (None, None)


def test_a_measure_that_is_skipped_does_not_count():
    sheet = HealthSheet()
    well = Health(stage="new", score=900, band="good")
    sheet.add(well, [reading("logins", 4, 400), reading("share", Decimal("0.25"), 251)])
    sheet.add(well, [reading("logins", True, 100), reading("share")])
    sheet.add(None, [reading("share", score=0)])

    logins, share = sheet.measures.values()
    assert (logins.key, logins.average_score, logins.average_value) == ("logins", 250, 2.5)
    assert (share.key, share.average_score, share.average_value) == ("share", 126, 0.25)
    assert sheet.bands == {"good": 2}
    assert sheet.population == 3
