"""Who may import whom. When this fails, move the code, not the rule."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Room:
    """What the files of one folder may import, besides the standard library."""

    ours: frozenset[str]
    others: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()  # parts of the standard library that have no place here


def room(*ours: str, others: str = "", never: frozenset[str] = frozenset()) -> Room:
    return Room(frozenset(ours), frozenset(others.split()), never)


# A driver is a driver, the standard library's own too.
DRIVERS = frozenset({"sqlite3"})
# What reaches for a clock, a disk, a socket, another process or chance is not pure.
IMPURE = DRIVERS | frozenset(
    "asyncio concurrent http io logging multiprocessing os pathlib random secrets select selectors "
    "shutil socket ssl subprocess tempfile threading time urllib".split()
)

# graph <- domain <- engine <- api and domain <- store <- engine. The longest path that fits a file
# is its room; a file in no room is a fault as well.
ROOMS = {
    "graph": room("graph", others="networkx", never=IMPURE),
    "domain": room("domain", "graph", never=IMPURE),
    "store": room("domain", "store", others="alembic asyncpg orjson sqlalchemy"),
    "engine": room("domain", "engine", "store", others="orjson", never=DRIVERS),
    "api": room(
        "api",
        "domain",
        "engine",
        "store",
        "templates",
        others="click graphql orjson ruamel starlette strawberry uvicorn uvloop websockets",
        never=DRIVERS,
    ),
    "templates": room("templates", never=IMPURE),
    "migrations": room("migrations", never=DRIVERS),
    "migrations/env.py": room("store.metadata", others="alembic sqlalchemy"),
    "migrations/versions": room(others="alembic sqlalchemy"),
}
# These look at everything, and nothing of ours may look at them.
FREE = frozenset({"bench", "tests"})


def forbidden(root: Path) -> list[str]:
    """Every import below `root` that follows no arrow, as `file:line imports name`."""
    return [
        f"{path.relative_to(root).as_posix()}:{line} imports {name}"
        for path in sorted(sources(root))
        for line, name in imports(path, root)
        if not allowed(path.relative_to(root).as_posix(), name)
    ]


def sources(root: Path) -> Iterator[Path]:
    for top in root.iterdir():
        if top.suffix == ".py":
            yield top
        elif top.is_dir() and not top.name.startswith(".") and top.name not in FREE:
            yield from top.rglob("*.py")


def imports(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Each name a file imports, in full, wherever in the file it does so."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, alias.name) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1] if level else ()
                prefix = [*above, module] if module else above
                yield from ((node.lineno, ".".join([*prefix, alias.name])) for alias in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module")
                | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def allowed(file: str, name: str) -> bool:
    home = room_of(file)
    if home is None:
        return False
    top = name.partition(".")[0]
    if top in sys.stdlib_module_names:
        return top not in home.never
    return top in home.others or any(f"{name}.".startswith(f"{ours}.") for ours in home.ours)


def room_of(file: str) -> Room | None:
    fitting = [place for place in ROOMS if file == place or file.startswith(f"{place}/")]
    return ROOMS[max(fitting, key=len)] if fitting else None


def a_tree(root: Path, **files: str) -> Path:
    """A tree of files, their paths spelled with `__` for `/`."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_every_import_follows_an_arrow():
    assert forbidden(ROOT) == []


def test_every_room_is_looked_into():
    seen = {path.relative_to(ROOT).parts[0] for path in sources(ROOT)}

    assert {"api", "domain", "engine", "graph", "migrations", "store"} <= seen


def test_arrows_that_point_the_right_way_are_let_through(tmp_path):
    tree = a_tree(
        tmp_path,
        graph__order="import networkx as nx\nfrom graph import paths",
        domain__placement="from dataclasses import dataclass\nfrom graph.order import ranks",
        store__profiles="import sqlite3\nfrom sqlalchemy import Table\nfrom domain import profile",
        engine__ingest="from domain.placement import place\nfrom store import profiles",
        api__page__queries="from store import feed\nfrom ..schema import Query\nimport engine.feed",
        migrations__env="from alembic import context\nfrom store.metadata import metadata",
        migrations__versions__0001_first="import sqlalchemy as sa\nfrom alembic import op",
        tests__test_all="import api, networkx, sqlite3",
        bench__all="import api, networkx, sqlite3",
    )

    assert forbidden(tree) == []


def test_an_arrow_that_turns_round_is_caught(tmp_path):
    tree = a_tree(
        tmp_path,
        graph__order="from domain import journey",
        domain__placement="import store.feed\nfrom engine.sweep import sweep",
        store__profiles="from engine import ingest",
        engine__ingest="def later():\n    from api.app import app",
        api__app="import bench",
        migrations__env="from store import metadata, postgres",
        migrations__versions__0001_first="from store.metadata import metadata",
    )

    assert forbidden(tree) == [
        "api/app.py:1 imports bench",
        "domain/placement.py:1 imports store.feed",
        "domain/placement.py:2 imports engine.sweep.sweep",
        "engine/ingest.py:2 imports api.app.app",
        "graph/order.py:1 imports domain.journey",
        "migrations/env.py:1 imports store.postgres",
        "migrations/versions/0001_first.py:1 imports store.metadata.metadata",
        "store/profiles.py:1 imports engine.ingest",
    ]


def test_a_library_out_of_its_room_is_caught(tmp_path):
    tree = a_tree(
        tmp_path,
        api__app='import sqlalchemy\nimport importlib\nimportlib.import_module("networkx")',
        domain__series="from time import time\nfrom os import path\nimport orjson",
        engine__ingest="import sqlite3\nfrom ruamel.yaml import YAML",
        engine__sub__deep="from .. import ingest\nfrom ...domain import journey\nimport asyncpg",
        graph__order="import random",
        migrations__versions__0001_first="import orjson",
    )

    assert forbidden(tree) == [
        "api/app.py:1 imports sqlalchemy",
        "api/app.py:3 imports networkx",
        "domain/series.py:1 imports time.time",
        "domain/series.py:2 imports os.path",
        "domain/series.py:3 imports orjson",
        "engine/ingest.py:1 imports sqlite3",
        "engine/ingest.py:2 imports ruamel.yaml.YAML",
        "engine/sub/deep.py:3 imports asyncpg",
        "graph/order.py:1 imports random",
        "migrations/versions/0001_first.py:1 imports orjson",
    ]


def test_a_room_nobody_planned_is_caught(tmp_path):
    tree = a_tree(tmp_path, helpers__dates="import datetime", stray="import json")

    assert forbidden(tree) == ["helpers/dates.py:1 imports datetime", "stray.py:1 imports json"]
