from pathlib import Path

from domain.catalogue.page import problems_page
from domain.catalogue.rules import RULES

PAGE = Path(__file__).parents[3] / "docs" / "problems.md"


def test_the_page_of_problems_is_the_one_that_is_kept():
    assert PAGE.read_text(encoding="utf-8") == problems_page()


def test_every_code_has_a_heading_that_its_address_leads_to():
    headings = [line for line in problems_page().splitlines() if line.startswith("### ")]

    assert headings == [f"### {code}" for code in RULES]
    assert {rule.docs_url for rule in RULES.values()} == {
        f"docs/problems.md#{heading.removeprefix('### ').lower()}" for heading in headings
    }
