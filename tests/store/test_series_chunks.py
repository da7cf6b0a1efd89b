from decimal import Decimal

import pytest

from domain.pairs import Chunk, DroppedChunk, SpilledChunk
from store import series_chunks
from tests.store.people import NOON

pytestmark = pytest.mark.anyio

PAIRS = ((NOON, 1), (NOON + 1, Decimal("2.50")), (NOON + 2, 10**25))


async def test_a_chunk_is_kept_to_the_last_digit(database, workspace):
    async def kept(tx):
        await series_chunks.carry_out(tx, [(7, SpilledChunk("sum:paid", 1, PAIRS))])
        return await series_chunks.load(tx, 7, "sum:paid", 1)

    assert await database.write(workspace, kept) == PAIRS


async def test_a_chunk_that_is_dropped_is_gone_and_its_number_may_come_again(database, workspace):
    again = SpilledChunk("sum:paid", 1, PAIRS[:1])

    async def kept(tx):
        spilled = [(7, SpilledChunk("sum:paid", number, PAIRS)) for number in (1, 2, 3)]
        await series_chunks.carry_out(tx, spilled)
        await series_chunks.carry_out(
            tx,
            [
                (7, DroppedChunk("sum:paid", 1)),
                (7, again),
                (7, SpilledChunk("sum:paid", 4, PAIRS)),
                (7, DroppedChunk("sum:paid", 4)),
                (7, DroppedChunk("sum:paid", 2)),
            ],
        )
        left = [(7, "sum:paid", number) for number in (1, 2, 3, 4)]
        key = ("profile_id", "series", "number")
        numbers = await tx.select_in(series_chunks.series_chunks, ("number",), key, left)
        return sorted(numbers), await series_chunks.load(tx, 7, "sum:paid", 1)

    assert await database.write(workspace, kept) == ([(1,), (3,)], again.content)


async def test_a_chunk_of_chunks_takes_all_that_it_holds_with_it(database, workspace):
    inner = [Chunk(number, 0, NOON, NOON + 2, 3, 9, 1, 5) for number in (1, 2, 3)]
    middle = Chunk(4, 1, NOON, NOON + 2, 6, 18, 1, 5)

    async def kept(tx):
        spilled = [(7, SpilledChunk("s", number, PAIRS)) for number in (1, 2)]
        spilled.append((7, SpilledChunk("s", 4, tuple(inner[:2]))))
        await series_chunks.carry_out(tx, spilled)
        await series_chunks.carry_out(
            tx,
            [
                (7, SpilledChunk("s", 3, PAIRS)),
                (7, SpilledChunk("s", 5, (middle, inner[2]))),
                (7, DroppedChunk("s", 5, with_inner=True)),
            ],
        )
        everything = [(7, "s", number) for number in range(1, 6)]
        key = ("profile_id", "series", "number")
        return await tx.select_in(series_chunks.series_chunks, ("number",), key, everything)

    assert await database.write(workspace, kept) == []
