"""What differs between two versions of a journey as people would say it, in whole sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.criteria_document import read_criteria
from domain.difference import UNSAID, Difference, DifferenceKind, FieldDifference, JourneyDiff
from domain.draft import ElementKind
from domain.instants import Duration
from domain.reading import LONGEST_SHOWN, Reading
from domain.values import Value
from domain.wording import duration_in_words, in_words

_LABELS = {
    "from": "source",
    "to": "target",
    "entry": "entry criteria",
    "when": "guard",
    "after": "wait",
}
_QUOTED = frozenset({"name", "description", "goal", "text"})
_TREES = frozenset({"health", "scenarios"})
"""Fields that nobody would want to be read out."""
_CRITERIA = frozenset({"entry", "when"})
_VERBS = {
    DifferenceKind.ADDED: "added",
    DifferenceKind.REMOVED: "removed",
    DifferenceKind.RENAMED: "renamed",
    DifferenceKind.REWIRED: "rewired",
    DifferenceKind.CHANGED: "changed",
}


def difference_in_words(difference: Difference) -> str:
    """What became of an element, in one sentence."""
    subject = _subject(difference)
    match difference.kind:
        case DifferenceKind.ADDED:
            return f"{subject} is new."
        case DifferenceKind.REMOVED:
            return f"{subject} is gone."
    return f"{subject}: {'; '.join(map(_field, difference.fields))}."


def diff_in_words(diff: JourneyDiff) -> str:
    """How much differs, in one sentence."""
    said = ", ".join(_counted(diff.differences))
    count = len(diff.layout)
    drawn = f"{count} {'element is' if count == 1 else 'elements are'} drawn elsewhere"
    if not said:
        return f"Both mean the same; {drawn}." if count else "Nothing differs."
    return f"{said[0].upper()}{said[1:]}{f'; {drawn}' if count else ''}."


def _counted(differences: Sequence[Difference]) -> Iterator[str]:
    """How many of each kind, in the order in which they are told; an element counts once."""
    own = {one.kind for one in differences if one.element is ElementKind.JOURNEY}
    if own:
        yield "the journey itself changed"
    counts = Counter(
        (one.element, one.kind) for one in differences if one.element is not ElementKind.JOURNEY
    )
    for (element, kind), number in counts.items():
        noun = element.value.lower()
        yield f"{number} {noun if number == 1 else f'{noun}s'} {_VERBS[kind]}"


def _subject(difference: Difference) -> str:
    name = difference.name
    if difference.element is ElementKind.NOTE:
        name = _shown(name)
    return f"{difference.element.value.capitalize()} {name}"


def _field(field: FieldDifference) -> str:
    label = _LABELS.get(field.name, field.name)
    if field.name in _TREES:
        return f"{label} {_became(field)}"
    if field.name == "before":
        return "now stands last" if field.after is None else f"now stands before {field.after}"
    was, now = _said(field.name, field.before), _said(field.name, field.after)
    if now is None:
        return f"{label} taken away, was {was}"
    return f"{label} now {now}" + ("" if was is None else f", was {was}")


def _became(field: FieldDifference) -> str:
    if field.before is None:
        return "added"
    return "taken away" if field.after is None else "changed"


def _said(name: str, value: Value) -> str | None:
    value = UNSAID.get(name) if value is None else value
    if value is None or value == []:
        return None
    if name in _CRITERIA:
        criteria = read_criteria(Reading(), value, "")
        assert criteria is not None
        return in_words(criteria)
    if name == "after":
        return duration_in_words(Duration.parse(str(value)))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _shown(str(value)) if name in _QUOTED else str(value)


def _shown(text: str) -> str:
    cut = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return f'"{cut}"'
