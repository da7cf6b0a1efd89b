"""Drafts with one problem each, and what becomes of it."""

from domain.draft import Draft
from domain.draft_document import journey_of
from domain.edits import applied
from domain.fixes.offering import Fix, fixes_of
from domain.problems import Problem, Surroundings, problems_of
from tests.strategies.edits import counted

NOWHERE = Surroundings()


def problem_of(draft: Draft, code: str, around: Surroundings = NOWHERE) -> Problem:
    """The first problem of that code."""
    return next(it for it in problems_of(journey_of(draft), around) if it.code == code)


def offered(draft: Draft, code: str, around: Surroundings = NOWHERE) -> list[Fix]:
    return list(fixes_of(problem_of(draft, code, around), draft, counted(), around))


def titles(draft: Draft, code: str, around: Surroundings = NOWHERE) -> list[str]:
    return [fix.title for fix in offered(draft, code, around)]


def mended(draft: Draft, code: str, around: Surroundings = NOWHERE) -> Draft:
    """The draft with the preferred fix."""
    return applied(draft, offered(draft, code, around)[0].edits).draft
