"""The fixes that a problem is offered with: each tried on the draft, and looked at once more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from domain.checks.problem import Problem
from domain.checks.surroundings import Surroundings
from domain.draft import Draft, Ids
from domain.draft_document import journey_of
from domain.edits import Edit, applied
from domain.fixes import asking, caring, drawing, finishing, mapping, slips
from domain.fixes.mending import Mending, Proposal, Proposer, mending_of
from domain.problems import problems_of
from domain.refusals import EditRejected

MOST_TRIED = 8
MOST_OFFERED = 3

PROPOSERS: Mapping[str, Proposer] = {
    code: proposer
    for room in (mapping, asking, slips, caring, finishing, drawing)
    for code, proposer in room.PROPOSERS.items()
}
"""What proposes fixes for each code that has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Edits that remove a problem and add no ERROR. Of several fixes the first is preferred.

    With `team` it is not the draft that is mended: a team of that key is to be added.
    """

    id: str
    title: str
    preferred: bool
    edits: tuple[Edit, ...] = ()
    team: str | None = None


def fixes_of(
    problem: Problem,
    draft: Draft,
    ids: Ids,
    around: Surroundings | None = None,
    published: frozenset[str] = frozenset(),
) -> tuple[Fix, ...]:
    """The fixes of a problem that `problems_of` has found in that draft, with those surroundings.

    `published` are the keys of stages that are for life. Each fix costs a look at all problems, so
    ask when somebody wants to see them.
    """
    around = around or Surroundings()
    propose = PROPOSERS.get(problem.code)
    if propose is None:
        return ()
    mending = mending_of(problem, draft, around, ids)
    proposals = islice(propose(mending), MOST_TRIED)
    proven = islice(_proven(mending, proposals, published), MOST_OFFERED)
    return tuple(
        Fix(
            id=f"{problem.id}:{number}",
            title=proposal.title,
            preferred=number == 1,
            edits=proposal.edits,
            team=proposal.team,
        )
        for number, proposal in enumerate(proven, 1)
    )


def _proven(
    mending: Mending, proposals: Iterator[Proposal], published: frozenset[str]
) -> Iterator[Proposal]:
    """The proposals that keep what is promised of a fix."""
    problem, draft, around = mending.problem, mending.draft, mending.around
    known = {one.id for one in problems_of(journey_of(draft), around) if one.blocking}
    for proposal in proposals:
        try:
            after = applied(draft, proposal.edits, published).draft
        except EditRejected:
            continue
        teams = around.teams
        if proposal.team is not None and teams is not None:
            around = replace(around, teams=teams | {proposal.team})
        found = problems_of(journey_of(after), around)
        around = mending.around
        blocking = {one.id for one in found if one.blocking}
        if blocking <= known and all(one.id != problem.id for one in found):
            yield proposal
