"""Reading plain values without stopping at the first fault.

Whatever is read badly is noted with its path and answered with a stand-in, so that one pass finds
all that is wrong. No stand-in ever leaves a load: `Reading.finish` refuses when anything was noted.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum, StrEnum
from typing import Final, TypeVar

from domain.instants import Duration
from domain.refusals import Fault, MalformedDocument
from domain.values import BadValue, Number, Value, number_taken, taken, text_taken
from domain.whereabouts import stages_at

MAX_FAULTS = 1_000
MAX_GUESSES = 50  # comparing a word with 500 others is slow
MAX_NAME = 64
LONGEST_SHOWN = 60

_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_Choice = TypeVar("_Choice", bound=StrEnum)


class Absent(Enum):
    """Tells a field that is not there from one that is null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Plain = object
Fields = Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields that an object has, and what it is called."""

    name: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_open: bool = False


class Reading:
    """One pass over a document: reads values, and gathers every fault it meets."""

    def __init__(self, document: Plain = None) -> None:
        self.faults: list[Fault] = []
        self._document = document
        self._guesses = MAX_GUESSES

    def refuse(self, path: str, message: str, code: str = "MALFORMED") -> None:
        """Note a fault; give up where there are so many that nobody would read them."""
        self.faults.append(fault(path, message, code, stages_at(self._document, path)))
        if len(self.faults) == MAX_FAULTS:
            self.faults.append(Fault("", "has more faults than these, which are not listed"))
            self.finish()

    def finish(self) -> None:
        """Refuse the document when anything was wrong with it."""
        if self.faults:
            raise MalformedDocument(self.faults)

    def fields(
        self,
        value: Plain,
        path: str,
        shape: Shape,
        code: str = "MALFORMED",
    ) -> Fields:
        """The fields of an object; unknown and missing ones are faults at their own paths."""
        if value is ABSENT:
            return {}
        faults = len(self.faults)
        fields = self.open_fields(value, path, code)
        if not fields and len(self.faults) > faults:
            return {}
        return self.shaped(fields, path, shape, code)

    def shaped(self, fields: Fields, path: str, shape: Shape, code: str = "MALFORMED") -> Fields:
        """Those fields that belong there, once the others and the missing ones are noted."""
        known = shape.required + shape.optional
        for name in fields:
            if name not in known and not shape.is_open:
                nearest = self.nearest(name, known)
                self.refuse(below(path, name), f"is not a field of {shape.name}{nearest}", code)
        for name in shape.required:
            if name not in fields:
                self.refuse(below(path, name), "is required", code)
        return {name: part for name, part in fields.items() if name in known}

    def open_fields(self, value: Plain, path: str, code: str = "MALFORMED") -> Fields:
        """The fields of an object, whatever they are called."""
        if not isinstance(value, Mapping):
            if value is not ABSENT:
                self.refuse(path, f"must be an object, not {kind_of(value)}", code)
            return {}
        fields: dict[str, Plain] = {}
        for name, part in value.items():
            try:
                fields[text_taken(name, path)] = part
            except BadValue as bad:
                self.refuse(path, bad.message, code)
        return fields

    def parts(
        self, value: Plain, path: str, *, at_least: int = 0, code: str = "MALFORMED"
    ) -> Iterator[tuple[str, Plain]]:
        """The parts of a list, each with its path."""
        if not isinstance(value, list | tuple):
            if value is not ABSENT:
                self.refuse(path, f"must be a list, not {kind_of(value)}", code)
            return
        if len(value) < at_least:
            self.refuse(path, "must not be empty", code)
        for index, part in enumerate(value):
            yield f"{path}[{index}]", part

    def is_too_long(self, value: Plain, path: str, most: int) -> bool:
        """Whether a list has more parts than anybody needs, which is a fault."""
        if not isinstance(value, list | tuple) or len(value) <= most:
            return False
        self.refuse(path, f"has {len(value)} entries, more than {most}", "LIMIT_EXCEEDED")
        return True

    def text(self, value: Plain, path: str, *, filled: bool = True, code: str = "MALFORMED") -> str:
        """A string; one that says something, unless told otherwise."""
        if value is ABSENT:
            return ""
        if not isinstance(value, str):
            self.refuse(path, f"must be a string, not {kind_of(value)}", code)
            return ""
        try:
            text_taken(value, path)
        except BadValue as bad:
            self.refuse(path, bad.message, code)
            return ""
        if filled and not value.strip():
            self.refuse(path, "must not be empty", code)
        return value

    def optional_text(self, value: Plain, path: str) -> str | None:
        """A string that may be empty or left out."""
        return None if value is ABSENT else self.text(value, path, filled=False)

    def key(self, value: Plain, path: str) -> str:
        """A key: lower-case letters, digits and hyphens, the first not a hyphen."""
        if value is not ABSENT and not isinstance(value, str):
            self.refuse(path, f"must be a string, not {kind_of(value)}", "KEY_FORMAT")
            return ""
        if value is ABSENT:
            return ""
        if not value or value[0] == "-" or not _CHARACTERS.issuperset(value):
            self.refuse(
                path,
                f"{shown(value)} is not a key: lower-case letters, digits and hyphens, "
                "a letter or digit first",
                "KEY_FORMAT",
            )
        elif len(value) > MAX_NAME:
            self.refuse(path, f"is a key of more than {MAX_NAME} characters", "KEY_FORMAT")
        return value

    def choice(
        self,
        value: Plain,
        path: str,
        choices: type[_Choice],
        code: str = "MALFORMED",
    ) -> _Choice | None:
        """One of a few words; None where it is left out or none of them."""
        if value is ABSENT:
            return None
        if isinstance(value, str):
            for choice in choices:
                if choice.value == value:
                    return choice
        words = [choice.value for choice in choices]
        nearest = self.nearest(value, words)
        self.refuse(path, f"{shown(value)} is none of {', '.join(words)}{nearest}", code)
        return None

    def flag(self, value: Plain, path: str, code: str = "MALFORMED") -> bool:
        """True or false; false where it is left out."""
        if value is ABSENT or isinstance(value, bool):
            return value is True
        self.refuse(path, f"must be true or false, not {kind_of(value)}", code)
        return False

    def number(self, value: Plain, path: str, code: str = "MALFORMED") -> Number | None:
        """A finite number, as the decimal that was written; None where there is none."""
        if value is ABSENT:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self.refuse(path, f"must be a number, not {kind_of(value)}", code)
            return None
        try:
            return number_taken(value, path)
        except BadValue as bad:
            self.refuse(path, bad.message, code)
            return None

    def duration(self, value: Plain, path: str, code: str = "MALFORMED") -> Duration | None:
        """A length of time in weeks, days, hours, minutes and seconds."""
        if value is ABSENT:
            return None
        if not isinstance(value, str):
            self.refuse(path, f"must be a duration such as P14D, not {kind_of(value)}", code)
            return None
        if len(value) > MAX_NAME:
            self.refuse(path, f"{shown(value)} is too long for a duration", code)
            return None
        try:
            return Duration.parse(value)
        except ValueError as error:
            self.refuse(path, str(error), code)
            return None

    def kept(self, value: Plain, path: str) -> Value:
        """Any JSON value, kept as it is written."""
        if value is ABSENT:
            return None
        try:
            return taken(value, path)
        except BadValue as bad:
            path = _printable(bad.path)
            if all(noted.path != path for noted in self.faults):
                self.refuse(path, bad.message)
            return None

    def distinct(self, names: Iterable[tuple[str, str]], code: str = "MALFORMED") -> None:
        """Refuse each of these `(path, name)` whose name an earlier one has."""
        first: dict[str, str] = {}
        for path, name in names:
            if name and name in first:
                self.refuse(path, f"{shown(name)} is already at {first[name]}", code)
            first.setdefault(name, path)

    def nearest(self, word: Plain, known: Collection[str]) -> str:
        """What was probably meant, as the end of a sentence."""
        if not isinstance(word, str) or len(word) > MAX_NAME or self._guesses == 0:
            return ""
        self._guesses -= 1
        found = get_close_matches(word.lower(), known, n=1) or get_close_matches(
            word.upper(), known, n=1
        )
        return f"; did you mean {found[0]!r}?" if found else ""


def fault(path: str, message: str, code: str = "MALFORMED", stages: tuple[str, ...] = ()) -> Fault:
    """A fault on one line that every terminal and every encoder can take, whatever it quotes."""
    return Fault(_printable(path), _printable(message), code, stages)


def below(path: str, name: str) -> str:
    """The path of a field of the object at `path`."""
    step = name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…"
    return f"{path}.{step}" if path else step


def shown(value: Plain) -> str:
    """A value in a message, cut short where it is long."""
    if isinstance(value, str):
        return repr(value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…")
    return kind_of(value)


def kind_of(value: Plain) -> str:
    """What a value is, in JSON's words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return "a string"
        case Mapping():
            return "an object"
        case list() | tuple():
            return "a list"
        case int() | float() | Decimal():
            return "a number"
        case _:
            return f"a {type(value).__name__}"


def _printable(text: str) -> str:
    """One line that every terminal and every encoder can take."""
    return text if text.isprintable() else text.encode("unicode_escape").decode()
