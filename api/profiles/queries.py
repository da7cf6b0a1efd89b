"""Asking for profiles."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated

import strawberry

from api.arguments import text_given
from api.context import Info
from api.fields import field, seen, told
from api.paging import After, Before, Connection, First, Last, PageInfo, connection, part
from api.profiles.filters import ProfileFilter, ProfileOrder, ordered_by, wanted_by
from api.profiles.types import Profile
from domain.journey import ProfileKind
from domain.profile import Profile as DomainProfile
from store import profile_pages, profiles


@strawberry.type(description="A profile on a page.")
class ProfileEdge:
    """As Relay has it."""

    node: Profile = seen("The profile.")
    cursor: str = seen("Its place in the list.")


@strawberry.type(description="A page of profiles.")
class ProfileConnection:
    """As Relay has it."""

    edges: list[ProfileEdge] = seen("The profiles of this page, each with its cursor.")
    page_info: PageInfo = seen("Where the page lies.")

    @field("How many profiles the filter finds in all; counted when asked for.")
    @staticmethod
    async def total_count(page: strawberry.Parent[Connection[DomainProfile]]) -> int:
        count: Callable[[], Awaitable[int]] | None = page.count
        assert count is not None
        return await count()


@strawberry.type
class ProfileQueries:
    """Root fields about profiles."""

    @field("The profile that you call so; null when nothing was heard of it.", of=Profile | None)
    @staticmethod
    async def profile(
        info: Info,
        kind: Annotated[ProfileKind, told("What it is.")],
        external_id: Annotated[str, told("What you call it.")],
    ) -> DomainProfile | None:
        known = text_given(external_id, "externalId")
        return await info.context.read(partial(profiles.find, kind=kind, external_id=known))

    @field("Profiles, a page at a time.", of=ProfileConnection)
    @staticmethod
    async def profiles(
        info: Info,
        filter: Annotated[
            ProfileFilter | None, told("Whom to look for; all where left out.")
        ] = None,
        order_by: Annotated[
            ProfileOrder | None, told("In which order; by when they were first heard of, else.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[DomainProfile]:
        wanted, read = wanted_by(filter, info.context.now), info.context.read
        order, slice = ordered_by(order_by), part(first, after, last, before)
        page = partial(profile_pages.page, wanted=wanted, order=order, part=slice)
        count = partial(read, partial(profile_pages.count, wanted=wanted))
        return connection(await read(page), count=count)
