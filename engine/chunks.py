"""Pairs that left a profile's row, kept in memory: for histories that are lived through at once."""

from collections.abc import Callable
from dataclasses import replace

from domain.profile import Profile
from domain.series import ChunkNeeded, DroppedChunk, Pair
from domain.timeline import Outcome


class Chunks:
    """What profiles have put away, and the answer to `ChunkNeeded`."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[int, str, int], tuple[Pair, ...]] = {}

    def put_away(self, profile: Profile) -> Profile:
        """Keep and forget what the profile's notes say; the profile without them."""
        if not profile.chunk_notes:
            return profile
        for note in profile.chunk_notes:
            key = (profile.id, note.series, note.number)
            if isinstance(note, DroppedChunk):
                self._pairs.pop(key, None)
            else:
                self._pairs[key] = note.pairs
        return replace(profile, chunk_notes=())

    def answering(self, act: Callable[[Profile], Outcome], profile: Profile) -> Outcome:
        """Act on the profile, giving back the chunks that turn out to be needed."""
        while True:
            try:
                after, changes = act(profile)
                return self.put_away(after), changes
            except ChunkNeeded as needed:
                pairs = self._pairs[profile.id, needed.series, needed.number]
                profile = profile.with_chunk(needed.series, needed.number, pairs)
