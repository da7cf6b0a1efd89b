"""Reading criteria that are in no draft yet."""

from typing import Annotated, TypeAlias

import strawberry

from api.criteria.types import CriteriaReading
from api.fields import field, told
from api.refusing import DocumentRefused, Refusing
from api.scalars import JSON
from domain.criteria_reading import CriteriaReading as DomainReading
from domain.criteria_reading import read

CriteriaResult: TypeAlias = Annotated[
    CriteriaReading | DocumentRefused,
    strawberry.union("CriteriaResult", description="Criteria, or why there are none to be read."),
]


@strawberry.type
class CriteriaQueries:
    """Root fields about criteria."""

    @field(
        "Criteria as a `cairn/1` document writes them, read for a rule builder.",
        of=CriteriaResult,
        extensions=[Refusing((CriteriaReading, DocumentRefused))],
    )
    @staticmethod
    async def criteria(
        document: Annotated[JSON, told("The criteria: a group or a rule.")],
    ) -> DomainReading:
        return read(document)
