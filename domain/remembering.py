"""A profile's state as one plain row, and back.

Traits, ids and kind are columns of their own; the rest is a dict that any JSON writer can write:
decimals become strings, so that no digit is lost. `FORMAT` numbers this shape; rows of older
formats are upgraded when read, through `UPGRADES`.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from domain.event_records import EventRecord
from domain.health import Health
from domain.instants import EARLIEST, NEVER, Instant
from domain.journey import ProfileKind
from domain.pairs import Chunk, Content, Pair, Pairs
from domain.profile import Pin, Placement, Profile
from domain.segment import MEMBER
from domain.series import DaySet, Newest, Running, Series
from domain.signals import SEGMENT, is_segment
from domain.values import Number, Value

FORMAT = 3
State = dict[str, Any]

NEVER_OBSERVED: State = {
    "clock": EARLIEST,
    "arrivals": 0,
    "events": {},
    "series": {},
    "placements": {},
    "memberships": {},
}


def _with_health(state: State) -> State:
    """Format 2 keeps the health of placements; nobody has any until it is judged again."""
    placements = {
        journey: {**placement, "health": None} for journey, placement in state["placements"].items()
    }
    return {**state, "placements": placements}


def _with_memberships(state: State) -> State:
    """Format 3 keeps apart what it remembers of segments; there were none before."""
    return {**state, "memberships": {}}


UPGRADES: Mapping[int, Callable[[State], State]] = {1: _with_health, 2: _with_memberships}
"""From each older format to the next one."""


class UnknownFormat(ValueError):
    """The row was written by a newer version of this program."""


def dump_state(profile: Profile) -> tuple[int, State]:
    """The format number and the state of a profile."""
    return FORMAT, {
        "clock": profile.clock,
        "arrivals": profile.arrivals,
        "events": {
            name: [record.count, record.first, record.last]
            for name, record in profile.events.items()
        },
        "series": {key: _dump_series(series) for key, series in profile.series.items()},
        "placements": {
            journey: _dump_placement(placement)
            for journey, placement in profile.placements.items()
            if not is_segment(journey)
        },
        "memberships": {
            journey.removeprefix(SEGMENT): _dump_membership(placement)
            for journey, placement in profile.placements.items()
            if is_segment(journey)
        },
    }


def load_profile(
    *,
    id: int,
    kind: ProfileKind,
    external_id: str,
    traits: Mapping[str, Value],
    created_at: Instant,
    revision: int,
    format: int,
    state: State,
) -> Profile:
    """The profile of a row, whatever format wrote it; an empty state is one never observed."""
    if format > FORMAT:
        raise UnknownFormat(f"state format {format} is newer than {FORMAT}")
    if state:
        for older in range(format, FORMAT):
            state = UPGRADES[older](state)
    else:
        state = NEVER_OBSERVED
    return Profile(
        id=id,
        kind=kind,
        external_id=external_id,
        traits=traits,
        created_at=created_at,
        revision=revision,
        clock=state["clock"],
        arrivals=state["arrivals"],
        events={name: EventRecord(*record) for name, record in state["events"].items()},
        series={key: _load_series(series) for key, series in state["series"].items()},
        placements={
            journey: _load_placement(placement)
            for journey, placement in state["placements"].items()
        }
        | {
            f"{SEGMENT}{segment}": _load_membership(membership)
            for segment, membership in state["memberships"].items()
        },
    )


def _dump_placement(placement: Placement) -> State:
    pin = placement.pin
    return {
        "version": placement.version,
        "stage": placement.stage,
        "since": placement.since,
        "visit": placement.visit,
        "held": dict(placement.held),
        "cycle": placement.cycle,
        "pin": None if pin is None else [pin.until, pin.actor, pin.reason],
        "due": None if placement.due == NEVER else placement.due,
        "health": None if placement.health is None else _dump_health(placement.health),
    }


def _load_placement(state: State) -> Placement:
    pin, due, health = state["pin"], state["due"], state["health"]
    return Placement(
        version=state["version"],
        stage=state["stage"],
        since=state["since"],
        visit=state["visit"],
        held=state["held"],
        cycle=state["cycle"],
        pin=None if pin is None else Pin(*pin),
        due=NEVER if due is None else due,
        health=None if health is None else _load_health(health),
    )


def _dump_membership(placement: Placement) -> list[Any]:
    # A profile may be in a thousand segments: no more is written of each than what can differ.
    due = None if placement.due == NEVER else placement.due
    return [placement.version, placement.since, placement.visit, due]


def _load_membership(state: list[Any]) -> Placement:
    version, since, visit, due = state
    return Placement(
        version=version,
        stage=None if since is None else MEMBER,
        since=since,
        visit=visit,
        due=NEVER if due is None else due,
    )


def _dump_health(health: Health) -> list[Any]:
    return [
        health.stage,
        health.variant,
        health.score,
        health.band,
        list(health.parts),
        None if health.lasts == NEVER else health.lasts,
        [list(peak) for peak in health.peaks],
    ]


def _load_health(state: list[Any]) -> Health:
    stage, variant, score, band, parts, lasts, peaks = state
    return Health(
        stage=stage,
        variant=variant,
        score=score,
        band=band,
        parts=tuple(parts),
        lasts=NEVER if lasts is None else lasts,
        peaks=tuple((peak, ended) for peak, ended in peaks),
    )


def _dump_series(series: Series) -> list[Any]:
    match series:
        case Newest(count, first, instants):
            return ["newest", count, first, list(instants)]
        case DaySet(days):
            return ["days", list(days)]
        case Running(count, total, least, greatest):
            return ["running", count, *map(_dump_number, (total, least, greatest))]
        case Pairs():
            return [
                "pairs",
                series.count,
                _dump_number(series.total),
                _dump_pairs(series.tail),
                _dump_pairs(series.head),
                [_dump_chunk(chunk) for chunk in series.chunks],
                series.next_chunk,
            ]


def _load_series(state: list[Any]) -> Series:
    shape, *parts = state
    match shape:
        case "newest":
            count, first, instants = parts
            return Newest(count, first, tuple(instants))
        case "days":
            return DaySet(tuple(parts[0]))
        case "running":
            count, *numbers = parts
            return Running(count, *map(_load_number, numbers))
        case "pairs":
            count, total, tail, head, chunks, next_chunk = parts
            return Pairs(
                count=count,
                total=_load_number(total),
                tail=_load_pairs(tail),
                head=_load_pairs(head),
                chunks=tuple(map(_load_chunk, chunks)),
                next_chunk=next_chunk,
            )
    raise UnknownFormat(f"there is no series of shape {shape!r}")


def dump_content(content: Content) -> State:
    """What a chunk holds, for its row."""
    chunks = [one for one in content if isinstance(one, Chunk)]
    if chunks:
        return {"chunks": [_dump_chunk(chunk) for chunk in chunks]}
    return {"pairs": _dump_pairs(tuple(one for one in content if not isinstance(one, Chunk)))}


def load_content(state: State) -> Content:
    """What a chunk holds, back from its row."""
    if "chunks" in state:
        return tuple(map(_load_chunk, state["chunks"]))
    return _load_pairs(state["pairs"])


def _dump_chunk(chunk: Chunk) -> list[Any]:
    numbers = (chunk.total, chunk.least, chunk.greatest)
    whole = [chunk.number, chunk.level, chunk.first, chunk.last, chunk.count]
    return whole + [_dump_number(number) for number in numbers]


def _load_chunk(state: list[Any]) -> Chunk:
    return Chunk(*state[:5], *map(_load_number, state[5:]))


def _dump_pairs(pairs: tuple[Pair, ...]) -> list[Any]:
    return [[at, _dump_number(value)] for at, value in pairs]


def _load_pairs(state: list[Any]) -> tuple[Pair, ...]:
    return tuple((at, _load_number(value)) for at, value in state)


def _dump_number(number: Number | None) -> int | str | None:
    # JSON writers keep 64-bit integers; longer ones travel as text like decimals.
    if number is None or (isinstance(number, int) and -(2**63) <= number < 2**63):
        return number
    return str(number)


def _load_number(state: int | str | None) -> Any:
    if not isinstance(state, str):
        return state
    return int(state) if state.lstrip("-").isdigit() else Decimal(state)
