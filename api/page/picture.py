"""A journey as a picture: an SVG with its stages, the ways between, and how many stand where.

Colours are written into the picture, so that it can be looked at by itself; in the page its style
sheet speaks last, by the same classes. Whatever people wrote is escaped.
"""

from collections.abc import Iterator, Mapping
from math import ceil

from api.page.arrows import Arrow, arrows_of
from api.page.inks import (
    CANVAS,
    DASHES,
    FONT,
    INK,
    INKS,
    LINE,
    MUTED,
    PAPER,
    colour_of,
    fitted,
    n,
    pair,
    quoted,
    text,
)
from api.page.placing import Box, boxes_of
from domain.instants import DAY, HOUR, Duration, duration_text
from domain.journey import EVERYWHERE, Journey, Role, Stage, Transition, TransitionKind

MARGIN = 44.0


def picture(journey: Journey, populations: Mapping[str, int]) -> str:
    """The journey drawn, with the population of each stage; stages not named have none."""
    boxes = boxes_of(journey)
    arrows = arrows_of(journey.transitions, boxes)
    return "\n".join(
        [
            *_opening(journey, boxes, arrows),
            *(_arrow(journey, arrow) for arrow in arrows),
            *_from_everywhere(journey, boxes),
            *_stages(journey, boxes, populations),
            "</svg>\n",
        ]
    )


def _opening(journey: Journey, boxes: Mapping[str, Box], arrows: list[Arrow]) -> Iterator[str]:
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
    height = ceil(max((y for _, y in points), default=0.0) + MARGIN / 2 - top)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="journey" role="img" '
        f'width="{width}" height="{height}" viewBox="{n(left)} {n(top)} {width} {height}" '
        f"font-family={quoted(FONT)}>"
    )
    yield f"<title>{text(journey.name)}</title>"
    yield "<defs>"
    for kind, ink in INKS.items():
        yield (
            f'<marker id="{_marker(journey, kind)}" viewBox="0 0 10 10" refX="8.5" refY="5" '
            f'markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path class="head {kind.value.lower()}" d="M0.5 1 L9 5 L0.5 9 Z" fill="{ink}"/>'
            f"</marker>"
        )
    yield "</defs>"


def _arrow(journey: Journey, arrow: Arrow) -> str:
    way = arrow.transition
    curve = " ".join(pair(point) for point in (arrow.bend, arrow.approach, arrow.end))
    drawn = _path(journey, way, f"M{pair(arrow.start)} C{curve}")
    if way.after is None:
        return drawn
    x, y = arrow.at(0.5)
    return (
        f'{drawn}<text class="after" x="{n(x)}" y="{n(y + 4)}" text-anchor="middle" '
        f'font-size="12" fill="{MUTED}" stroke="{CANVAS}" stroke-width="5" '
        f'stroke-linejoin="round" paint-order="stroke">after {_length(way.after)}</text>'
    )


def _path(journey: Journey, way: Transition, d: str) -> str:
    dash = f' stroke-dasharray="{DASHES[way.kind]}"' if way.kind in DASHES else ""
    cap = ' stroke-linecap="round"' if way.kind is TransitionKind.RECYCLE else ""
    return (
        f'<path class="way {way.kind.value.lower()}" data-from={quoted(way.left)} '
        f'data-to={quoted(way.entered)} d="{d}" fill="none" stroke="{INKS[way.kind]}" '
        f'stroke-width="1.8"{dash}{cap} marker-end="url(#{_marker(journey, way.kind)})"/>'
    )


def _from_everywhere(journey: Journey, boxes: Mapping[str, Box]) -> Iterator[str]:
    """A stub at the stage itself: a line from each of the others would hide the map."""
    for way in journey.transitions:
        if way.left != EVERYWHERE:
            continue
        x, y = boxes[way.entered].x + 26, boxes[way.entered].y
        yield (
            f'<g class="everywhere"><circle class="origin" cx="{n(x)}" cy="{n(y - 30)}" r="3.5" '
            f'fill="none" stroke="{INKS[way.kind]}" stroke-width="1.5"/>'
            f"{_path(journey, way, f'M{n(x)} {n(y - 25)} L{n(x)} {n(y)}')}"
            f'<text x="{n(x + 10)}" y="{n(y - 25)}" font-size="13" fill="{MUTED}">'
            f"from anywhere</text></g>"
        )


def _stages(
    journey: Journey, boxes: Mapping[str, Box], populations: Mapping[str, int]
) -> Iterator[str]:
    most = max([1, *(populations.get(stage.key, 0) for stage in journey.stages)])
    for index, stage in enumerate(journey.stages):
        population = populations.get(stage.key, 0)
        yield (
            f'<g class="stage {stage.role.value.lower()}" data-stage={quoted(stage.key)}>'
            f"<title>{text(_told(stage))}</title>"
        )
        yield from _stage(stage, boxes[stage.key], colour_of(stage, index), population, most)
        yield "</g>"


def _stage(stage: Stage, box: Box, colour: str, population: int, most: int) -> Iterator[str]:
    is_exit = stage.role is Role.EXIT
    dash = ' stroke-dasharray="5 4"' if is_exit else ""
    if stage.role is Role.ENTRY:
        x, y = box.x, box.middle[1]
        yield f'<circle class="entrance" cx="{n(x - 14)}" cy="{n(y)}" r="4" fill="{colour}"/>'
        yield (
            f'<path class="entrance" d="M{n(x - 14)} {n(y)} L{n(x)} {n(y)}" '
            f'stroke="{colour}" stroke-width="1.8"/>'
        )
    yield (
        f'<rect class="box" x="{n(box.x)}" y="{n(box.y)}" width="{n(box.width)}" '
        f'height="{n(box.height)}" rx="11" fill="{PAPER}" stroke="{LINE}" '
        f'stroke-width="1.4"{dash}/>'
    )
    yield (
        f'<rect x="{n(box.x + 12)}" y="{n(box.y + 13)}" width="4" height="{n(box.height - 35)}" '
        f'rx="2" fill="{colour}"/>'
    )
    name, size = fitted(stage.name, box.width - 40)
    yield (
        f'<text class="name" x="{n(box.x + 26)}" y="{n(box.y + 28)}" font-size="{n(size)}" '
        f'font-weight="600" fill="{INK}">{text(name)}</text>'
    )
    yield (
        f'<text class="population" x="{n(box.x + 26)}" y="{n(box.y + 60)}" font-size="27" '
        f'font-weight="600" fill="{INK}">{population:,}</text>'
    )
    track = box.width - 24
    share = max(track * population / most, 4.0) if population else 0.0
    for name, width, fill in (("track", track, LINE), ("share", share, colour)):
        yield (
            f'<rect class="{name}" x="{n(box.x + 12)}" y="{n(box.bottom - 13)}" '
            f'width="{n(width)}" height="3" rx="1.5" fill="{fill}"/>'
        )


def _told(stage: Stage) -> str:
    """What a pointer that rests on the stage is told."""
    teams = ", ".join(stage.teams)
    return "\n".join(line for line in (stage.name, stage.description, stage.goal, teams) if line)


def _length(after: Duration) -> str:
    """A length of time as people say it, where it is whole."""
    for unit, name in ((DAY, "day"), (HOUR, "hour")):
        number, rest = divmod(after.microseconds, unit)
        if number and not rest:
            return f"{number} {name}{'' if number == 1 else 's'}"
    return duration_text(after.microseconds)


def _marker(journey: Journey, kind: TransitionKind) -> str:
    return f"{journey.key}-{kind.value.lower()}"
