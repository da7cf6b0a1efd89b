"""Taking observations in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Union

import strawberry

import domain.refusals as said
from api.context import Info
from api.feed.types import StageChange
from api.fields import field, seen, told, window_on
from api.observations.reading import ObservationInput, read
from api.profiles.types import Profile
from api.refusing import ObservationFailed, ObservationRefused, Refusal, shown
from domain.profile import Profile as DomainProfile
from engine.ingest import Accepted, Duplicate, Receipt


@strawberry.type(description="The observation is kept, for good.")
class ObservationAccepted:
    """A window on `engine.ingest.Accepted`."""

    changes: list[StageChange] = seen(
        "Stage changes it brought, and those that were due before it."
    )

    is_type_of = window_on(Accepted)

    @field("The profile, as it is now.", of=Profile)
    @staticmethod
    async def profile(accepted: strawberry.Parent[Accepted], info: Info) -> DomainProfile | None:
        return await info.context.loaders.profile(accepted.profile)


@strawberry.type(description="A message of that id was kept before; nothing has changed.")
class ObservationDuplicate:
    """A window on `engine.ingest.Duplicate`."""

    message_id: str = seen("The id it was sent with.")

    is_type_of = window_on(Duplicate)


ObservationResult = Annotated[
    Union[ObservationAccepted, ObservationDuplicate, ObservationRefused, ObservationFailed],  # noqa: UP007
    strawberry.union("ObservationResult", description="What became of one observation."),
]
Answer = Accepted | Duplicate | Refusal


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer for each observation."""

    results: Sequence[Answer]

    def count(self, kind: type) -> int:
        """How many answers are of a kind."""
        return sum(isinstance(answer, kind) for answer in self.results)


@strawberry.type(description="What became of the observations. What is accepted is kept, for good.")
class ObserveResult:
    """A window on `Answers`."""

    results: list[ObservationResult] = seen("One for each observation, in their order.")

    @field("How many were accepted.")
    @staticmethod
    def accepted(answers: strawberry.Parent[Answers]) -> int:
        return answers.count(Accepted)

    @field("How many had been kept before.")
    @staticmethod
    def duplicates(answers: strawberry.Parent[Answers]) -> int:
        return answers.count(Duplicate)

    @field("How many were refused.")
    @staticmethod
    def refused(answers: strawberry.Parent[Answers]) -> int:
        return answers.count(Refusal)


@strawberry.type
class ObservationMutations:
    """Root fields that take observations."""

    @field(
        "Tell what profiles did or what became known of them; profiles not heard of before are "
        "made. Each observation is accepted, or refused, by itself.",
        of=ObserveResult,
    )
    @staticmethod
    async def observe(
        info: Info,
        observations: Annotated[
            list[ObservationInput], told("What was observed, in the order in which it is to count.")
        ],
    ) -> Answers:
        readings = [read(one) for one in observations]
        good = [one for one in readings if not isinstance(one, said.Refusal)]
        receipts = iter(await info.context.engine.ingest.submit(info.context.workspace, good))
        return Answers(
            [
                _answer(one if isinstance(one, said.Refusal) else next(receipts), place)
                for place, one in enumerate(readings)
            ]
        )


def _answer(receipt: Receipt, place: int) -> Answer:
    if not isinstance(receipt, said.Refusal):
        return receipt
    refused = shown(receipt)
    refused.path = ".".join(filter(None, (f"observations[{place}]", receipt.path)))
    return refused
