"""What all pictures of journeys have in common: colours, and how text is written into an SVG.

Whatever people wrote is escaped here; nothing else may put it into a picture.
"""

import re
from xml.sax.saxutils import escape, quoteattr

from api.page.lettering import breadth, cut
from api.page.placing import Point
from domain.journey import Role, Stage, TransitionKind

FONT = "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"
LARGEST, SMALLEST = 18.0, 13.0
"""Sizes of stage names."""
SAYING = 13.0
"""The size of what is said about stages and ways."""
INK, MUTED, LINE, PAPER, CANVAS = "#1c2431", "#667085", "#d5dae3", "#ffffff", "#f6f7f9"
INKS = {
    TransitionKind.ADVANCE: "#8a94a6",
    TransitionKind.EXIT: "#d4626a",
    TransitionKind.RECYCLE: "#3d9a8b",
}
DASHES = {TransitionKind.EXIT: "5 4", TransitionKind.RECYCLE: "1 5"}
PALETTE = ("#64748b", "#0ea5e9", "#6366f1", "#8b5cf6", "#f59e0b", "#10b981", "#14b8a6")
EXIT_COLOUR = "#ef4444"

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|#[0-9a-fA-F]{3}")
_BOLD = 1.06  # names are, and so a little broader
# What XML has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def colour_of(stage: Stage, index: int) -> str:
    """The stage's own colour, or one by its place in the list."""
    own = colour(stage.color)
    if own is not None:
        return own
    return EXIT_COLOUR if stage.role is Role.EXIT else PALETTE[index % len(PALETTE)]


def colour(text: str | None) -> str | None:
    """The text, if it is a colour and nothing else."""
    return text if text is not None and _COLOUR.fullmatch(text) else None


def fitted(name: str, width: float, largest: float = LARGEST) -> tuple[str, float]:
    """The name and the size at which it fits; one that is too long even so is cut."""
    # A name that is ever so long need not be measured to be known not to fit.
    broad, room = breadth(name[:200], 1), width / _BOLD
    size = min(largest, max(SMALLEST, room / broad if broad else largest))
    return cut(name, room, size), size


def text(text: str) -> str:
    """What people wrote, as the content of an element."""
    return escape(writable(text))


def quoted(text: str) -> str:
    """What people wrote, as the value of an attribute, quotes included."""
    return quoteattr(writable(text))


def writable(text: str) -> str:
    """The text without what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", text)


def n(number: float) -> str:
    """A coordinate, no finer than eyes are."""
    return f"{number:.1f}".removesuffix(".0")


def pair(point: Point) -> str:
    """Two coordinates."""
    return f"{n(point[0])} {n(point[1])}"
