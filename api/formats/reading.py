"""Files for a draft: a text or plain values in one of the formats that are read."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from api.documents import MAX_BYTES, read_json, read_yaml
from api.formats.catalogue import FORMATS, DocumentFormat
from api.formats.react_flow_reading import read_react_flow
from domain.document import load
from domain.draft import Draft
from domain.reading import below, fault
from domain.refusals import BadArgument, Fault, MalformedDocument
from engine.redrafting import Brought, Reading

MOST_YAML = 250_000
"""Bytes. YAML is read forty times as slowly as JSON; no journey worth drawing is longer."""

_ELEMENT = re.compile(r"((?:stages|transitions|lanes|notes)\[\d+\])\.?(\w*)(.*)", re.DOTALL)
_FIELDS = {
    "": "",
    "id": ".id",
    "from": ".source",
    "to": ".target",
    "name": ".data.label",
    "text": ".data.label",
    **{name: f".position.{name}" for name in ("x", "y")},
    **{name: f".{name}" for name in ("width", "height")},
}


def read_as(format: DocumentFormat, document: object) -> Reading:
    """What reads this file for a draft. What can be seen without one is refused here.

    Raises MalformedDocument, its paths under `document`, and BadArgument for a format that is only
    written.
    """
    if not FORMATS[format].is_read:
        raise BadArgument(f"{format} is written, and not read.", "format")
    with _of_document():
        values = _values(format, document)
        if format is not DocumentFormat.REACT_FLOW_JSON:
            brought = Brought(load(values))
            return lambda _: brought

    def read(here: Draft) -> Brought:
        with _of_document():
            return read_drawn(values, here)

    return read


def read_drawn(values: object, here: Draft | None = None) -> Brought:
    """The journey that React Flow's state describes; what it leaves out is taken from `here`.

    Raises MalformedDocument, its paths as they are in the state.
    """
    flow = read_react_flow(values, here)
    try:
        return Brought(load(flow.document), flow.viewport)
    except MalformedDocument as malformed:
        faults = [replace(one, path=_in_flow(one.path, flow.places)) for one in malformed.faults]
        raise MalformedDocument(faults) from None


def _values(format: DocumentFormat, document: object) -> object:
    """The plain values of a text; what comes as plain values is taken as it is."""
    if format is DocumentFormat.CAIRN_YAML:
        if not isinstance(document, str):
            raise MalformedDocument([fault("", "must be YAML, as one string")])
        if len(document) > MOST_YAML or len(document.encode()) > MOST_YAML:
            raise MalformedDocument([fault("", f"is larger than {MOST_YAML} bytes")])
        return read_yaml(document)
    if isinstance(document, str):
        if len(document.encode(errors="replace")) > MAX_BYTES:
            raise MalformedDocument([fault("", f"is larger than {MAX_BYTES} bytes")])
        return read_json(document)
    return document


def _in_flow(path: str, places: Mapping[str, str]) -> str:
    """Where React Flow's state says what is at that path of a journey's document."""
    found = _ELEMENT.fullmatch(path)
    if found is None:
        return path if path.startswith("layout") else below("journey", path)
    element, field, rest = found.groups()
    return f"{places.get(element, element)}{_FIELDS.get(field, f'.data.{field}')}{rest}"


@contextmanager
def _of_document() -> Iterator[None]:
    """What is refused within is refused about the argument that the file came by."""
    try:
        yield
    except MalformedDocument as malformed:
        raise MalformedDocument([_under(one) for one in malformed.faults]) from None


def _under(one: Fault) -> Fault:
    path = f"document{one.path}" if one.path.startswith("[") else below("document", one.path)
    return replace(one, path=path if one.path else "document")
