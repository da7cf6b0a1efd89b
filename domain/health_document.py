"""The shape of health in a document (design, section 5): checked, and kept as it is written.

Whether it makes sense is not asked here: bands that leave scores out, points that go back, weights
and windows of nothing may be drafted, and are problems (`checks/health.py`).
"""

from domain.reading import ABSENT, Plain, Reading, Shape, below
from domain.signal_document import read_signal
from domain.signals import BandIn, First, Last, StageIn
from domain.values import Value

_VARIANT = Shape("a health variant", ("measures",), ("for", "bands"))
_MEASURE = Shape("a measure", ("key", "signal", "points"), ("name", "weight", "missing"))
_BAND = Shape("a band", ("key", "from"))


def read_health(reading: Reading, value: Plain, path: str) -> Value:
    """The variants of a stage's or a journey's health, as they are written."""
    for at, variant in reading.parts(value, path, at_least=1):
        fields = reading.fields(variant, at, _VARIANT)
        _read_personas(reading, fields.get("for", ABSENT), below(at, "for"))
        _read_measures(reading, fields.get("measures", ABSENT), below(at, "measures"))
        _read_bands(reading, fields.get("bands", ABSENT), below(at, "bands"))
    return reading.kept(value, path)


def _read_personas(reading: Reading, value: Plain, path: str) -> None:
    parts = reading.parts(value, path, at_least=1)
    reading.distinct([(at, reading.text(part, at)) for at, part in parts])


def _read_measures(reading: Reading, value: Plain, path: str) -> None:
    for at, part in reading.parts(value, path, at_least=1):
        fields = reading.fields(part, at, _MEASURE)
        reading.key(fields.get("key", ABSENT), below(at, "key"))
        reading.optional_text(fields.get("name", ABSENT), below(at, "name"))
        signal = read_signal(reading, fields.get("signal", ABSENT), below(at, "signal"))
        if isinstance(signal, Last | First):
            reading.refuse(below(at, "signal"), "is an instant, which has no score; take its age")
        elif isinstance(signal, StageIn | BandIn):
            reading.refuse(below(at, "signal"), "is a key, which has no score")
        _read_points(reading, fields.get("points", ABSENT), below(at, "points"))
        _read_score(reading, fields.get("missing", ABSENT), below(at, "missing"))
        reading.number(fields.get("weight", ABSENT), below(at, "weight"))


def _read_points(reading: Reading, value: Plain, path: str) -> None:
    """Points of a line: x a number, y a score."""
    for at, point in reading.parts(value, path, at_least=1):
        numbers = list(reading.parts(point, at))
        if isinstance(point, list | tuple) and len(numbers) != 2:
            reading.refuse(at, "must be two numbers, [x, score]")
        if len(numbers) != 2:
            continue
        (at_x, part_x), (at_y, part_y) = numbers
        reading.number(part_x, at_x)
        _read_score(reading, part_y, at_y)


def _read_bands(reading: Reading, value: Plain, path: str) -> None:
    keys = []
    for at, part in reading.parts(value, path, at_least=1):
        fields = reading.fields(part, at, _BAND)
        keys.append((below(at, "key"), reading.key(fields.get("key", ABSENT), below(at, "key"))))
        _read_score(reading, fields.get("from", ABSENT), below(at, "from"))
    reading.distinct(keys)


def _read_score(reading: Reading, value: Plain, path: str) -> None:
    score = reading.number(value, path)
    if score is not None and not 0 <= score <= 100:
        reading.refuse(path, "must be a score, from 0 to 100")
