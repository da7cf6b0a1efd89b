"""Stories lived through by the engine, told in the words that `cairn replay` prints."""

from collections.abc import Callable
from typing import Any, TypeVar

from domain.course import charted
from domain.definitions import Definitions, defined
from domain.document import load
from domain.fact import Fact
from domain.health import HealthChange, decimal_of
from domain.instants import EARLIEST, Instant, instant_of, text_of
from domain.observation import Observation
from domain.profile import Profile
from domain.stage_change import RecordedChange
from domain.timeline import Outcome, observed, time_served
from engine.chunks import Chunks
from engine.replaying import replayed
from tests.strategies import Story

T = TypeVar("T")
Line = dict[str, Any]
Interlude = Callable[[Profile, Definitions, Instant], Outcome]
"""What is done to a profile before its time goes on to an instant."""


def lived(story: Story, *, with_health: bool = False) -> list[Line]:
    """The story's changes as the engine replays them."""
    history = [(line["profile"], arrived(line)) for line in story.lines]
    facts = replayed(load(story.document), history, end_of(story), with_health=with_health)
    return [printed(told.profile, told.fact) for told in facts]


def lived_with(story: Story, interlude: Interlude) -> list[Line]:
    """The same, with something done to each profile before each of its lines and before the end."""
    course = charted(load(story.document), version=1)
    definitions = defined(0, EARLIEST, (course,))
    chunks = Chunks()
    profiles: dict[str, Profile] = {}
    changes: list[Line] = []

    def act(who: str, what: Callable[[Profile, Definitions, T], Outcome], given: T) -> None:
        profiles[who], made = chunks.answering(
            lambda it: what(it, definitions, given), profiles[who]
        )
        changes.extend(printed(who, change) for change in made)

    for line in story.lines:
        who, observation = line["profile"], arrived(line)
        if who in profiles:
            act(who, interlude, observation.at)
        else:
            profiles[who] = Profile(id=len(profiles), kind=course.kind, external_id=who)
        act(who, observed, observation)
    end = end_of(story)
    if end is not None:
        for who in profiles:
            act(who, interlude, end)
            act(who, time_served, end)
    return changes


def arrived(line: Line) -> Observation:
    """A replay line as the observation that it tells of."""
    return Observation(
        at=instant(line["at"]),
        traits=line.get("traits", {}),
        event=line.get("event"),
        properties=line.get("properties", {}),
    )


def printed(who: str, change: Fact | RecordedChange) -> Line:
    """A fact as replay prints it."""
    if isinstance(change, HealthChange):
        health = change.after
        return {
            "profile": who,
            "stage": health.stage,
            "score": None if health.score is None else decimal_of(health.score),
            "band": health.band,
            "at": text_of(change.at),
            "trigger": change.trigger.value,
        }
    return {
        "profile": who,
        "from": change.left,
        "to": change.entered,
        "at": text_of(change.at),
        "move": change.move.value,
        "trigger": change.trigger.value,
        "skipped": list(change.skipped),
    }


def end_of(story: Story) -> Instant | None:
    """How far time goes on after the story's last line."""
    return None if story.until is None else instant(story.until)


def instant(text: str) -> Instant:
    """An instant that a story spells, which must be one."""
    at = instant_of(text)
    assert at is not None, text
    return at
