"""Criteria part by part, each with its path in the document."""

from collections.abc import Iterator

from domain.criteria import All, Any, Criteria, Not, Rule


def parts_of(criteria: Criteria, path: str) -> Iterator[tuple[str, Criteria]]:
    """The tree itself and everything in it, in reading order."""
    yield path, criteria
    match criteria:
        case Not(part):
            yield from parts_of(part, f"{path}.not")
        case All(parts) | Any(parts):
            name = "all" if isinstance(criteria, All) else "any"
            for index, part in enumerate(parts):
                yield from parts_of(part, f"{path}.{name}[{index}]")


def rules_in(criteria: Criteria, path: str) -> Iterator[tuple[str, Rule]]:
    """Every rule of the tree."""
    for at, part in parts_of(criteria, path):
        if isinstance(part, Rule):
            yield at, part
