"""The few words that random journeys and histories share, so that they have much to say."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

START = datetime(2026, 1, 5, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

WINDOWS = {
    "PT6H": timedelta(hours=6),
    "P1D": timedelta(days=1),
    "PT36H": timedelta(hours=36),
    "P3D": timedelta(days=3),
    "P1W": timedelta(days=7),
}
SPANS = list(WINDOWS)
EVENTS = ["login", "order", "ticket"]
PLANS = ["free", "pro", "team"]
COLORS = ["red", "green", "blue"]
AMOUNTS = [Decimal("0.1"), Decimal("0.2"), Decimal("0.3"), 1, Decimal("2.0"), 5, -1]
INSTANTS = [
    "2026-01-05T00:00:00Z",
    "2026-01-08",
    "2026-01-09T12:00",
    "2026-01-10T00:00:00.000001",
    "2026-01-11T02:00:00.5+02:00",
    "2026-01-14T06:00:00-06:00",
    "2026-01-20T00:00:00Z",
]


def spelled(at: datetime) -> str:
    """An instant as replay lines spell it."""
    return at.isoformat().replace("+00:00", "Z")
