"""Text in Mermaid: every character that could mean something is written by its number.

Mermaid reads `#60;` as the character of that number wherever text may stand, and shows it as text.
So no comment, no directive, no markup and no keyword can come of what people wrote.
"""

import re
from collections.abc import Mapping

from api.page.inks import colour_of
from domain.draft import Draft
from domain.journey import EVERYWHERE, Stage, Transition, TransitionKind
from domain.wording import guards_in_words

LONGEST = 200
"""Nobody reads more of a label, and Mermaid refuses a text that is too long as a whole."""
KINDS = {TransitionKind.EXIT: "exit", TransitionKind.RECYCLE: "recycle"}

_SAFE = re.compile(r"[\w ,.()/+-]", re.ASCII)


def front(draft: Draft) -> list[str]:
    """The lines above the drawing, with its title."""
    return ["---", f'title: "{"".join(map(_in_yaml, draft.name[:LONGEST]))}"', "---"]


def quoted(text: str) -> str:
    """What people wrote, between quotes; Mermaid has no use for nothing at all."""
    return f'"{written(text) or "#160;"}"'


def written(text: str) -> str:
    """What people wrote, on one line."""
    words = " ".join(text.split())
    return "".join(map(_written, words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"))


def stage_name(key: str) -> str:
    """What a stage is called inside: no keyword of Mermaid's, and no two alike."""
    return "anywhere" if key == EVERYWHERE else f"s_{key.replace('-', '_')}"


def lane_name(key: str) -> str:
    """What a lane is called inside."""
    return f"l_{key.replace('-', '_')}"


def way_label(way: Transition) -> str:
    """What stands at a transition: its kind, unless it is an ADVANCE, and its guards."""
    return written(", ".join(filter(None, (KINDS.get(way.kind), guards_in_words(way)))))


def strokes(stages: Mapping[str, Stage]) -> dict[str, list[str]]:
    """The stages of each colour, by what they are called inside."""
    by_colour: dict[str, list[str]] = {}
    for index, (name, stage) in enumerate(stages.items()):
        by_colour.setdefault(colour_of(stage, index), []).append(name)
    return by_colour


def _written(character: str) -> str:
    if character.isalnum() or _SAFE.fullmatch(character):
        return character
    return f"#{ord(character)};" if character.isprintable() else "#65533;"


def _in_yaml(character: str) -> str:
    if character == " " or (character.isascii() and character.isalnum()):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
