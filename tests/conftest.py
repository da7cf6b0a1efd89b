"""The databases that tests run on: SQLite and a real PostgreSQL, truly migrated, each time new."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from store import workspaces
from store.database import Database, open_database
from store.migrating import migrate
from tests.living import LivingEngine
from tests.postgres import Cluster, running
from tests.proving import prove

# No test depends on how fast the machine is. The same examples are tried each time, so that a
# change is judged by what it changes; `make soak` looks for others.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", UNHURRIED, derandomize=True, database=None)
settings.register_profile("soak", UNHURRIED, max_examples=1_000, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Tests that are coroutines say `@pytest.mark.anyio`, and run on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The PostgreSQL server, started by the first test that asks for it."""
    with running() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that was migrated once, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'cairn.db')}"


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A migrated and empty PostgreSQL database, as the login that serves."""
    yield postgres.emptied()
    postgres.drop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: whoever asks runs once on each."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(anyio_backend: str, database_url: str) -> AsyncIterator[Database]:
    """The same, opened."""
    database = await open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def workspace(database: Database) -> int:
    """A workspace in that database, by its number."""
    made = await database.write(None, lambda tx: workspaces.create(tx, "acme", "Acme", now=0))
    assert made is not None
    return made.id


@pytest.fixture
async def engine(database: Database, workspace: int) -> AsyncIterator[LivingEngine]:
    """An engine on that database; whatever a test did with it, in the end all must add up."""
    engine = LivingEngine(database, workspace)
    yield engine
    await engine.ingest.close()
    await prove(database, workspace)


@pytest.fixture
async def another(database_url: str, engine: LivingEngine) -> AsyncIterator[LivingEngine]:
    """What another process would run on the same database, with connections of its own."""
    database = await open_database(database_url)
    another = LivingEngine(database, engine.workspace)
    yield another
    await another.ingest.close()
    await database.close()
