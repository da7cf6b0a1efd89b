"""Ids on the wire: opaque to clients, a kind and a name to us."""

import base64
import binascii

import strawberry

from domain.refusals import NotFound


def id_of(kind: str, *names: object) -> strawberry.ID:
    """The id of a thing; keys have no slash in them."""
    plain = f"{kind}:{'/'.join(map(str, names))}"
    return strawberry.ID(base64.urlsafe_b64encode(plain.encode()).decode().rstrip("="))


def named(id: str) -> tuple[str, str]:
    """The kind and the name that an id stands for; ("", "") for what is no id of ours."""
    try:
        plain = base64.b64decode(id + "=" * (-len(id) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        return "", ""
    kind, _, name = plain.partition(":")
    return kind, name


def number_named(id: str, kind: str, path: str) -> int:
    """The number in an id of that kind. Raises NotFound."""
    found, name = named(id)
    number = number_in(name)
    if found != kind or number is None:
        raise NotFound(kind.lower(), id, path)
    return number


def number_in(text: str) -> int | None:
    """A number as we write numbers, small enough for both databases."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= 18
    return int(text) if is_number else None
