from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instants import (
    DAY,
    EARLIEST,
    HOUR,
    LATEST,
    MICROSECOND,
    MINUTE,
    NEVER,
    SECOND,
    WEEK,
    Duration,
    datetime_of,
    day_of,
    duration_text,
    instant_from,
    instant_of,
    text_of,
)

instants = st.integers(EARLIEST, LATEST)


def utc(*parts: int) -> int:
    return (datetime(*parts, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1970-01-01", 0),
        ("1970-01-01T00:00:00.000001Z", 1),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-01-05", utc(2026, 1, 5)),
        ("2026-01-05T09:30", utc(2026, 1, 5, 9, 30)),
        ("2026-01-05T09:30Z", utc(2026, 1, 5, 9, 30)),
        ("2026-01-05T09:30:15", utc(2026, 1, 5, 9, 30, 15)),
        ("2026-01-05T09:30:15.5Z", utc(2026, 1, 5, 9, 30, 15, 500_000)),
        ("2026-01-05T09:30:15.000001Z", utc(2026, 1, 5, 9, 30, 15, 1)),
        ("2026-01-05T09:30:15+02:00", utc(2026, 1, 5, 7, 30, 15)),
        ("2026-01-05T09:30-05:30", utc(2026, 1, 5, 15)),
        ("2026-01-05T09:30-00:00", utc(2026, 1, 5, 9, 30)),
        ("2024-02-29", utc(2024, 2, 29)),
        ("0001-01-01T00:00:00Z", EARLIEST),
        ("9999-12-31T23:59:59.999999Z", LATEST),
    ],
)
def test_a_date_or_a_date_and_time_is_an_instant(text, instant):
    assert instant_of(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "2026-01",
        "2026-1-5",
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "2026-00-01",
        "0000-01-01",
        "10000-01-01",
        "-2026-01-05",
        "2026-01-05T",
        "2026-01-05Z",
        "2026-01-05T09",
        "2026-01-05T0930",
        "2026-01-05 09:30",
        "2026-01-05t09:30",
        "2026-01-05T24:00",
        "2026-01-05T09:60",
        "2026-01-05T09:30:60",
        "2026-01-05T09:30:15.",
        "2026-01-05T09:30:15.1234567",
        "2026-01-05T09:30:15,5",
        "2026-01-05T09:30z",
        "2026-01-05T09:30+0200",
        "2026-01-05T09:30+24:00",
        "2026-01-05T09:30+02:60",
        " 2026-01-05",
        "2026-01-05\n",
        "２０２６-01-05",
        "2026-W02-1",
        "0001-01-01T00:00+00:01",
        "9999-12-31T23:59-00:01",
    ],
)
def test_anything_else_is_none(text):
    assert instant_of(text) is None


@given(instants)
def test_an_instant_is_written_and_read_back(instant):
    assert instant_of(text_of(instant)) == instant


@given(instants)
def test_an_instant_goes_through_a_datetime_and_back(instant):
    assert instant_from(datetime_of(instant)) == instant


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (utc(2026, 1, 5), "2026-01-05T00:00:00Z"),
        (utc(2026, 1, 5, 0, 0, 0, 500_000), "2026-01-05T00:00:00.500000Z"),
        (utc(33, 4, 3), "0033-04-03T00:00:00Z"),
    ],
)
def test_a_written_instant_has_microseconds_only_where_there_are_some(instant, text):
    assert text_of(instant) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-05T00:00:00Z", "2026-01-05"),
        ("2026-01-05T23:59:59.999999Z", "2026-01-05"),
        ("2026-01-05T23:59:59-01:00", "2026-01-06"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31"),
        ("0001-01-01", "0001-01-01"),
    ],
)
def test_a_day_is_that_of_utc(text, day):
    assert day_of(instant_of(text)) == day


def test_an_aware_datetime_counts_in_its_own_zone():
    berlin = datetime(2026, 1, 5, 1, tzinfo=timezone(timedelta(hours=1)))

    assert instant_from(berlin) == utc(2026, 1, 5)


def test_never_is_later_than_every_instant_and_fits_a_database():
    assert LATEST + (LATEST - EARLIEST) < NEVER == 2**63 - 1


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("P2W", 2 * WEEK),
        ("P14D", 14 * DAY),
        ("PT36H", 36 * HOUR),
        ("PT90M", 90 * MINUTE),
        ("PT15S", 15 * SECOND),
        ("PT0.000001S", MICROSECOND),
        ("PT1.5S", SECOND + 500_000 * MICROSECOND),
        ("P1W2DT3H4M5.25S", WEEK + 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND + 250_000),
        ("PT0S", 0),
        ("P0D", 0),
        ("P007D", WEEK),
    ],
)
def test_a_duration_keeps_its_length_and_its_spelling(text, length):
    duration = Duration.parse(text)

    assert (duration.microseconds, str(duration)) == (length, text)


@pytest.mark.parametrize("text", ["P1M", "P1Y", "P1Y2D", "P2W1M", "P1MT2H"])
def test_months_and_years_are_refused_as_ambiguous(text):
    with pytest.raises(ValueError, match="whose length is ambiguous"):
        Duration.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "1D", "p1d", "P-1D", "-P1D", "P1.5D", "P1H", "PT1D", "PT1H2", "P1D ",
     "PT1.S", "PT.5S", "PT1.1234567S", "P1D2W", "P٣D", "P1W\n", "3 days"],
)  # fmt: skip
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="not an ISO-8601 duration"):
        Duration.parse(text)


@pytest.mark.parametrize("text", ["P3652060D", "P9999999999999W", f"PT{'9' * 4000}S"])
def test_a_duration_longer_than_the_calendar_is_refused(text):
    with pytest.raises(ValueError, match="longer than the calendar"):
        Duration.parse(text)


@given(st.integers(0, LATEST - EARLIEST))
def test_a_length_of_time_is_spelled_and_read_back(length):
    assert Duration.parse(duration_text(length)).microseconds == length


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "PT0S"),
        (DAY, "P1D"),
        (WEEK + 12 * HOUR, "P7DT12H"),
        (MINUTE + SECOND, "PT1M1S"),
        (500_000, "PT0.5S"),
        (DAY + 1, "P1DT0.000001S"),
        (-3 * DAY - HOUR, "-P3DT1H"),
    ],
)
def test_a_length_of_time_is_spelled_shortly(length, text):
    assert duration_text(length) == text
