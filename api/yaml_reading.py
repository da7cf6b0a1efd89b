"""YAML 1.2 with JSON's scalars only: what is not JSON's null, true, false or a number is a string.

So `[NO, SE]` are two countries and `2026-01-01` is a text. Whatever makes YAML hard to read twice
the same way is refused with its line and column: tags, anchors, aliases, merge keys, keys that are
given twice or are no strings, several documents.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from domain.reading import MAX_FAULTS, below, fault, shown
from domain.refusals import Fault, MalformedDocument

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_WORDS = {"null": None, "true": True, "false": False}

Numbers = Callable[[str], int | Decimal]


def read_yaml_text(text: str, number_of: Numbers, max_nesting: int) -> object:
    """The plain values of the one document in `text`; MalformedDocument lists what is refused."""
    composer = _Composer(YAML(typ="safe", pure=True).parse(text), number_of, max_nesting)
    try:
        document = composer.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        composer.refuse(mark, "", str(error.problem or error.context))
    except YAMLError as error:
        # The reader's: a character that YAML does not allow. It says where in its second line.
        composer.refuse(None, "", " ".join(str(error).split()))
    except (ValueError, OverflowError):
        composer.refuse(None, "", r"holds an escape such as \UFFFFFFFF, which writes no character")
    if composer.faults:
        raise MalformedDocument(composer.faults)
    return document


class _Composer:
    """Makes plain values of the parser's events, noting what has no place in a document."""

    def __init__(self, events: Iterator[Event], number_of: Numbers, max_nesting: int) -> None:
        self.faults: list[Fault] = []
        self._events = events
        self._number_of = number_of
        self._max_nesting = max_nesting

    def refuse(self, mark: StreamMark | None, path: str, message: str) -> None:
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        self.faults.append(fault(path, f"{place}{message}"))
        if len(self.faults) == MAX_FAULTS:
            raise MalformedDocument(self.faults)

    def document(self) -> object:
        self._next(StreamStartEvent)
        start = next(self._events)
        if isinstance(start, StreamEndEvent):
            self.refuse(start.start_mark, "", "holds no document")
            return None
        assert isinstance(start, DocumentStartEvent)
        if start.tags or start.version not in (None, (1, 2)):
            self.refuse(start.start_mark, "", "no directive is read but %YAML 1.2")
        document = self._value(next(self._events), "", 0)
        self._next(DocumentEndEvent)
        end = next(self._events)
        if not isinstance(end, StreamEndEvent):
            self.refuse(end.start_mark, "", "holds a second document")
        return document

    def _next(self, kind: type[Event]) -> None:
        event = next(self._events)
        assert isinstance(event, kind), event

    def _value(self, event: Event, path: str, depth: int) -> object:
        if depth > self._max_nesting:
            self.refuse(
                event.start_mark, path, f"is nested more than {self._max_nesting} levels deep"
            )
            raise MalformedDocument(self.faults)
        if isinstance(event, AliasEvent):
            self.refuse(event.start_mark, path, f"*{event.anchor} is an alias; write it out")
            return None
        assert isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent)
        if event.anchor is not None:
            self.refuse(event.start_mark, path, f"&{event.anchor} is an anchor")
        if event.tag is not None:
            self.refuse(event.start_mark, path, f"{event.tag} is a tag")
        if isinstance(event, ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: str, depth: int) -> list[object]:
        parts: list[object] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            parts.append(self._value(event, f"{path}[{len(parts)}]", depth + 1))
        return parts

    def _mapping(self, path: str, depth: int) -> dict[str, object]:
        fields: dict[str, object] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._key(event, path, depth)
            if key in fields:
                self.refuse(event.start_mark, below(path, key), f"{shown(key)} is there twice")
            value = next(self._events)
            if _is_empty(value):
                # The parser finds nothing where the next thing starts; people look at the key.
                value.start_mark = event.start_mark
            fields[key] = self._value(value, below(path, key), depth + 1)
        return fields

    def _key(self, event: Event, path: str, depth: int) -> str:
        mark = event.start_mark
        if isinstance(event, ScalarEvent) and event.style is None and event.value == "<<":
            self.refuse(mark, path, "merge keys are not read")
            return str(event.value)
        faults = len(self.faults)
        key = self._value(event, path, depth + 1)
        if isinstance(key, str):
            return key
        if len(self.faults) == faults:
            self.refuse(mark, path, "has a key that is not a string; quote it")
        return f"(key at line {mark.line + 1}, column {mark.column + 1})"

    def _scalar(self, event: ScalarEvent, path: str) -> object:
        if event.style is not None:
            return event.value
        if _is_empty(event):
            self.refuse(event.start_mark, path, 'has no value; write one, or null, or ""')
            return None
        if event.value in _WORDS:
            return _WORDS[event.value]
        if _NUMBER.fullmatch(event.value) is None:
            return event.value
        number = self._number_of(event.value)
        if isinstance(number, Decimal) and not number.is_finite():
            self.refuse(event.start_mark, path, "is not a finite number")
        return number


def _is_empty(event: Event) -> bool:
    """Whether a value was left out."""
    return isinstance(event, ScalarEvent) and event.style is None and event.value == ""
