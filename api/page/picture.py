"""A journey as a picture: an SVG with its stages, who stands there and how well, and the ways.

Colours are written into the picture, so that it can be looked at by itself; in the page its style
sheet speaks last, by the same classes. Whatever people wrote is escaped.
"""

from collections.abc import Iterator, Mapping
from math import ceil

from api.page.arrows import Arrow, arrows_of
from api.page.bands import hatching, legend
from api.page.inks import (
    CANVAS,
    DASHES,
    FONT,
    INKS,
    MUTED,
    SAYING,
    n,
    pair,
    quoted,
    text,
)
from api.page.labels import Label, labelled
from api.page.placing import Box, boxes_of
from api.page.sight import Sight
from api.page.stages import stages_drawn
from domain.instants import DAY, HOUR, Duration, duration_text
from domain.journey import EVERYWHERE, Journey, Transition, TransitionKind

MARGIN = 44.0
LEGEND = 30.0
ABOVE = 11.0
"""How far over a level way its label stands."""


def picture(journey: Journey, sight: Sight) -> str:
    """The journey drawn as it is now; in stages of which nothing is told nobody stands."""
    boxes = boxes_of(journey)
    arrows = arrows_of(journey.transitions, boxes)
    return "\n".join(
        [
            *_opening(journey, boxes, arrows, sight),
            *(_arrow(journey, arrow, sight) for arrow in arrows),
            *_from_everywhere(journey, boxes, sight),
            *_labels(journey, boxes, arrows, sight),
            *stages_drawn(journey, boxes, sight),
            "</svg>\n",
        ]
    )


def _opening(
    journey: Journey, boxes: Mapping[str, Box], arrows: list[Arrow], sight: Sight
) -> Iterator[str]:
    points = [(box.x, box.y) for box in boxes.values()]
    points += [(box.right, box.bottom) for box in boxes.values()]
    points += [
        (boxes[way.entered].x, boxes[way.entered].y - 30)
        for way in journey.transitions
        if way.left == EVERYWHERE
    ]
    points += [arrow.at(eighth / 8) for arrow in arrows for eighth in range(9)]
    left = min((x for x, _ in points), default=0.0) - MARGIN
    top = min((y for _, y in points), default=0.0) - MARGIN / 2
    width = ceil(max((x for x, _ in points), default=0.0) + MARGIN / 2 - left)
    foot = max((y for _, y in points), default=0.0) + MARGIN / 2
    has_health = any(stage.bands for stage in sight.stages.values())
    height = ceil(foot + LEGEND * has_health - top)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="journey" role="img" '
        f'width="{width}" height="{height}" viewBox="{n(left)} {n(top)} {width} {height}" '
        f"font-family={quoted(FONT)}>"
    )
    yield f"<title>{text(journey.name)}</title>"
    yield f"<defs>{hatching()}"
    for kind, ink in INKS.items():
        yield (
            f'<marker id="{_marker(journey, kind)}" viewBox="0 0 10 10" refX="8.5" refY="5" '
            f'markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path class="head {kind.value.lower()}" d="M0.5 1 L9 5 L0.5 9 Z" fill="{ink}"/>'
            f"</marker>"
        )
    yield "</defs>"
    yield from legend(sight, left + MARGIN, foot + 6, width)


def _arrow(journey: Journey, arrow: Arrow, sight: Sight) -> str:
    curve = " ".join(pair(point) for point in (arrow.bend, arrow.approach, arrow.end))
    way = arrow.transition
    return _path(journey, way, f"M{pair(arrow.start)} C{curve}", _way_told(journey, way, sight))


def _labels(
    journey: Journey, boxes: Mapping[str, Box], arrows: list[Arrow], sight: Sight
) -> Iterator[str]:
    """What ways ask for and how many take them, where that hides nothing."""
    ways = [(_lifted(arrow), said) for arrow in arrows if (said := _said(arrow.transition, sight))]
    stubs = [
        Box(boxes[way.entered].x + 20, boxes[way.entered].y - 34, 150, 32)
        for way in journey.transitions
        if way.left == EVERYWHERE
    ]
    for label in labelled(ways, [*boxes.values(), *stubs], SAYING):
        yield _label(label)


def _label(label: Label) -> str:
    name = "after" if label.said.startswith("after") else "rate"
    return (
        f'<text class="{name}" x="{n(label.x)}" y="{n(label.y)}" text-anchor="middle" '
        f'font-size="{n(SAYING)}" fill="{MUTED}" stroke="{CANVAS}" stroke-width="5" '
        f'stroke-linejoin="round" paint-order="stroke">{text(label.said)}</text>'
    )


def _lifted(arrow: Arrow) -> Arrow:
    """A level way is told above itself: there it is seen from end to end."""
    if abs(arrow.end[1] - arrow.start[1]) > ABOVE or abs(arrow.at(0.5)[1] - arrow.start[1]) > 1:
        return arrow
    ends = (arrow.start, arrow.bend, arrow.approach, arrow.end)
    return Arrow(arrow.transition, *((x, y - ABOVE) for x, y in ends))


def _said(way: Transition, sight: Sight) -> str:
    parts = [] if way.after is None else [f"after {_length(way.after)}"]
    share = sight.share(way.left, way.entered)
    if share is not None:
        parts.append(_percent(share))
    return " · ".join(parts)


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return "<1%"
    # Who says a hundred says everybody.
    return f"{100 if share == 1 else min(round(100 * share), 99)}%"


def _way_told(journey: Journey, way: Transition, sight: Sight) -> str:
    """What a pointer that rests on a way is told."""
    names = {stage.key: stage.name for stage in journey.stages}
    moves, arrived = sight.moves.get((way.left, way.entered), 0), sight.arrivals(way.left)
    went = f"{moves:,} of {arrived:,} arrivals went on this way" if arrived else "nobody yet"
    return f"{names[way.left]} → {names[way.entered]}: {went}"


def _path(journey: Journey, way: Transition, d: str, said: str) -> str:
    dash = f' stroke-dasharray="{DASHES[way.kind]}"' if way.kind in DASHES else ""
    cap = ' stroke-linecap="round"' if way.kind is TransitionKind.RECYCLE else ""
    return (
        f'<path class="way {way.kind.value.lower()}" data-from={quoted(way.left)} '
        f'data-to={quoted(way.entered)} d="{d}" fill="none" stroke="{INKS[way.kind]}" '
        f'stroke-width="1.8"{dash}{cap} marker-end="url(#{_marker(journey, way.kind)})">'
        f"<title>{text(said)}</title></path>"
    )


def _from_everywhere(journey: Journey, boxes: Mapping[str, Box], sight: Sight) -> Iterator[str]:
    """A stub at the stage itself: a line from each of the others would hide the map."""
    for way in journey.transitions:
        if way.left != EVERYWHERE:
            continue
        x, y = boxes[way.entered].x + 26, boxes[way.entered].y
        came = sight.into(way.entered)
        said = f"from anywhere · {came:,}" if came else "from anywhere"
        yield (
            f'<g class="everywhere"><circle class="origin" cx="{n(x)}" cy="{n(y - 30)}" r="3.5" '
            f'fill="none" stroke="{INKS[way.kind]}" stroke-width="1.5"/>'
            f"{_path(journey, way, f'M{n(x)} {n(y - 25)} L{n(x)} {n(y)}', said)}"
            f'<text x="{n(x + 10)}" y="{n(y - 25)}" font-size="13" fill="{MUTED}">'
            f"{said}</text></g>"
        )


def _length(after: Duration) -> str:
    """A length of time as people say it, where it is whole."""
    for unit, name in ((DAY, "day"), (HOUR, "hour")):
        number, rest = divmod(after.microseconds, unit)
        if number and not rest:
            return f"{number} {name}{'' if number == 1 else 's'}"
    return duration_text(after.microseconds)


def _marker(journey: Journey, kind: TransitionKind) -> str:
    return f"{journey.key}-{kind.value.lower()}"
