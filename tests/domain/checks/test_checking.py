"""How checks are asked: what they find has a name that lasts, and one that breaks says so."""

import pytest
from hypothesis import given, settings

from domain.catalogue.rules import RULES
from domain.checks.survey import Survey
from domain.document import load
from domain.problems import Check, Severity, Surroundings, found_by, problems_of
from tests.documents import case_documents
from tests.domain.building import a_journey, advance, entry, stage, trait
from tests.domain.checks.finding import LOST, OUT, found, logins
from tests.strategies.documents import documents

AROUND = Surroundings(teams=frozenset({"sales"}), traits={}, events={})


def broken(_):
    raise ZeroDivisionError


@pytest.mark.parametrize("worst", [Severity.ERROR, Severity.WARNING])
def test_a_check_that_breaks_is_no_clean_bill(worst):
    survey = Survey(journey=a_journey(entry("new")))
    checks = (
        Check("the stars", broken, worst),
        Check("names", lambda survey: iter([survey.problem("NO_EXIT_STAGE")]), Severity.WARNING),
    )

    failed, other = found_by(checks, survey)

    assert (failed.code, failed.severity) == ("RULE_FAILED", worst)
    assert failed.message == (
        "The check of the stars failed (ZeroDivisionError); what it looks for may be there."
    )
    assert other.code == "NO_EXIT_STAGE"


def test_a_check_of_hints_that_breaks_is_worth_a_warning():
    survey = Survey(journey=a_journey(entry("new")))

    [failed] = found_by([Check("the stars", broken, Severity.HINT)], survey)

    assert failed.severity is Severity.WARNING


def test_a_problem_keeps_its_id_while_the_journey_changes_elsewhere():
    doubtful = stage("on", {"all": [logins(3), logins(1)]}, id="stg_on")
    before = a_journey(entry("new"), doubtful, advance("new", "on"), LOST, OUT)
    after = a_journey(
        entry("first", trait("plan", "x")),
        entry("new"),
        doubtful | {"key": "active", "name": "Active"},
        advance("new", "active"),
        LOST,
        OUT,
    )

    [one], [other] = (found(journey, "CRITERIA_REDUNDANT_RULE") for journey in (before, after))

    assert one.id == other.id
    assert (one.path, other.path) == ("stages[1].entry.all[1]", "stages[2].entry.all[1]")


def test_problems_that_agree_in_all_else_are_numbered():
    twice = a_journey(entry("new"), stage("on", logins(1)), *3 * [advance("new", "on")])

    first, second = found(twice, "DUPLICATE_TRANSITION")

    assert second.id == f"{first.id}-2"


@pytest.mark.parametrize("document", case_documents().values())
def test_every_problem_has_an_id_of_its_own_and_the_same_in_every_run(document):
    journey = load(document)
    ids = [problem.id for problem in problems_of(journey, AROUND)]

    assert len(ids) == len(set(ids))
    assert ids == [problem.id for problem in problems_of(load(document), AROUND)]


@settings(max_examples=150)
@given(documents())
def test_no_check_breaks_whatever_the_document(document):
    codes = {problem.code for problem in problems_of(load(document), AROUND)}

    assert "RULE_FAILED" not in codes
    assert codes <= RULES.keys()


@settings(max_examples=150)
@given(documents())
def test_errors_stop_a_publication_as_code_as_they_stop_a_designers(document):
    journey = load(document)
    as_code = [it for it in problems_of(journey) if it.blocking]

    assert as_code == [it for it in problems_of(journey, Surroundings()) if it.blocking]
