"""A publication reaches everybody, once, whoever comes first: its job or their own data."""

import asyncio

import pytest

from domain.document import load
from domain.instants import DAY, HOUR
from domain.journey import ProfileKind
from domain.refusals import (
    BadArgument,
    HistoryNotFirst,
    MalformedDocument,
    UnpublishableJourney,
    VersionConflict,
)
from domain.timeline import republished
from engine.publishing import LEASE, Published, advanced, publish
from store import feed, profiles, publish_jobs, teams
from tests.builders import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    a_journey,
    a_stage_change,
    at_least,
    became,
    did,
    document_of,
    logins,
    sent,
    silent,
    summing,
)
from tests.living import REPLAY

pytestmark = pytest.mark.anyio

THREE = a_journey("trial -> adoption", adoption=at_least("login", 3))
TWO = a_journey("trial -> adoption", adoption=at_least("login", 2))


async def test_a_new_version_is_judged_by_at_its_instant(engine):
    await engine.publish(THREE)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))

    await engine.publish(TWO)
    await engine.visit()

    assert await engine.told() == [
        a_stage_change("u1", entered="trial", at=MONDAY),
        a_stage_change("u1", left="trial", entered="adoption", at=engine.now, trigger="PUBLISH"),
    ]
    assert [change.version for change in await engine.feed()] == [1, 2]
    assert (await engine.profile("u1")).placements["lead"].version == 2


async def test_a_first_version_places_whom_it_finds_as_they_stand(engine):
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    await engine.observe([sent(did("acme", "login", at=MONDAY), kind=ProfileKind.ACCOUNT)])

    await engine.publish(TWO)
    await engine.visit()

    assert await engine.told() == [
        a_stage_change("u1", entered="adoption", at=engine.now, trigger="PUBLISH")
    ]


async def test_a_first_version_may_live_through_all_that_was_kept(engine):
    journey = a_journey(
        "trial -> adoption -> quiet", adoption=at_least("login", 2), quiet=silent("login", "P30D")
    )
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    await engine.observe(logins("u2", on=[engine.now - DAY]))

    await engine.publish(journey, history=REPLAY)
    await engine.visit()

    assert await engine.told("u1") == [
        a_stage_change("u1", entered="trial", at=MONDAY),
        a_stage_change("u1", left="trial", entered="adoption", at=TUESDAY),
        a_stage_change(
            "u1", left="adoption", entered="quiet", at=TUESDAY + 30 * DAY, trigger="TIME"
        ),
    ]
    assert await engine.told("u2") == [a_stage_change("u2", entered="trial", at=engine.now - DAY)]
    engine.now += 60 * DAY
    await engine.sweep()
    assert await engine.population() == {"quiet": 2}


async def test_an_observation_that_comes_before_the_job_brings_its_profile_along(engine):
    await engine.publish(THREE)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    published = await engine.publish(TWO)
    engine.now += HOUR

    (receipt,) = await engine.observe([did("u1", "else", at=engine.now)])
    await engine.visit()

    assert receipt.changes == ()
    assert (await engine.told())[1:] == [
        a_stage_change(
            "u1", left="trial", entered="adoption", at=engine.now - HOUR, trigger="PUBLISH"
        )
    ]
    job = await job_of(engine, published)
    assert (job.done, job.total, job.finished_at) == (1, 1, engine.now)


async def test_time_before_a_publication_is_served_under_the_older_version(engine):
    fading = a_journey("active -> quiet", quiet=silent("login", "P3D"))
    await engine.publish(fading)
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.publish(a_journey("active -> quiet", quiet=silent("login", "P500D")))
    await engine.visit()

    assert [(one.at, one.trigger) for one in await engine.told()] == [
        (MONDAY, "DATA"),
        (THURSDAY, "TIME"),
    ]


async def test_a_profile_that_missed_several_publications_lives_through_each(engine):
    engine.now = WEDNESDAY
    await engine.observe([*logins("u1", on=[MONDAY]), became("u1", at=MONDAY, plan="free")])
    instants = [WEDNESDAY, THURSDAY, FRIDAY]
    versions = [
        a_journey("trial -> a -> b", a=at_least("login", 1)),
        a_journey("trial -> a -> b", b=at_least("login", 1)),
        a_journey("trial -> b -> c", c={"signal": {"days": "login"}, "is": "gte", "value": 1}),
    ]
    for at, version in zip(instants, versions, strict=True):
        engine.now = at
        await engine.publish(version)

    await engine.observe([did("u1", "else", at=FRIDAY)])

    assert [(one.left, one.entered, one.at, one.trigger) for one in await engine.told()] == [
        (None, "a", WEDNESDAY, "PUBLISH"),
        ("a", "b", THURSDAY, "PUBLISH"),
        ("b", "c", FRIDAY, "PUBLISH"),
    ]
    await engine.visit()
    assert len(await engine.feed()) == 3


async def test_who_stands_in_a_stage_that_was_removed_leaves_it_and_is_judged_anew(engine):
    await engine.publish(a_journey("trial -> pilot -> adoption", pilot=at_least("login", 1)))
    await engine.observe(logins("u1", on=[MONDAY]))

    await engine.publish(a_journey("trial -> adoption", adoption=at_least("login", 5)))
    await engine.visit()

    published = {"at": engine.now, "trigger": "PUBLISH"}
    assert (await engine.told())[1:] == [
        a_stage_change("u1", left="pilot", entered=None, move="LEAVE", **published),
        a_stage_change("u1", entered="trial", **published),
    ]


async def test_who_stands_in_a_stage_that_was_removed_goes_where_the_publication_says(engine):
    engine.now = WEDNESDAY
    pilot = at_least("login", 1)
    await engine.publish(a_journey("trial -> pilot -> adoption", pilot=pilot))
    await engine.observe(login for who in ("u1", "u2") for login in logins(who, on=[MONDAY]))
    engine.now = THURSDAY
    adoption = at_least("login", 5)
    await engine.publish(
        a_journey("trial -> adoption -> loyal", adoption=adoption), mapping={"pilot": "adoption"}
    )
    engine.now = FRIDAY
    await engine.publish(a_journey("trial -> loyal"), mapping={"adoption": "loyal"})

    await engine.observe([did("u1", "else", at=FRIDAY)])
    await engine.visit()

    assert (await engine.stories())["u2"] == [
        a_stage_change("u2", entered="pilot", at=MONDAY),
        a_stage_change("u2", left="pilot", entered="adoption", at=THURSDAY, trigger="PUBLISH"),
        a_stage_change("u2", left="adoption", entered="loyal", at=FRIDAY, trigger="PUBLISH"),
    ]
    assert await engine.population() == {"loyal": 2}


@pytest.mark.parametrize("stage", ["trial", "nowhere"])
async def test_only_stages_that_a_publication_removes_are_mapped(engine, stage):
    await engine.publish(a_journey("trial -> pilot"))

    with pytest.raises(BadArgument) as refused:
        await engine.publish(a_journey("trial -> adoption"), mapping={stage: "adoption"})

    assert refused.value.path == "mapping"


async def test_a_first_version_removes_nothing(engine):
    with pytest.raises(BadArgument):
        await engine.publish(TWO, mapping={"pilot": "trial"})


async def test_nobody_is_mapped_to_where_there_is_nothing(engine):
    await engine.publish(a_journey("trial -> pilot"))

    with pytest.raises(UnpublishableJourney) as refused:
        await engine.publish(TWO, mapping={"pilot": "nowhere"})

    assert refused.value.problems[0].code == "MAPPING_TARGET_MISSING"


async def test_a_stage_that_keeps_its_id_keeps_its_profiles_under_another_key(engine):
    document = document_of(TWO)
    document["stages"][1]["id"] = "stg_1"
    await engine.publish(load(document))
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))
    document["stages"][1]["key"] = document["transitions"][0]["to"] = "use"

    await engine.publish(load(document))
    await engine.visit()

    placement = (await engine.profile("u1")).placements["lead"]
    assert (placement.stage, placement.since) == ("use", TUESDAY)
    assert (await engine.told())[2:] == [
        a_stage_change("u1", left="adoption", entered="use", at=engine.now, trigger="PUBLISH")
    ]


async def test_what_a_new_version_reads_is_rebuilt_from_the_log(engine):
    engine.now = MONDAY + 20 * DAY
    await engine.publish(THREE)
    spending = [did("u1", "paid", at=MONDAY + day * DAY, amount=30) for day in range(20)]
    await engine.observe(spending)

    week = {
        "all": [
            summing("paid", "amount", 180, within="P7D"),
            {"signal": {"avg": "paid", "property": "amount"}, "is": "eq", "value": 30},
        ]
    }
    await engine.publish(
        a_journey("trial -> adoption -> whale", whale=week, adoption=summing("paid", "amount", 180))
    )
    await engine.observe([did("u1", "else", at=engine.now)])

    assert [one.entered for one in await engine.told()] == ["trial", "whale"]


async def test_logs_of_every_length_are_rebuilt_from(engine, monkeypatch):
    monkeypatch.setattr("engine.logs.SHORT", 6)
    monkeypatch.setattr("engine.logs.PAGE", 10)
    lengths = {f"u{number}": number % 9 * (1 + 5 * (number % 2)) + 1 for number in range(40)}
    await engine.publish(THREE)
    for who, length in lengths.items():
        await engine.observe(did(who, "paid", at=MONDAY + n, amount=2) for n in range(length))

    adoption = summing("paid", "amount", 12)
    await engine.publish(a_journey("trial -> adoption", adoption=adoption))
    await engine.visit()

    standing = {who.external_id: who.placements["lead"].stage for who in await everybody(engine)}
    assert standing == {
        who: "adoption" if length >= 6 else "trial" for who, length in lengths.items()
    }


async def test_a_publication_that_changes_nothing_moves_nobody(engine):
    await engine.publish(TWO)
    await engine.observe(logins("u1", on=[MONDAY]))

    again = await engine.publish(TWO)
    await engine.visit()

    assert (again.version, len(await engine.feed())) == (2, 1)


async def test_profiles_that_are_new_since_are_not_judged_twice(engine):
    await engine.publish(TWO)
    await engine.observe(logins("u1", on=[MONDAY]))
    await engine.publish(TWO)
    await engine.observe(did(f"v{number}", "login", at=MONDAY) for number in range(20))

    await engine.visit()

    assert len(await engine.feed()) == 21


async def test_a_job_visits_nobody_who_has_come_already(engine, monkeypatch):
    for who in ("u1", "u2", "u3"):
        await engine.observe(logins(who, on=[MONDAY]))
    await engine.publish(TWO)
    await engine.observe(logins("u2", on=[TUESDAY]))
    visited, lock = [], profiles.lock

    async def looking(tx, ids):
        visited.extend(ids)
        return await lock(tx, ids)

    monkeypatch.setattr(profiles, "lock", looking)
    await engine.visit()

    known = {who.id: who.external_id for who in await everybody(engine)}
    assert [known[id] for id in visited] == ["u1", "u3"]


async def test_a_job_commits_few_facts_at_a_time(engine, monkeypatch):
    monkeypatch.setattr("engine.sitting.MOST_FACTS", 3)
    for who in ("u1", "u2", "u3"):
        await engine.observe(logins(who, on=[MONDAY, TUESDAY]))
    committed, record = [], feed.record

    async def counting(tx, changes):
        committed.append(len(changes))
        return await record(tx, changes)

    monkeypatch.setattr(feed, "record", counting)
    await engine.publish(TWO, history=REPLAY)
    await engine.visit()

    assert committed == [4, 2]
    assert await engine.population() == {"adoption": 3}


@pytest.mark.parametrize("act", ["engine.sitting.Sitting.close", "store.publish_jobs.advance"])
async def test_a_job_whose_worker_died_is_taken_up_where_it_stood(engine, monkeypatch, act):
    monkeypatch.setattr("engine.publishing.MOST_TOGETHER", 10)
    await engine.publish(THREE)
    names = [f"u{number}" for number in range(35)]
    await engine.observe(login for who in names for login in logins(who, on=[MONDAY, TUESDAY]))
    published = await engine.publish(TWO)
    await advanced(engine.database, engine.shelf, engine.workspace, engine.now)
    await killed_before(act, engine, monkeypatch)

    assert (await job_of(engine, published)).done == 10
    assert not await advanced(engine.database, engine.shelf, engine.workspace, engine.now)
    engine.now += LEASE
    await engine.visit()

    job = await job_of(engine, published)
    assert (job.done, job.total, job.finished_at) == (35, 35, engine.now)
    assert {who: len(story) for who, story in (await engine.stories()).items()} == dict.fromkeys(
        names, 2
    )


async def test_a_profile_that_breaks_something_of_ours_does_not_hold_up_the_others(
    engine, monkeypatch
):
    await engine.publish(THREE)
    await engine.observe(
        login for n in range(20) for login in logins(f"u{n}", on=[MONDAY, TUESDAY])
    )
    poison = (await engine.profile("u7")).id
    await engine.publish(TWO)

    with monkeypatch.context() as patch:
        patch.setattr("engine.sitting.republished", breaking_on(poison))
        await engine.visit()
    assert await engine.population() == {"trial": 1, "adoption": 19}

    await engine.observe([did("u7", "else", at=engine.now)])
    assert await engine.population() == {"adoption": 20}


async def test_two_workers_and_the_data_itself_visit_everybody_once(engine, another, monkeypatch):
    monkeypatch.setattr("engine.publishing.MOST_TOGETHER", 20)
    await engine.publish(THREE)
    names = [f"u{number}" for number in range(200)]
    await engine.observe(login for who in names for login in logins(who, on=[MONDAY, TUESDAY]))
    published = await engine.publish(TWO)

    async with engine.working(), another.working():
        await asyncio.gather(
            *(another.observe([did(who, "else", at=engine.now)]) for who in names[::-3])
        )
        await engine.visited(published.revision)

    assert await engine.population() == {"adoption": 200}
    assert len(await engine.feed()) == 400


async def test_history_is_replayed_for_a_first_version_only(engine):
    await engine.publish(TWO)

    with pytest.raises(HistoryNotFirst):
        await engine.publish(TWO, history=REPLAY)


async def test_a_journey_keeps_its_kind(engine):
    await engine.publish(TWO)

    with pytest.raises(BadArgument) as refused:
        await engine.publish(a_journey("trial -> adoption", kind=ProfileKind.ACCOUNT))

    assert refused.value.path == "document.kind"


async def test_of_concurrent_publications_from_one_version_exactly_one_wins(engine, another):
    await engine.publish(TWO)

    outcomes = await asyncio.gather(
        *(one.publish(THREE, expected_version=1) for one in (engine, another) * 3),
        return_exceptions=True,
    )

    (won,) = [outcome for outcome in outcomes if isinstance(outcome, Published)]
    lost = [outcome for outcome in outcomes if outcome is not won]
    assert (won.version, won.revision) == (2, 2)
    assert [(type(one), one.expected, one.live) for one in lost] == [(VersionConflict, 1, 2)] * 5


async def test_a_first_version_is_expected_as_version_0(engine):
    with pytest.raises(VersionConflict):
        await engine.publish(TWO, expected_version=1)

    assert (await engine.publish(TWO, expected_version=0)).version == 1


async def test_concurrent_publications_that_expect_nothing_follow_each_other(engine, another):
    published = await asyncio.gather(
        *(one.publish(TWO) for one in (engine, another) * 3),
        *(one.publish(a_journey("a -> b", key="other")) for one in (engine, another)),
    )

    assert sorted(it.revision for it in published) == list(range(1, 9))
    assert sorted(it.version for it in published) == [1, 1, 2, 2, 3, 4, 5, 6]


async def test_a_server_whose_clock_is_behind_publishes_no_earlier_than_the_last_one(engine):
    await engine.publish(THREE)
    await engine.observe(logins("u1", on=[MONDAY, TUESDAY]))

    await engine.publish(TWO, now=engine.now - HOUR)
    await engine.visit()

    assert [one.at for one in await engine.told()] == [MONDAY, engine.now]


async def test_teams_that_a_journey_names_are_made_and_reported(engine):
    journey = a_journey("trial -> adoption", teams=["sales", "growth", "data-science"])

    published = await engine.publish(journey)

    assert published.created_teams == ("data-science", "growth", "sales")
    assert (await engine.publish(journey)).created_teams == ()
    kept = await engine.database.read(engine.workspace, teams.every)
    assert {team.key: team.name for team in kept} == {
        "data-science": "Data science",
        "growth": "Growth",
        "sales": "Sales",
    }


async def test_what_cannot_be_read_or_makes_no_sense_changes_nothing(engine):
    cycle = load(
        {
            **document_of(TWO),
            "transitions": [
                {"from": "trial", "to": "adoption"},
                {"from": "adoption", "to": "trial"},
            ],
        }
    )

    with pytest.raises(UnpublishableJourney) as refused:
        await engine.publish(cycle)
    with pytest.raises(MalformedDocument):
        await publish(engine.database, engine.shelf, engine.workspace, {}, now=engine.now)

    assert "ADVANCE_CYCLE" in {problem.code for problem in refused.value.problems}
    assert (await engine.publish(TWO)).version == 1


async def everybody(engine):
    return (await engine.profiles()).values()


async def job_of(engine, published):
    return await engine.database.read(
        engine.workspace, lambda tx: publish_jobs.of_revision(tx, published.revision)
    )


async def killed_before(act, engine, monkeypatch):
    """A worker takes the job up and dies before it does this."""

    class KilledError(BaseException):
        pass

    async def killed(*_, **__):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(act, killed)
        with pytest.raises(KilledError):
            await advanced(engine.database, engine.shelf, engine.workspace, engine.now)


def breaking_on(id):
    def rule(profile, **how):
        if profile.id == id:
            raise ZeroDivisionError(id)
        return republished(profile, **how)

    return rule
