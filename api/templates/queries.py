"""Asking for ready-made journeys."""

import strawberry

from api.context import Info
from api.fields import field, seen
from api.scalars import JSON
from api.templates.library import ReadyMade, ready_made
from domain.journey import Movement, ProfileKind


@strawberry.type(description="A ready-made journey: publish its document as it is, or changed.")
class Template:
    """A window on `ReadyMade`."""

    document: JSON = seen("The whole definition, a `cairn/1` document.")

    @field("The key that the journey will have.")
    @staticmethod
    def key(template: strawberry.Parent[ReadyMade]) -> str:
        return template.journey.key

    @field("Its name for people.")
    @staticmethod
    def name(template: strawberry.Parent[ReadyMade]) -> str:
        return template.journey.name

    @field("What it is about.")
    @staticmethod
    def description(template: strawberry.Parent[ReadyMade]) -> str | None:
        return template.journey.description

    @field("What kind of profile travels in it.")
    @staticmethod
    def kind(template: strawberry.Parent[ReadyMade]) -> ProfileKind:
        return template.journey.kind

    @field("How profiles move through it by themselves.")
    @staticmethod
    def movement(template: strawberry.Parent[ReadyMade]) -> Movement:
        return template.journey.movement


@strawberry.type
class TemplateQueries:
    """Root fields about ready-made journeys."""

    @field("Ready-made journeys to begin with, by key.", of=list[Template])
    @staticmethod
    def templates(info: Info) -> tuple[ReadyMade, ...]:
        return ready_made()
