"""Drafts at random, and batches of edits that mostly fit them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

from domain.draft import PREFIXES, Draft, ElementKind, Ids, id_of
from domain.draft_document import draft_of
from domain.edit_document import MAX_EDITS, edits_kept
from domain.edits import Edit, applied
from domain.refusals import EditRejected
from tests.strategies.dice import Dice
from tests.strategies.documents import documents

Written = dict[str, Any]

KEYS = ["new", "trial", "active", "won", "lost"]
WORDS = ["", "Trial", "Won <b>", "été"]
TEAMS: list[list[str]] = [[], ["sales"], ["sales", "marketing"]]
LENGTHS = [0, -40, 120, Decimal("66.5"), Decimal("1.50")]
RULES: list[Written] = [
    {"signal": {"count": "login"}, "is": "gte", "value": 3},
    {"signal": {"count": "login"}, "is": "gte", "value": 1},
    {"signal": {"trait": "paid"}, "is": "eq", "value": True},
    {"signal": {"trait": "paid"}, "is": "eq", "value": 1},
    {"signal": {"count": "login", "within": "PT0S"}, "is": "gte", "value": 1},
    {"any": [{"all": []}, {"signal": {"trait": "paid"}, "is": "exists"}]},
]
HEALTH: list[Written] = [
    {"measures": [{"key": "logins", "signal": {"count": "login"}, "points": [[0, 0], [9, score]]}]}
    for score in (50, 100)
]
HEALTH.append({**HEALTH[0], "bands": [{"key": "good", "from": 50}, {"key": "fine", "from": 50}]})


def counted(start: int = 1) -> Ids:
    """Ids in a row, for a test to know them."""
    numbers = count(start)
    return lambda kind: f"{PREFIXES[kind]}{next(numbers)}"


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Small drafts in which stages, transitions, lanes and notes name each other."""
    dice = Dice(draw)
    keys = dice.shuffled(KEYS)[: dice.upto(len(KEYS))]
    lanes = [{"key": key, "name": key} for key in ("left", "right")[: dice.upto(2)]]
    if len(lanes) > 1 and dice.chance(50):
        lanes[1]["parent"] = "left"
    stages = [
        {"key": key, "name": key, **maybe(dice, "lane", ["left", "right", "nowhere"])}
        | maybe(dice, "entry", RULES)
        | maybe(dice, "role", ["ENTRY", "STAGE", "EXIT"])
        for key in keys
    ]
    document: Written = {
        "format": "cairn/1",
        "key": "lead",
        "name": "Lead",
        "kind": "CONTACT",
        "movement": dice.one_of(["FORWARD", "STEPWISE", "FREE"]),
        "stages": stages,
        "lanes": lanes,
        "notes": [{"text": "Look", **maybe(dice, "stage", keys or ["x"])} for _ in keys[:1]],
    }
    if keys:
        document["transitions"] = [
            {"from": dice.one_of([*keys, *keys, "*"]), "to": dice.one_of(keys)}
            | maybe(dice, "kind", ["ADVANCE", "EXIT", "RECYCLE"])
            | maybe(dice, "when", RULES)
            | maybe(dice, "after", ["P1D", "PT0S"])
            for _ in range(dice.upto(5))
        ]
        places = {key: {"x": dice.one_of(LENGTHS), "y": 0} for key in keys if dice.chance(50)}
        document["layout"] = {"positions": places}
    return draft_of(document, counted())


def any_drafts() -> st.SearchStrategy[Draft]:
    """Those, and drafts of documents that use all of the format."""
    return drafts() | documents().map(lambda document: draft_of(document, counted()))


def maybe(dice: Dice, name: str, values: list[Any], percent: int = 40) -> Written:
    return {name: dice.one_of(values)} if dice.chance(percent) else {}


@st.composite
def batches(draw: st.DrawFn, draft: Draft, start: int = 1_000, most: int = 6) -> tuple[Edit, ...]:
    """A batch that can be applied to this draft: what does not fit is left out."""
    dice = Dice(draw)
    ids = counted(start)
    batch: tuple[Edit, ...] = ()
    for _ in range(1 + dice.upto(most - 1)):
        now = applied(draft, batch).draft
        (edit,) = edits_kept([written(dice, now)], ids, MAX_EDITS)
        try:
            applied(draft, (*batch, edit))
        except EditRejected:
            continue
        batch = (*batch, edit)
    return batch


def written(dice: Dice, draft: Draft) -> Written:
    """Any edit, of elements that this draft has."""
    known = Known(draft)
    fitting = [name for name, needs in NEEDS.items() if all(map(known.of, needs))]
    name = dice.one_of(fitting)
    return {name: WRITTEN[name](dice, known)}


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of a draft."""

    draft: Draft

    def of(self, kind: ElementKind) -> list[str]:
        match kind:
            case ElementKind.STAGE:
                return [id_of(stage) for stage in self.draft.stages]
            case ElementKind.TRANSITION:
                return [id_of(way) for way in self.draft.transitions]
            case ElementKind.LANE:
                return [lane.id for lane in self.draft.lanes]
            case ElementKind.NOTE:
                return [note.id for note in self.draft.notes]
            case ElementKind.JOURNEY:
                return ["journey"]

    @property
    def everything(self) -> list[str]:
        return [id for kind in PREFIXES for id in self.of(kind)]

    @property
    def nodes(self) -> list[str]:
        return [*self.of(STAGE), *self.of(LANE), *self.of(NOTE)]


STAGE, TRANSITION = ElementKind.STAGE, ElementKind.TRANSITION
LANE, NOTE = ElementKind.LANE, ElementKind.NOTE


def place(dice: Dice, name: str, known: list[str]) -> Written:
    return maybe(dice, name, [*known, None], percent=30)


def box(dice: Dice) -> Written:
    drawn = {"x": dice.one_of(LENGTHS), "y": dice.one_of(LENGTHS)} if dice.chance(50) else {}
    return drawn | (maybe(dice, "width", [120, 240]) if drawn else {})


def some_of(dice: Dice, known: list[str]) -> list[str]:
    return dice.shuffled(known)[: 1 + dice.upto(2)]


def stage(dice: Dice, known: Known) -> Written:
    key = dice.one_of([*KEYS, "k1", "k2", "k3", "k4", "k5"])
    return {"key": key, "name": dice.one_of(WORDS), **stage_fields(dice), **box(dice)}


def stage_fields(dice: Dice) -> Written:
    return (
        maybe(dice, "role", ["ENTRY", "STAGE", "EXIT", None], 30)
        | maybe(dice, "goal", [*WORDS, None], 30)
        | maybe(dice, "teams", TEAMS, 30)
        | maybe(dice, "lane", ["left", "right", "nowhere", None], 30)
        | maybe(dice, "entry", [*RULES, None], 30)
    )


def transition_fields(dice: Dice) -> Written:
    return (
        maybe(dice, "kind", ["ADVANCE", "EXIT", "RECYCLE", None], 30)
        | maybe(dice, "when", [*RULES, {"all": RULES[:2]}, None], 30)
        | maybe(dice, "after", ["P1D", "PT24H", None], 30)
    )


def transition(dice: Dice, known: Known) -> Written:
    stages = known.of(STAGE)
    ends = {"from": dice.one_of([*stages, *stages, "*"]), "to": dice.one_of(stages)}
    return ends | transition_fields(dice)


def changed_transition(dice: Dice, known: Known) -> Written:
    stages = known.of(STAGE)
    ends = maybe(dice, "from", [*stages, "*"], 30) | maybe(dice, "to", stages, 30)
    return {"id": dice.one_of(known.of(TRANSITION)), **ends, **transition_fields(dice)}


def lane(dice: Dice, known: Known) -> Written:
    fields = maybe(dice, "parent", ["left", "right"], 30) | place(dice, "before", known.of(LANE))
    key = dice.one_of(["left", "right", "nowhere", "inner"])
    return {"key": key, "name": dice.one_of(WORDS), **fields, **box(dice)}


def changed_lane(dice: Dice, known: Known) -> Written:
    fields = maybe(dice, "key", ["left", "right", "nowhere"], 40)
    fields |= maybe(dice, "name", WORDS) | maybe(dice, "parent", ["left", "right", None])
    return {"id": dice.one_of(known.of(LANE)), **fields}


def note_fields(dice: Dice, known: Known) -> Written:
    stages: list[Any] = [*known.of(STAGE), None]
    return maybe(dice, "stage", stages) | maybe(dice, "lane", ["left", "nowhere", None])


def spots(dice: Dice, known: Known) -> Written:
    drawn: list[Written] = []
    for id in some_of(dice, known.nodes):
        spot: Written = {"x": dice.one_of(LENGTHS), "y": dice.one_of(LENGTHS)}
        if dice.chance(20):
            spot = {"x": None, "y": None, "width": None, "height": None}
        drawn.append({"id": id} | spot | maybe(dice, "height", [40, Decimal("0.5")]))
    return {"nodes": drawn}


def places(dice: Dice, known: Known) -> Written:
    kind = dice.one_of([kind for kind in PREFIXES if known.of(kind)])
    ids = known.of(kind)
    return {
        "places": [{"id": id, "before": dice.one_of([*ids, None])} for id in some_of(dice, ids)]
    }


def snapshot(dice: Dice, known: Known) -> Written:
    stages = [stage(dice, known)]
    return {"snapshot": {"stages": stages, "lanes": [lane(dice, known)] if dice.chance(30) else []}}


def criteria(dice: Dice, known: Known) -> Written:
    slot = dice.one_of([slot for slot, kind in SLOTS.items() if known.of(kind)])
    asked = {"criteria": dice.one_of([*RULES, None])}
    return {"elementId": dice.one_of(known.of(SLOTS[slot])), "slot": slot, **asked}


SLOTS = {"ENTRY": STAGE, "WHEN": TRANSITION}
WRITTEN: dict[str, Callable[[Dice, Known], Written]] = {
    "addStage": lambda dice, known: stage(dice, known) | place(dice, "before", known.of(STAGE)),
    "updateStage": lambda dice, known: {
        "id": dice.one_of(known.of(STAGE)),
        **maybe(dice, "key", KEYS, 30),
        **maybe(dice, "name", WORDS, 30),
        **stage_fields(dice),
        **maybe(dice, "health", [HEALTH[:1], HEALTH[1:], None], 20),
    },
    "removeElements": lambda dice, known: {"ids": some_of(dice, known.everything)},
    "addTransition": transition,
    "updateTransition": changed_transition,
    "insertStage": lambda dice, known: {
        "transitionId": dice.one_of(known.of(TRANSITION)),
        "stage": stage(dice, known),
    },
    "setCriteria": criteria,
    "setHealth": lambda dice, known: {
        "elementId": dice.one_of(known.of(STAGE)),
        "health": dice.one_of([HEALTH[:1], HEALTH[1:], None]),
    },
    "assignTeams": lambda dice, known: {
        "stageIds": some_of(dice, known.of(STAGE)),
        "teams": dice.one_of(TEAMS),
    },
    "setLane": lambda dice, known: {
        "nodeIds": some_of(dice, [*known.of(STAGE), *known.of(NOTE)]),
        "laneId": dice.one_of([*known.of(LANE), None]),
    },
    "addLane": lane,
    "updateLane": changed_lane,
    "addNote": lambda dice, known: {
        "text": dice.one_of(WORDS),
        **note_fields(dice, known),
        **box(dice),
    },
    "updateNote": lambda dice, known: {
        "id": dice.one_of(known.of(NOTE)),
        **maybe(dice, "text", WORDS),
        **note_fields(dice, known),
    },
    "updateJourney": lambda dice, known: (
        maybe(dice, "name", WORDS)
        | maybe(dice, "description", [*WORDS, None])
        | maybe(dice, "movement", ["FORWARD", "STEPWISE", "FREE"])
        | maybe(dice, "defaultHealth", [HEALTH[:1], None])
    ),
    "reorder": places,
    "moveNodes": spots,
    "applyLayout": spots,
    "setViewport": lambda dice, known: {"x": dice.one_of(LENGTHS), "y": 0, "zoom": Decimal("0.75")},
    "restoreElements": snapshot,
}
"""How each edit is drawn, as it is written outside."""

_ADDING = ("addStage", "addLane", "addNote", "updateJourney", "setViewport", "restoreElements")
NEEDS: dict[str, tuple[ElementKind, ...]] = dict.fromkeys(WRITTEN, (STAGE,)) | {
    "updateTransition": (TRANSITION,),
    "insertStage": (TRANSITION,),
    "updateLane": (LANE,),
    "updateNote": (NOTE,),
    **dict.fromkeys(_ADDING, ()),
}
"""What a draft must have for an edit to fit it."""
