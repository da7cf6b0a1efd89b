"""Moving and pinning profiles by hand."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.feed.types import StageChange
from api.fields import entry, field, given, seen, told, window_on
from api.ids import number_named
from api.profiles.types import Placement, PlacementOf, Profile, place_of
from api.refusing import (
    AlreadyThere,
    BadArgument,
    NotFound,
    NotPinned,
    NotPlaced,
    NoTransition,
    PinRequired,
    StageNotFound,
    mutation,
)
from api.scalars import DateTime, instant_given
from domain.profile import Pin
from domain.profile import Profile as DomainProfile
from domain.stage_change import RecordedChange
from engine.moving import move_profile, pin_profile, unpin_profile
from engine.shelf import Shelf
from store.database import Database

Who = Annotated[strawberry.ID, told("The profile's `id`.")]
Where = Annotated[str, told("The journey's key.")]
Why = Annotated[str | None, told("Why, for those who will ask: at most 1,000 characters.")]


@strawberry.input(description="Keeps the profile where it is moved to.")
class PinInput:
    """See `domain.profile.Pin`."""

    until: DateTime | None = entry("When it ends by itself; only by hand where left out.")


@dataclass(frozen=True, slots=True)
class Done:
    """A profile after somebody's hand."""

    profile: int
    journey: str
    changes: tuple[RecordedChange, ...]


@dataclass(frozen=True, slots=True)
class Moved(Done):
    """… after a move."""


@dataclass(frozen=True, slots=True)
class Pinned(Done):
    """… with a pin."""


@dataclass(frozen=True, slots=True)
class Unpinned(Done):
    """… without its pin."""


@strawberry.type(description="The profile stands elsewhere now.")
class ProfileMoved:
    """A window on `Moved`."""

    changes: list[StageChange] = seen("The move, and automatic ones that followed from it.")

    is_type_of = window_on(Moved)

    @field("The profile, as it is now.", of=Profile)
    @staticmethod
    async def profile(done: strawberry.Parent[Done], info: Info) -> DomainProfile | None:
        return await info.context.loaders.profile(done.profile)

    @field("Where it stands now.", of=Placement)
    @staticmethod
    async def placement(done: strawberry.Parent[Done], info: Info) -> PlacementOf | None:
        return await place_of(info, done.profile, done.journey)


@strawberry.type(description="The profile is kept where it stands.")
class ProfilePinned:
    """A window on `Pinned`."""

    is_type_of = window_on(Pinned)

    @field("Where it stands, with its pin.", of=Placement)
    @staticmethod
    async def placement(done: strawberry.Parent[Done], info: Info) -> PlacementOf | None:
        return await place_of(info, done.profile, done.journey)


@strawberry.type(description="The profile moves by itself again.")
class ProfileUnpinned:
    """A window on `Unpinned`."""

    changes: list[StageChange] = seen("Moves that the pin had kept back.")

    is_type_of = window_on(Unpinned)

    @field("Where it stands now.", of=Placement)
    @staticmethod
    async def placement(done: strawberry.Parent[Done], info: Info) -> PlacementOf | None:
        return await place_of(info, done.profile, done.journey)


@strawberry.type
class ProfileMutations:
    """Root fields that move profiles by hand."""

    @mutation(
        "Move a profile along a transition whatever its criteria, or with `force` to any stage.",
        of=("MoveProfileResult", "What came of a move by hand."),
        answers=(
            ProfileMoved,
            NotFound,
            StageNotFound,
            NoTransition,
            AlreadyThere,
            PinRequired,
            BadArgument,
        ),
    )
    @staticmethod
    async def move_profile(
        info: Info,
        profile: Who,
        journey: Where,
        stage: Annotated[str, told("Key of the stage to move it to.")],
        force: Annotated[bool, told("Even where no transition leads.")] = False,
        reason: Why = None,
        pin: Annotated[PinInput | None, told("Also keep it there.")] = None,
    ) -> Moved:
        number, why = number_named(profile, "Profile", "profile"), _why(reason)
        kept = None if pin is None else _pin(info, given(pin.until), why, "pin.until")
        changes = await move_profile(
            *_room(info, number, journey),
            stage,
            now=info.context.now,
            actor=info.context.asker.actor,
            reason=why,
            force=force,
            pin=kept,
        )
        return Moved(number, journey, changes)

    @mutation(
        "Keep a profile where it stands in a journey: automatic moves are suspended.",
        of=("PinProfileResult", "What came of pinning."),
        answers=(ProfilePinned, NotFound, NotPlaced, BadArgument),
    )
    @staticmethod
    async def pin_profile(
        info: Info,
        profile: Who,
        journey: Where,
        until: Annotated[
            DateTime | None, told("When it ends by itself; only by hand where left out.")
        ] = None,
        reason: Why = None,
    ) -> Pinned:
        number = number_named(profile, "Profile", "profile")
        pin = _pin(info, until, _why(reason), "until")
        room = _room(info, number, journey)
        return Pinned(number, journey, await pin_profile(*room, pin, now=info.context.now))

    @mutation(
        "Take a pin off. The profile is judged at once.",
        of=("UnpinProfileResult", "What came of taking a pin off."),
        answers=(ProfileUnpinned, NotFound, NotPlaced, NotPinned),
    )
    @staticmethod
    async def unpin_profile(info: Info, profile: Who, journey: Where) -> Unpinned:
        number = number_named(profile, "Profile", "profile")
        room = _room(info, number, journey)
        return Unpinned(number, journey, await unpin_profile(*room, now=info.context.now))


Room = tuple[Database, Shelf, int, int, str]


def _room(info: Info, profile: int, journey: str) -> Room:
    """Where a hand is laid on: everything that comes before what it does."""
    engine = info.context.engine
    return engine.database, engine.shelf, info.context.workspace, profile, journey


def _why(reason: str | None) -> str | None:
    return None if reason is None else text_given(reason, "reason")


def _pin(info: Info, until: DateTime | None, reason: str | None, path: str) -> Pin:
    return Pin(instant_given(until, path), info.context.asker.actor, reason)
