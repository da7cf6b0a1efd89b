import asyncio

import pytest

from engine.signing import secret_of
from tests.builders import MONDAY

pytestmark = pytest.mark.anyio


async def test_everybody_in_a_workspace_signs_with_one_secret(engine, another):
    made = await asyncio.gather(
        *(secret_of(one.database, one.workspace, "snapshot", MONDAY) for one in (engine, another))
    )

    assert len(set(made)) == 1
    assert len(made[0]) == 32
    assert await secret_of(engine.database, engine.workspace, "other", MONDAY) != made[0]
