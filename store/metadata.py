"""Every table there is, for migrations to be held against and for what goes through them all."""

from store.columns import metadata

__all__ = ["metadata"]
