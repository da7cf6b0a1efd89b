"""Prints the page of problems: `python -m domain.catalogue > docs/problems.md`."""

from domain.catalogue.page import problems_page

print(problems_page(), end="")
