"""Journeys and histories at random, drawn so that profiles really move.

Few traits, few events, small windows, and steps between observations that are often exactly a
window, a microsecond beside one, or nothing: the edges of the rules are where most draws fall.
"""

from tests.strategies.stories import (
    Story,
    by_profile,
    healthy_stories,
    linked_stories,
    stories,
    touched,
)

__all__ = ["Story", "by_profile", "healthy_stories", "linked_stories", "stories", "touched"]
