"""Fixes of what was drafted and means nothing yet: groups and windows of nothing, uneven health."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from domain.criteria import Criteria, Rule
from domain.draft import id_of
from domain.edits import (
    JourneyFields,
    SetCriteria,
    SetHealth,
    TransitionFields,
    UpdateJourney,
    UpdateTransition,
)
from domain.fixes.asking import path_in, slot_of
from domain.fixes.mending import Mending, Proposal, Proposer
from domain.fixes.trees import changed, part_at, steps_to, without
from domain.instants import DAY, Duration
from domain.signals import Count, Days, Share, Signal, Total
from domain.values import Value, taken

MONTH = Duration(30 * DAY, "P30D")
FIRST_COPY, LAST_COPY = 2, 100

Measure = dict[str, Any]
Steps = list[str | int]


def _group_out(mending: Mending) -> Iterator[Proposal]:
    """The criteria without the group, and without what that leaves empty."""
    slot = slot_of(mending)
    if slot is not None:
        element, kind, criteria = slot
        path = path_in(mending).removesuffix(f".{mending.problem.args['group']}")
        edit = SetCriteria(element=element, slot=kind, criteria=without(criteria, path))
        yield Proposal("Take the group out", (edit,))


def _longer(mending: Mending) -> Iterator[Proposal]:
    """A window of a month, or none; a transition that waits for nothing."""
    about = mending.problem.about
    if about == "after":
        fields = TransitionFields(after=None)
        edit = UpdateTransition(element=id_of(mending.ways[0]), fields=fields)
        yield Proposal(f"Take the `after` out of {mending.label(mending.ways[0])}", (edit,))
        return
    for title, window in (("Look at the last 30 days", MONTH), ("Look at everything", None)):
        if about.startswith("["):
            put = partial(_put, value=_text(window))
            yield Proposal(title, _in_health(mending, put))
        else:
            yield from _in_criteria(mending, title, window)


def _in_criteria(mending: Mending, title: str, window: Duration | None) -> Iterator[Proposal]:
    slot = slot_of(mending)
    if slot is None:
        return
    element, kind, criteria = slot
    path, _, inner = path_in(mending).partition(".signal")

    def opened(part: Criteria) -> Criteria:
        assert isinstance(part, Rule)
        steps = inner.removesuffix("within").strip(".").split(".")
        return replace(
            part, signal=_windowed(part.signal, [step for step in steps if step], window)
        )

    if isinstance(part_at(criteria, path), Rule):
        after = changed(criteria, steps_to(path), opened)
        yield Proposal(title, (SetCriteria(element=element, slot=kind, criteria=after),))


def _windowed(signal: Signal, steps: list[str], window: Duration | None) -> Signal:
    match signal:
        case Share(part, whole):
            if steps[0] == "share":
                return Share(_windowed(part, steps[1:], window), whole)
            return Share(part, _windowed(whole, steps[1:], window))
        case Count() | Days() | Total():
            return replace(signal, within=window)
    return signal


def _from_zero(mending: Mending) -> Iterator[Proposal]:
    """The lowest band from 0 on."""

    def lowered(bands: Any, _: str | int) -> None:
        for band in bands["bands"]:
            if band["from"] == mending.problem.args["start"]:
                band["from"] = 0

    yield Proposal("Let the lowest band start at 0", _in_health(mending, lowered))


def _band_out(mending: Mending) -> Iterator[Proposal]:
    """The bands without the one that starts where another does."""
    band = mending.problem.args["band"]
    edits = _in_health(mending, lambda bands, index: bands.pop(index), above=1)
    yield Proposal(f"Remove the band {band}", edits)


def _in_order(mending: Mending) -> Iterator[Proposal]:
    """The points from left to right, the first of those that have one x."""

    def ordered(measure: Any, _: str | int) -> None:
        first: dict[Any, Any] = {}
        for point in measure["points"]:
            first.setdefault(point[0], point)
        measure["points"] = [first[x] for x in sorted(first)]

    yield Proposal("Put the points in order", _in_health(mending, ordered, above=2))


def _weighed(mending: Mending) -> Iterator[Proposal]:
    """A weight like any other's, or no such measure."""
    yield Proposal("Let it weigh 1", _in_health(mending, partial(_put, value=1)))
    out = _in_health(mending, lambda measures, index: measures.pop(index), above=1)
    yield Proposal(f"Remove the measure {mending.problem.args['measure']}", out)


def _renamed(mending: Mending) -> Iterator[Proposal]:
    """The next number behind its key."""
    key = str(mending.problem.args["measure"])

    def numbered(measures: Any, index: str | int) -> None:
        taken_keys = {measure["key"] for measure in measures}
        free = (f"{key}-{number}" for number in range(FIRST_COPY, LAST_COPY))
        measures[index]["key"] = next(one for one in free if one not in taken_keys)

    yield Proposal("Give it another key", _in_health(mending, numbered, above=1))


def _in_health(
    mending: Mending, change: Callable[[Any, str | int], object], above: int = 0
) -> tuple[SetHealth | UpdateJourney, ...]:
    """Its owner's health, changed where the problem is or so many steps above.

    The change is given what holds the place, and what the place is called in it.
    """
    stage = mending.stages[0] if mending.stages else None
    kept = mending.draft.health if stage is None else stage.health
    health = taken(kept)
    *steps, last = _steps(mending.problem.about)[: -above or None]
    holder: Any = health
    for step in steps:
        holder = holder[step]
    change(holder, last)
    if stage is None:
        return (UpdateJourney(fields=JourneyFields(health=health)),)
    return (SetHealth(element=id_of(stage), health=health),)


def _steps(about: str) -> Steps:
    """`[0].bands[1].from` as what leads there."""
    words = about.replace("[", ".").replace("]", "").split(".")
    return [int(word) if word.isdigit() else word for word in words if word]


def _put(part: Measure, name: str | int, value: Value) -> None:
    assert isinstance(name, str)
    if value is None:
        del part[name]
    else:
        part[name] = value


def _text(window: Duration | None) -> str | None:
    return None if window is None else window.text


PROPOSERS: Mapping[str, Proposer] = {
    "CRITERIA_EMPTY_GROUP": _group_out,
    "WINDOW_EMPTY": _longer,
    "BANDS_NOT_FROM_ZERO": _from_zero,
    "BANDS_NOT_ASCENDING": _band_out,
    "POINTS_NOT_ASCENDING": _in_order,
    "WEIGHT_NOT_POSITIVE": _weighed,
    "MEASURE_KEY_DUPLICATE": _renamed,
}
