"""Why a profile stands where it stands, as of now."""

from domain.course import Definitions
from domain.explanation import Explanation, explained_placement
from domain.instants import Instant
from domain.pairs import ChunkNeeded
from domain.profile import Profile, at_clock
from store import series_chunks
from store.database import Transaction


async def explained(
    tx: Transaction, profile: Profile, definitions: Definitions, journey: str, now: Instant
) -> Explanation:
    """Every rule of the journey with its actual value; by the definitions it was last judged under.

    Nothing is moved: what time has brought since the last judgement, the next one will tell.
    """
    course = definitions.courses[journey]
    windows = definitions.windows[profile.kind]
    while True:
        try:
            at_now = at_clock(profile, max(now, profile.clock), windows)
        except ChunkNeeded as needed:
            pairs = await series_chunks.load(tx, profile.id, needed.series, needed.number)
            profile = profile.with_chunk(needed.series, needed.number, pairs)
        else:
            return explained_placement(at_now, course, at_now.clock)
