"""What a journey means, apart from what its parts are called inside and where they are drawn."""

from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256

from domain.document import dump
from domain.journey import Journey
from domain.values import EXACT, Value

_DRAWN = frozenset({"id", "x", "y", "width", "height"})
_DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "stages": {"role": "STAGE", "teams": []},
    "transitions": {"kind": "ADVANCE"},
    "lanes": {},
    "notes": {},
}


def semantic_hash(journey: Journey) -> str:
    """Equal for journeys that say the same; ids, positions and sizes say nothing."""
    document = dump(journey)
    said: dict[str, object] = {
        name: part for name, part in document.items() if name not in ("id", "layout", *_DEFAULTS)
    }
    for name, defaults in _DEFAULTS.items():
        parts = document.get(name, [])
        assert isinstance(parts, list)
        said[name] = [_meant(part, defaults) for part in parts]
    # Only stages have an order that means something.
    transitions = said["transitions"]
    assert isinstance(transitions, list)
    transitions.sort(key=_canonical)
    return sha256(_canonical(said).encode()).hexdigest()


def _meant(part: Mapping[str, Value], defaults: Mapping[str, object]) -> dict[str, Value]:
    return {
        name: value
        for name, value in part.items()
        if name not in _DRAWN and (name not in defaults or defaults[name] != value)
    }


def _canonical(value: object) -> str:
    """One text for each JSON value, however its numbers and objects are written."""
    if isinstance(value, Mapping):
        fields = (f"{name!r}:{_canonical(value[name])}" for name in sorted(value))
        return f"{{{','.join(fields)}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_canonical, value))}]"
    if isinstance(value, Decimal):
        # Plain digits: 7.0 is 7, and 1E+2 is 100.
        return format(value.normalize(EXACT), "f") if value else "0"
    return repr(value)
