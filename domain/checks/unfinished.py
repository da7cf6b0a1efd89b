"""What may be drafted though it means nothing yet: groups without rules, windows of no length.

Nothing can be compiled of it, so that it neither moves profiles nor is solved.
"""

from collections.abc import Iterator

from domain.checks.walking import parts_of
from domain.criteria import All, Any, Criteria
from domain.instants import Duration
from domain.signals import Count, Days, Fall, Share, Signal, Total


def empty_groups(criteria: Criteria, path: str) -> Iterator[tuple[str, str]]:
    """Every group without rules: where its list is, and whether it is an `all` or an `any`."""
    for at, part in parts_of(criteria, path):
        if isinstance(part, All | Any) and not part.parts:
            name = "all" if isinstance(part, All) else "any"
            yield f"{at}.{name}", name


def empty_windows(signal: Signal, path: str) -> Iterator[tuple[str, Signal]]:
    """Every signal in this one that looks at a window of no length, and where that is written."""
    match signal:
        case Share(part, whole):
            yield from empty_windows(part, f"{path}.share")
            yield from empty_windows(whole, f"{path}.of")
        case (
            Fall(within=Duration(0))
            | Count(within=Duration(0))
            | Days(within=Duration(0))
            | Total(within=Duration(0))
        ):
            yield f"{path}.within", signal
