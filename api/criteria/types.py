"""Criteria as clients see them."""

from typing import Annotated

import strawberry

from api.criteria.rendering import CriteriaFormat, Rendering, rendered
from api.criteria.variables import Variable, variables_in
from api.fields import described, field, seen, told
from api.journeys.enums import Operator, ValueType
from api.scalars import JSON
from domain.criteria_document import criteria_to_document, value_to_document
from domain.criteria_reading import CriteriaReading as DomainReading
from domain.criteria_reading import PlacedRule
from domain.signal_document import signal_to_document
from domain.signals import WITHOUT_VALUE
from domain.wording import in_words, signal_in_words

described(
    CriteriaFormat,
    "A language that criteria are written in for other programs.",
    JSON_LOGIC="JsonLogic. Variables are numbers of seconds where they are of time.",
    CEL="The Common Expression Language, an expression as text. Variables may be null.",
    REACT_QUERY_BUILDER="The query of react-querybuilder; its fields are the variables.",
)


@strawberry.type(description="A signal by the name that other languages have for it.")
class CriteriaVariable:
    """A window on `api.criteria.variables.Variable`."""

    name: str = seen("Its name, unique in the criteria.")
    type: ValueType | None = seen("What it holds; null where that is what the trait holds.")

    @field("The signal that it stands for; null or absent where that is missing.")
    @staticmethod
    def signal(variable: strawberry.Parent[Variable]) -> JSON:
        return JSON(signal_to_document(variable.signal))

    @field("What it reads, in words.")
    @staticmethod
    def label(variable: strawberry.Parent[Variable]) -> str:
        return signal_in_words(variable.signal)


@strawberry.type(description="One rule of some criteria.")
class CriteriaRule:
    """A window on `domain.criteria_reading.PlacedRule`."""

    path: str = seen("The way to it from the root: `all[0].not`; empty for the root itself.")

    @field("What it reads, as in the document.")
    @staticmethod
    def signal(placed: strawberry.Parent[PlacedRule]) -> JSON:
        return JSON(signal_to_document(placed.rule.signal))

    @field("How it compares.", name="is")
    @staticmethod
    def operator(placed: strawberry.Parent[PlacedRule]) -> Operator:
        return placed.rule.operator

    @field("What it compares with; null where nothing.")
    @staticmethod
    def value(placed: strawberry.Parent[PlacedRule]) -> JSON | None:
        rule = placed.rule
        return None if rule.operator in WITHOUT_VALUE else JSON(value_to_document(rule.value))

    @field("What it asks, in words.")
    @staticmethod
    def summary(placed: strawberry.Parent[PlacedRule]) -> str:
        return in_words(placed.rule)


@strawberry.type(description="Criteria in another language, meaning the same, or not at all.")
class CriteriaRendering:
    """A window on `api.criteria.rendering.Rendering`."""

    format: CriteriaFormat = seen("The language.")
    value: JSON | None = seen("The criteria in it; null where they would mean something else.")
    reason: str | None = seen("What would be lost, where `value` is null.")


@strawberry.type(description="Criteria, to be shown and edited rule by rule.")
class CriteriaReading:
    """A window on `domain.criteria_reading.CriteriaReading`."""

    rules: list[CriteriaRule] = seen("Every rule, in reading order.")
    summary: str = seen("What they ask, in plain words.")

    @field("The criteria as a document has them.")
    @staticmethod
    def tree(reading: strawberry.Parent[DomainReading]) -> JSON:
        return JSON(criteria_to_document(reading.criteria))

    @field("The signals as renderings name them, in reading order.", of=list[CriteriaVariable])
    @staticmethod
    def variables(reading: strawberry.Parent[DomainReading]) -> list[Variable]:
        return list(variables_in(reading.criteria))

    @field("The criteria in another language.", of=CriteriaRendering)
    @staticmethod
    def rendering(
        reading: strawberry.Parent[DomainReading],
        format: Annotated[CriteriaFormat, told("Which one.")],
    ) -> Rendering:
        return rendered(reading.criteria, format)

    @classmethod
    def is_type_of(cls, value: object, _: object) -> bool:
        """Whether the value is one that this is a window on."""
        return isinstance(value, DomainReading)
