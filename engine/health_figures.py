"""How well those are who stand in a stage: bands off counters, scores by looking at profiles."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.health import Tenths
from domain.health_sheet import HealthSheet, merged, sheet_from_document
from domain.instants import Instant
from engine.checkup import FEW, Sheets, looked_at
from engine.recording import BAND
from engine.shelf import Shelf
from engine.stays import POPULATION
from store import placements, stage_healths
from store.counters import Tally
from store.database import Transaction
from store.stage_healths import StageHealth


@dataclass(frozen=True, slots=True)
class HealthAsked:
    """How well those are who stand in a stage; of one persona, perhaps.

    `bands` are those that the stage's health may give, none where nothing says what health is.
    `in_full` asks for the whole sheet, with its measures.
    """

    journey: str
    stage: str
    bands: tuple[str, ...]
    persona: str | None = None
    in_full: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """The stage, in its journey."""
        return self.journey, self.stage


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthFigure:
    """The answer: how many stand there, and in which bands; what they score, as of `evaluated_at`.

    Neither average nor median where nobody has a score, or none was read yet: `evaluated_at` is
    None then. A sheet comes with a look at everybody, and where it was asked for.
    """

    population: int
    known: int
    bands: Mapping[str, int]
    average: Tenths | None = None
    median: Tenths | None = None
    evaluated_at: Instant | None = None
    cursor: int | None = None
    sheet: HealthSheet | None = None


def tallied(asked: HealthAsked) -> set[Tally]:
    """The counters that an answer takes."""
    return {_population(asked), _known(asked), *(_band(asked, key) for key in asked.bands)}


async def health_figures(
    tx: Transaction,
    shelf: Shelf,
    asked: Sequence[HealthAsked],
    tallies: Mapping[Tally, int],
    now: Instant,
    cursor: int,
) -> dict[HealthAsked, HealthFigure]:
    """The answers, with these counters for them."""
    populations: dict[str, dict[str, int]] = defaultdict(dict)
    for one in asked:
        if one.bands:
            populations[one.journey][one.stage] = tallies[_population(one)]
    few = {journey for journey, stages in populations.items() if sum(stages.values()) <= FEW}
    sheets = await _sheets(tx, shelf, {it.place for it in asked if it.journey in few}, now)
    many = populations.keys() - few
    of_many = [it for it in asked if it.journey in many]
    in_full = any(it.in_full or it.persona is not None for it in of_many)
    places = {it.place for it in of_many}
    last = await stage_healths.newest(tx, places, with_sheets=in_full) if places else []
    kept = {(one.journey, one.stage): one for one in last}

    def answer(one: HealthAsked) -> HealthFigure:
        counted = _counted(one, tallies)
        if one.bands and one.journey in few:
            sheet = sheet_for(one.persona, sheets.get(one.place, {}))
            return _scored(one, counted, sheet, now, cursor)
        last = kept.get(one.place)
        if last is None:
            return counted
        if last.sheets is not None:
            sheet = sheet_for(one.persona, sheets_of(last))
            return _scored(one, counted, sheet, last.evaluated_at, last.cursor)
        return replace(
            counted,
            average=last.average,
            median=last.median,
            evaluated_at=last.evaluated_at,
            cursor=last.cursor,
        )

    return {one: answer(one) for one in asked}


def sheets_of(kept: StageHealth) -> dict[str, HealthSheet]:
    """The sheets that were kept of a stage, by persona."""
    return {persona: sheet_from_document(one) for persona, one in kept.sheets.items()}


def sheet_for(persona: str | None, by_persona: Mapping[str, HealthSheet]) -> HealthSheet:
    """The sheet of a persona, or of everybody."""
    if persona is None:
        return merged(by_persona.values())
    return by_persona.get(persona, HealthSheet())


async def _sheets(
    tx: Transaction, shelf: Shelf, places: set[tuple[str, str]], now: Instant
) -> Sheets:
    sheets: Sheets = defaultdict(dict)
    if places:
        await looked_at(tx, shelf, await placements.standing(tx, places), now, sheets)
    return sheets


def _counted(asked: HealthAsked, tallies: Mapping[Tally, int]) -> HealthFigure:
    """What the counters say; they know nothing of personas."""
    if asked.persona is not None:
        return HealthFigure(population=0, known=0, bands={})
    return HealthFigure(
        population=tallies[_population(asked)],
        known=tallies[_known(asked)],
        bands={key: tallies[_band(asked, key)] for key in asked.bands},
    )


def _scored(
    asked: HealthAsked, counted: HealthFigure, sheet: HealthSheet, at: Instant, cursor: int
) -> HealthFigure:
    """The figure with what a sheet says; of a persona, all of it."""
    if asked.persona is not None:
        bands = {key: sheet.bands[key] for key in asked.bands}
        counted = HealthFigure(population=sheet.population, known=sheet.known, bands=bands)
    return replace(
        counted,
        average=sheet.average,
        median=sheet.median,
        evaluated_at=at,
        cursor=cursor,
        sheet=sheet,
    )


def _population(asked: HealthAsked) -> Tally:
    return Tally(asked.journey, asked.stage, (POPULATION,))


def _known(asked: HealthAsked) -> Tally:
    return Tally(asked.journey, asked.stage, tuple(f"{BAND}{key}" for key in asked.bands))


def _band(asked: HealthAsked, key: str) -> Tally:
    return Tally(asked.journey, asked.stage, (f"{BAND}{key}",))
