"""A draft as a picture: its lanes, stages and notes where the canvas draws them, and the ways.

There is no script in it and no reference to anything outside; whatever people wrote is escaped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
    colour,
    colour_of,
    fitted,
    n,
    pair,
    quoted,
    text,
)
from api.page.labels import ROOMS, Label, labelled
from api.page.lettering import breadth, cut
from api.page.placing import Box
from domain.draft import Cosmetic, Draft, Lane, Note, id_of
from domain.edits import ApplyLayout, applied
from domain.floor import Floor
from domain.journey import EVERYWHERE, Role, Stage, Transition, TransitionKind
from domain.layout import STAGE, arranged
from domain.wording import guards_in_words, in_words

LOSSES = (
    "It is a picture: criteria are written in words, and cut where they are long.",
    "Health, goals and scenarios are left out.",
    "What lies too far out to be seen together is drawn as a layout would place it.",
)
MARGIN = 40.0
LARGEST = 60_000.0
LABEL, SMALL = 12.0, 11.0
NOTE_PAPER, NOTE_LINE = "#fff8db", "#ecd98b"
NOTE_LINES = 8
LANE_HEAD = 34.0
"""How far down a lane its name reaches."""


def svg(draft: Draft) -> str:
    """The text of the picture."""
    boxes = _boxes(draft)
    if any(_is_far(box) for box in boxes.values()):
        boxes = _boxes(_anew(draft))
    # A way goes round stages, and through lanes.
    arrows = arrows_of(draft.transitions, {id: boxes[id] for id in map(id_of, draft.stages)})
    lines = [
        *_opening(draft, boxes, arrows),
        *(_lane(lane, boxes[lane.id]) for lane in Floor(draft).lanes),
        *(_arrow(arrow) for arrow in arrows),
        *_from_everywhere(draft, boxes),
        *(
            line
            for index, stage in enumerate(draft.stages)
            for line in _stage(stage, boxes[id_of(stage)], colour_of(stage, index))
        ),
        *(line for note in draft.notes for line in _note(note, boxes[note.id])),
        *(_label(label) for label in labelled(_guarded(arrows), _covered(draft, boxes), LABEL)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _boxes(draft: Draft) -> Mapping[str, Box]:
    """Where everything is, by id."""
    return {
        id: Box(
            float(place.x),
            float(place.y),
            float(place.width or STAGE.width),
            float(place.height or STAGE.height),
        )
        for id, place in Floor(draft).places.items()
    }


def _is_far(box: Box) -> bool:
    return max(abs(box.x), abs(box.y), box.right, box.bottom) > LARGEST


def _anew(draft: Draft) -> Draft:
    """The draft as if nothing of it had been drawn yet."""
    bare = replace(draft, cosmetic=Cosmetic())
    return applied(bare, [ApplyLayout(spots=arranged(bare))]).draft


def _opening(draft: Draft, boxes: Mapping[str, Box], arrows: list[Arrow]) -> Iterator[str]:
    points = [(box.x, box.y) for box in boxes.values()]
    points += [(box.right, box.bottom) for box in boxes.values()]
    points += [arrow.at(eighth / 8) for arrow in arrows for eighth in range(9)]
    points = points or [(0.0, 0.0)]
    left, top = min(x for x, _ in points) - MARGIN, min(y for _, y in points) - MARGIN
    width = ceil(max(x for x, _ in points) + MARGIN - left)
    height = ceil(max(y for _, y in points) + MARGIN - top)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="{n(left)} {n(top)} {width} {height}" font-family={quoted(FONT)}>'
    )
    yield f"<title>{text(draft.name)}</title>"
    if draft.description:
        yield f"<desc>{text(draft.description)}</desc>"
    yield "<defs>"
    for kind, ink in INKS.items():
        yield (
            f'<marker id="{kind.value.lower()}" viewBox="0 0 10 10" refX="8.5" refY="5" '
            f'markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
            f'<path d="M0.5 1 L9 5 L0.5 9 Z" fill="{ink}"/></marker>'
        )
    yield "</defs>"
    yield (f'<rect x="{n(left)}" y="{n(top)}" width="{width}" height="{height}" fill="{CANVAS}"/>')


def _lane(lane: Lane, box: Box) -> str:
    ink = colour(lane.color) or LINE
    name, size = fitted(lane.name, 0.85 * box.width - 28, largest=14.0)
    return (
        f'<g class="lane">{_rect(box, 14, PAPER, ink, opacity=0.6)}'
        f"{_line(name, box.x + 16, box.y + 26, size, MUTED, weight=600)}</g>"
    )


def _arrow(arrow: Arrow) -> str:
    curve = " ".join(pair(point) for point in (arrow.bend, arrow.approach, arrow.end))
    return _path(arrow.transition, f"M{pair(arrow.start)} C{curve}")


def _guarded(arrows: list[Arrow]) -> Iterator[tuple[Arrow, str]]:
    for arrow in arrows:
        guards = guards_in_words(arrow.transition)
        if guards is not None:
            yield arrow, guards


def _covered(draft: Draft, boxes: Mapping[str, Box]) -> Iterator[Box]:
    """What no label may hide: stages, notes, and the names of lanes."""
    yield from (boxes[id_of(stage)] for stage in draft.stages)
    yield from (boxes[note.id] for note in draft.notes)
    for lane in draft.lanes:
        box = boxes[lane.id]
        yield replace(box, height=min(box.height, LANE_HEAD), width=min(box.width, 200))


def _label(label: Label) -> str:
    return (
        f'<text x="{n(label.x)}" y="{n(label.y)}" text-anchor="middle" font-size="{n(LABEL)}" '
        f'fill="{MUTED}" stroke="{CANVAS}" stroke-width="5" stroke-linejoin="round" '
        f'paint-order="stroke">{text(label.said)}</text>'
    )


def _path(way: Transition, d: str) -> str:
    dash = f' stroke-dasharray="{DASHES[way.kind]}"' if way.kind in DASHES else ""
    cap = ' stroke-linecap="round"' if way.kind is TransitionKind.RECYCLE else ""
    kind = way.kind.value.lower()
    return (
        f'<path class="way {kind}" d="{d}" fill="none" stroke="{INKS[way.kind]}" '
        f'stroke-width="1.8"{dash}{cap} marker-end="url(#{kind})"/>'
    )


def _from_everywhere(draft: Draft, boxes: Mapping[str, Box]) -> Iterator[str]:
    """A stub at the stage itself: a line from each of the others would hide the map."""
    for way in draft.transitions:
        if way.left == EVERYWHERE:
            x, y = boxes[way.entered].right - 20, boxes[way.entered].y
            said = ", ".join(filter(None, ("from any stage", guards_in_words(way))))
            yield _path(way, f"M{n(x)} {n(y - 28)} L{n(x)} {n(y)}")
            yield _line(cut(said, ROOMS[0], LABEL), x - 8, y - 14, LABEL, MUTED, anchor="end")


def _stage(stage: Stage, box: Box, ink: str) -> Iterator[str]:
    dash = ' stroke-dasharray="5 4"' if stage.role is Role.EXIT else ""
    told = (stage.name, stage.description, stage.goal)
    yield f'<g class="stage"><title>{text(chr(10).join(filter(None, told)))}</title>'
    yield _rect(box, 11, PAPER, ink if stage.role is Role.ENTRY else LINE, more=dash)
    bar = Box(box.x + 12, box.y + 13, 4, max(box.height - 26, 4))
    yield f'<rect x="{n(bar.x)}" y="{n(bar.y)}" width="4" height="{n(bar.height)}" fill="{ink}"/>'
    room = box.width - 40
    name, size = fitted(stage.name, room)
    yield _line(name, box.x + 26, box.y + 30, size, INK, weight=600)
    asked = in_words(stage.entry) if stage.entry is not None else ""
    for number, said in enumerate(filter(None, (", ".join(stage.teams), asked))):
        y = box.y + 50 + 18 * number
        if y < box.bottom - 6:
            yield _line(cut(said, room, SMALL), box.x + 26, y, SMALL, MUTED)
    yield "</g>"


def _note(note: Note, box: Box) -> Iterator[str]:
    yield f'<g class="note"><title>{text(note.text)}</title>'
    yield _rect(box, 4, colour(note.color) or NOTE_PAPER, NOTE_LINE)
    most = max(min(int((box.height - 12) / 16), NOTE_LINES), 1)
    for number, said in enumerate(_broken(note.text, max(box.width - 20, 40), most)):
        yield _line(said, box.x + 10, box.y + 22 + 16 * number, LABEL, INK)
    yield "</g>"


def _broken(words: str, room: float, most: int) -> list[str]:
    """Text on lines that have that room; what does not fit is cut."""
    lines = [""]
    # Of a text that is ever so long, only what could fit at all is looked at.
    for word in words[: int(room) * most].split():
        if lines[-1] and breadth(f"{lines[-1]} {word}", LABEL) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [cut(line, room, LABEL) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = cut(f"{kept[-1].rstrip('…')} {lines[most]}", room, LABEL)
    return kept


def _rect(
    box: Box, radius: float, fill: str, stroke: str, *, opacity: float = 1, more: str = ""
) -> str:
    return (
        f'<rect x="{n(box.x)}" y="{n(box.y)}" width="{n(box.width)}" height="{n(box.height)}" '
        f'rx="{n(radius)}" fill="{fill}" fill-opacity="{opacity:g}" stroke="{stroke}" '
        f'stroke-width="1.4"{more}/>'
    )


def _line(
    said: str,
    x: float,
    y: float,
    size: float,
    ink: str,
    *,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{ink}">{text(said)}</text>'
    )
