"""A stage in a picture: its name, how many stand there, for how long, and how well they are."""

from collections.abc import Iterator, Mapping

from api.page.bands import bar, numbers, parts_of, told
from api.page.inks import INK, LINE, MUTED, PAPER, SAYING, colour_of, fitted, n, quoted, text
from api.page.lettering import breadth
from api.page.placing import Box
from api.page.sight import Sight, StageSight
from domain.instants import DAY, HOUR, MINUTE, SECOND
from domain.journey import Journey, Role, Stage

LARGE = 26.0
BOLD = 1.2
"""Large digits are broader than letters mostly are."""


def stages_drawn(journey: Journey, boxes: Mapping[str, Box], sight: Sight) -> Iterator[str]:
    """Every stage of the journey, in its box."""
    most = max([1, *(sight.stage(stage.key).population for stage in journey.stages)])
    for index, stage in enumerate(journey.stages):
        seen = sight.stage(stage.key)
        yield (
            f'<g class="stage {stage.role.value.lower()}" data-stage={quoted(stage.key)}>'
            f"<title>{text(_told(stage, seen))}</title>"
        )
        yield from _stage(stage, boxes[stage.key], colour_of(stage, index), seen, most)
        yield "</g>"


def _stage(stage: Stage, box: Box, colour: str, seen: StageSight, most: int) -> Iterator[str]:
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
        f'<rect x="{n(box.x + 12)}" y="{n(box.y + 13)}" width="4" height="46" '
        f'rx="2" fill="{colour}"/>'
    )
    name, size = fitted(stage.name, box.width - 40)
    yield (
        f'<text class="name" x="{n(box.x + 26)}" y="{n(box.y + 28)}" font-size="{n(size)}" '
        f'font-weight="600" fill="{INK}">{text(name)}</text>'
    )
    yield from _population(box, seen)
    yield from _health(box, colour, seen, most)


def _population(box: Box, seen: StageSight) -> Iterator[str]:
    """How many stand there and, where there is room beside it, for how long."""
    count = f"{seen.population:,}"
    yield (
        f'<text class="population" x="{n(box.x + 26)}" y="{n(box.y + 58)}" font-size="{n(LARGE)}" '
        f'font-weight="600" fill="{INK}">{count}</text>'
    )
    if seen.median is None:
        return
    room = box.width - 46 - BOLD * breadth(count, LARGE)
    for said in (f"median {_about(seen.median)}", _about(seen.median)):
        if breadth(said, SAYING) <= room:
            yield (
                f'<text class="dwell" x="{n(box.right - 12)}" y="{n(box.y + 57)}" '
                f'text-anchor="end" font-size="{n(SAYING)}" fill="{MUTED}">{said}</text>'
            )
            return


def _health(box: Box, colour: str, seen: StageSight, most: int) -> Iterator[str]:
    """The bands of those who stand there; without any, how many those are beside other stages."""
    x, track = box.x + 12, box.width - 24
    parts = parts_of(seen)
    if parts:
        y, height = box.y + 68, 9.0
    else:
        y, height = box.bottom - 14, 4.0
    yield (
        f'<rect class="track" x="{n(x)}" y="{n(y)}" width="{n(track)}" height="{n(height)}" '
        f'rx="2" fill="{LINE}"/>'
    )
    if parts:
        yield from bar(parts, x, y, track, height)
    if parts and seen.population:
        yield from numbers(parts, x, box.bottom - 12, track)
    elif seen.population:
        share = max(track * seen.population / most, 4.0)
        yield (
            f'<rect class="share" x="{n(x)}" y="{n(y)}" width="{n(share)}" '
            f'height="{n(height)}" rx="2" fill="{colour}"/>'
        )


def _told(stage: Stage, seen: StageSight) -> str:
    """What a pointer that rests on the stage is told."""
    health = told({band.key: band.count for band in seen.bands}, seen.unknown) if seen.bands else ""
    stays = "" if seen.median is None else f"Half of the stays last {_about(seen.median)} at most"
    lines = (stage.name, stage.description, stage.goal, ", ".join(stage.teams), health, stays)
    return "\n".join(line for line in lines if line)


def _about(stay: int) -> str:
    """A length of time, no finer than anybody asks of it."""
    for unit, name in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "min")):
        if stay >= 2 * unit:
            return f"{stay // unit:,} {name}"
    return f"{stay // SECOND} s"
