"""What leaves a profile's row, kept in memory: for histories that are lived through at once."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.fact import Fact
from domain.pairs import Chunk, Content, SpilledChunk
from domain.profile import Profile
from domain.timeline import Interrupted, Outcome

NOTHING: Mapping[tuple[int, str, int], Content] = {}


class Chunks:
    """What profiles have put away, and the answer to `Interrupted`."""

    def __init__(self, content: Mapping[tuple[int, str, int], Content] = NOTHING) -> None:
        self._content = dict(content)

    @property
    def content(self) -> Mapping[tuple[int, str, int], Content]:
        """All that is put away: by profile, series and number."""
        return self._content

    def put_away(self, profile: Profile) -> Profile:
        """Keep and forget what the profile's notes say; the profile without them."""
        if not profile.chunk_notes:
            return profile
        for note in profile.chunk_notes:
            if isinstance(note, SpilledChunk):
                self._content[profile.id, note.series, note.number] = note.content
            else:
                self._forget(profile.id, note.series, note.number, with_inner=note.with_inner)
        return replace(profile, chunk_notes=())

    def _forget(self, profile: int, series: str, number: int, *, with_inner: bool) -> None:
        content = self._content.pop((profile, series, number))
        for one in content if with_inner else ():
            if isinstance(one, Chunk):
                self._forget(profile, series, one.number, with_inner=True)

    def answering(self, act: Callable[[Profile], Outcome], profile: Profile) -> Outcome:
        """Act on the profile, giving back the chunks that turn out to be needed."""
        changes: list[Fact] = []
        while True:
            try:
                after, made = act(profile)
            except Interrupted as needed:
                changes += needed.changes
                profile = self.put_away(needed.profile)
                content = self._content[profile.id, needed.series, needed.number]
                profile = profile.with_chunk(needed.series, needed.number, content)
            else:
                return self.put_away(after), (*changes, *made)
