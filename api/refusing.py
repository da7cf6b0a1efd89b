"""Refusals as clients see them: expected answers, members of result unions.

A resolver asks and lets the engine refuse. One field extension, `Refusing`, turns what was raised
into the member of the field's union that stands for it; what is no member of it, such as a database
that is away, goes on as an error of the operation.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Annotated, Any, TypeVar, Union

import strawberry
from strawberry.extensions import FieldExtension

import domain.moving_refusals as by_hand
import domain.refusals as said
from api.fields import Resolver, field, seen
from api.problems import Problem
from domain.problems import Problem as DomainProblem
from domain.problems import Severity


@strawberry.interface(description="A request declined. Nothing has changed.")
class Refusal:
    """What every refusal says."""

    code: str = seen("For programs; it never changes its meaning.")
    message: str = seen("For people: one sentence.")
    path: str | None = seen("The argument or field at fault, where it is one.")


@strawberry.type(description="The document cannot be published; every problem is listed.")
class DocumentRefused(Refusal):
    """Of a malformed document and of an unpublishable journey."""

    problems: list[Problem] = seen("All that is wrong with it, warnings included.")


@strawberry.type(description="Somebody else published in between: look at the live version first.")
class VersionConflict(Refusal):
    """See `domain.refusals`."""

    expected: int = seen("The version that was expected.")
    live: int | None = seen("The version that is live; null while none is.")


@strawberry.type(description="Only a journey's first version can be replayed over the past.")
class HistoryNotFirst(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="Nothing of that kind has that name in this workspace.")
class NotFound(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="The journey's live version has no such stage.")
class StageNotFound(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="No transition leads there from where the profile stands.")
class NoTransition(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="The profile already stands in that stage.")
class AlreadyThere(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="In a FREE journey criteria would undo the move at once: pin it.")
class PinRequired(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="The profile has no place in that journey.")
class NotPlaced(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="There is no pin to take off.")
class NotPinned(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="There is a draft by that key, or by that id, already.")
class JourneyExists(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="This client has no step left to take back, or none to do again.")
class NothingToUndo(Refusal):
    """See `domain.refusals`."""


@strawberry.type(
    description="The idempotency key came with another request before; take a new one."
)
class IdempotencyKeyReused(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="One thing wrong with a batch of edits, and where.")
class EditFault:
    """A window on `domain.refusals.Fault`."""

    code: str = seen("For programs: `ELEMENT_NOT_FOUND`, `KEY_FORMAT`…")
    message: str = seen("For people.")
    path: str = seen("Where in the batch: `edits[2].addStage.key`.")


@strawberry.type(
    description="An edit is malformed, or the draft has no place for it. None of its batch was "
    "applied. `code` says what is wrong, `path` where."
)
class EditRejected(Refusal):
    """See `domain.refusals`."""

    edit_index: int = seen("Which edit of the batch it is, from 0.")
    faults: list[EditFault] = seen("All that was found, where several things were.")


@strawberry.type(description="An argument that makes no sense here; `path` names it.")
class BadArgument(Refusal):
    """See `domain.refusals`."""


@strawberry.type(description="An observation that cannot be taken; its neighbours are not touched.")
class ObservationRefused(Refusal):
    """Of bad observations, and of those from the future."""


@strawberry.type(
    description="Something of ours broke on this observation. It was not kept; send it again later."
)
class ObservationFailed(Refusal):
    """See `domain.refusals.Failed`."""


R = TypeVar("R", bound=Refusal)

SHOWN_AS: dict[type[said.Refusal], type[Refusal]] = {
    said.MalformedDocument: DocumentRefused,
    said.UnpublishableJourney: DocumentRefused,
    said.UnreplayableJourney: DocumentRefused,
    said.VersionConflict: VersionConflict,
    said.HistoryNotFirst: HistoryNotFirst,
    said.NotFound: NotFound,
    by_hand.StageNotFound: StageNotFound,
    by_hand.NoTransition: NoTransition,
    by_hand.AlreadyThere: AlreadyThere,
    by_hand.PinRequired: PinRequired,
    by_hand.NotPlaced: NotPlaced,
    by_hand.NotPinned: NotPinned,
    said.JourneyExists: JourneyExists,
    said.NothingToUndo: NothingToUndo,
    said.IdempotencyKeyReused: IdempotencyKeyReused,
    said.EditRejected: EditRejected,
    said.BadArgument: BadArgument,
    said.BadObservation: ObservationRefused,
    said.FutureObservation: ObservationRefused,
    said.Failed: ObservationFailed,
}


def shows(refusal: type[said.Refusal]) -> Callable[[type[R]], type[R]]:
    """Declares what shows a refusal, for one that carries more than this file knows of."""

    def declare(kind: type[R]) -> type[R]:
        SHOWN_AS[refusal] = kind
        return kind

    return declare


def shown(refusal: said.Refusal) -> Refusal:
    """The refusal as clients see it."""
    kind = SHOWN_AS[type(refusal)]
    if kind is DocumentRefused:
        return DocumentRefused(
            code=refusal.code,
            message=refusal.message,
            path=refusal.path,
            problems=_problems(refusal),  # type: ignore[arg-type]
        )
    return kind(**{one.name: getattr(refusal, one.name) for one in fields(kind)})


def _problems(refusal: said.Refusal) -> Sequence[DomainProblem]:
    match refusal:
        case said.UnpublishableJourney(problems=problems):
            return problems
        case said.MalformedDocument(faults=faults):
            return [
                DomainProblem(
                    code=fault.code,
                    severity=Severity.ERROR,
                    message=fault.message,
                    path=fault.path,
                    stages=fault.stages,
                )
                for fault in faults
            ]
    return []


class Refusing(FieldExtension):
    """Answers with the union's own refusal where one was raised."""

    def __init__(self, members: Sequence[type]) -> None:
        self._members = frozenset(members)

    # By position only: a field may have an argument called `source`.
    async def resolve_async(  # type: ignore[override]
        self, next_: Callable[..., Any], source: Any, info: strawberry.Info, /, **kwargs: Any
    ) -> Any:
        """What the resolver gives, or the refusal that it raised."""
        try:
            return await next_(source, info, **kwargs)
        except said.Refusal as refusal:
            if SHOWN_AS.get(type(refusal)) not in self._members:
                raise
            return shown(refusal)


def answering(
    description: str, *, of: tuple[str, str], answers: Sequence[type]
) -> Callable[[Resolver], Any]:
    """A field with a result union: its name and sentence, and all that it may answer."""
    name, about = of
    result: object = Annotated[Union[tuple(answers)], strawberry.union(name, description=about)]  # noqa: UP007
    return field(description, of=result, extensions=[Refusing(answers)])


mutation = answering
"""Every mutation has one; of queries those that may be declined by what they are given."""
