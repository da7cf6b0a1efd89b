"""How well those are who stand in a stage, or in the stages of a phase, as clients see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, TypeAlias

import strawberry

from api.arguments import text_given
from api.context import Info
from api.fields import field, seen, told
from api.health.types import decimal
from api.insights.funnels import known_count, share
from api.insights.lazily import ProfilePage, ProfileType
from api.paging import After, Before, Connection, First, Last, connection, part
from api.scalars import DateTime
from domain.course import Course
from domain.health_sheet import HealthSheet, MeasureSum, merged
from domain.instants import DAY, day_of
from domain.profile import Profile
from domain.refusals import BadArgument
from engine.health_figures import HealthAsked, HealthFigure, sheet_for, sheets_of
from store import health_falls, profile_pages, stage_healths
from store.health_falls import Fall
from store.profile_pages import ProfileFilter, ProfileOrder, SortKey

MOST_DAYS = 3_660
MOST_MOVERS = 100

OfPersona: TypeAlias = Annotated[str | None, told("Only of those whose trait `persona` is this.")]


@dataclass(frozen=True, slots=True)
class HealthOf:
    """How well those are who stand in some stages of a journey; of one persona, perhaps."""

    course: Course
    stages: tuple[str, ...]
    persona: str | None
    figure: HealthFigure

    @property
    def bands(self) -> tuple[str, ...]:
        """What their health may be called, the best first."""
        return bands_of(self.course, self.stages)


@dataclass(frozen=True, slots=True)
class BandOf:
    """How many of those whose health is known are in a band."""

    key: str
    count: int
    known: int


@dataclass(frozen=True, slots=True)
class DayOf:
    """What was counted on a day."""

    day: str
    bands: tuple[str, ...]
    figure: HealthFigure


@strawberry.type(description="How many are in a band of health.")
class HealthBand:
    """A window on `BandOf`."""

    key: str = seen("Its key in the document.")
    count: int = seen("How many are in it.")

    @field("Its name for people, made of its key.")
    @staticmethod
    def name(band: strawberry.Parent[BandOf]) -> str:
        return band.key.replace("-", " ").capitalize()

    @field("The part of those whose health is known, 0 to 1; null where it is of nobody.")
    @staticmethod
    def share(band: strawberry.Parent[BandOf]) -> float | None:
        return share(band.count, band.known)


@strawberry.type(description="One measure of many profiles.")
class HealthMeasureAverage:
    """A window on `domain.health_sheet.MeasureSum`."""

    key: str = seen("Its key in the document.")
    average_value: float | None = seen(
        "The mean of what it read, where it read anything: booleans as 0 and 1, durations in days."
    )

    @field("What people call it; its key where it has no name.")
    @staticmethod
    def name(measure: strawberry.Parent[MeasureSum]) -> str:
        return measure.name or measure.key

    @field("The mean of what it scored, 0 to 100; null where it was skipped for everybody.")
    @staticmethod
    def average_score(measure: strawberry.Parent[MeasureSum]) -> float | None:
        return decimal(measure.average_score)


@strawberry.type(description="How well those were who stood there, as it was counted on a day.")
class HealthDay:
    """A window on `DayOf`."""

    day: str = seen("The UTC day, such as `2026-01-05`.")

    @field("The mean score, 0 to 100; null where nobody had one.")
    @staticmethod
    def average(day: strawberry.Parent[DayOf]) -> float | None:
        return decimal(day.figure.average)

    @field("The score that half of them did not exceed.")
    @staticmethod
    def median(day: strawberry.Parent[DayOf]) -> float | None:
        return decimal(day.figure.median)

    @field("How many had a score.")
    @staticmethod
    def known(day: strawberry.Parent[DayOf]) -> int:
        return day.figure.known

    @field("How many had none.")
    @staticmethod
    def unknown(day: strawberry.Parent[DayOf]) -> int:
        return day.figure.population - day.figure.known

    @field("How many were in each band, the best first.", of=list[HealthBand])
    @staticmethod
    def bands(day: strawberry.Parent[DayOf]) -> list[BandOf]:
        return _bands(day.bands, day.figure)

    @field("As of when it was counted; null where nothing was.")
    @staticmethod
    def evaluated_at(day: strawberry.Parent[DayOf]) -> DateTime | None:
        return _instant(day.figure)


@strawberry.type(description="Somebody whose health fell.")
class HealthMover:
    """A window on `store.health_falls.Fall`."""

    @field("Who.", of=ProfileType)
    @staticmethod
    async def profile(fall: strawberry.Parent[Fall], info: Info) -> Profile:
        found = await info.context.loaders.profile(fall.profile)
        assert found is not None
        return found

    @field("What it scored then, or when it came to the stage, if that was later.")
    @staticmethod
    def before(fall: strawberry.Parent[Fall]) -> float:
        return fall.before / 10

    @field("What it scored when it was judged last.")
    @staticmethod
    def after(fall: strawberry.Parent[Fall]) -> float:
        return fall.after / 10

    @field("By how much it fell.")
    @staticmethod
    def fall(fall: strawberry.Parent[Fall]) -> float:
        return (fall.before - fall.after) / 10


@strawberry.type(description="How well those are who stand in a stage, or in those of a phase.")
class StageHealth:
    """A window on `HealthOf`."""

    @field(
        "The mean score, 0 to 100; null where nobody has one. Between data scores are functions of "
        "time, so profiles are looked at: now, where 200 or fewer stand in what is asked for of "
        "the journey; else in the background, every five minutes or more, see `evaluatedAt`."
    )
    @staticmethod
    def average(of: strawberry.Parent[HealthOf]) -> float | None:
        return decimal(of.figure.average)

    @field("The score that half of those who have one do not exceed; looked at like `average`.")
    @staticmethod
    def median(of: strawberry.Parent[HealthOf]) -> float | None:
        return decimal(of.figure.median)

    @field(
        "How many have a score: counters, changed with the profiles; of a persona, looked at like "
        "`average`."
    )
    @staticmethod
    def known(of: strawberry.Parent[HealthOf]) -> int:
        return of.figure.known

    @field("How many have none: counted like `known`.")
    @staticmethod
    def unknown(of: strawberry.Parent[HealthOf]) -> int:
        return of.figure.population - of.figure.known

    @field("How many are in each band, the best first: counted like `known`.", of=list[HealthBand])
    @staticmethod
    def bands(of: strawberry.Parent[HealthOf]) -> list[BandOf]:
        return _bands(of.bands, of.figure)

    @field("Each measure of all of them, looked at like `average`.", of=list[HealthMeasureAverage])
    @staticmethod
    async def measures(of: strawberry.Parent[HealthOf], info: Info) -> list[MeasureSum]:
        sheet = of.figure.sheet
        if sheet is None:
            full = await health_of(info, of.course, of.stages, of.persona, in_full=True)
            sheet = full.figure.sheet
        return [] if sheet is None else list(sheet.measures.values())

    @field(
        "How it was on each of the last UTC days, as it was counted last on that day, in the "
        "background; today it is as it is now. Days on which nothing was counted are left out.",
        of=list[HealthDay],
    )
    @staticmethod
    async def trend(
        of: strawberry.Parent[HealthOf],
        info: Info,
        days: Annotated[int, told("How many days, of which the last is today.")] = 30,
    ) -> list[DayOf]:
        if not 1 <= days <= MOST_DAYS:
            raise BadArgument(f"Ask for 1 to {MOST_DAYS} days.", "days")
        now = info.context.now
        since, today = day_of(now - (days - 1) * DAY), day_of(now)
        read = partial(stage_healths.days, journey=of.course.key, stages=of.stages, since=since)
        kept = [one for one in await info.context.read(read) if one.day < today]
        earlier = [_day(of, day, kept) for day in sorted({one.day for one in kept})]
        return [*earlier, DayOf(today, of.bands, of.figure)]

    @field(
        "Those with the least scores first, as they scored when they were judged last: when "
        "something came in for them, or their band changed.",
        of=ProfilePage,
    )
    @staticmethod
    async def worst(
        of: strawberry.Parent[HealthOf],
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Profile]:
        order = ProfileOrder(SortKey.HEALTH, of.course.key)
        wanted = ProfileFilter(journey=of.course.key, stages=of.stages, persona=of.persona)
        page = partial(
            profile_pages.page, wanted=wanted, order=order, part=part(first, after, last, before)
        )
        return connection(await info.context.read(page), count=known_count(of.figure.known))

    @field(
        "Those whose score fell the most within some days and without leaving the stage, the "
        "deepest fall first; read off the changes of health when asked for.",
        of=list[HealthMover],
    )
    @staticmethod
    async def movers_down(
        of: strawberry.Parent[HealthOf],
        info: Info,
        first: Annotated[int, told("How many at most.")] = 10,
        days: Annotated[int, told("Within so many times 24 hours.")] = 7,
    ) -> list[Fall]:
        for given, most, path in ((first, MOST_MOVERS, "first"), (days, MOST_DAYS, "days")):
            if not 1 <= given <= most:
                raise BadArgument(f"Ask for 1 to {most}.", path)
        deepest = partial(
            health_falls.deepest,
            journey=of.course.key,
            stages=of.stages,
            since=info.context.now - days * DAY,
            first=first,
            profiles=None if of.persona is None else ProfileFilter(persona=of.persona),
        )
        falls = await info.context.read(deepest)
        info.context.loaders.expect_profiles(fall.profile for fall in falls)
        return falls

    @field(
        "As of when average, median and measures were looked at; null while nobody has looked yet."
    )
    @staticmethod
    def evaluated_at(of: strawberry.Parent[HealthOf]) -> DateTime | None:
        return _instant(of.figure)

    @field("The feed's cursor when they were looked at; null likewise.")
    @staticmethod
    def cursor(of: strawberry.Parent[HealthOf]) -> str | None:
        return None if of.figure.cursor is None else str(of.figure.cursor)


async def health_of(
    info: Info,
    course: Course,
    stages: Sequence[str],
    persona: str | None,
    *,
    in_full: bool = False,
) -> HealthOf:
    """How well those are who stand in these stages."""
    # Averages of several stages are those of all their profiles: sheets add up, averages do not.
    in_full = in_full or len(stages) > 1
    asked = [health_asked(course, key, persona, in_full=in_full) for key in stages]
    found = await info.context.loaders.healths(asked, info.context.now)
    return HealthOf(course, tuple(stages), persona, _together(found))


def health_asked(
    course: Course, stage: str, persona: str | None, *, in_full: bool = False
) -> HealthAsked:
    """Asks how well those are who stand in a stage. Raises BadArgument."""
    persona = None if persona is None else text_given(persona, "persona")
    return HealthAsked(course.key, stage, bands_of(course, (stage,)), persona, in_full)


def bands_of(course: Course, stages: Sequence[str]) -> tuple[str, ...]:
    """The bands that health in these stages may give, the best first."""
    if course.health is None:
        return ()
    keys = [band.key for key in stages for several in course.health.bands(key) for band in several]
    return tuple(dict.fromkeys(keys))


def _together(found: Sequence[HealthFigure]) -> HealthFigure:
    if len(found) == 1:
        return found[0]
    bands: dict[str, int] = {}
    for one in found:
        for key, count in one.bands.items():
            bands[key] = bands.get(key, 0) + count
    looked = [one for one in found if one.evaluated_at is not None and one.cursor is not None]
    sheet = merged(one.sheet for one in looked if one.sheet is not None)
    return HealthFigure(
        population=sum(one.population for one in found),
        known=sum(one.known for one in found),
        bands=bands,
        average=sheet.average,
        median=sheet.median,
        evaluated_at=min((one.evaluated_at or 0 for one in looked), default=None),
        cursor=min((one.cursor or 0 for one in looked), default=None),
        sheet=sheet if looked else None,
    )


def _day(of: HealthOf, day: str, kept: Sequence[stage_healths.StageHealth]) -> DayOf:
    own = [one for one in kept if one.day == day]
    sheet = merged(sheet_for(of.persona, sheets_of(one)) for one in own)
    return DayOf(day, _with_former(of.bands, sheet), _of_sheet(sheet, own[-1]))


def _with_former(bands: tuple[str, ...], sheet: HealthSheet) -> tuple[str, ...]:
    """The bands, and those that an earlier version had."""
    return (*bands, *sorted(sheet.bands.keys() - set(bands)))


def _of_sheet(sheet: HealthSheet, counted: stage_healths.StageHealth) -> HealthFigure:
    return HealthFigure(
        population=sheet.population,
        known=sheet.known,
        bands=sheet.bands,
        average=sheet.average,
        median=sheet.median,
        evaluated_at=counted.evaluated_at,
        cursor=counted.cursor,
    )


def _bands(keys: Sequence[str], figure: HealthFigure) -> list[BandOf]:
    counts: Mapping[str, int] = figure.bands
    return [BandOf(key, counts.get(key, 0), figure.known) for key in keys]


def _instant(figure: HealthFigure) -> DateTime | None:
    return None if figure.evaluated_at is None else DateTime(figure.evaluated_at)
