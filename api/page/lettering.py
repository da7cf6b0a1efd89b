"""How broad a text is once it is drawn: near enough for what has to fit into a box.

Nobody knows the reader's fonts. What is reckoned here is a sans-serif's letters, rather broad.
"""

from unicodedata import combining, east_asian_width

NARROW = frozenset("iIjlftr.,:;'|!()[]{}/\\-` ")
LARGE = frozenset('<>=+~"&#$?')
BROAD = frozenset("mwMW@%—…")
ELLIPSIS = "…"
_USUAL, _NARROW, _BROAD, _LARGE, _FULL = 0.58, 0.36, 0.95, 0.68, 1.05


def breadth(text: str, size: float) -> float:
    """How broad the text is at that size of its letters."""
    return size * sum(map(_breadth, text))


def cut(text: str, room: float, size: float) -> str:
    """The text, or as much of it as there is room for; always a letter of it."""
    # Of a text that is ever so long, only what could fit at all is looked at.
    longest = max(int(room / (size * _NARROW)) + 1, 1)
    if len(text) <= longest and breadth(text, size) <= room:
        return text
    left = room - breadth(ELLIPSIS, size)
    number = 0
    for letter in text[:longest]:
        left -= breadth(letter, size)
        if left < 0:
            break
        number += 1
    return f"{text[: max(number, 1)].rstrip()}{ELLIPSIS}"


def _breadth(letter: str) -> float:
    if letter in NARROW:
        return _NARROW
    if letter in BROAD:
        return _BROAD
    if letter.isascii():
        return _LARGE if letter.isupper() or letter in LARGE else _USUAL
    if combining(letter):
        return 0.0
    if east_asian_width(letter) in "WF":
        return _FULL
    return _LARGE if letter.isupper() else _USUAL
