"""Everything a client can ask. `python -m api.schema` prints it as SDL, which is `schema.graphql`.

A folder per noun: types are windows on domain values, queries and mutations are its root fields.
"""

from typing import Annotated

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.context import Info
from api.criteria.queries import CriteriaQueries
from api.designer.catalogue import CatalogueQueries
from api.designer.formats import FormatQueries
from api.designer.importing import ImportMutations, ImportQueries
from api.designer.mutations import DesignerMutations
from api.designer.presence import PresenceMutations
from api.designer.publishing import (
    PublishingMutations,
    PublishingQueries,
    PublishingSubscriptions,
)
from api.designer.queries import DesignerQueries
from api.designer.restoring import RestoringMutations
from api.designer.rules import RuleQueries
from api.designer.scenarios import ScenarioQueries
from api.designer.together import DesignerSubscriptions
from api.designer.trying import TryingQueries
from api.designer.versions import VersionQueries
from api.feed.queries import FeedQueries
from api.feed.subscriptions import FeedSubscriptions
from api.feed.types import StageChange
from api.fields import field, told
from api.finding import found
from api.health.changes import HealthChange
from api.health.queries import HealthQueries
from api.health.subscriptions import HealthSubscriptions
from api.journeys.mutations import JourneyMutations
from api.journeys.queries import JourneyQueries
from api.journeys.types import Journey, Stage
from api.nodes import Node
from api.observations.mutations import ObservationMutations
from api.personas.mutations import PersonaMutations
from api.personas.queries import PersonaQueries
from api.profiles.mutations import ProfileMutations
from api.profiles.queries import ProfileQueries
from api.profiles.types import Profile
from api.scalars import SCALARS
from api.segments.changes import SegmentChangeQueries, SegmentSubscriptions
from api.segments.mutations import SegmentMutations
from api.segments.queries import SegmentQueries
from api.segments.types import Segment
from api.teams.mutations import TeamMutations
from api.teams.queries import TeamQueries
from api.templates.queries import TemplateQueries


@strawberry.type(description="What can be asked, of the workspace that the key opens.")
class Query(
    CatalogueQueries,
    CriteriaQueries,
    DesignerQueries,
    FeedQueries,
    FormatQueries,
    HealthQueries,
    ImportQueries,
    JourneyQueries,
    PersonaQueries,
    ProfileQueries,
    PublishingQueries,
    RuleQueries,
    ScenarioQueries,
    SegmentChangeQueries,
    SegmentQueries,
    TeamQueries,
    TemplateQueries,
    TryingQueries,
    VersionQueries,
):
    """The root of queries."""

    @field("The thing of that id; null when there is none, or no longer.", of=Node | None)
    @staticmethod
    async def node(
        info: Info, id: Annotated[strawberry.ID, told("What it gave as its `id`.")]
    ) -> object:
        return await found(info.context, id)


@strawberry.type(
    description="What can be done. A declined request is a member of the result, a `Refusal`; "
    "what is answered is kept."
)
class Mutation(
    DesignerMutations,
    ImportMutations,
    JourneyMutations,
    ObservationMutations,
    PersonaMutations,
    PresenceMutations,
    ProfileMutations,
    PublishingMutations,
    RestoringMutations,
    SegmentMutations,
    TeamMutations,
):
    """The root of mutations."""


@strawberry.type(description="What can be listened to.")
class Subscription(
    DesignerSubscriptions,
    FeedSubscriptions,
    HealthSubscriptions,
    PublishingSubscriptions,
    SegmentSubscriptions,
):
    """The root of subscriptions."""


def _tell_one_ofs(schema: strawberry.Schema) -> None:
    """Have graphql-core itself check that one field is given: it says where, literals included."""
    for kind in schema._schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            definition = kind.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
            if definition.is_one_of:
                kind.is_one_of = True


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[HealthChange, Journey, Profile, Segment, Stage, StageChange],
    config=StrawberryConfig(scalar_map=SCALARS),
)
_tell_one_ofs(schema)

if __name__ == "__main__":
    print(schema.as_str())
