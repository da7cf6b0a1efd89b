"""What palettes and rule builders are filled with: all that there is to choose from."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

import strawberry

from api.context import Info
from api.fields import field, seen, told
from api.journeys.enums import Operator, ProfileKind, ValueType
from api.journeys.types import Journey
from api.scalars import JSON
from api.segments.types import Segment, SegmentOf
from api.teams.types import Team
from api.templates.library import ReadyMade, ready_made
from api.templates.queries import Template
from domain.choices import SIGNAL_FORMS, operators_for
from domain.choices import SignalForm as DomainForm
from domain.course import Course
from domain.criteria import MAX_DEPTH, MAX_RULES
from domain.document import MAX_STAGES, MAX_TRANSITIONS
from domain.edit_document import MAX_EDITS
from domain.edits.workbench import MAX_LANES, MAX_NOTES
from domain.sample import Sample as DomainSample
from domain.signal_document import SHAPES
from domain.signals import ANY_EVENT
from domain.vocabulary import TRAITS, Names
from engine.cataloguing import Catalogue, Field, catalogue_of


@strawberry.type(description="A trait, or a property of an event, that has really arrived.")
class SeenField:
    """A window on `engine.cataloguing.Field`."""

    path: str = seen("Its name; dots descend into objects.")

    @field("What it has held.")
    @staticmethod
    def types(field: strawberry.Parent[Field]) -> list[ValueType]:
        return [type for type in ValueType if type in field.held.types]

    @field(
        "Every value that it has ever had, where these are at most 20 and name nobody; of a list, "
        "what it has had in it. Null where there are more."
    )
    @staticmethod
    def values(field: strawberry.Parent[Field]) -> list[JSON] | None:
        values = field.held.all_values
        return None if values is None else [JSON(value) for value in values]

    @field("Up to five values that profiles of the sample have.")
    @staticmethod
    async def examples(field: strawberry.Parent[Field], info: Info) -> list[JSON]:
        filling = field.filling(await info.context.loaders.sample(field.kind))
        found = filling.paths.get(field.path)
        return [] if found is None else [JSON(value) for value in found.examples]

    @field(
        "The part of the sample that has it, 0 to 1: of profiles, or of events of that name. Null "
        "where the sample has none of these."
    )
    @staticmethod
    async def fill_rate(field: strawberry.Parent[Field], info: Info) -> float | None:
        return field.filling(await info.context.loaders.sample(field.kind)).rate(field.path)

    @field("The operators that a rule about it may use.")
    @staticmethod
    def operators(field: strawberry.Parent[Field]) -> list[Operator]:
        return list(operators_for(ValueType(type) for type in field.held.types))


@dataclass(frozen=True, slots=True)
class EventOf:
    """An event of a catalogue."""

    catalogue: Catalogue
    name: str
    names: Names


@strawberry.type(description="An event that has really arrived.")
class SeenEvent:
    """A window on `EventOf`."""

    name: str = seen("Its name.")

    @field("What it has had with it, by path.", of=list[SeenField])
    @staticmethod
    def properties(event: strawberry.Parent[EventOf]) -> tuple[Field, ...]:
        return event.catalogue.fields_of(event.name, event.names)

    @field("Whether those are all properties that it has ever had.")
    @staticmethod
    def is_complete(event: strawberry.Parent[EventOf]) -> bool:
        return event.catalogue.lists_all_of(event.name)


@strawberry.type(description="What `fillRate` and `examples` are read off.")
class CatalogSample:
    """A window on `domain.sample.Sample`."""

    total: int = seen("How many profiles of the kind there are.")
    profiles: int = seen("How many of them were looked at: all, or 1,000 from all over.")
    observations: int = seen("How many of their newest events were looked at.")


@strawberry.type(description="A form that a signal may have.")
class SignalForm:
    """A window on `domain.choices.SignalForm`."""

    name: str = seen("The field that names it, such as `count`.")
    gives: ValueType | None = seen("What it gives; null where that is what the trait holds.")
    meaning: str = seen("What it reads.")

    @field("The fields that it must have.")
    @staticmethod
    def required(form: strawberry.Parent[DomainForm]) -> list[str]:
        return list(SHAPES[form.name].required)

    @field("The fields that it may have.")
    @staticmethod
    def optional(form: strawberry.Parent[DomainForm]) -> list[str]:
        return list(SHAPES[form.name].optional)

    @field("The operators that a rule about it may use; none where the trait decides that.")
    @staticmethod
    def operators(form: strawberry.Parent[DomainForm]) -> list[Operator]:
        return [] if form.gives is None else list(operators_for([form.gives]))


@strawberry.type(description="The operators that fit a type.")
class TypeOperators:
    """A window on a `ValueType`."""

    @field("The type.")
    @staticmethod
    def type(type: strawberry.Parent[ValueType]) -> ValueType:
        return type

    @field("What may come out for it.")
    @staticmethod
    def operators(type: strawberry.Parent[ValueType]) -> list[Operator]:
        return list(operators_for([type]))


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a draft may have."""

    edits: int = MAX_EDITS
    stages: int = MAX_STAGES
    transitions: int = MAX_TRANSITIONS
    lanes: int = MAX_LANES
    notes: int = MAX_NOTES
    criteria_depth: int = MAX_DEPTH
    criteria_rules: int = MAX_RULES


@strawberry.type(description="How much there may be; more is refused as `LIMIT_EXCEEDED`.")
class DesignerLimits:
    """A window on `Limits`."""

    edits: int = seen("Edits in a batch.")
    stages: int = seen("Stages of a draft.")
    transitions: int = seen("Transitions of a draft.")
    lanes: int = seen("Lanes of a draft.")
    notes: int = seen("Notes of a draft.")
    criteria_depth: int = seen("Groups that lie in each other in criteria.")
    criteria_rules: int = seen("Rules in criteria.")


LIMITS = Limits()


@strawberry.type(description="All that there is to choose from for a journey of a kind.")
class DesignerCatalog:
    """A window on `engine.cataloguing.Catalogue`."""

    kind: ProfileKind = seen("The kind of profile that travels in the journey.")
    traits: list[SeenField] = seen("The traits that profiles of the kind have had, by path.")
    teams: list[Team] = seen("Who can look after stages.")
    personas: list[str] = seen(
        "What contacts may be: the personas that the workspace lists, what their trait `persona` "
        "has held, where that is at most 20 values, and what live journeys measure health for. "
        "None of accounts."
    )

    @field(
        "The same as long as everything here is, but for the sample: fetch the rest when it is "
        "another one."
    )
    @staticmethod
    def hash(catalogue: strawberry.Parent[Catalogue]) -> str:
        keys = [template.journey.key for template in ready_made()]
        return catalogue.digest(keys, str(LIMITS), str(SIGNAL_FORMS))

    @field("Whether those are all traits that have ever arrived.")
    @staticmethod
    def has_all_traits(catalogue: strawberry.Parent[Catalogue]) -> bool:
        return catalogue.lists_all_of(TRAITS)

    @field("The events that profiles of the kind have had, by name.", of=list[SeenEvent])
    @staticmethod
    def events(catalogue: strawberry.Parent[Catalogue]) -> list[EventOf]:
        return [EventOf(catalogue, name, names) for name, names in catalogue.events.items()]

    @field("Whether those are all events that have ever arrived.")
    @staticmethod
    def has_all_events(catalogue: strawberry.Parent[Catalogue]) -> bool:
        return catalogue.lists_all_of(ANY_EVENT)

    @field("What fill rates and examples are read off.", of=CatalogSample)
    @staticmethod
    async def sample(catalogue: strawberry.Parent[Catalogue], info: Info) -> DomainSample:
        return await info.context.loaders.sample(catalogue.kind)

    @field("The forms that signals may have.", of=list[SignalForm])
    @staticmethod
    def signals() -> tuple[DomainForm, ...]:
        return SIGNAL_FORMS

    @field("Which operators fit which type.", of=list[TypeOperators])
    @staticmethod
    def operators() -> list[ValueType]:
        return list(ValueType)

    @field("The journeys that are live, by key, of either kind.", of=list[Journey])
    @staticmethod
    def journeys(catalogue: strawberry.Parent[Catalogue]) -> tuple[Course, ...]:
        return catalogue.courses

    @field("The segments of the kind, by key.", of=list[Segment])
    @staticmethod
    def segments(catalogue: strawberry.Parent[Catalogue]) -> list[SegmentOf]:
        return [SegmentOf(course) for course in catalogue.segments]

    @field("Ready-made journeys of the kind, by key.", of=list[Template])
    @staticmethod
    def templates(catalogue: strawberry.Parent[Catalogue]) -> list[ReadyMade]:
        return [one for one in ready_made() if one.journey.kind is catalogue.kind]

    @field("How much there may be.", of=DesignerLimits)
    @staticmethod
    def limits() -> Limits:
        return LIMITS


@strawberry.type
class CatalogueQueries:
    """Root fields about what there is to choose from."""

    @field(
        "What palettes and rule builders need for a journey of a kind: what has really arrived, "
        "operators, forms of signals, journeys, teams, personas, templates, limits.",
        of=DesignerCatalog,
    )
    @staticmethod
    async def designer_catalog(
        info: Info, kind: Annotated[ProfileKind, told("Who travels in the journey.")]
    ) -> Catalogue:
        work = partial(catalogue_of, shelf=info.context.engine.shelf, kind=kind)
        return await info.context.read(work)
