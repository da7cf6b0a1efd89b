"""Documents to test with: a small sound one to change, the cases, and what is refused of one."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.document import load
from domain.refusals import MalformedDocument

HERE = Path(__file__).parent
Document = dict[str, Any]

LOGINS = {"count": "login"}
RULE: Document = {"signal": LOGINS, "is": "gte", "value": 3}


def a_document(**fields: object) -> Document:
    """A sound document of two stages, these fields put in or, when None, taken out."""
    document = {
        "format": "cairn/1",
        "key": "lead",
        "name": "Lead lifecycle",
        "kind": "CONTACT",
        "movement": "FORWARD",
        "stages": [a_stage("new", role="ENTRY"), a_stage("active", entry=RULE)],
        "transitions": [{"from": "new", "to": "active"}],
    }
    return {name: value for name, value in (document | fields).items() if value is not None}


def a_stage(key: str, **fields: object) -> Document:
    return {"key": key, "name": key.title(), **fields}


def asking(criteria: object) -> Document:
    """A document whose first stage asks this."""
    return a_document(stages=[a_stage("new", entry=criteria)], transitions=[])


def reading(signal: object, operator: str = "exists", **value: object) -> Document:
    """A document whose first stage asks one rule, over this signal."""
    return asking({"signal": signal, "is": operator, **value})


def moving(**fields: object) -> Document:
    """A document whose one transition has these fields too."""
    return a_document(transitions=[{"from": "new", "to": "active", **fields}])


def healthy(**fields: object) -> Document:
    """A document with health of one variant, which has these fields too."""
    return a_document(health=[{"measures": [a_measure()], **fields}])


def a_measure(**fields: object) -> Document:
    return {"key": "logins", "signal": LOGINS, "points": [[0, 0], [10, 100]], **fields}


def nested(levels: int, innermost: object = RULE) -> object:
    """Criteria in so many groups."""
    return {"not": nested(levels - 1, innermost)} if levels else innermost


def case_documents() -> dict[str, Document]:
    """Every journey of the cases and of the real data, by the name of its file."""
    paths = [*(HERE / "cases").glob("*.json"), *(HERE / "data").glob("[sc]h*.json")]
    found = {path.stem: json.loads(path.read_text(), parse_float=Decimal) for path in sorted(paths)}
    return {name: document.get("journey", document) for name, document in found.items()}


def faults_of(document: object) -> list[tuple[str, str]]:
    """Path and code of everything that is refused about a document."""
    try:
        load(document)
    except MalformedDocument as refusal:
        return [(fault.path, fault.code) for fault in refusal.faults]
    return []


def messages_of(document: object) -> list[str]:
    """Everything that is refused about a document, in words."""
    try:
        load(document)
    except MalformedDocument as refusal:
        return [str(fault) for fault in refusal.faults]
    return []
