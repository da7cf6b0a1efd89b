"""Why: each rule's actual and expected value, whether it holds and until when.

An explanation is plain JSON, so that it is kept with the fact that it explains.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import assert_never, cast

from domain.actual import Actual, At, AtLeast, Span, shown
from domain.compiling import Compiled
from domain.course import Course, Way
from domain.criteria import All, Any, Not, Rule
from domain.criteria_document import criteria_to_document, read_criteria
from domain.instants import LATEST, Instant, duration_text, text_of
from domain.profile import Placement, Profile
from domain.reading import Reading
from domain.same import Same
from domain.values import Value

Explanation = dict[str, Value]

_RULE = ("signal", "is", "value")

MOST_SHOWN = 200
"""Characters of a trait that are repeated: one may have 32 kB, and 64 rules may read it."""


def explained(compiled: Compiled, profile: Profile, now: Instant) -> Explanation:
    """The tree of the criteria; every part says whether it `holds` and `until` when at the latest.

    A rule adds its `actual` value: null when missing, `{"atLeast": n}` where only enough to decide
    is kept, of what is long `{"startsWith": text}` or `{"length": n}`: it is kept with every fact.
    `until` null means that time alone will not change it.
    """
    holds, until = compiled.judge(profile, now)
    lasting: Explanation = {"holds": holds, "until": _when(until)}
    match compiled.criteria:
        case Rule() as rule:
            assert compiled.read is not None
            actual, _ = compiled.read(profile, now)
            return {**_written(Same(rule)), "actual": found(actual), **lasting}
        case Not():
            return {"not": explained(compiled.parts[0], profile, now), **lasting}
        case All():
            return {"all": [explained(part, profile, now) for part in compiled.parts], **lasting}
        case Any():
            return {"any": [explained(part, profile, now) for part in compiled.parts], **lasting}
        case _:
            assert_never(compiled.criteria)


def rules_in(explanation: Mapping[str, Value], path: str) -> Iterator[tuple[str, Explanation]]:
    """Every rule of an explained tree with the path that leads to it, in reading order."""
    if "not" in explanation:
        yield from rules_in(cast(Explanation, explanation["not"]), f"{path}.not")
        return
    for group in ("all", "any"):
        if group in explanation:
            for index, part in enumerate(cast("list[Explanation]", explanation[group])):
                yield from rules_in(part, f"{path}.{group}[{index}]")
            return
    yield path, dict(explanation)


def rule_of(explanation: Mapping[str, Value]) -> Rule:
    """The rule that an explanation repeats, which was read once before."""
    reading = Reading()
    document = {name: explanation[name] for name in _RULE if name in explanation}
    criteria = read_criteria(reading, document, "")
    reading.finish()
    assert isinstance(criteria, Rule)
    return criteria


def _when(until: Instant) -> str | None:
    """Nothing happens after the calendar's last instant, so that is never."""
    return text_of(until) if until <= LATEST else None


@lru_cache(maxsize=4096)
def _written(rule: Same[Rule]) -> Explanation:
    return cast(Explanation, criteria_to_document(rule.value))


def found(actual: Actual) -> Value:
    """An actual value as JSON, cut short where it is long."""
    match actual:
        case AtLeast(count):
            return {"atLeast": count}
        case Span(microseconds):
            return duration_text(microseconds)
        case At(instant):
            return text_of(instant)
        case str() if len(actual) > MOST_SHOWN:
            return {"startsWith": actual[:MOST_SHOWN]}
        case list() | tuple() | dict() if len(repr(actual)) > MOST_SHOWN:
            return {"length": len(actual)}
    return shown(actual)  # type: ignore[return-value]


def explained_move(
    profile: Profile,
    course: Course,
    left: str | None,
    entered: str | None,
    ways: tuple[Way, ...],
    now: Instant,
) -> Explanation:
    """The rules that decided a move: of the stage entered, or of the stage that no longer holds.

    `transitions` are those followed, with their guards, where the movement follows any.
    """
    explanation: Explanation = {}
    if ways:
        explanation["transitions"] = [explained_way(profile, way, now) for way in ways]
    is_recycle = bool(ways) and ways[-1].transition.kind.value == "RECYCLE"
    entry = course.places[entered].entry if entered is not None and not is_recycle else None
    if entry is not None:
        explanation["entry"] = explained(entry, profile, now)
    elif left is not None and not ways:
        place = course.places.get(left)
        if place is not None and place.entry is not None:
            explanation["left"] = explained(place.entry, profile, now)
    return explanation


def explained_way(profile: Profile, way: Way, now: Instant) -> Explanation:
    """A transition with its guards, `when` with its actual values."""
    transition = way.transition
    written: Explanation = {
        "from": transition.left,
        "to": transition.entered,
        "kind": transition.kind.value,
    }
    if transition.after is not None:
        written["after"] = transition.after.text
    if way.when is not None:
        written["when"] = explained(way.when, profile, now)
    return written


def explained_placement(profile: Profile, course: Course, now: Instant) -> Explanation:
    """Every stage's criteria and every way out of the current stage, as they stand at `now`.

    Also since when which stages are held, since when a cycle runs, and the next timer.
    """
    placement = profile.placements.get(course.key, Placement(version=course.version))
    stages: list[Value] = []
    for key in course.order:
        place = course.places[key]
        one: Explanation = {"stage": key, "rank": place.rank}
        if place.entry is not None:
            one["entry"] = explained(place.entry, profile, now)
        if key in placement.held:
            one["heldSince"] = text_of(placement.held[key])
        stages.append(one)
    explanation: Explanation = {"stages": stages}
    if placement.stage is not None and placement.stage in course.places:
        place = course.places[placement.stage]
        explanation["transitions"] = [
            explained_way(profile, way, now)
            for way in place.exits + place.advances + place.recycles
        ]
    if placement.cycle is not None:
        explanation["cycleSince"] = text_of(placement.cycle)
    explanation["nextTimer"] = _when(placement.due)
    return explanation
