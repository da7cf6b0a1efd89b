"""Arguments that are text, checked before they come near a database."""

from domain.refusals import BadArgument, NotFound
from domain.signals import is_segment
from domain.values import BadValue, text_taken

LONGEST = 1_000


def text_given(text: str, path: str) -> str:
    """Text that both databases can compare with. Raises BadArgument."""
    try:
        text_taken(text, "")
    except BadValue as bad:
        raise BadArgument(f"It {bad.message}.", path) from None
    if len(text) > LONGEST:
        raise BadArgument(f"It is longer than {LONGEST} characters.", path)
    return text


def journey_given(key: str, path: str) -> str:
    """A journey's key; that by which a segment is judged is none. Raises BadArgument, NotFound."""
    if is_segment(text_given(key, path)):
        raise NotFound("journey", key, path)
    return key
