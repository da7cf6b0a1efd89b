"""Types that are told by name, since journeys and their drafts name each other."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry

if TYPE_CHECKING:
    from api.designer.types import JourneyDraft
    from api.journeys.types import Journey

DraftType: TypeAlias = Annotated["JourneyDraft", strawberry.lazy("api.designer.types")]
JourneyType: TypeAlias = Annotated["Journey", strawberry.lazy("api.journeys.types")]
