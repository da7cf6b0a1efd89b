"""The older part of long event series: pairs that a profile's row has no room for."""

from collections.abc import Sequence

import orjson
from sqlalchemy import BigInteger, Column, Table, Text

from domain.profile import ChunkNote
from domain.remembering import dump_pairs, load_pairs
from domain.series import DroppedChunk, Pair, SpilledChunk
from store.columns import Name, metadata, workspace_id
from store.database import Transaction

series_chunks = Table(
    "series_chunks",
    metadata,
    workspace_id(),
    Column("profile_id", BigInteger, primary_key=True),
    Column("series", Name, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("pairs", Text, nullable=False),
)

_KEY = ("profile_id", "series", "number")


async def load(tx: Transaction, profile: int, series: str, number: int) -> tuple[Pair, ...]:
    """The pairs of a chunk, which must be there."""
    ((pairs,),) = await tx.select_in(series_chunks, ("pairs",), _KEY, [(profile, series, number)])
    return load_pairs(orjson.loads(pairs))


async def carry_out(tx: Transaction, notes: Sequence[tuple[int, ChunkNote]]) -> None:
    """Put chunks away and forget others, as profiles have noted in this order."""
    spilled: dict[tuple[int, str, int], str] = {}
    dropped: list[tuple[int, str, int]] = []
    for profile, note in notes:
        key = (profile, note.series, note.number)
        match note:
            case SpilledChunk():
                spilled[key] = orjson.dumps(dump_pairs(note.pairs)).decode()
            case DroppedChunk():
                spilled.pop(key, None)
                dropped.append(key)
    await tx.delete_many(series_chunks, _KEY, dropped)
    await tx.upsert_many(
        series_chunks, [(tx.workspace, *key, pairs) for key, pairs in spilled.items()]
    )
