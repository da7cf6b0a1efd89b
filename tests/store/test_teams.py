import pytest

from store import teams
from store.teams import Team

pytestmark = pytest.mark.anyio


async def test_only_teams_that_were_missing_are_added(database, workspace):
    sales, support = Team("sales", "Sales", 1), Team("support", "Support", 1)
    await database.write(workspace, lambda tx: teams.add_missing(tx, [support, sales]))

    added = await database.write(
        workspace,
        lambda tx: teams.add_missing(tx, [Team("sales", "sales", 2), Team("legal", "legal", 2)]),
    )

    assert added == [Team("legal", "legal", 2)]
    assert await database.read(workspace, teams.every) == [
        Team("legal", "legal", 2),
        sales,
        support,
    ]


async def test_saving_a_team_again_renames_it(database, workspace):
    await database.write(workspace, lambda tx: teams.save(tx, Team("sales", "Sales", 1)))

    saved = await database.write(workspace, lambda tx: teams.save(tx, Team("sales", "Revenue", 2)))

    assert saved == Team("sales", "Revenue", 1)
    assert await database.read(workspace, teams.every) == [saved]
