from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event_records import EventRecord
from domain.health import Health
from domain.instants import EARLIEST, LATEST
from domain.journey import ProfileKind
from domain.pairs import Chunk, DroppedChunk, Pairs
from domain.profile import Pin, Placement
from domain.remembering import (
    FORMAT,
    UnknownFormat,
    dump_content,
    dump_state,
    load_content,
    load_profile,
)
from domain.series import DaySet, Newest, Running
from tests.domain.building import (
    Life,
    a_course,
    a_profile,
    advance,
    at_least,
    day,
    did,
    entry,
    pin,
    published,
    rule,
    stage,
)
from tests.lives import arrived
from tests.strategies.stories import stories


def remembered(profile):
    """The profile written down and read back, as a store does it."""
    number, state = dump_state(profile)
    return read_back(profile, number, state)


def read_back(profile, number, state):
    return load_profile(
        id=profile.id,
        kind=profile.kind,
        external_id=profile.external_id,
        traits=profile.traits,
        created_at=profile.created_at,
        revision=profile.revision,
        format=number,
        state=orjson.loads(orjson.dumps(state)),
    )


EVERYTHING = a_profile(
    id=7,
    kind=ProfileKind.ACCOUNT,
    created_at=day(0),
    revision=3,
    clock=day(9),
    arrivals=12,
    traits={"plan": "pro", "seats": Decimal("5.0")},
    events={"login": EventRecord(4, day(0), day(3)), "é 😀": EventRecord(1, EARLIEST, LATEST)},
    series={
        "newest": Newest(4, day(0), (day(1), day(3))),
        "nobody": Newest(),
        "days": DaySet((-5, 20_000)),
        "running": Running(2, Decimal("0.30"), Decimal("0.1"), Decimal("0.2")),
        "long": Running(2, 10**29 + 1, -(10**29), 2**63),
        "none": Running(),
        "pairs": Pairs(
            count=9,
            total=Decimal("1E-25"),
            tail=((day(0), Decimal("-0.5")), (day(0), 1)),
            chunks=(Chunk(3, 1, day(1), day(2), 5, Decimal("2.50"), -(2**63), 10**29),),
            head=((day(3), 2**63),),
            next_chunk=4,
        ),
    },
    placements={
        "a": Placement(
            version=2,
            stage="new",
            since=day(1),
            visit=3,
            held={"b": day(1), "c": day(2)},
            cycle=day(1),
            pin=Pin(day(20), "ada", "a promise"),
            due=day(20),
        ),
        "b": Placement(version=1, stage="x", since=day(1), visit=1, pin=Pin(None, "ada")),
        "c": Placement(version=1),
    },
)


def test_a_profile_is_remembered_whole():
    assert remembered(EVERYTHING) == EVERYTHING


def test_no_digit_of_a_number_is_lost():
    kept = remembered(EVERYTHING)

    assert repr(kept.series) == repr(EVERYTHING.series)


def test_a_profile_that_nobody_has_seen_is_remembered_too():
    assert remembered(a_profile()) == a_profile()


def test_a_row_without_a_state_is_a_profile_never_observed():
    loaded = load_profile(
        id=1,
        kind=ProfileKind.CONTACT,
        external_id="u1",
        traits={"plan": "pro"},
        created_at=day(0),
        revision=2,
        format=FORMAT,
        state={},
    )

    assert loaded == a_profile(traits={"plan": "pro"}, created_at=day(0), revision=2)


def test_notes_for_whoever_keeps_the_profile_are_not_part_of_it():
    noted = replace(EVERYTHING, chunk_notes=(DroppedChunk("pairs", 1),))

    assert remembered(noted) == EVERYTHING


def test_a_row_of_a_newer_program_is_refused():
    with pytest.raises(UnknownFormat, match=f"state format {FORMAT + 1} is newer than {FORMAT}"):
        load_profile(
            id=1,
            kind=ProfileKind.CONTACT,
            external_id="u1",
            traits={},
            created_at=0,
            revision=0,
            format=FORMAT + 1,
            state={},
        )


def test_memberships_are_kept_short_and_come_back_whole():
    there = Placement(version=2, stage="member", since=day(1), visit=3, due=day(9))
    gone = Placement(version=1, visit=1)
    profile = a_profile(placements={"segment:big": there, "segment:old": gone})

    _, state = dump_state(profile)

    assert remembered(profile) == profile
    assert state["memberships"] == {"big": [2, day(1), 3, day(9)], "old": [1, None, 1, None]}


def test_a_row_from_before_there_were_segments_is_read():
    _, state = dump_state(EVERYTHING)
    del state["memberships"]

    assert read_back(EVERYTHING, 2, state) == EVERYTHING


def test_a_row_of_an_older_format_is_upgraded_step_by_step(monkeypatch):
    number, state = dump_state(EVERYTHING)
    monkeypatch.setattr("domain.remembering.FORMAT", number + 2)
    upgrades = {
        number: lambda old: {**old, "clock": old["clock"] + 1},
        number + 1: lambda old: {**old, "clock": old["clock"] * 2},
    }
    monkeypatch.setattr("domain.remembering.UPGRADES", upgrades)

    loaded = load_profile(
        id=7,
        kind=ProfileKind.ACCOUNT,
        external_id="u1",
        traits=EVERYTHING.traits,
        created_at=day(0),
        revision=3,
        format=number,
        state=state,
    )

    assert loaded == replace(EVERYTHING, clock=(day(9) + 1) * 2)


def test_a_series_of_an_unknown_shape_is_refused():
    _, state = dump_state(a_profile())

    with pytest.raises(UnknownFormat, match="no series of shape 'spiral'"):
        load_profile(
            id=1,
            kind=ProfileKind.CONTACT,
            external_id="u1",
            traits={},
            created_at=0,
            revision=0,
            format=FORMAT,
            state={**state, "series": {"s": ["spiral", 1]}},
        )


numbers = st.one_of(
    st.integers(-(10**30) + 1, 10**30 - 1),
    st.decimals(-(10**14), 10**14, places=12, allow_nan=False),
    st.sampled_from([Decimal("0.0"), Decimal("-0.5"), Decimal("1E+20"), Decimal("1E-20")]),
)


@given(st.lists(st.tuples(st.integers(EARLIEST, LATEST), numbers)).map(tuple))
def test_pairs_are_written_and_read_back(pairs):
    assert load_content(orjson.loads(orjson.dumps(dump_content(pairs)))) == pairs


@settings(max_examples=200)
@given(stories(), st.data())
def test_whoever_lived_through_anything_is_remembered_whole(story, data):
    """Random journeys, several at once, and random observations; pinned perhaps."""
    courses = [
        a_course(*story.document["stages"], *story.document["transitions"], key=key,
                 movement=story.document["movement"])
        for key in ("a", "b")
    ]  # fmt: skip
    life = Life(published(*courses[: data.draw(st.integers(0, 2))]), a_profile())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.profile.HEAD", 4)
        patch.setattr("domain.pairs.CHUNK", 2)
        patch.setattr("domain.pairs.MOST_OF_LEVEL", 2)
        patch.setattr("domain.pairs.MERGED", 2)
        life = life.observing(*(arrived(line) for line in story.lines))
    placements = list(life.profile.placements.values())
    if len(placements) == 1 and placements[0].stage is not None and data.draw(st.booleans()):
        life = pin(life, life.profile.clock, until=life.profile.clock + 5)

    assert remembered(life.profile) == replace(life.profile, chunk_notes=())


# How much is kept


def test_a_busy_profile_fits_its_row():
    """A year of work under a journey that reads it in every way: 40,000 events of 200 names."""
    ways = [
        at_least("e0", 3, within="P7D"),
        at_least("e1", 200, within="P30D"),
        at_least("e2", 300, within="P30D"),
        rule({"sum": "e3", "property": "amount", "within": "P30D"}, "gte", 10**9),
        rule({"avg": "e4", "property": "amount", "within": "P90D"}, "gte", 10**9),
        rule({"max": "e5", "property": "amount"}, "gte", 10**9),
        rule({"days": "*"}, "gte", 300),
        rule({"days": "*", "within": "P30D"}, "gte", 31),
        rule({"age": {"last": "*"}}, "gt", "P365D"),
    ]
    course = a_course(
        entry("new"),
        *(stage(f"s{number}", one) for number, one in enumerate(ways)),
        *(advance("new", f"s{number}") for number in range(len(ways))),
        movement="FREE",
    )
    minutes = 365 * 24 * 60
    observations = [
        did(f"e{number % 200}", day(number * 13 / 24 / 60), amount=Decimal("1234567.89"))
        for number in range(minutes // 13)
    ]

    life = Life(published(course), a_profile()).observing(*observations)
    _, state = dump_state(life.profile)

    assert len(orjson.dumps(state)) < 64 * 1024


def test_what_was_kept_before_health_was_has_none():
    health = Health(stage="new", score=5, band="at-risk", parts=(5, None), peaks=((7, day(1)),))
    placement = Placement(version=1, stage="new", since=day(0), health=health)
    profile = a_profile(placements={"lead": placement})
    _, state = dump_state(profile)
    del state["placements"]["lead"]["health"]

    loaded = read_back(profile, 1, state)

    assert remembered(profile) == profile

    assert loaded.placements["lead"] == replace(placement, health=None)
