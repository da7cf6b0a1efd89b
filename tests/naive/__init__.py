"""What a replay must print, worked out from `design.md` alone: slowly, from scratch, by definition.

Nothing here imports what it checks. A profile is the whole list of what it did; every signal is
read off that list anew at every instant; and time is served by trying each instant at which
anything could change, without asking when something will.
"""

from tests.naive.replay import replayed, replayed_together

__all__ = ["replayed", "replayed_together"]
