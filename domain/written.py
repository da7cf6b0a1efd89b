"""What is written, as a key to what was read from it.

A draft is read again after every edit, and nearly all of its elements are what they were. Reading
is pure, so that what was made of one can be remembered by what is written there: to the type of
each value, since 1, 1.0 and true are equal to Python and not to a document.
"""

import marshal
from dataclasses import dataclass, field

LONGEST = 16_384
"""Bytes of an element that is worth remembering."""
PLAIN = 2
"""The last of marshal's versions that writes equal values alike, however they came about."""


@dataclass(frozen=True, slots=True)
class Written:
    """A plain value that is known by how it is written."""

    key: bytes
    value: object = field(compare=False, repr=False)


def written(value: object) -> Written | None:
    """The value as a key; None where it is too long to be kept, too deep, or no plain value."""
    try:
        key = marshal.dumps(value, PLAIN)  # type: ignore[arg-type]
    except ValueError:
        # Decimals above all, of which there are few.
        try:
            key = b"!" + repr(value).encode("utf-8", "surrogatepass")
        except RecursionError:
            return None
    return Written(key, value) if len(key) <= LONGEST else None
