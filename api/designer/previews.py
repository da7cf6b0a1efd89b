"""Previews of publications, as clients see them."""

import strawberry

from api.context import Info
from api.designer.versions import JourneyDifferences
from api.fields import described, field, seen, window_on
from api.problems import Problem
from api.profiles.types import Profile
from api.refusing import Refusal, shows
from api.scalars import DateTime
from domain import confirmation as said
from domain.confirmation import Staleness
from domain.movements import Movement
from domain.profile import Profile as DomainProfile
from engine.previewing import Preview, PreviewState

described(
    PreviewState,
    "How far a preview is.",
    RUNNING="Profiles are being looked at: ask again, or subscribe.",
    DONE="It is complete.",
)
described(
    Staleness,
    "Why a preview is out of date.",
    EXPIRED="It was made more than 15 minutes ago.",
    DRAFT_EDITED="The draft was edited since.",
    JOURNEY_PUBLISHED="The journey was published since.",
    OTHERWISE_PREVIEWED="It was made with another mapping or history.",
)


@strawberry.type(description="Profiles that would go from one stage to another.")
class PreviewMovement:
    """A window on `domain.movements.Movement`."""

    count: int = seen("How many.")

    @field("Key of the live version's stage that they stand in; null for unplaced.", name="from")
    @staticmethod
    def left(movement: strawberry.Parent[Movement]) -> str | None:
        return movement.left

    @field("Key of the draft's stage that they would stand in; null for unplaced.", name="to")
    @staticmethod
    def entered(movement: strawberry.Parent[Movement]) -> str | None:
        return movement.entered

    @field("The first five of them, as they stand now.", of=list[Profile])
    @staticmethod
    async def examples(movement: strawberry.Parent[Movement], info: Info) -> list[DomainProfile]:
        info.context.loaders.expect_profiles(movement.examples)
        found = [await info.context.loaders.profile(id) for id in movement.examples]
        return [profile for profile in found if profile is not None]


@strawberry.type(
    description="What publishing would do to every profile of the journey's kind. What time brings "
    "by itself under the live version, up to the preview's instant, is not counted."
)
class PreviewMovements:
    """A window on `domain.movements.Movements`."""

    total: int = seen("How many profiles there are.")
    moved: int = seen("How many would go from one stage to another.")
    entered: int = seen("How many that are unplaced would be placed.")
    left: int = seen("How many that stand in a stage would be unplaced.")
    unplaced: int = seen("How many would stand nowhere.")
    changes: int = seen("How many stage changes that makes: some profiles take several.")
    failed: int = seen("How many something of ours broke on: they would stay as they are.")
    flows: list[PreviewMovement] = seen("From where to where, the greatest number first.")


@strawberry.type(description="A stage of the live version that the draft has no longer.")
class PreviewRemovedStage:
    """A window on `domain.rollover.RemovedStage`."""

    key: str = seen("Its key.")
    name: str = seen("Its name for people.")
    occupants: int = seen("How many profiles stand in it now.")
    is_mapped: bool = seen("Whether the mapping says where they go.")
    target: str | None = seen(
        "Key of the stage that the mapping sends them to; null where the rules place them."
    )
    suggestion: str | None = seen("Key of the nearest stage that is kept, where there is one.")


@strawberry.type(
    description="What publishing a draft would do, impact first. It tells how the profiles stood "
    "at one instant, `at`."
)
class PublishPreview:
    """A window on `engine.previewing.Preview`."""

    state: PreviewState = seen("How far it is.")
    done: int = seen("How many profiles have been looked at.")
    total: int = seen("How many there are to look at.")
    at: DateTime | None = seen("The instant at which the profiles were looked at.")
    movements: PreviewMovements | None = seen(
        "What would become of the profiles; null while it is running, and where a problem forbids "
        "to tell."
    )
    problems: list[Problem] = seen("All that is wrong with publishing it so, errors first.")
    diff: JourneyDifferences | None = seen(
        "What differs from the live version; null where none is live."
    )
    removed_stages: list[PreviewRemovedStage] = seen(
        "Stages that would go, in the live version's order, and how many stand in them."
    )
    contributors: list[str] = seen(
        "Who has edited the draft since it was last published: names of keys."
    )
    draft_revision: int = seen("The revision of the draft that it is of.")
    live_version: int | None = seen("The version that is live; null where none is.")
    confirm_token: str | None = seen(
        "What `publishJourney` asks for: it says that this has been seen. Null while it is running "
        "and as long as a problem blocks."
    )
    expires_at: DateTime | None = seen("Until when the token is good.")

    is_type_of = window_on(Preview)


@shows(said.ConfirmTokenRefused)
@strawberry.type(description="The token confirms no preview of this draft: it is not one of ours.")
class ConfirmTokenRefused(Refusal):
    """See `domain.confirmation`."""


@shows(said.StalePreview)
@strawberry.type(
    description="What was previewed is not what would be published now. Look at the new preview; "
    "its token publishes."
)
class StalePreview(Refusal):
    """See `domain.confirmation`."""

    reason: Staleness = seen("What has changed.")
    preview: PublishPreview = seen("What publishing would do now.")
