"""A live server, as for the feed."""

from tests.api.feed.conftest import shop

__all__ = ["shop"]
