"""A journey and what happened to some profiles, together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.strategies.dice import Dice
from tests.strategies.health import with_health
from tests.strategies.histories import history, time_after
from tests.strategies.journeys import journey
from tests.strategies.words import MICROSECOND, spelled

Line = dict[str, Any]

MOVEMENTS = ["FORWARD", "FORWARD", "STEPWISE", "STEPWISE", "FREE"]


@dataclass(frozen=True, slots=True)
class Story:
    """A `cairn/1` document, lines in order of arrival, and how far time goes on after them."""

    document: dict[str, Any]
    lines: list[Line]
    until: str | None


@st.composite
def stories(draw: st.DrawFn, movements: Sequence[str] = MOVEMENTS) -> Story:
    """Any story, or one of these movements only."""
    dice = Dice(draw)
    document = journey(dice, dice.one_of(movements))
    lines = history(dice)
    return Story(document, lines, time_after(dice, lines))


@st.composite
def healthy_stories(draw: st.DrawFn) -> Story:
    """Stories with health, which criteria read as well."""
    dice = Dice(draw)
    document = with_health(dice, journey(dice, dice.one_of(MOVEMENTS)), [])
    lines = history(dice)
    return Story(document, lines, time_after(dice, lines))


@st.composite
def linked_stories(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[Line], str | None]:
    """Two or three journeys at once, of which each may read those before it."""
    dice = Dice(draw)
    documents: list[dict[str, Any]] = []
    # Keys against the order of references: that alone must decide.
    for key in ["c", "b", "a"][: dice.one_of([2, 2, 3])]:
        drawn = journey(dice, dice.one_of(MOVEMENTS)) | {"key": key}
        healthy = with_health(dice, drawn, [other["key"] for other in documents])
        stages = {it["key"]: [one["key"] for one in it["stages"]] for it in (*documents, healthy)}
        documents.append(asking_of_stages(healthy, stages))
    lines = history(dice)
    return documents, lines, time_after(dice, lines)


def asking_of_stages(value: Any, stages: dict[str, list[str]]) -> Any:
    """The same, where what is asked of a journey's stage are stages that it has."""
    match value:
        case {"signal": {"stage": journey}, "value": asked}:
            known = stages[journey]
            wanted = asked if isinstance(asked, list) else [asked]
            there = [key if key in known else known[-1] for key in wanted]
            return {**value, "value": there if isinstance(asked, list) else there[0]}
        case dict():
            return {name: asking_of_stages(part, stages) for name, part in value.items()}
        case list():
            return [asking_of_stages(part, stages) for part in value]
    return value


@st.composite
def touched(draw: st.DrawFn, story: Story) -> Story:
    """The same story with lines that bring nothing among its own, at instants that time reaches
    anyway before the profile's next line: all they can do is have time served earlier.
    """
    drawn: list[Line] = []
    for line, (clock, room) in zip(story.lines, rooms(story), strict=True):
        drawn.append(line)
        for passed in draw(st.lists(st.integers(0, room), max_size=2)):
            at = spelled(clock + passed * MICROSECOND)
            drawn.append({"profile": line["profile"], "at": at})
    return replace(story, lines=drawn)


def rooms(story: Story) -> Iterator[tuple[datetime, int]]:
    """After each line: the profile's clock, and how long until its next line, in microseconds."""
    clocks: dict[str, datetime] = {}
    for place, line in enumerate(story.lines):
        profile, at = line["profile"], datetime.fromisoformat(line["at"])
        clock = clocks[profile] = max(at, clocks.get(profile, at))
        later = [after["at"] for after in story.lines[place + 1 :] if after["profile"] == profile]
        end = datetime.fromisoformat([*later, story.until or line["at"]][0])
        yield clock, max(end - clock, timedelta(0)) // MICROSECOND


def by_profile(changes: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Changes profile by profile: served earlier, they come earlier among those of others."""
    profiles = dict.fromkeys(sorted(change["profile"] for change in changes))
    return {who: [change for change in changes if change["profile"] == who] for who in profiles}
