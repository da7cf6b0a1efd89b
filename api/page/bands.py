"""Bands of health as a picture shows them: a bar of shares, and numbers with a sign for each rank.

What a band's colour says is also said by its place, by its sign and, of the worst, by hatching: no
eye needs to tell the colours apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.page.inks import INK, MUTED, SAYING, n, text
from api.page.lettering import breadth, cut
from api.page.sight import Band, Sight, StageSight

RANKS = ("best", "between", "worst")
COLOURS = {"best": "#0f8a7d", "between": "#b7791f", "worst": "#c02f4b", "unknown": "#8a94a6"}
SIGN = 9.0
APART = 10.0
THIN = 1.6
"""Between the parts of a bar."""
HATCHING = "worst-hatching"
MORE = (("M", 1_000_000), ("k", 1_000))


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a stage's profiles, by what rank their band has."""

    rank: str
    keys: Sequence[str]
    count: int


def hatching() -> str:
    """What makes the worst band look the worst to every eye."""
    return (
        f'<pattern id="{HATCHING}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect class="hatch" width="1.6" height="5" '
        f'fill="#ffffff" fill-opacity="0.55"/></pattern>'
    )


def parts_of(sight: StageSight) -> list[Part]:
    """The best band, those between, the worst, and who is in none."""
    ranked: dict[str, list[Band]] = {}
    for place, band in enumerate(sight.bands):
        ranked.setdefault(_rank(place, len(sight.bands)), []).append(band)
    parts = [
        Part(rank, [band.key for band in ranked[rank]], sum(band.count for band in ranked[rank]))
        for rank in RANKS
        if rank in ranked
    ]
    return [*parts, Part("unknown", ["unknown"], sight.unknown)] if parts else []


def _rank(place: int, many: int) -> str:
    if place == 0:
        return "best"
    return "worst" if place == many - 1 else "between"


def bar(parts: Sequence[Part], x: float, y: float, width: float, height: float) -> Iterator[str]:
    """The shares of those whose band is known, side by side; nothing where it is nobody's."""
    known = [part for part in parts if part.count and part.rank != "unknown"]
    total = sum(part.count for part in known)
    # Few among many are still to be seen.
    room = width - THIN * (len(known) - 1)
    least = 4.0
    spare = room - least * len(known)
    for part in known:
        share = least + spare * part.count / total
        fills = [(part.rank, COLOURS[part.rank])]
        if part.rank == "worst":
            fills.append(("hatched", f"url(#{HATCHING})"))
        for name, fill in fills:
            yield (
                f'<rect class="band {name}" x="{n(x)}" y="{n(y)}" width="{n(share)}" '
                f'height="{n(height)}" rx="2" fill="{fill}"/>'
            )
        x += share + THIN


def numbers(parts: Sequence[Part], x: float, y: float, width: float) -> Iterator[str]:
    """How many are in each, behind its sign; y is the foot of the text."""
    shown = [part for part in parts if part.count or part.rank != "unknown"]
    told = [str(part.count) for part in shown]
    if _breadth(told) > width:
        told = [short(part.count) for part in shown]
    for part, count in zip(shown, told, strict=True):
        yield sign(part.rank, x, y - SAYING * 0.36)
        x += SIGN + 4
        yield (
            f'<text class="count" x="{n(x)}" y="{n(y)}" font-size="{n(SAYING)}" '
            f'fill="{INK}">{count}</text>'
        )
        x += breadth(count, SAYING) + APART


def _breadth(told: Sequence[str]) -> float:
    return sum(SIGN + 4 + breadth(one, SAYING) + APART for one in told) - APART


def short(count: int) -> str:
    """A number in four letters at most, up to a thousand million."""
    for unit, size in MORE:
        whole, tenth = count // size, count * 10 // size % 10
        if whole:
            return f"{whole}.{tenth}{unit}" if tenth and whole < 10 else f"{whole}{unit}"
    return str(count)


def sign(rank: str, x: float, y: float) -> str:
    """A disc, a triangle, a lozenge or a ring; y is its middle."""
    half, fill = SIGN / 2, COLOURS[rank]
    middle = x + half
    if rank == "unknown":
        return (
            f'<circle class="sign unknown" cx="{n(middle)}" cy="{n(y)}" r="{n(half - 1)}" '
            f'fill="none" stroke="{fill}" stroke-width="1.6"/>'
        )
    if rank == "best":
        return (
            f'<circle class="sign best" cx="{n(middle)}" cy="{n(y)}" r="{n(half)}" fill="{fill}"/>'
        )
    top, foot, right = y - half, y + half, x + SIGN
    corners = f"M{n(middle)} {n(top)} L{n(right)} {n(foot)} L{n(x)} {n(foot)} Z"
    if rank == "worst":
        corners = (
            f"M{n(middle)} {n(top - 0.6)} L{n(right + 0.6)} {n(y)} "
            f"L{n(middle)} {n(foot + 0.6)} L{n(x - 0.6)} {n(y)} Z"
        )
    return f'<path class="sign {rank}" d="{corners}" fill="{fill}"/>'


def legend(sight: Sight, x: float, y: float, width: float) -> Iterator[str]:
    """What the signs stand for, by all names that the journey has for them."""
    named: dict[str, dict[str, None]] = {}
    for stage in sight.stages.values():
        for part in parts_of(stage):
            if part.count or part.rank != "unknown":
                named.setdefault(part.rank, {}).update(dict.fromkeys(part.keys))
    for rank in (*RANKS, "unknown"):
        if rank not in named:
            continue
        said = cut(", ".join(one.replace("-", " ") for one in named[rank]), width / 5, SAYING)
        yield sign(rank, x, y - SAYING * 0.36)
        x += SIGN + 6
        yield (
            f'<text class="legend" x="{n(x)}" y="{n(y)}" font-size="{n(SAYING)}" '
            f'fill="{MUTED}">{text(said)}</text>'
        )
        x += breadth(said, SAYING) + 2 * APART


def told(bands: Mapping[str, int], unknown: int) -> str:
    """The bands in words."""
    known = [f"{count} {key.replace('-', ' ')}" for key, count in bands.items() if count]
    return ", ".join([*known, f"{unknown} unknown"] if unknown else known)
