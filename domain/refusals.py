"""Every way we say no.

    Refusal
    ├── MalformedDocument      a document that cannot be read: every fault with its path
    ├── UnpublishableJourney   a journey with blocking problems: all of them
    │   └── UnreplayableJourney … with some that forbid even to try it out
    ├── BadObservation         one observation that cannot be taken, by field
    ├── FutureObservation      … dated more than five minutes ahead
    ├── Failed                 … on which something of ours broke
    ├── NotFound               nothing by that name
    ├── VersionConflict        the live version is not the expected one
    ├── HistoryNotFirst        REPLAY asked for a journey that is already live
    ├── EditRejected           an edit that cannot be applied: which, what and where
    ├── EditConflict           edits of fields that somebody else has changed meanwhile
    ├── JourneyExists          a new journey by a key or an id that another draft has
    ├── NothingToUndo          a client has no step left to take back, or to do again
    ├── IdempotencyKeyReused   the key of another request
    ├── CursorExpired          a place in the feed that is no longer kept
    ├── BadCursor              not a cursor of ours
    ├── BadArgument            an argument out of range, by name
    ├── Overloaded             too much waits already; nothing was taken
    └── Unavailable            the database is away; nothing was acknowledged

Some are where what they are about is: those of moves by hand in `moving_refusals.py`.

A refusal has a code for programs, a sentence for people and, where there is one, the path of the
field.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.draft import Draft
    from domain.edit_log import LoggedBatch
    from domain.meanwhile import FieldConflict
    from domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: where (`stages[2].entry.value`), its code, and in words.

    `stages` are the keys of those that it is about.
    """

    path: str
    message: str
    code: str = "MALFORMED"
    stages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class Refusal(Exception):
    """A request declined; an expected answer, not a failure of ours."""

    code: str = "REFUSED"

    def __init__(self, message: str, path: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


def _told(faults: Sequence[Fault]) -> str:
    """The first of some faults with its place, and how many more there are."""
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{faults[0]}{more}"


class MalformedDocument(Refusal):
    """The document breaks the format; nothing can be made of it."""

    code = "DOCUMENT_MALFORMED"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_told(faults), faults[0].path)
        self.faults = tuple(faults)


class UnpublishableJourney(Refusal):
    """A journey with blocking problems; `problems` are all that was found, warnings included."""

    code = "JOURNEY_HAS_ERRORS"
    verb = "published"

    def __init__(self, journey: str, problems: Sequence["Problem"], path: str = "document") -> None:
        blocking = [problem for problem in problems if problem.severity == "ERROR"]
        more = f" (and {len(blocking) - 1} more)" if len(blocking) > 1 else ""
        super().__init__(
            f"The {journey} journey cannot be {self.verb}: {blocking[0].message}{more}", path
        )
        self.problems = tuple(problems)


class UnreplayableJourney(UnpublishableJourney):
    """A journey on which the rule that moves profiles has no meaning; `problems` say why."""

    verb = "tried out"


class BadObservation(Refusal):
    """An observation that cannot be taken; `path` names the field."""

    code = "OBSERVATION_MALFORMED"


class FutureObservation(Refusal):
    """An observation dated more than five minutes ahead of the server's clock."""

    code = "OBSERVATION_IN_FUTURE"

    def __init__(self) -> None:
        super().__init__("is more than five minutes ahead of the server's clock", "at")


class Failed(Refusal):
    """One observation on which something of ours broke: it was not kept, its neighbours were."""

    code = "FAILED"

    def __init__(self) -> None:
        super().__init__("Something of ours failed on this observation, and it was not kept.")


class NotFound(Refusal):
    """Nothing of that kind has that name in this workspace."""

    code = "NOT_FOUND"

    def __init__(self, what: str, name: str, path: str | None = None) -> None:
        super().__init__(f"There is no {what} {name!r}.", path)


class VersionConflict(Refusal):
    """Somebody published in between."""

    code = "VERSION_CONFLICT"

    def __init__(self, key: str, expected: int, live: int | None, what: str = "journey") -> None:
        is_at = f"is at version {live}" if live else "has no published version"
        super().__init__(f"The {key} {what} {is_at}, not {expected}.", "expectedVersion")
        self.expected, self.live = expected, live


class HistoryNotFirst(Refusal):
    """REPLAY fills the past of a journey that has none; a live one has its own."""

    code = "HISTORY_NOT_FIRST"

    def __init__(self, journey: str) -> None:
        super().__init__(
            f"The {journey} journey is already live; only its first version can be replayed.",
            "history",
        )


class EditRejected(Refusal):
    """A malformed edit, or one that this draft has no place for; none of its batch was applied.

    `code` says what is wrong (`ELEMENT_NOT_FOUND`, `KEY_FORMAT`…), `path` where in the batch.
    `faults` are all that was found when several were.
    """

    code = "EDIT_REJECTED"

    def __init__(
        self, edit_index: int, code: str, message: str, path: str, faults: Sequence[Fault] = ()
    ) -> None:
        self.faults = tuple(faults) or (Fault(path, message, code),)
        super().__init__(_told(self.faults), path)
        self.edit_index = edit_index
        self.code = code


class EditConflict(Refusal):
    """Another client changed what the batch changes, after the revision that it was made on.

    `conflicts` are the fields at odds, `missed` all batches since, `draft` is how it stands now.
    """

    code = "EDIT_CONFLICT"

    def __init__(
        self,
        conflicts: Sequence["FieldConflict"],
        missed: Sequence["LoggedBatch"],
        draft: "Draft",
    ) -> None:
        count = f"{len(conflicts)} fields" if len(conflicts) != 1 else "A field"
        said = f"{count} of these edits changed in between" if conflicts else "The draft moved on"
        super().__init__(f"{said}; it is at revision {draft.revision}.", "baseRevision")
        self.conflicts, self.missed, self.draft = tuple(conflicts), tuple(missed), draft


class JourneyExists(Refusal):
    """Another draft has that key, or that id."""

    code = "JOURNEY_EXISTS"

    def __init__(self, key: str) -> None:
        super().__init__(f"There is a draft of the {key} journey already, or one of its id.", "key")


class NothingToUndo(Refusal):
    """A client has no step left to take back, or none to do again."""

    code = "NOTHING_TO_UNDO"

    def __init__(self, verb: str) -> None:
        super().__init__(f"This client has nothing to {verb} in this draft.", "clientId")


class IdempotencyKeyReused(Refusal):
    """The key came with another request before; this one was not carried out."""

    code = "IDEMPOTENCY_KEY_REUSED"

    def __init__(self) -> None:
        super().__init__("That key belongs to another request; take a new one.", "idempotencyKey")


class CursorExpired(Refusal):
    """The feed is kept for a time; `oldest` is the first cursor that can still be read from."""

    code = "CURSOR_EXPIRED"

    def __init__(self, oldest: str) -> None:
        super().__init__(
            f"That place in the feed is no longer kept; the oldest is {oldest}.", "after"
        )
        self.oldest = oldest


class BadCursor(Refusal):
    """Not a cursor that we gave."""

    code = "CURSOR_MALFORMED"

    def __init__(self, path: str = "after") -> None:
        super().__init__("That is not a cursor of this connection.", path)


class BadArgument(Refusal):
    """An argument that makes no sense here; `path` names it."""

    code = "BAD_ARGUMENT"


class Unavailable(Refusal):
    """The database cannot be reached or did not answer; nothing was acknowledged."""

    code = "UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__("The store cannot be reached just now; nothing was kept. Try again.")


class Overloaded(Refusal):
    """More waits to be kept than may; try again shortly."""

    code = "OVERLOADED"

    def __init__(self) -> None:
        super().__init__("Too many observations are waiting to be kept. Try again in a moment.")
