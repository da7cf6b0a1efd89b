"""Which pages may open a socket: those of our own origin, and those that were named.

Browsers let any page open a socket to anywhere, and say in `Origin` which page it was; what is no
browser says nothing.
"""

from urllib.parse import urlsplit


def is_origin_allowed(origin: str | None, host: str | None, origins: tuple[str, ...]) -> bool:
    """Whether a page of that origin may connect to us, reached as `host`."""
    if origin is None:
        return True
    origin = origin.strip().lower()
    return origin in origins or (bool(host) and urlsplit(origin).netloc == (host or "").lower())
