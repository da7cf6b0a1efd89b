"""Types that are told by name, since segments and profiles name each other."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from api.profiles.queries import ProfileConnection
    from api.profiles.types import Profile
    from api.segments.memberships import Membership

MembershipType: TypeAlias = Annotated["Membership", strawberry.lazy("api.segments.memberships")]
ProfilePage: TypeAlias = Annotated["ProfileConnection", strawberry.lazy("api.profiles.queries")]
ProfileType: TypeAlias = Annotated["Profile", strawberry.lazy("api.profiles.types")]
