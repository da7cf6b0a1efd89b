"""Drafts and edits to test with: ids say what they name, edits are written as clients do."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from domain.draft import Cosmetic, Draft, ElementKind
from domain.draft_document import document_of, draft_of
from domain.edit_document import MAX_EDITS, edits_kept
from domain.edit_log import Batch
from domain.edits import Applied, Edit, applied
from domain.refusals import EditRejected
from tests.documents import a_document
from tests.strategies.edits import counted

Written = dict[str, Any]
LOGINS: Written = {"signal": {"count": "login"}, "is": "gte", "value": 3}
PAID: Written = {"signal": {"trait": "plan"}, "is": "eq", "value": "paid"}


def no_ids(kind: ElementKind) -> str:
    """For documents and edits that bring all their ids."""
    raise AssertionError(f"a {kind.lower()} has no id")


def a_stage(key: str, **fields: object) -> Written:
    return {"id": f"stg_{key}", "key": key, "name": key.title(), **fields}


def a_way(left: str, entered: str, **fields: object) -> Written:
    id = f"trn_{left}_{entered}".replace("*", "all")
    return {"id": id, "from": left, "to": entered, **fields}


def a_lane(key: str, **fields: object) -> Written:
    return {"id": f"lane_{key}", "key": key, "name": key.title(), **fields}


def a_note(text: str, **fields: object) -> Written:
    return {"id": f"note_{text}", "text": text, **fields}


def a_draft(*parts: Written, **fields: object) -> Draft:
    """A draft of these stages, transitions, lanes and notes."""

    def those(prefix: str) -> list[Written]:
        return [part for part in parts if part["id"].startswith(prefix)]

    layers = {"lanes": those("lane_"), "notes": those("note_")}
    ways = {"stages": those("stg_"), "transitions": those("trn_")}
    return draft_of(a_document(**ways, **{k: v for k, v in layers.items() if v}, **fields), no_ids)


def a_line(*keys: str, **fields: object) -> Draft:
    """A draft of stages in a row, each with an ADVANCE to the next."""
    ways = [a_way(left, entered) for left, entered in pairwise(keys)]
    return a_draft(*map(a_stage, keys), *ways, **fields)


def edits(*written: object) -> tuple[Edit, ...]:
    """Edits that say where nodes are, as the log has them."""
    return edits_kept(list(written), counted(), MAX_EDITS)


def edited(draft: Draft, *written: Written, published: frozenset[str] = frozenset()) -> Applied:
    return applied(draft, edits(*written), published)


def rejection(
    draft: Draft, *written: object, published: frozenset[str] = frozenset()
) -> tuple[int, str, str | None] | None:
    """Which edit is rejected, with what code, and where; None when all can be applied."""
    try:
        applied(draft, edits(*written), published)
    except EditRejected as rejected:
        return rejected.edit_index, rejected.code, rejected.path
    return None


def a_batch(*written: Written, client: str = "tab", **fields: Any) -> Batch:
    return Batch(client=client, actor=f"{client}'s", edits=edits(*written), **fields)


def drawn(draft: Draft) -> Mapping[str, object]:
    return draft.cosmetic.boxes


def parts_of(draft: Draft, name: str) -> list[Written]:
    """The stages, transitions, lanes or notes of a draft, as its document writes them."""
    parts = document_of(draft).get(name, [])
    assert isinstance(parts, list)
    return parts


def exactly(draft: Draft) -> str:
    """A draft to the letter: `==` would take `true` for 1 in its criteria."""
    boxes = dict(sorted(draft.cosmetic.boxes.items()))
    cosmetic = Cosmetic(boxes=boxes, viewport=draft.cosmetic.viewport)
    return repr(replace(draft, cosmetic=cosmetic))
