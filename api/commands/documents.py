"""Journeys and segments given to a command as files.

What is wrong with one has a file, a line and a path.
"""

import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from api.commands.saying import BadInput
from api.documents import read_document
from api.formats.catalogue import DocumentFormat, format_of
from api.formats.reading import read_drawn
from domain.document import dump, load
from domain.journey import Journey
from domain.problems import Surroundings, blocks_replay, segment_problems
from domain.refusals import Fault, MalformedDocument
from domain.segment import Segment, load_segment

_STEPS = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def document_at(path: str) -> object:
    """The `cairn/1` document in a file, which may be drawn as React Flow keeps its state."""
    try:
        values = read_document(Path(path))
        if format_of(path) is DocumentFormat.REACT_FLOW_JSON:
            return dump(read_drawn(values).journey)
        return values
    except OSError as fault:
        raise BadInput(f"{path}: {fault.strerror}") from None
    except MalformedDocument as malformed:
        raise complaint(path, malformed) from None


def journey_at(path: str) -> Journey:
    """The journey that a file describes."""
    document = document_at(path)
    try:
        return load(document)
    except MalformedDocument as malformed:
        raise complaint(path, malformed) from None


def segment_at(path: str) -> Segment:
    """The segment that a file describes, and that somebody can be judged by."""
    document = document_at(path)
    try:
        segment = load_segment(document)
    except MalformedDocument as malformed:
        raise complaint(path, malformed) from None
    for problem in filter(blocks_replay, segment_problems(segment, Surroundings())):
        raise BadInput(located(path, Fault(problem.path, f"{problem.code}: {problem.message}")))
    return segment


def complaint(path: str, malformed: MalformedDocument) -> BadInput:
    """The first fault of a document, and how many more there are."""
    first, *others = malformed.faults
    more = f" (and {len(others)} more)" if others else ""
    return BadInput(f"{located(path, first)}{more}")


def located(path: str, fault: Fault) -> str:
    """A fault with its file and, where it can be found, its line."""
    line = None if fault.message.startswith("line ") else _line(path, fault.path)
    return f"{path}:{line}: {fault}" if line else f"{path}: {fault}"


def _line(file: str, path: str) -> int | None:
    """The line on which the thing at that path is written, or the last thing on the way to it."""
    try:
        # JSON is YAML too, and only the composer remembers where things are.
        node: Node | None = YAML(typ="safe", pure=True).compose(Path(file))
    except (YAMLError, ValueError, RecursionError):
        return None
    line = None if node is None else int(node.start_mark.line)
    for index, name in _STEPS.findall(path):
        found = None
        if isinstance(node, SequenceNode) and index and int(index) < len(node.value):
            node = found = node.value[int(index)]
        elif isinstance(node, MappingNode) and name:
            for key, value in node.value:
                if key.value == name:
                    found, node = key, value
        if found is None:
            break
        line = found.start_mark.line
    return None if line is None else line + 1
