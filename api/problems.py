"""Problems as clients see them, wherever they were found, and what mends those of a draft."""

from collections.abc import Collection

import strawberry

from api.context import Info
from api.fields import described, field, seen
from api.minting import minting
from api.scalars import JSON
from domain.checks.problem import Problem as DomainProblem
from domain.edit_document import edits_to_document
from domain.fixes.offering import Fix as DomainFix
from domain.problems import Severity
from engine.surveying import DraftProblem

described(
    Severity,
    "How much a problem of a journey matters.",
    ERROR="The journey cannot be published.",
    WARNING="It can, and somebody should look.",
    HINT="A suggestion.",
)


@strawberry.type(
    description="A way to mend a problem of a draft, proven on it: it removes the problem and "
    "adds no ERROR."
)
class Fix:
    """A window on `domain.fixes.offering.Fix`."""

    id: str = seen("Its name, by which it is known as long as the draft stays as it is.")
    title: str = seen("For people: what it does.")
    preferred: bool = seen("Whether it is the one to propose first; one of a problem's fixes is.")
    team: str | None = seen(
        "With it there is nothing to edit: add a team of that key, with `saveTeam`."
    )

    @field("The edits, as `applyJourneyEdits` takes them.")
    @staticmethod
    def edits(fix: strawberry.Parent[DomainFix]) -> list[JSON]:
        return [JSON(edit) for edit in edits_to_document(fix.edits)]


@strawberry.type(description="One thing wrong with a journey, and where.")
class Problem:
    """A window on `domain.problems.Problem`."""

    id: str = seen("Its name, the same as long as it is there.")
    code: str = seen("For programs: `STAGE_UNREACHABLE`, `MALFORMED`… See `validationRules`.")
    severity: Severity = seen("How much it matters.")
    message: str = seen("For people.")
    args: JSON = seen("What the message says beyond its code, by name, to say it otherwise.")
    path: str = seen("The field of the document to mend: `stages[2].entry.value`; empty for all.")
    blocking: bool = seen("Whether the journey cannot be published while it is there.")
    docs_url: str = seen("Where its code is explained.")
    element_ids: list[str] = seen("Ids of what it is about, else keys and names.")
    related: list[str] = seen("Those of them after the first: what else has a part in it.")
    stages: list[str] = seen("Keys of the stages it is about.")
    transitions: list[str] = seen("The transitions it is about: by id, else `from -> to (KIND)`.")
    witness: list[str] = seen("What shows it: a way through the stages, or their order.")

    @field(
        "A profile made up to show it, such as one that meets two branches at once: "
        "`{at, observations: [{at, traits, event, properties}]}`. It shows at `at`, by when all of "
        "them have arrived: `simulateJourney` takes them as they are. Null where no profile has a "
        "part in it."
    )
    @staticmethod
    def example(problem: strawberry.Parent[DomainProblem]) -> JSON | None:
        return None if problem.example is None else JSON(problem.example.to_document())

    @field(
        "How it can be mended, the best way first, at most three; none for what is no draft's "
        "problem. Each is tried on the draft, so ask for the problems that somebody looks at "
        "(`problems(ids: …)`): of very many at once, and of a large draft's more than ten, it is "
        "null for the last.",
        of=list[Fix] | None,
    )
    @staticmethod
    async def fixes(
        problem: strawberry.Parent[DomainProblem | DraftProblem], info: Info
    ) -> Collection[DomainFix] | None:
        if not isinstance(problem, DraftProblem):
            return ()
        return await info.context.loaders.fixes(problem, minting(info.context.now))
