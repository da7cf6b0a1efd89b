"""`cairn/1`, the one definition format, to and from journeys (design, section 2).

A document is given and handed back as plain values: what a parser makes of JSON or YAML at the
doors. `load` refuses one that breaks the format, naming every fault with its path. A journey that
can be read but makes no sense as a map is not refused here: see `problems.py`.

A dump says the same as its document, defaults that were written out included, in a stable order:
what names a thing first, then what it is, its canvas last.
"""

from collections.abc import Collection
from functools import lru_cache

from domain.canvas_document import (
    Id,
    Stages,
    read_id,
    read_lanes,
    read_layout,
    read_notes,
)
from domain.criteria_document import criteria_to_document, read_criteria
from domain.health_document import read_health
from domain.journey import (
    EVERYWHERE,
    Journey,
    Movement,
    ProfileKind,
    Role,
    Stage,
    Transition,
    TransitionKind,
)
from domain.reading import ABSENT, Fields, Plain, Reading, Shape, below, shown
from domain.scenario_document import read_scenarios
from domain.values import copied
from domain.written import Written, written

FORMAT = "cairn/1"
MAX_STAGES = 500
MAX_TRANSITIONS = 2_000
MAX_TEAMS = 20
REMEMBERED = 4_096
"""Stages, and as many transitions, that need not be read again where they are written again."""

_JOURNEY = Shape(
    "a journey",
    ("format", "key", "name", "kind", "movement", "stages"),
    ("id", "description", "transitions", "health", "lanes", "notes", "scenarios", "layout"),
)
_WORDS = ("description", "goal", "phase", "lane", "color")
_STAGE = Shape("a stage", ("key", "name"), ("id", "role", "teams", "entry", "health", *_WORDS))
_TRANSITION = Shape("a transition", ("from", "to"), ("id", "kind", "when", "after"))


def load(document: object) -> Journey:
    """The journey that a document describes; MalformedDocument lists everything wrong with it."""
    reading = Reading(document)
    fields = reading.fields(document, "", _JOURNEY)
    if fields.get("format", FORMAT) != FORMAT:
        reading.refuse("format", f"{shown(fields['format'])} is not {FORMAT}")
    ids: list[Id] = []
    key = reading.key(fields.get("key", ABSENT), "key")
    name = reading.text(fields.get("name", ABSENT), "name", filled=False)
    kind = reading.choice(fields.get("kind", ABSENT), "kind", ProfileKind)
    movement = reading.choice(fields.get("movement", ABSENT), "movement", Movement)
    identifier = read_id(reading, fields.get("id", ABSENT), "id", ids)
    description = reading.optional_text(fields.get("description", ABSENT), "description")
    stages = _read_stages(reading, fields, ids)
    # Where stages could not be read at all, whatever names one would seem to name none.
    keys = None if stages is None else frozenset(stage.key for stage in stages)
    journey = Journey(
        key=key,
        name=name,
        kind=kind or ProfileKind.CONTACT,
        movement=movement or Movement.FORWARD,
        stages=stages or (),
        transitions=_read_transitions(reading, fields, keys, ids),
        id=identifier,
        description=description,
        health=read_health(reading, fields.get("health", ABSENT), "health"),
        lanes=read_lanes(reading, fields.get("lanes", ABSENT), "lanes", ids),
        notes=read_notes(reading, fields.get("notes", ABSENT), "notes", keys, ids),
        scenarios=read_scenarios(reading, fields.get("scenarios", ABSENT), "scenarios", ids),
        layout=read_layout(reading, fields.get("layout", ABSENT), "layout", keys),
        spelled=frozenset(("transitions",)) if fields.get("transitions") == [] else frozenset(),
    )
    reading.distinct(ids, "DUPLICATE_ID")
    reading.finish()
    return journey


def dump(journey: Journey) -> dict[str, object]:
    """The document of a journey, as plain values with numbers exact."""
    document: dict[str, object] = {"format": FORMAT}
    if journey.id is not None:
        document["id"] = journey.id
    document |= {"key": journey.key, "name": journey.name}
    if journey.description is not None:
        document["description"] = journey.description
    document |= {"kind": journey.kind.value, "movement": journey.movement.value}
    document["stages"] = [stage_to_document(stage) for stage in journey.stages]
    if journey.transitions or "transitions" in journey.spelled:
        document["transitions"] = [transition_to_document(way) for way in journey.transitions]
    for name in ("health", "lanes", "notes", "scenarios", "layout"):
        kept = getattr(journey, name)
        if kept is not None:
            # A copy: a journey does not change when somebody changes what it was dumped to.
            document[name] = copied(kept)
    return document


def stage_to_document(stage: Stage) -> dict[str, object]:
    """A stage as a document writes it."""
    document: dict[str, object] = {"id": stage.id} if stage.id is not None else {}
    document |= {"key": stage.key, "name": stage.name}
    if stage.role is not Role.STAGE or "role" in stage.spelled:
        document["role"] = stage.role.value
    for name in ("description", "goal"):
        if getattr(stage, name) is not None:
            document[name] = getattr(stage, name)
    if stage.teams or "teams" in stage.spelled:
        document["teams"] = list(stage.teams)
    for name in ("phase", "lane", "color"):
        if getattr(stage, name) is not None:
            document[name] = getattr(stage, name)
    if stage.entry is not None:
        document["entry"] = criteria_to_document(stage.entry)
    if stage.health is not None:
        document["health"] = copied(stage.health)
    return document


def transition_to_document(transition: Transition) -> dict[str, object]:
    """A transition as a document writes it."""
    document: dict[str, object] = {"id": transition.id} if transition.id is not None else {}
    document |= {"from": transition.left, "to": transition.entered}
    if transition.kind is not TransitionKind.ADVANCE or "kind" in transition.spelled:
        document["kind"] = transition.kind.value
    if transition.when is not None:
        document["when"] = criteria_to_document(transition.when)
    if transition.after is not None:
        document["after"] = transition.after.text
    return document


def _read_stages(reading: Reading, fields: Fields, ids: list[Id]) -> tuple[Stage, ...] | None:
    value = fields.get("stages", ABSENT)
    if reading.is_too_long(value, "stages", MAX_STAGES):
        return None
    stages = [_read_stage(reading, part, at, ids) for at, part in reading.parts(value, "stages")]
    reading.distinct(
        [(f"stages[{index}].key", stage.key) for index, stage in enumerate(stages)],
        "DUPLICATE_STAGE_KEY",
    )
    return tuple(stages) if isinstance(value, list | tuple) else None


def _read_stage(reading: Reading, value: Plain, path: str, ids: list[Id]) -> Stage:
    known = written(value)
    stage = None if known is None else _sound_stage(known)
    if stage is None:
        return _read_new_stage(reading, value, path, ids)
    if stage.id is not None:
        ids.append((below(path, "id"), stage.id))
    return stage


@lru_cache(maxsize=REMEMBERED)
def _sound_stage(value: Written) -> Stage | None:
    """The stage that is written there; None where anything is wrong with it."""
    reading = Reading()
    stage = _read_new_stage(reading, value.value, "", [])
    return None if reading.faults else stage


def _read_new_stage(reading: Reading, value: Plain, path: str, ids: list[Id]) -> Stage:
    fields = reading.fields(value, path, _STAGE)
    role = reading.choice(fields.get("role", ABSENT), below(path, "role"), Role) or Role.STAGE
    teams = _read_teams(reading, fields.get("teams", ABSENT), below(path, "teams"))
    words = {
        name: reading.optional_text(fields.get(name, ABSENT), below(path, name)) for name in _WORDS
    }
    defaults = {"role": role is Role.STAGE, "teams": not teams}
    return Stage(
        key=reading.key(fields.get("key", ABSENT), below(path, "key")),
        name=reading.text(fields.get("name", ABSENT), below(path, "name"), filled=False),
        id=read_id(reading, fields.get("id", ABSENT), below(path, "id"), ids),
        role=role,
        description=words["description"],
        goal=words["goal"],
        teams=teams,
        phase=words["phase"],
        lane=words["lane"],
        color=words["color"],
        entry=read_criteria(reading, fields.get("entry", ABSENT), below(path, "entry")),
        health=read_health(reading, fields.get("health", ABSENT), below(path, "health")),
        spelled=_spelled(fields, defaults),
    )


def _read_teams(reading: Reading, value: Plain, path: str) -> tuple[str, ...]:
    if reading.is_too_long(value, path, MAX_TEAMS):
        return ()
    teams = [(at, reading.key(part, at)) for at, part in reading.parts(value, path)]
    reading.distinct(teams)
    return tuple(team for _, team in teams)


def _read_transitions(
    reading: Reading, fields: Fields, stages: Stages, ids: list[Id]
) -> tuple[Transition, ...]:
    value = fields.get("transitions", ABSENT)
    if reading.is_too_long(value, "transitions", MAX_TRANSITIONS):
        return ()
    return tuple(
        _read_transition(reading, part, at, stages, ids)
        for at, part in reading.parts(value, "transitions")
    )


def _read_transition(
    reading: Reading, value: Plain, path: str, stages: Stages, ids: list[Id]
) -> Transition:
    known = written(value)
    way = None if known is None else _sound_transition(known)
    # Whether its ends are there depends on the stages.
    if way is None or (stages is not None and not _joins(way, stages)):
        return _read_new_transition(reading, value, path, stages, ids)
    if way.id is not None:
        ids.append((below(path, "id"), way.id))
    return way


@lru_cache(maxsize=REMEMBERED)
def _sound_transition(value: Written) -> Transition | None:
    """The transition that is written there; None where anything is wrong with it by itself."""
    reading = Reading()
    way = _read_new_transition(reading, value.value, "", None, [])
    return None if reading.faults else way


def _joins(way: Transition, stages: Collection[str]) -> bool:
    return way.entered in stages and (way.left in stages or way.left == EVERYWHERE)


def _read_new_transition(
    reading: Reading, value: Plain, path: str, stages: Stages, ids: list[Id]
) -> Transition:
    fields = reading.fields(value, path, _TRANSITION)
    kind = reading.choice(fields.get("kind", ABSENT), below(path, "kind"), TransitionKind)
    kind = kind or TransitionKind.ADVANCE
    return Transition(
        left=_read_end(reading, fields, "from", path, stages),
        entered=_read_end(reading, fields, "to", path, stages),
        id=read_id(reading, fields.get("id", ABSENT), below(path, "id"), ids),
        kind=kind,
        when=read_criteria(reading, fields.get("when", ABSENT), below(path, "when")),
        after=reading.duration(fields.get("after", ABSENT), below(path, "after")),
        spelled=_spelled(fields, {"kind": kind is TransitionKind.ADVANCE}),
    )


def _read_end(reading: Reading, fields: Fields, name: str, path: str, stages: Stages) -> str:
    """The stage that a transition leaves or enters; `*` is where an EXIT may leave from."""
    at = below(path, name)
    end = reading.text(fields.get(name, ABSENT), at)
    if not end or stages is None or end in stages or (end == EVERYWHERE and name == "from"):
        return end
    nearest = reading.nearest(end, stages)
    reading.refuse(at, f"there is no stage {shown(end)}{nearest}", "DANGLING_TRANSITION")
    return end


def _spelled(fields: Fields, defaults: dict[str, bool]) -> frozenset[str]:
    """The fields that are written out though they say what they would say unwritten."""
    return frozenset(name for name, is_default in defaults.items() if is_default and name in fields)
