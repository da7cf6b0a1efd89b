"""Databases to measure on: fresh, migrated, one of each kind."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from store.migrating import migrate
from tests.postgres import Cluster, running


@dataclass(frozen=True, slots=True)
class Place:
    """A database by the name it has in the report."""

    name: str
    url: str


@contextmanager
def places() -> Iterator["Places"]:
    """SQLite in a folder of its own, PostgreSQL from its wheel; both gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, running(durable=True) as cluster:
        yield Places(Path(folder), cluster)


class Places:
    """Makes fresh databases for as long as it is open."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._folder = folder
        self._cluster = cluster
        self._made = 0

    def fresh(self) -> tuple[Place, Place]:
        """A new empty database of each kind."""
        self._made += 1
        sqlite = f"sqlite:///{self._folder / f'bench-{self._made}.db'}"
        asyncio.run(migrate(sqlite))
        return Place("SQLite", sqlite), Place("PostgreSQL", self._cluster.fresh())
