"""Segments, told as stories: who is in them, from when to when, and what reads them."""

import pytest

from domain.instants import DAY, HOUR, MICROSECOND, text_of
from domain.journey import Movement, ProfileKind
from domain.refusals import BadArgument, NotFound, UnpublishableJourney, VersionConflict
from domain.segment_refusals import SegmentHasErrors, SegmentInUse, TooManySegments
from engine import segments
from engine.doctor import examined
from engine.publishing import publish
from engine.replaying import replayed
from engine.trying import Trial, tried
from tests.builders import (
    a_journey,
    a_segment,
    at_least,
    became,
    did,
    document_of,
    is_in,
    silent,
    stands_in,
    trait_is,
)

pytestmark = pytest.mark.anyio

CONTACT = ProfileKind.CONTACT
STAGES = a_journey(
    "onboarding -> adopting -> renewal",
    movement=Movement.FREE,
    adopting=trait_is("phase", "adopting"),
    renewal=trait_is("phase", "renewal"),
)


def never(event):
    return {"signal": {"count": event}, "is": "eq", "value": 0}


async def save(engine, segment, **how):
    where = engine.database, engine.shelf, engine.workspace
    return await segments.save(*where, segment, **{"now": engine.now, **how})


async def delete(engine, key, **how):
    where = engine.database, engine.shelf, engine.workspace
    return await segments.delete(*where, key, **{"now": engine.now, **how})


async def counted(engine, segment):
    where = engine.database, engine.shelf, engine.workspace
    return await segments.preview(*where, segment, engine.now)


async def comings(engine, key, who=None):
    """Who came and went: true for coming, when, and by what."""
    names = {id: profile.external_id for id, profile in (await engine.profiles()).items()}
    return [
        (names[one.profile], one.entered is not None, one.at, one.trigger.value)
        for one in await engine.feed()
        if one.journey == f"segment:{key}" and who in (None, names[one.profile])
    ]


async def well(engine):
    assert await examined(engine.database, engine.workspace) == []


async def test_users_in_adopting_who_have_not_used_a_feature(engine):
    await engine.publish(STAGES)
    await save(engine, a_segment("to-show", {"all": [stands_in("lead", "adopting"), never("x")]}))
    start = engine.now - 3 * DAY

    await engine.observe(
        [
            became("u1", at=start, phase="onboarding"),
            became("u2", at=start, phase="adopting"),
            became("u1", at=start + DAY, phase="adopting"),
            did("u2", "x", at=start + 2 * DAY),
        ]
    )

    assert await comings(engine, "to-show") == [
        ("u2", True, start, "DATA"),
        ("u1", True, start + DAY, "DATA"),
        ("u2", False, start + 2 * DAY, "DATA"),
    ]
    assert await engine.population("segment:to-show") == {"member": 1}
    await well(engine)


async def test_customers_whose_credit_card_expires_while_they_are_in_renewal(engine):
    expires = engine.now + 10 * DAY
    soon = {"signal": {"until": {"trait": "card.expires"}}, "is": "lte", "value": "P3D"}
    await engine.publish(STAGES)
    await save(engine, a_segment("expiring", {"all": [stands_in("lead", "renewal"), soon]}))
    card = {"expires": text_of(expires)}
    await engine.observe(
        [
            became("renews", at=engine.now, phase="renewal", card=card),
            became("adopts", at=engine.now, phase="adopting", card=card),
        ]
    )

    await engine.sweep(expires + HOUR)
    await engine.observe([became("renews", at=engine.now, phase="adopting")])

    assert await comings(engine, "expiring") == [
        ("renews", True, expires - 3 * DAY, "TIME"),
        ("renews", False, expires + HOUR, "DATA"),
    ]


async def test_users_who_are_silent_for_thirty_days_come_in_at_that_instant_by_time_alone(engine):
    seen = engine.now
    await save(engine, a_segment("quiet", silent("login", "P30D")))
    await engine.observe([did("u1", "login", at=seen)])

    await engine.sweep(seen + 30 * DAY - MICROSECOND)
    before = await comings(engine, "quiet")
    await engine.sweep(seen + 40 * DAY)
    await engine.observe([did("u1", "login", at=engine.now)])

    assert before == []
    assert await comings(engine, "quiet") == [
        ("u1", True, seen + 30 * DAY, "TIME"),
        ("u1", False, seen + 40 * DAY, "DATA"),
    ]
    await well(engine)


async def test_who_started_two_days_or_six_months_ago(engine):
    def started(least, most):
        age = {"age": {"trait": "started_at"}}
        return {
            "all": [
                {"signal": age, "is": "gte", "value": least},
                {"signal": age, "is": "lt", "value": most},
            ]
        }

    start = engine.now
    await save(
        engine, a_segment("started", {"any": [started("P2D", "P3D"), started("P182D", "P183D")]})
    )
    await engine.observe([became("u1", at=start, started_at=text_of(start))])

    await engine.sweep(start + 200 * DAY)

    assert await comings(engine, "started") == [
        ("u1", True, start + 2 * DAY, "TIME"),
        ("u1", False, start + 3 * DAY, "TIME"),
        ("u1", True, start + 182 * DAY, "TIME"),
        ("u1", False, start + 183 * DAY, "TIME"),
    ]


async def test_a_journey_reads_a_segment_that_reads_where_another_journey_has_brought_somebody(
    engine,
):
    rescue = a_journey(
        "calm -> called", key="a-rescue", movement=Movement.FREE, called=is_in("lost")
    )
    lost = {"all": [stands_in("lead", "adopting"), silent("login", "P7D")]}
    await engine.publish(STAGES)
    await save(engine, a_segment("lost", lost))
    await engine.publish(rescue)
    start = engine.now
    await engine.observe([did("u1", "login", at=start), became("u1", at=start, phase="adopting")])

    await engine.sweep(start + 8 * DAY)
    await engine.observe([became("u1", at=engine.now, phase="renewal")])

    assert [
        (one.journey, one.entered, one.at, one.trigger.value)
        for one in await engine.feed()
        if one.journey != "lead"
    ] == [
        ("a-rescue", "calm", start, "DATA"),
        ("segment:lost", "member", start + 7 * DAY, "TIME"),
        ("a-rescue", "called", start + 7 * DAY, "TIME"),
        ("segment:lost", None, start + 8 * DAY, "DATA"),
        ("a-rescue", "calm", start + 8 * DAY, "DATA"),
    ]


async def test_a_segment_that_is_saved_later_is_filled_by_its_job_and_read_off_the_log(engine):
    start = engine.now - 5 * DAY
    await engine.observe([did("u1", "login", at=start + day * DAY) for day in range(3)])
    await engine.observe([did("u2", "login", at=start)])
    segment = a_segment("active", at_least("login", 2, within="P30D"))

    foreseen = await counted(engine, segment)
    await save(engine, segment)
    await engine.visit()

    assert (foreseen.count, foreseen.of, foreseen.is_exact) == (1, 2, True)
    assert await comings(engine, "active") == [("u1", True, engine.now, "PUBLISH")]
    await well(engine)


async def test_who_does_not_meet_other_criteria_leaves_and_who_was_deleted_is_left_by_all(engine):
    await save(engine, a_segment("big", trait_is("plan", "big")))
    await engine.observe([became("u1", at=engine.now, plan="big", seats=1)])
    await engine.observe([became("u2", at=engine.now, plan="big", seats=9)])

    engine.now += DAY
    again = await save(engine, a_segment("big", trait_is("seats", 9)), expected_version=1)
    await engine.visit()
    engine.now += DAY
    await delete(engine, "big")
    await engine.visit()

    assert again.version == 2
    assert await comings(engine, "big", "u1") == [
        ("u1", True, engine.now - 2 * DAY, "DATA"),
        ("u1", False, engine.now - DAY, "PUBLISH"),
    ]
    assert (await comings(engine, "big", "u2"))[1:] == [("u2", False, engine.now, "PUBLISH")]
    await well(engine)


async def test_what_is_saved_as_it_is_already_stays_as_it_is(engine):
    segment = a_segment("big", trait_is("plan", "big"))

    assert [(await save(engine, segment)).version for _ in range(2)] == [1, 1]


async def test_segments_that_read_themselves_or_each_other_are_refused(engine):
    await save(engine, a_segment("one", at_least("login", 1)))
    await save(engine, a_segment("two", is_in("one")))

    with pytest.raises(SegmentHasErrors, match="Its own membership is read"):
        await save(engine, a_segment("self", is_in("self")))
    with pytest.raises(SegmentHasErrors) as refused:
        await save(engine, a_segment("one", is_in("two")))

    assert [one.witness for one in refused.value.problems] == [
        ("segment:one", "segment:two", "segment:one")
    ]


async def test_what_is_read_cannot_be_deleted_before_those_who_read_it(engine):
    await save(engine, a_segment("one", at_least("login", 1)))
    await save(engine, a_segment("two", is_in("one")))
    await engine.publish(a_journey("in -> out", out=is_in("one")))

    with pytest.raises(SegmentInUse) as refused:
        await delete(engine, "one")

    assert (refused.value.journeys, refused.value.segments) == (("lead",), ("two",))
    await delete(engine, "two")
    with pytest.raises(NotFound):
        await delete(engine, "two")


async def test_a_segment_is_for_one_kind_of_profile_and_versions_are_watched(engine):
    await save(engine, a_segment("big", trait_is("plan", "big")))

    with pytest.raises(BadArgument):
        await save(engine, a_segment("big", trait_is("plan", "big"), kind=ProfileKind.ACCOUNT))
    with pytest.raises(VersionConflict):
        await save(engine, a_segment("big", trait_is("plan", "bigger")), expected_version=0)
    with pytest.raises(VersionConflict):
        await delete(engine, "big", expected_version=2)


async def test_a_workspace_has_so_many_segments_and_no_more(engine, monkeypatch):
    monkeypatch.setattr(segments, "MOST_SEGMENTS", 2)
    for key in ("one", "two"):
        await save(engine, a_segment(key, at_least("login", 1)))

    with pytest.raises(TooManySegments):
        await save(engine, a_segment("three", at_least("login", 1)))
    await save(engine, a_segment("two", at_least("login", 2)))


async def test_of_many_profiles_a_sample_is_counted_and_it_is_said(engine, monkeypatch):
    monkeypatch.setattr(segments, "MOST_JUDGED", 20)
    happenings = [
        became(f"u{n}", at=engine.now, plan="big" if n % 2 else "small") for n in range(40)
    ]
    await engine.observe(happenings)

    foreseen = await counted(engine, a_segment("big", trait_is("plan", "big")))

    assert (foreseen.of, foreseen.judged, foreseen.is_exact) == (40, 20, False)
    assert foreseen.count == 2 * round(foreseen.count / 2)
    assert 10 <= foreseen.count <= 30


async def test_the_engine_tells_what_a_replay_tells(engine):
    segment = a_segment("quiet", {"all": [is_in("seen"), silent("login", "P7D")]})
    seen = a_segment("seen", at_least("login", 1, within="P20D"))
    journey = a_journey("calm -> called", movement=Movement.FREE, called=is_in("quiet"))
    start = engine.now
    history = [
        did("u1", "login", at=start),
        did("u2", "login", at=start + DAY),
        did("u1", "login", at=start + 10 * DAY),
        did("u2", "other", at=start + 12 * DAY),
        did("u1", "login", at=start + 12 * DAY),
    ]
    for one in (seen, segment):
        await save(engine, one)
    await engine.publish(journey)

    for one in history:
        await engine.sweep(one[1].at)
        await engine.observe([one])
    await engine.sweep(start + 60 * DAY)

    def brief(who, one):
        return who, one.journey, one.entered, one.at, one.trigger

    names = {id: profile.external_id for id, profile in (await engine.profiles()).items()}
    lived = [brief(names[one.profile], one) for one in await engine.feed()]
    told = [
        brief(one.profile, one.fact)
        for one in replayed(journey, history, start + 60 * DAY, [segment, seen])
    ]
    assert len(told) > 12
    for who in ("u1", "u2"):
        assert [it for it in lived if it[0] == who] == [it for it in told if it[0] == who]
    await well(engine)


async def test_a_journey_may_not_be_published_that_reads_a_segment_which_is_gone(engine):
    journey = a_journey("in -> out", out=is_in("one"))
    await save(engine, a_segment("one", at_least("login", 1)))
    await engine.publish(journey)
    await engine.publish(a_journey("in -> out", out=at_least("login", 1)))
    await delete(engine, "one")

    with pytest.raises(UnpublishableJourney) as refused:
        await publish(
            engine.database, engine.shelf, engine.workspace, document_of(journey), now=engine.now
        )

    first = refused.value.problems[0]
    assert (first.code, first.args["name"]) == ("CRITERIA_UNKNOWN_REFERENCE", "one")


async def test_a_journey_that_reads_a_segment_is_tried_out_with_it(engine):
    await save(engine, a_segment("quiet", silent("login", "P7D")))
    journey = a_journey("calm -> called", movement=Movement.FREE, called=is_in("quiet"))
    start = engine.now
    trial = Trial(
        journey=journey,
        start=None,
        observations=[did("u1", "login", at=start)[1]],
        until=start + 8 * DAY,
    )

    lived = await tried(engine.database, engine.shelf, engine.workspace, trial, engine.now)

    assert [
        (step.happening.entered, step.happening.at) for step in lived.steps if step.happening.moves
    ] == [("calm", start), ("called", start + 7 * DAY)]
    assert {step.course.key for step in lived.steps} == {"lead"}
