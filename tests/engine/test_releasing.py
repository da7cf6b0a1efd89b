"""A draft goes live exactly as it was previewed, or whoever publishes is told what has changed."""

import asyncio
from functools import partial

import pytest

from domain.confirmation import GOOD_FOR, ConfirmTokenRefused, Staleness, StalePreview
from domain.document import load
from domain.draft_document import journey_of
from domain.journey import ProfileKind
from domain.meaning import semantic_hash
from domain.refusals import BadArgument, NotFound, UnpublishableJourney
from engine.effects import Effects
from engine.history import History
from engine.previewing import PreviewState
from engine.publishing import LEASE, MOST_TOGETHER, Published, advanced
from engine.workspaces import create_workspace
from store import drafts, journeys
from tests.builders import (
    MONDAY,
    TUESDAY,
    a_journey,
    a_stage_change,
    at_least,
    became,
    did,
    document_of,
    logins,
)
from tests.foreseeing import what_happened
from tests.living import LivingEngine
from tests.publisher import Publisher

pytestmark = pytest.mark.anyio

LIVE = a_journey("trial -> pilot -> adoption", pilot=at_least("login", 1),
                 adoption=at_least("login", 3))  # fmt: skip
DRAFT = a_journey("trial -> adoption", adoption=at_least("login", 2))
MAPPED = {"pilot": "trial"}
NAMED = {"updateJourney": {"name": "Another"}}


@pytest.fixture
async def publisher(engine):
    """Six profiles of which the nth has logged in n times, and a draft of less stages."""
    await engine.publish(LIVE)
    await engine.observe(became(f"u{n}", at=MONDAY, n=n) for n in range(6))
    for number in range(6):
        await engine.observe(logins(f"u{number}", on=[MONDAY + n for n in range(number)]))
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    return publisher


@pytest.fixture
def colleague(publisher, another):
    """The same, in another process."""
    return Publisher(another)


async def live(publisher):
    return await publisher.engine.read(partial(journeys.live_version, journey="lead"))


async def test_a_draft_goes_live_as_it_was_previewed(publisher):
    engine = publisher.engine
    preview = await publisher.preview(mapping=MAPPED)

    published = await publisher.publish(
        preview.confirm_token, mapping=MAPPED, effects=Effects.FULL, actor="eve"
    )
    await engine.visit()

    assert (published.version, published.revision) == (2, 2)
    came = await what_happened(engine, published)
    flows = {(it.left, it.entered) for it in preview.movements.flows}
    assert {(it.left, it.entered) for it in came.values()} == flows
    assert sum(it.changes for it in came.values()) == preview.movements.changes
    version = await live(publisher)
    assert (version.mapping, version.effects, version.history, version.actor) == (
        MAPPED,
        "FULL",
        "FROM_NOW",
        "eve",
    )
    assert (version.draft, version.draft_revision) == ("jrn_1", 0)


async def test_the_draft_stays_and_is_published_again_at_a_later_revision(publisher):
    await publisher.publish(await publisher.token(mapping=MAPPED), mapping=MAPPED)
    await publisher.edit(NAMED)

    published = await publisher.publish(await publisher.token())

    draft = await publisher.engine.read(partial(drafts.find, id="jrn_1"))
    version = await live(publisher)
    assert (published.version, version.draft_revision, draft.revision) == (3, 1, 1)
    assert semantic_hash(journey_of(draft)) == semantic_hash(load(version.document))


async def test_a_first_version_may_replay_the_past(engine):
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    how = {"history": History.REPLAY}

    await publisher.publish(await publisher.token(**how), **how)
    await engine.visit()

    assert await engine.told() == [
        a_stage_change("u1", entered="trial", at=MONDAY),
        a_stage_change("u1", left="trial", entered="adoption", at=TUESDAY),
    ]


async def refused(publisher, token, **how):
    with pytest.raises(StalePreview) as stale:
        await publisher.publish(token, **how)
    return stale.value.reason, stale.value.preview


async def test_a_draft_that_was_edited_meanwhile_is_previewed_anew(publisher):
    token = await publisher.token(mapping=MAPPED)
    await publisher.edit(NAMED, by="bob")

    reason, fresh = await refused(publisher, token, mapping=MAPPED)

    assert reason is Staleness.DRAFT_EDITED
    assert (fresh.state, fresh.draft_revision, fresh.contributors) == (
        PreviewState.DONE,
        1,
        ("bob",),
    )
    assert (await publisher.publish(fresh.confirm_token, mapping=MAPPED)).version == 2


async def test_a_journey_that_was_published_meanwhile_is_previewed_anew(publisher):
    token = await publisher.token(mapping=MAPPED)
    await publisher.engine.publish(a_journey("trial -> adoption"))

    reason, fresh = await refused(publisher, token, mapping=MAPPED)

    # Of the mapping nothing is left to be meant.
    assert (reason, fresh.live_version) == (Staleness.JOURNEY_PUBLISHED, 2)
    assert (await publisher.publish(fresh.confirm_token)).version == 3


async def test_a_first_version_that_somebody_else_published_has_a_past_by_now(engine):
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    how = {"history": History.REPLAY}
    token = await publisher.token(**how)
    await engine.publish(LIVE)

    reason, fresh = await refused(publisher, token, **how)

    assert reason is Staleness.JOURNEY_PUBLISHED
    assert (await publisher.publish(fresh.confirm_token)).version == 2


@pytest.mark.parametrize("mapping", [{}, {"pilot": "adoption"}, {"pilot": None}])
async def test_another_mapping_was_not_previewed(publisher, mapping):
    token = await publisher.token(mapping=MAPPED)

    reason, fresh = await refused(publisher, token, mapping=mapping)

    assert reason is Staleness.OTHERWISE_PREVIEWED
    assert (fresh.confirm_token is None) == (not mapping)


async def test_a_token_is_good_for_a_quarter_of_an_hour(publisher):
    engine = publisher.engine
    token = await publisher.token(mapping=MAPPED)
    engine.now += GOOD_FOR - 1
    in_time = await publisher.token(mapping=MAPPED)
    engine.now += 1

    reason, fresh = await refused(publisher, token, mapping=MAPPED)

    assert (reason, fresh.at) == (Staleness.EXPIRED, engine.now)
    assert (await publisher.publish(in_time, mapping=MAPPED)).version == 2


async def test_what_no_preview_of_this_draft_gave_confirms_nothing(publisher):
    engine = publisher.engine
    other = Publisher(engine, "jrn_2")
    await other.drafts(a_journey("a -> b", key="other"))
    stranger = await create_workspace(engine.database, "other", "Other", engine.now)
    theirs = Publisher(LivingEngine(engine.database, stranger.id))
    await theirs.drafts(DRAFT)

    for token in ("", "text", "e30.e30", await other.token(), await theirs.token()):
        with pytest.raises(ConfirmTokenRefused):
            await publisher.publish(token)
    assert (await live(publisher)).version == 1


async def test_a_draft_of_another_workspace_is_not_there(publisher):
    engine = publisher.engine
    token = await publisher.token(mapping=MAPPED)
    stranger = await create_workspace(engine.database, "other", "Other", engine.now)
    theirs = Publisher(LivingEngine(engine.database, stranger.id))

    with pytest.raises(NotFound):
        await theirs.publish(token, mapping=MAPPED)


async def test_who_comes_to_a_removed_stage_after_the_preview_stops_an_unmapped_publication(engine):
    await engine.publish(LIVE)
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    token = await publisher.token()
    await engine.observe(logins("u1", on=[MONDAY]))

    with pytest.raises(UnpublishableJourney) as stopped:
        await publisher.publish(token)

    assert stopped.value.problems[0].code == "STAGE_REMOVED_WITH_PROFILES"
    assert (await live(publisher)).version == 1


async def test_another_kind_of_profile_is_refused_whoever_published_first(engine):
    publisher = Publisher(engine)
    await publisher.drafts(DRAFT)
    token = await publisher.token()
    await engine.publish(a_journey("trial -> adoption", kind=ProfileKind.ACCOUNT))

    with pytest.raises(BadArgument):
        await publisher.publish(token)


async def test_of_publications_at_once_one_wins_and_the_others_are_previewed_anew(
    publisher, colleague
):
    token = await publisher.token(mapping=MAPPED)

    outcomes = await asyncio.gather(
        *(one.publish(token, mapping=MAPPED) for one in (publisher, colleague) * 3),
        return_exceptions=True,
    )

    (won,) = [one for one in outcomes if isinstance(one, Published)]
    lost = [one for one in outcomes if one is not won]
    assert won.version == 2
    assert [(type(one), one.reason) for one in lost] == [
        (StalePreview, Staleness.JOURNEY_PUBLISHED)
    ] * 5
    assert {one.preview.live_version for one in lost} == {2}


async def test_edits_and_publications_at_once_leave_what_was_previewed(publisher, colleague):
    token = await publisher.token(mapping=MAPPED)

    published, _ = await asyncio.gather(
        publisher.publish(token, mapping=MAPPED), colleague.edit(NAMED), return_exceptions=True
    )

    version = await live(publisher)
    if isinstance(published, Published):
        assert (version.draft_revision, version.document["name"]) == (0, "Lead")
    else:
        assert (published.reason, version.version) == (Staleness.DRAFT_EDITED, 1)


async def test_a_worker_that_dies_between_profiles_leaves_the_rest_to_the_next(
    publisher, monkeypatch
):
    engine = publisher.engine
    names = [f"v{number}" for number in range(MOST_TOGETHER + 50)]
    await engine.observe(login for who in names for login in logins(who, on=[MONDAY]))
    published = await publisher.publish(await publisher.token(mapping=MAPPED), mapping=MAPPED)
    step = partial(advanced, engine.database, engine.shelf, engine.workspace)
    await step(now=engine.now)

    # The next worker brings some along, and dies before it can say so.
    async def dying(*_, **__):
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr("store.publish_jobs.advance", dying)
        with pytest.raises(asyncio.CancelledError):
            await step(now=engine.now)
    # Meanwhile somebody comes by himself.
    await engine.observe([did(names[-1], "else", at=engine.now)])
    engine.now += LEASE
    await engine.visit()

    came = await what_happened(engine, published)
    assert {who: (it.left, it.entered, it.changes) for who, it in came.items()} == {
        **dict.fromkeys([*names, "u1"], ("pilot", "trial", 1)),
        "u2": ("pilot", "adoption", 2),
    }
    numbers = [change.number for change in await engine.feed()]
    assert numbers == list(range(1, len(numbers) + 1))


async def test_a_document_still_goes_live_by_itself(publisher):
    published = await publisher.engine.publish(DRAFT)
    await publisher.engine.visit()

    assert (published.version, document_of(published.journey)) == (2, document_of(DRAFT))
    assert (await live(publisher)).draft is None
