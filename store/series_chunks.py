"""The older part of long event series: what a profile's row has no room for."""

from collections.abc import Sequence

import orjson
from sqlalchemy import BigInteger, Column, Table, Text

from domain.pairs import Chunk, Content, DroppedChunk, SpilledChunk
from domain.profile import ChunkNote
from domain.remembering import dump_content, load_content
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

series_chunks = Table(
    "series_chunks",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("series", Name, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("content", Text, nullable=False),
)

_KEY = ("profile_id", "series", "number")
ChunkKey = tuple[int, str, int]


async def load(tx: Transaction, profile: int, series: str, number: int) -> Content:
    """What a chunk holds; it must be there."""
    ((content,),) = await tx.select_in(
        series_chunks, ("content",), _KEY, [(profile, series, number)]
    )
    return load_content(orjson.loads(content))


async def carry_out(tx: Transaction, notes: Sequence[tuple[int, ChunkNote]]) -> None:
    """Put chunks away and forget others, as profiles have noted in this order."""
    spilled: dict[ChunkKey, Content] = {}
    dropped: list[ChunkKey] = []
    for profile, note in notes:
        key = (profile, note.series, note.number)
        match note:
            case SpilledChunk():
                spilled[key] = note.content
            case DroppedChunk():
                dropped.append(key)
                if note.with_inner:
                    dropped += await _inner(tx, spilled, key)
                spilled.pop(key, None)
    await tx.delete_many(series_chunks, _KEY, dropped)
    await tx.upsert_many(
        series_chunks,
        [
            (tx.workspace, *key, orjson.dumps(dump_content(content)).decode())
            for key, content in spilled.items()
        ],
    )


async def _inner(
    tx: Transaction, spilled: dict[ChunkKey, Content], outer: ChunkKey
) -> list[ChunkKey]:
    """Every chunk inside a chunk, however deep; what was not written yet will not be."""
    content = spilled.get(outer) or await load(tx, *outer)
    profile, series, _ = outer
    found: list[ChunkKey] = []
    for one in content:
        if isinstance(one, Chunk):
            key = (profile, series, one.number)
            found.append(key)
            if one.level > 0:
                found += await _inner(tx, spilled, key)
            spilled.pop(key, None)
    return found
