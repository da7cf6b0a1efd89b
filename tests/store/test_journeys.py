from decimal import Decimal

import pytest

from domain.journey import ProfileKind
from domain.refusals import NotFound
from store import journeys
from store.journeys import PublishedVersion, Revision

pytestmark = pytest.mark.anyio


def a_version(journey, version, revision, **more):
    return PublishedVersion(
        journey=journey,
        kind=ProfileKind.CONTACT,
        version=version,
        revision=revision,
        document={"key": journey, "format": "cairn/1", "x": Decimal("1.50"), "n": version},
        published_at=revision * 100,
        actor="ada",
        history="FROM_NOW",
        **more,
    )


def publishing(journey, version, **more):
    async def publish(tx):
        given = a_version(journey, version, await journeys.bump_revision(tx), **more)
        await journeys.publish(tx, given)
        return given

    return publish


@pytest.fixture
async def published(database, workspace):
    """Lead once, shop twice, lead again."""
    for journey, version in [("lead", 1), ("shop", 1), ("shop", 2), ("lead", 2)]:
        await database.write(workspace, publishing(journey, version))
    return workspace


async def test_what_is_published_is_given_back_as_it_was_written(database, workspace):
    given = await database.write(workspace, publishing("lead", 1))

    (kept,) = await database.read(workspace, journeys.live)
    assert given == kept == a_version("lead", 1, revision=1)
    assert list(kept.document) == ["key", "format", "x", "n"]
    assert str(kept.document["x"]) == "1.50"


async def test_where_profiles_go_is_kept_with_the_version_and_with_its_revision(
    database, workspace
):
    how = {"mapping": {"pilot": "trial", "gone": None}, "effects": "FULL"}
    given = await database.write(
        workspace, publishing("lead", 1, **how, draft="jrn_1", draft_revision=7)
    )

    kept = await database.read(workspace, lambda tx: journeys.live_version(tx, "lead"))
    (revision,) = await database.read(workspace, lambda tx: journeys.revisions_after(tx, 0))
    assert kept == given
    assert revision == Revision(1, 100, "lead", 1, "FROM_NOW", **how)


async def test_the_last_version_is_the_live_one(database, published):
    assert await database.read(published, journeys.live) == [
        a_version("lead", 2, revision=4),
        a_version("shop", 2, revision=3),
    ]


async def test_all_versions_are_kept(database, published):
    async def all_of(tx):
        return await journeys.versions(tx, "shop"), await journeys.version(tx, "shop", 1)

    first, second = a_version("shop", 1, revision=2), a_version("shop", 2, revision=3)
    assert await database.read(published, all_of) == ([first, second], first)
    assert await database.read(published, lambda tx: journeys.version(tx, "shop", 3)) is None


async def test_each_revision_has_the_versions_that_were_live_then(database, published):
    async def through_time(tx):
        return [
            [(one.journey, one.version) for one in await journeys.definitions_at(tx, revision)]
            for revision in range(5)
        ]

    assert await database.read(published, through_time) == [
        [],
        [("lead", 1)],
        [("lead", 1), ("shop", 1)],
        [("lead", 1), ("shop", 2)],
        [("lead", 2), ("shop", 2)],
    ]


async def test_each_revision_says_what_it_changed_and_when(database, published):
    assert await database.read(published, journeys.current_revision) == 4
    assert await database.read(published, lambda tx: journeys.revisions_after(tx, 2)) == [
        Revision(3, 300, "shop", 2, "FROM_NOW"),
        Revision(4, 400, "lead", 2, "FROM_NOW"),
    ]


async def test_a_workspace_that_is_gone_has_no_revision(database):
    with pytest.raises(NotFound):
        await database.read(404, journeys.current_revision)


async def test_an_archived_journey_is_in_no_definitions_from_that_revision_on(database, published):
    async def archive(tx):
        live = await journeys.live_version(tx, "shop")
        await journeys.archive(tx, live, await journeys.bump_revision(tx), 500)

    await database.write(published, archive)

    async def told(tx):
        return (
            [(one.journey, one.version) for one in await journeys.live(tx)],
            [(one.journey, one.version, at) for one, at in await journeys.archived(tx)],
            [[it.journey for it in await journeys.definitions_at(tx, r)] for r in range(6)],
            [await journeys.instant_of(tx, r) for r in (4, 5)],
            await journeys.live_version(tx, "shop"),
            (await journeys.last_version(tx, "shop")).version,
            await journeys.every_key(tx),
        )

    assert await database.read(published, told) == (
        [("lead", 2)],
        [("shop", 2, 500)],
        [[], ["lead"], *[["lead", "shop"]] * 3, ["lead"]],
        [400, 500],
        None,
        2,
        ["lead", "shop"],
    )
    (revision,) = await database.read(published, lambda tx: journeys.revisions_after(tx, 4))
    assert revision == Revision(5, 500, "shop", 2, "FROM_NOW", archives=True)


async def test_a_journey_that_is_published_again_is_archived_no_longer(database, published):
    async def archive(tx):
        live = await journeys.live_version(tx, "shop")
        await journeys.archive(tx, live, await journeys.bump_revision(tx), 500)

    await database.write(published, archive)
    await database.write(published, publishing("shop", 3))

    assert await database.read(published, journeys.archived) == []
    assert [one.version for one in await database.read(published, journeys.live)] == [2, 3]
