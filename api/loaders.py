"""What is asked for in lists, loaded once and together: one statement whatever the number.

Every wait is shielded. A field that fails has its siblings cancelled, and one that is cancelled
while it waits would take what it waits for away from everybody else.
"""

from asyncio import shield
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from strawberry.dataloader import DataLoader

from domain.course import Course
from domain.definitions import Definitions
from domain.draft import Draft, Ids
from domain.fixes.offering import Fix
from domain.instants import Instant
from domain.journey import ProfileKind
from domain.profile import Profile
from domain.sample import Sample
from engine.cataloguing import sampled
from engine.dashboard import Asked as FigureAsked
from engine.dashboard import Figure, answered
from engine.explaining import Asked, Explained, explained
from engine.faring import Faring, faring
from engine.health_figures import HealthAsked, HealthFigure
from engine.measuring import Counted
from engine.migration import Migration, unfinished
from engine.shelf import Shelf
from engine.surveying import DraftProblem, DraftSurvey, Surveyor
from store import counters, drafts, journeys, profiles
from store.database import Database, Transaction
from store.drafts import Dates

FEWEST_MENDED = 10
MOST_MENDED = 2_000
"""Problems that are mended in one operation, times the stages of their draft."""

T = TypeVar("T")
CourseKey = tuple[str, int]


class Loaders:
    """What one operation has loaded. Definitions are the same throughout it."""

    def __init__(
        self, database: Database, shelf: Shelf, surveyor: Surveyor, workspace: int
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._surveyor = surveyor
        self._workspace = workspace
        self._expected: set[int] = set()
        self._definitions = DataLoader(self._load_definitions)
        self._courses = DataLoader(self._load_courses)
        self._archived = DataLoader(self._load_archived)
        self._profiles = DataLoader(self._load_profiles)
        self._populations = DataLoader(self._load_populations)
        self._figures = DataLoader(self._load_figures)
        self._foreseen: dict[tuple[FigureAsked, Instant], Counted[Figure]] = {}
        self._migrations = DataLoader(self._load_migrations)
        self._samples = DataLoader(self._load_samples)
        # Known by their addresses, and held on to so that these are not given to others.
        self._surveyed: list[Draft] = []
        self._mended = 0
        self._surveys = DataLoader(self._load_surveys, cache_key_fn=id)
        self._drafts = DataLoader(self._load_drafts)
        self._draft_dates = DataLoader(self._load_draft_dates)
        self._explanations = DataLoader(
            self._load_explanations, cache_key_fn=lambda key: (key[0].id, *key[1:])
        )
        self._farings = DataLoader(
            self._load_farings, cache_key_fn=lambda key: (key[0].id, *key[1:])
        )

    async def definitions(self) -> Definitions:
        """What is published now."""
        return await shield(self._definitions.load(self._workspace))

    async def archived(self) -> Mapping[str, Course]:
        """The last versions of the journeys that are archived, by key."""
        return await shield(self._archived.load(self._workspace))

    async def journey(self, key: str) -> Course | None:
        """The journey of that key: as it is live, else as it was last."""
        live = (await self.definitions()).journeys.get(key)
        return live or (await self.archived()).get(key)

    async def course(self, journey: str, version: int) -> Course | None:
        """A version of a journey."""
        current = (await self.definitions()).courses.get(journey)
        if current is not None and current.version == version:
            return current
        return await shield(self._courses.load((journey, version)))

    async def profile(self, id: int) -> Profile | None:
        """A profile by its number."""
        return await shield(self._profiles.load(id))

    def expect_profiles(self, ids: Iterable[int]) -> None:
        """These are likely to be asked for one after another: load them with the first."""
        self._expected.update(ids)

    async def population(self, journey: str) -> dict[str, int]:
        """How many stand in each stage of a journey."""
        return await shield(self._populations.load(journey))

    async def figure(self, asked: FigureAsked, now: Instant) -> Counted[Figure]:
        """A number of a stage; all that are asked for together are of one view of the store."""
        return await shield(self._figures.load((asked, now)))

    async def foresee(self, asked: Sequence[FigureAsked], now: Instant) -> None:
        """Load numbers that are about to be asked for."""
        found = await shield(self._figures.load_many([(one, now) for one in asked]))
        self._foreseen.update(zip(((one, now) for one in asked), found, strict=True))

    def foreseen(self, asked: FigureAsked, now: Instant) -> Counted[Figure] | None:
        """A number that was foreseen to be asked for."""
        return self._foreseen.get((asked, now))

    async def total(self, asked: Sequence[FigureAsked], now: Instant) -> int:
        """What several numbers come to."""
        found = await shield(self._figures.load_many([(one, now) for one in asked]))
        return sum(one.value for one in found if isinstance(one.value, int))

    async def healths(self, asked: Sequence[HealthAsked], now: Instant) -> list[HealthFigure]:
        """How well those are who stand in some stages."""
        found = await shield(self._figures.load_many([(one, now) for one in asked]))
        return [one.value for one in found if isinstance(one.value, HealthFigure)]

    async def migration(self, journey: str) -> Migration | None:
        """The newest publication of a journey that has not reached everybody yet."""
        return await shield(self._migrations.load(journey))

    async def draft(self, journey: str) -> Draft | None:
        """The draft of a journey."""
        return await shield(self._drafts.load(journey))

    async def draft_dates(self, id: str) -> Dates:
        """When a draft was begun and last saved."""
        return await shield(self._draft_dates.load(id))

    async def survey(self, draft: Draft) -> DraftSurvey:
        """All that is wrong with a draft."""
        return await shield(self._surveys.load(draft))

    async def fixes(self, problem: DraftProblem, ids: Ids) -> Collection[Fix] | None:
        """How a problem of a draft is mended; None where so many were asked for before that who
        asks would wait for minutes, and others with them.
        """
        stages = len(problem.survey.draft.stages)
        self._mended += 1
        if self._mended > max(FEWEST_MENDED, MOST_MENDED // max(1, stages)):
            return None
        return await self._surveyor.fixes(problem, ids)

    async def sample(self, kind: ProfileKind) -> Sample:
        """What some profiles of a kind have, and lately did."""
        return await shield(self._samples.load(kind))

    async def explanation(self, profile: Profile, journey: str, now: Instant) -> Explained:
        """Why a profile stands where it stands in a journey, as of now."""
        return await shield(self._explanations.load((profile, journey, now)))

    async def faring(self, profile: Profile, journey: str, now: Instant) -> Faring | None:
        """How a profile does in its stage of a journey, as of now."""
        return await shield(self._farings.load((profile, journey, now)))

    async def _read(self, work: Callable[[Transaction], Coroutine[Any, Any, T]]) -> T:
        return await self._database.read(self._workspace, work)

    async def _load_definitions(self, _: list[int]) -> Sequence[Definitions]:
        return [await self._read(self._shelf.current)]

    async def _load_archived(self, _: list[int]) -> Sequence[Mapping[str, Course]]:
        async def work(tx: Transaction) -> dict[str, Course]:
            found = await journeys.archived(tx)
            return {
                one.journey: replace(self._shelf.course(tx.workspace, one), archived_at=at)
                for one, at in found
            }

        return [await self._read(work)]

    async def _load_courses(self, keys: list[CourseKey]) -> Sequence[Course | None]:
        async def work(tx: Transaction) -> list[Course | None]:
            return [await self._course(tx, key, version) for key, version in keys]

        return await self._read(work)

    async def _course(self, tx: Transaction, key: str, version: int) -> Course | None:
        published = await journeys.version(tx, key, version)
        return None if published is None else self._shelf.course(tx.workspace, published)

    async def _load_profiles(self, ids: list[int]) -> Sequence[Profile | None]:
        wanted: Collection[int] = self._expected | set(ids)

        async def work(tx: Transaction) -> dict[int, Profile]:
            return await profiles.load_many(tx, wanted)

        found = await self._read(work)
        self._profiles.prime_many({id: found.get(id) for id in wanted if id not in ids})
        self._expected.clear()
        return [found.get(id) for id in ids]

    async def _load_populations(self, keys: list[str]) -> Sequence[dict[str, int]]:
        async def work(tx: Transaction) -> list[dict[str, int]]:
            return [await counters.read(tx, "population", key) for key in keys]

        return await self._read(work)

    async def _load_figures(
        self, keys: list[tuple[FigureAsked, Instant]]
    ) -> Sequence[Counted[Figure]]:
        asked, now = [one for one, _ in keys], keys[0][1]  # one operation has one now
        return await self._read(lambda tx: answered(tx, self._shelf, asked, now))

    async def _load_migrations(self, keys: list[str]) -> Sequence[Migration | None]:
        found = await self._read(unfinished)
        return [found.get(key) for key in keys]

    async def _load_drafts(self, keys: list[str]) -> Sequence[Draft | None]:
        found = await self._read(lambda tx: drafts.find_by_keys(tx, keys))
        return [found.get(key) for key in keys]

    async def _load_draft_dates(self, ids: list[str]) -> Sequence[Dates]:
        found = await self._read(lambda tx: drafts.dates(tx, ids))
        return [found[id] for id in ids]

    async def _load_surveys(self, those: list[Draft]) -> Sequence[DraftSurvey]:
        self._surveyed += those
        return [await self._surveyor.survey(self._workspace, draft) for draft in those]

    async def _load_samples(self, kinds: list[ProfileKind]) -> Sequence[Sample]:
        return [await self._read(partial(sampled, kind=kind)) for kind in kinds]

    async def _load_explanations(self, keys: list[Asked]) -> Sequence[Explained]:
        return await self._read(lambda tx: explained(tx, self._shelf, keys))

    async def _load_farings(self, keys: list[Asked]) -> Sequence[Faring | None]:
        return await self._read(lambda tx: faring(tx, self._shelf, keys))
