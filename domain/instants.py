"""Instants and durations, exact to the microsecond.

Inside, an instant is an `int`: microseconds since 1970-01-01T00:00:00Z, from year 1 to year 9999.
Both databases keep it exactly, sums and comparisons cannot round, and no time zone can slip in.
Aware datetimes exist at the doors only (docs/decisions/0002).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

Instant = int
"""Microseconds since 1970-01-01T00:00:00Z."""

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST: Instant = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LATEST: Instant = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
NEVER: Instant = 2**63 - 1
"""Later than every instant: nothing that time alone does will change the answer."""

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_DURATION = re.compile(
    r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?",
    re.ASCII,
)
_CALENDAR = re.compile(r"P\d+[YM]|P[^T]*\d[YM]", re.ASCII)


@lru_cache(maxsize=65_536)
def instant_of(text: str) -> Instant | None:
    """The instant that `text` writes, or None when it writes none.

    Read are `YYYY-MM-DD` and `YYYY-MM-DDThh:mm[:ss[.ffffff]]` with `Z`, an offset, or nothing: UTC.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        civil = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int((fraction or "").ljust(6, "0")), UTC,
        )  # fmt: skip
    except ValueError:
        return None
    instant = instant_from(civil)
    if zone and zone != "Z":
        hours, minutes = int(zone[1:3]), int(zone[4:6])
        if hours > 23 or minutes > 59:
            return None
        offset = hours * HOUR + minutes * MINUTE
        instant += offset if zone[0] == "-" else -offset
    return instant if EARLIEST <= instant <= LATEST else None


def instant_from(moment: datetime) -> Instant:
    """The instant of an aware datetime."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def datetime_of(instant: Instant) -> datetime:
    """The aware UTC datetime of an instant; for the doors."""
    return EPOCH + timedelta(microseconds=instant)


def text_of(instant: Instant) -> str:
    """`2026-01-05T00:00:00Z`, with six decimals of a second where there are any."""
    moment = datetime_of(instant)
    # strftime leaves the year unpadded on some systems; isoformat never does.
    return moment.replace(tzinfo=None).isoformat() + "Z"


def day_of(instant: Instant) -> str:
    """`2026-01-05`: the UTC day in which an instant lies."""
    return datetime_of(instant).date().isoformat()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, with the spelling that the document gave it."""

    microseconds: int
    text: str

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read ISO-8601 weeks, days, hours, minutes and seconds; ValueError says what is wrong."""
        match = _DURATION.fullmatch(text)
        if match is None or not any(match.groups()):
            if _CALENDAR.match(text):
                raise ValueError(f"{text!r} counts months or years, whose length is ambiguous")
            raise ValueError(
                f"{text!r} is not an ISO-8601 duration of weeks, days, hours, minutes and seconds"
            )
        # Ten digits outlast the calendar; more would only make the arithmetic slow.
        if any(len(part) > 12 for part in match.groups() if part):
            raise ValueError(f"{text!r} is longer than the calendar")
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[:5])
        length = weeks * WEEK + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND
        length += int((match.group(6) or "").ljust(6, "0"))
        if length > LATEST - EARLIEST:
            raise ValueError(f"{text!r} is longer than the calendar")
        return cls(length, text)

    def __str__(self) -> str:
        return self.text


def duration_text(microseconds: int) -> str:
    """The shortest ISO-8601 spelling of a length of time in days, hours, minutes and seconds."""
    sign = "-" if microseconds < 0 else ""
    days, rest = divmod(abs(microseconds), DAY)
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{days}D" if days else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if fraction:
        clock += f"{seconds}.{fraction:06d}".rstrip("0") + "S"
    elif seconds:
        clock += f"{seconds}S"
    if clock:
        text += f"T{clock}"
    return f"{sign}P{text}" if text else "PT0S"
