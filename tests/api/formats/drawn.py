"""Drafts whose every format is kept in `golden/`, for people to look at and for others' tools.

    python -m tests.api.formats.drawn

writes those files anew.
"""

from pathlib import Path

from api.documents import read_yaml
from api.formats.catalogue import FORMATS, text_of
from domain.draft import Draft
from domain.draft_document import draft_of
from domain.edits import ApplyLayout, applied
from domain.layout import arranged
from tests.strategies.edits import counted
from tests.templates.story import TEMPLATES

GOLDEN = Path(__file__).parent / "golden"

HOSTILE = (
    '"]}; <script>alert(1)</script> </title> --> %% %%{init: {}}%% #quot; &lt; \\N \\" \n end ` '
    "]] ))) ; : é 中文 😀 ]]> <!-- \x1b \u2028 `"
)
"""What every format has some use for, and none may understand."""


def laid_out(draft: Draft) -> Draft:
    """The draft once somebody has asked for a layout."""
    return applied(draft, [ApplyLayout(spots=arranged(draft))]).draft


def lifecycle() -> Draft:
    """A template as it comes: drawn, with lanes that are not."""
    text = (TEMPLATES / "customer-lifecycle.yaml").read_bytes()
    return draft_of(read_yaml(text), counted())


def hostile() -> Draft:
    """A draft that says the worst wherever it may say anything."""
    rule = {"signal": {"trait": HOSTILE.strip()}, "is": "in", "value": [HOSTILE]}
    return draft_of(
        {
            "format": "cairn/1",
            "key": "end",
            "name": HOSTILE,
            "description": HOSTILE,
            "kind": "CONTACT",
            "movement": "STEPWISE",
            "stages": [
                {
                    "key": "end",
                    "name": HOSTILE,
                    "role": "ENTRY",
                    "description": HOSTILE,
                    "goal": HOSTILE,
                    "phase": HOSTILE,
                    "lane": "subgraph",
                    "color": "url(javascript:1)",
                },
                {"key": "state", "name": HOSTILE, "lane": "inner", "teams": ["class"]}
                | {"entry": rule},
                {"key": "anywhere", "name": "", "role": "EXIT"},
            ],
            "transitions": [
                {"id": 'e"><script>', "from": "end", "to": "state", "when": rule},
                {"from": "*", "to": "anywhere", "kind": "EXIT"},
                {"from": "state", "to": "end", "kind": "RECYCLE", "after": "P1D"},
            ],
            "lanes": [
                {"key": "subgraph", "name": HOSTILE, "color": '"/><script>'},
                {"key": "inner", "name": HOSTILE, "parent": "subgraph"},
                {"key": "empty", "name": ""},
            ],
            "notes": [{"text": HOSTILE * 40, "stage": "state", "color": "#fff"}],
            "scenarios": [{"name": HOSTILE, "observations": []}],
        },
        counted(),
    )


DRAWN = {"lifecycle": lifecycle(), "laid-out": laid_out(lifecycle()), "hostile": hostile()}


def main() -> None:
    """Write every file."""
    GOLDEN.mkdir(exist_ok=True)
    for name, draft in DRAWN.items():
        for format, page in FORMATS.items():
            path = GOLDEN / f"{name}{page.suffix}"
            path.write_text(text_of(draft, format), encoding="utf-8")


if __name__ == "__main__":
    main()
