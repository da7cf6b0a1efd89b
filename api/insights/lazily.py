"""Types that are told by name, since they come round to the journey that measurements belong to."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from api.journeys.types import Stage
    from api.profiles.queries import ProfileConnection
    from api.profiles.types import Profile

StageType: TypeAlias = Annotated["Stage", strawberry.lazy("api.journeys.types")]
ProfilePage: TypeAlias = Annotated["ProfileConnection", strawberry.lazy("api.profiles.queries")]
ProfileType: TypeAlias = Annotated["Profile", strawberry.lazy("api.profiles.types")]
