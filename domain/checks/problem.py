"""One thing that is wrong with a journey."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b

from domain.catalogue.rule import PAGE, Tier
from domain.solver.examples import ExampleProfile


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    HINT = "HINT"


SEVERITIES = {
    Tier.MALFORMED: Severity.ERROR,
    Tier.ERROR: Severity.ERROR,
    Tier.WARNING: Severity.WARNING,
    Tier.HINT: Severity.HINT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a journey: its code, in words, and the stages and transitions at fault.

    `args` is what the message says beyond its code. `witness` shows the problem: a way through the
    stages, or the order they would have; `example` is a profile that shows it. `element_ids` are
    the ids of what it is about, where those have any, else their keys and names; `about` is where
    within them, and `number` counts problems that agree in all of that.
    """

    code: str
    severity: Severity
    message: str
    args: Mapping[str, object] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    transitions: tuple[str, ...] = ()
    element_ids: tuple[str, ...] = ()
    path: str = ""
    about: str = ""
    witness: tuple[str, ...] = ()
    example: ExampleProfile | None = None
    number: int = 1

    @property
    def id(self) -> str:
        """Its name, the same in every run."""
        says = "\n".join((self.code, self.about, *self.element_ids))
        digest = blake2b(says.encode(), digest_size=10).hexdigest()
        return f"prb_{digest}" if self.number == 1 else f"prb_{digest}-{self.number}"

    @property
    def elements(self) -> tuple[str, ...]:
        """Everything it is about: keys of stages, then names of transitions."""
        return self.stages + self.transitions

    @property
    def related(self) -> tuple[str, ...]:
        """What else it is about, besides the first."""
        return self.element_ids[1:]

    @property
    def blocking(self) -> bool:
        """Whether a journey with this problem cannot be published."""
        return self.severity is Severity.ERROR

    @property
    def docs_url(self) -> str:
        """Where its code is explained."""
        return f"{PAGE}#{self.code.lower()}"


def identified(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, numbered where even code, elements and place agree, so that ids tell apart."""
    seen: dict[str, int] = {}
    named = []
    for problem in problems:
        id = problem.id
        number = seen[id] = seen.get(id, 0) + 1
        named.append(replace(problem, number=number) if number > 1 else problem)
    return tuple(named)
