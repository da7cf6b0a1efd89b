"""Arguments that are text, checked before they come near a database."""

from domain.refusals import BadArgument
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
