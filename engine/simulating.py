"""A life tried out in memory, with what leaves the profile's row, and nothing kept."""

from collections.abc import Callable
from functools import partial

from domain.definitions import Definitions
from domain.instants import EARLIEST, Instant
from domain.profile import Profile
from domain.simulating import Life
from domain.timeline import Outcome, brought_to
from engine.chunks import Chunks
from engine.explaining import Explained


class Simulation(Life):
    """A life of any length: `chunks` is what its profile has put away."""

    def __init__(
        self,
        definitions: Definitions,
        journey: str,
        profile: Profile,
        chunks: Chunks | None = None,
        *,
        at: Instant = EARLIEST,
        reason: str = "",
    ) -> None:
        super().__init__(definitions, journey, profile, at=at, reason=reason)
        self.chunks = chunks or Chunks()

    def act(self, act: Callable[[Profile], Outcome]) -> None:
        """Live through something, given back what that needs of what was put away."""
        super().act(lambda it: self.chunks.answering(act, it))

    def explained(self) -> Explained:
        """Where it stands and why. The last that is asked of a simulation: its windows move on."""
        bring = partial(brought_to, definitions=self.definitions, now=self.at)
        profile, _ = self.chunks.answering(bring, self.profile)
        return Explained(profile, self.course, self.reason if self.stage else "")
