"""The fixes that a problem is offered with: each tried on the draft, and looked at once more."""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import islice

from domain.checks.problem import Problem
from domain.checks.surroundings import Surroundings
from domain.draft import Draft, Ids
from domain.draft_document import journey_of
from domain.edits import Edit, applied
from domain.fixes import asking, caring, drawing, expecting, finishing, keeping, mapping, slips
from domain.fixes.mending import Mending, Proposal, Proposer, mending_of
from domain.problems import problems_of
from domain.refusals import EditRejected

MOST_TRIED = 8
MOST_OFFERED = 3

PROPOSERS: Mapping[str, Proposer] = {
    code: proposer
    for room in (mapping, asking, slips, caring, expecting, finishing, keeping, drawing)
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
    known: Collection[Problem] | None = None,
) -> tuple[Fix, ...]:
    """The fixes of a problem that `problems_of` has found in that draft, with those surroundings.

    `published` are the keys of stages that are for life; `known` is all that was found, where that
    is at hand. Each fix costs a look at all problems, so ask when somebody wants to see them.
    """
    around = around or Surroundings()
    propose = PROPOSERS.get(problem.code)
    if propose is None:
        return ()
    mending = mending_of(problem, draft, around, ids)
    proposals = islice(propose(mending), MOST_TRIED)
    if known is None:
        known = problems_of(journey_of(draft), around)
    errors = {one.id for one in known if one.blocking}
    proven = islice(_proven(mending, proposals, published, errors), MOST_OFFERED)
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
    mending: Mending,
    proposals: Iterator[Proposal],
    published: frozenset[str],
    errors: Set[str],
) -> Iterator[Proposal]:
    """The proposals that keep what is promised of a fix."""
    for proposal in proposals:
        try:
            after = applied(mending.draft, proposal.edits, published).draft
        except EditRejected:
            continue
        found = problems_of(journey_of(after), _with_team(mending.around, proposal.team))
        blocking = {one.id for one in found if one.blocking}
        if blocking <= errors and all(one.id != mending.problem.id for one in found):
            yield proposal


def _with_team(around: Surroundings, team: str | None) -> Surroundings:
    if team is None or around.teams is None:
        return around
    return replace(around, teams=around.teams | {team})
