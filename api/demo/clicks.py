"""A real shop's clicks (see NOTICE), moved to today: what lies behind us, and visits to play."""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from domain.instants import DAY, HOUR, Instant, instant_of
from domain.journey import ProfileKind
from domain.observation import ReceivedObservation

FILE = Path(__file__).parent / "clicks.csv.gz"
PLAYED = 14 * DAY
"""Visits of these last days are not history: the demo plays them as they happen."""


@dataclass(frozen=True, slots=True)
class Click:
    """A line of the file."""

    visitor: str
    visit: str
    event: str
    at: Instant
    channel: str
    platform: str


@cache
def clicks() -> tuple[Click, ...]:
    """Every click, in the order in which they happened."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as rows:
        read = [
            Click(
                visitor=row["user_id"].replace("user_", "visitor-"),
                visit=row["session_id"],
                event=row["event"],
                at=instant_of(row["timestamp"].replace(" ", "T")) or 0,
                channel=row["acquisition_channel"],
                platform=row["platform"],
            )
            for row in csv.DictReader(rows)
        ]
    return tuple(sorted(read, key=lambda click: click.at))


def past_clicks(today: Instant) -> list[ReceivedObservation]:
    """The clicks that lie behind us, by whole days later than they were."""
    last = clicks()[-1].at - PLAYED
    later = (today - HOUR - last) // DAY * DAY
    seen: set[str] = set()
    history = []
    for number, click in enumerate(clicks()):
        if click.at > last:
            break
        traits = {} if click.visitor in seen else {"channel": click.channel}
        seen.add(click.visitor)
        history.append(
            ReceivedObservation(
                kind=ProfileKind.CONTACT,
                external_id=click.visitor,
                at=click.at + later,
                message_id=f"demo:click:{number}",
                traits=traits,
                event=click.event,
                properties={"platform": click.platform},
            )
        )
    return history


def visits_to_play() -> Sequence[Sequence[Click]]:
    """The newest visits, each with its clicks, in the order in which they began."""
    last = clicks()[-1].at - PLAYED
    visits: dict[str, list[Click]] = {}
    for click in clicks():
        if click.at > last:
            visits.setdefault(click.visit, []).append(click)
    return tuple(visits.values())
