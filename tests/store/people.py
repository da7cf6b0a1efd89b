"""Profiles to tell store stories with."""

from dataclasses import replace

from domain.event_records import EventRecord
from domain.journey import ProfileKind
from domain.profile import Placement, Profile
from store import profiles
from store.database import Transaction

NOON = 1_767_700_800_000_000
CONTACT, ACCOUNT = ProfileKind.CONTACT, ProfileKind.ACCOUNT


async def made(tx: Transaction, *names: str, kind: ProfileKind = CONTACT) -> list[int]:
    """The ids of profiles by these names, made where they are missing."""
    identified = await profiles.identify(tx, [(kind, name) for name in names], NOON)
    return [identified.ids[kind, name] for name in names]


def lived_a_little(profile: Profile) -> Profile:
    """The profile with something in each part of its state."""
    return replace(
        profile,
        revision=3,
        clock=NOON,
        arrivals=profile.arrivals + 1,
        events={"login": EventRecord(2, NOON - 1, NOON)},
        placements={"lead": Placement(version=1, stage="mql", since=NOON, visit=1)},
    )
