"""A stage change in one sentence, and what had brought it as the end of one."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, cast

from domain.instants import Duration
from domain.met_in_words import Node, facts_in_words
from domain.signals import is_segment
from domain.stage_change import Move, RecordedChange, StageChange, Trigger
from domain.values import Value
from domain.wording import day_in_words, duration_in_words, listed

Change: TypeAlias = StageChange | RecordedChange
Names: TypeAlias = Mapping[str, str]
"""What people call each stage, by its key."""

_MOVES = {
    Move.ENTER: "Entered {entered}",
    Move.ADVANCE: "Moved on from {left} to {entered}",
    Move.REGRESS: "Fell back from {left} to {entered}",
    Move.RECYCLE: "Came back from {left} to {entered}, to begin a new cycle,",
    Move.EXIT: "Left {left} for {entered}",
    Move.LEAVE: "Left {left}, and stands in no stage,",
}


def move_in_words(change: Change, names: Names) -> str:
    """Who moves is left out: `Moved on from Onboarding to Adoption on 3 Jan 2026 because …`."""
    left, entered = (
        "" if key is None else names.get(key, key) for key in (change.left, change.entered)
    )
    said = _MOVES[change.move].format(left=left, entered=entered)
    if change.skipped:
        skipped = listed([names.get(key, key) for key in change.skipped])
        said += f", passing over {skipped},"
    because = reason_in_words(change, names)
    return f"{said} on {day_in_words(change.at)}{f' because {because}' if because else ''}."


def reason_in_words(change: Change, names: Names) -> str:
    """What had brought a stage change, as the end of a sentence; empty where nothing is known."""
    if change.actor is not None:
        why = f" (“{change.reason}”)" if change.reason else ""
        return f"{change.actor} put it there by hand{why}"
    explanation = change.explanation or {}
    if "removed" in explanation:
        return f"version {change.version} of the journey no longer has that stage"
    if "archived" in explanation:
        return (
            "the segment was deleted" if is_segment(change.journey) else "the journey was archived"
        )
    because = listed(list(_reasons(change, explanation, names)))
    if change.trigger is Trigger.PUBLISH:
        what = "segment was saved" if is_segment(change.journey) else "journey was published"
        published = f"version {change.version} of the {what}"
        return f"{published}, and {because}" if because else published
    return because


def _reasons(change: Change, explanation: Mapping[str, Value], names: Names) -> Sequence[str]:
    ways = cast("Sequence[Node]", explanation.get("transitions", ()))
    nodes = [cast(Node, way["when"]) for way in ways if "when" in way]
    stayed = [
        f"it had been in {names.get(change.left or '', 'it')} for {_length(way['after'])}"
        for way in ways[:1]
        if "after" in way
    ]
    if "entry" in explanation:
        nodes.append(cast(Node, explanation["entry"]))
    facts = facts_in_words(nodes)
    if "left" in explanation:
        facts = facts_in_words([cast(Node, explanation["left"])], holding=False)
    if not facts and not stayed and change.move is Move.ENTER:
        facts = "everybody begins there"
    return [*stayed, *filter(None, [facts])]


def _length(text: Value) -> str:
    return duration_in_words(Duration.parse(str(text)))
