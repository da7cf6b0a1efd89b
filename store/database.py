"""The door to what is remembered: transactions on SQLite and on PostgreSQL, and the bell.

    database   open_database("sqlite:///…" | "postgresql://…")
    work       async def work(tx): …        repositories take `tx` first
    result     await database.write(workspace, work)

One transaction a call: committed when `work` returns, undone when it raises. The same work serves
both databases. On SQLite it is driven to its end on the writer's thread and may wait for nothing
but `tx`; on PostgreSQL it may be called again after a deadlock. So it reads, decides and writes,
and does nothing to the world outside.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

from sqlalchemy import Executable, Row, Table, make_url

T = TypeVar("T")

Dialect = Literal["sqlite", "postgresql"]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row as SQLAlchemy gives it, of however many columns."""
Values: TypeAlias = tuple[Any, ...]
"""A row as drivers give and take it: JSON columns are text here."""

EVERY_WORKSPACE = 0
"""What the bell says when somebody committed and nobody knows where."""


class Transaction(ABC):
    """What a repository is given: statements inside one transaction of one workspace.

    `rows` and `run` take SQLAlchemy's statements. The others are for the hot road: they speak to
    the driver in one statement whatever the number of rows, add the workspace to every condition,
    and take and give values as they lie in the columns.
    """

    dialect: ClassVar[Dialect]
    workspace: int

    @abstractmethod
    async def rows(
        self, statement: Executable, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[AnyRow]:
        """What a statement gives."""

    @abstractmethod
    async def run(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> int:
        """Carry out a statement; how many rows it touched."""

    @abstractmethod
    async def insert_many(self, table: Table, rows: Sequence[Values]) -> None:
        """Insert whole rows, their values in the order of the table's columns."""

    @abstractmethod
    async def insert_many_new(
        self, table: Table, rows: Sequence[Values], *, returning: Sequence[str]
    ) -> list[Values]:
        """Insert those rows that clash with none; gives `returning` of what was inserted.

        Rows should come sorted, so that two transactions never wait for each other.
        """

    @abstractmethod
    async def upsert_many(
        self,
        table: Table,
        rows: Sequence[Values],
        *,
        changes: Mapping[str, str] | None = None,
        when: str | None = None,
    ) -> None:
        """Insert whole rows; where the primary key is taken, change the row that is there.

        `changes` gives SQL for the columns to change, with `excluded` for the new row; without it
        all columns outside the key are replaced. `when` is SQL that must hold for a change.
        """

    @abstractmethod
    async def update_many(
        self, table: Table, key: Sequence[str], columns: Sequence[str], rows: Sequence[Values]
    ) -> None:
        """Set `columns` of each row found by `key`; a row is its key followed by the columns."""

    @abstractmethod
    async def delete_many(self, table: Table, key: Sequence[str], keys: Sequence[Values]) -> None:
        """Delete the rows that have these keys."""

    @abstractmethod
    async def select_in(
        self,
        table: Table,
        columns: Sequence[str],
        key: Sequence[str],
        keys: Sequence[Values],
        *,
        order_by: Sequence[str] = (),
        lock: bool = False,
    ) -> list[Values]:
        """`columns` of the rows that have these keys; with `lock`, locked in the order given."""

    @abstractmethod
    async def apart(self, think: Callable[[], T]) -> T:
        """What takes a while to think out, so that nobody else's work waits for it."""

    @abstractmethod
    async def lock_definitions(self, *, exclusive: bool) -> None:
        """Hold the workspace's definitions to the end: shared to judge, exclusive to publish."""

    @abstractmethod
    async def new_profile_ids(self, count: int) -> list[int]:
        """So many ids that no profile has, ascending."""


Work = Callable[[Transaction], Coroutine[Any, Any, T]]


class Database(ABC):
    """A store that is open. Opened once a process, inside its event loop, after migrating."""

    dialect: ClassVar[Dialect]

    @abstractmethod
    async def write(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` in one transaction; without a workspace nothing of any is seen.

        Raises Unavailable when the database is away; nothing was kept then, unless it went away
        while committing.
        """

    @abstractmethod
    async def read(self, workspace: int | None, work: Work[T]) -> T:
        """Do `work` on one unchanging view of the database. Raises Unavailable."""

    @abstractmethod
    def ring(self, workspace: int) -> None:
        """Wake who listens, here and in other processes: this workspace has news."""

    @abstractmethod
    def listen(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Call `callback` with a workspace, or EVERY_WORKSPACE, soon after news; returns the stop.

        A bell may ring for nothing, and when a connection was lost it may fail to ring.
        """

    @abstractmethod
    async def close(self) -> None:
        """Let every connection go; what was being done is finished or undone first."""


async def open_database(url: str, *, readers: int = 4) -> Database:
    """Open the store at `sqlite:///path` or `postgresql://…`."""
    # Each implementation imports this file, and only one driver is ever needed.
    match make_url(url).get_backend_name():
        case "sqlite":
            from store.sqlite import open_sqlite

            return open_sqlite(url, readers=readers)
        case "postgresql" | "postgres":
            from store.postgres import open_postgres

            return open_postgres(url, readers=readers)
        case other:
            raise ValueError(f"{other}: Cairn keeps its data in sqlite:///… or postgresql://…")
