"""Lines of a report: what was measured, what was got, what was aimed at."""

from collections.abc import Sequence


def line(what: str, got: str, aim: str = "", *, met: bool | None = None) -> None:
    """Print one measured number; `met` says whether the aim was."""
    mark = {True: "ok    ", False: "MISSED", None: "      "}[met]
    print(f"  {mark} {what:<66} {got:>18}  {aim}", flush=True)


def title(text: str) -> None:
    """Begin a section."""
    print(f"\n{text}", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; values in any order."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
