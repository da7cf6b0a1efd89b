"""The guides run as they stand: every operation in them is sent, and answers what they say.

    ```graphql         an operation
    ```json variables  its variables; "<name>" stands for what an earlier answer gave
    ```json answer     what it answers, as far as the guide shows it: other fields may be there too

A name is that of a field, with its parent's where one alone would be ambiguous: `draft.id`. The
newest value that any answer gave counts.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.anyio

DOCS = Path(__file__).parent.parent.parent / "docs"
GUIDES = ["designing.md"]
BLOCK = re.compile(r"^```(graphql|json variables|json answer)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"^<(.+)>$")


@pytest.mark.parametrize("guide", GUIDES)
async def test_a_guide_does_what_it_says(client, guide):
    known: dict[str, Any] = {}
    blocks = BLOCK.findall((DOCS / guide).read_text())
    assert blocks
    for place, (kind, text) in enumerate(blocks):
        if kind == "graphql" and not text.startswith("subscription"):
            given = [*blocks[place + 1 :], ("", "")][0]
            variables = json.loads(given[1]) if given[0] == "json variables" else {}
            answer = await client.ask(text, **filled(variables, known))
            learn(answer, known)
        elif kind == "json answer":
            assert shown(json.loads(text), answer) == json.loads(text)


def filled(value: Any, known: dict[str, Any]) -> Any:
    """The value with what is known in the places of names."""
    match value:
        case str() if named := NAMED.match(value):
            return known[named.group(1)]
        case dict():
            return {name: filled(part, known) for name, part in value.items()}
        case list():
            return [filled(part, known) for part in value]
    return value


def learn(value: Any, known: dict[str, Any], parent: str = "") -> None:
    """Remember what each field of an answer gave."""
    match value:
        case dict():
            for name, part in value.items():
                known[name] = known[f"{parent}.{name}"] = part
                learn(part, known, name)
        case list():
            for part in value:
                learn(part, known, parent)


def shown(wanted: Any, answer: Any) -> Any:
    """The answer without what a guide does not show of it; `…` stands for anything."""
    if wanted == "…":
        return wanted
    if isinstance(wanted, dict) and isinstance(answer, dict):
        return {name: shown(wanted[name], answer.get(name)) for name in wanted}
    if isinstance(wanted, list) and isinstance(answer, list) and len(wanted) == len(answer):
        return [shown(one, other) for one, other in zip(wanted, answer, strict=True)]
    return answer
