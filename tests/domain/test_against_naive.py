"""The engine always says what the naive evaluator says, however it is asked."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.definitions import Definitions
from domain.document import dump, load
from domain.instants import Instant
from domain.placement import settled
from domain.problems import blocks_replay, problems_of
from domain.profile import Profile, at_clock
from domain.remembering import dump_state, load_profile
from domain.stage_change import StageChange, Trigger
from domain.timeline import Outcome, time_served
from tests.lives import Interlude, lived, lived_with
from tests.naive import replayed
from tests.strategies import Story, by_profile, stories

MANY = settings(max_examples=400, deadline=None)
SEVERAL = settings(max_examples=200, deadline=None)


@MANY
@given(stories())
def test_the_engine_says_what_the_naive_evaluator_says(story):
    assert lived(story) == naively(story)


@SEVERAL
@given(stories(), st.data())
def test_evaluating_before_time_is_due_changes_nothing(story, data):
    changes = lived_with(story, asking_at_any_instant(data))

    assert by_profile(changes) == by_profile(naively(story))


@SEVERAL
@given(stories(), st.data())
def test_any_split_into_batches_gives_the_same_changes(story, data):
    changes = lived_with(story, kept_as_a_row_at_times(data))

    assert changes == naively(story)


@SEVERAL
@given(stories())
def test_what_is_kept_away_in_chunks_counts_as_ever(story):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.compiling.MOST_INSTANTS", 1)
        patch.setattr("domain.profile.HEAD", 3)
        patch.setattr("domain.pairs.CHUNK", 2)
        patch.setattr("domain.pairs.MOST_OF_LEVEL", 2)
        patch.setattr("domain.pairs.MERGED", 2)
        patch.setattr("domain.timing.MOST_STEPS", 1)
        changes = lived(story)

    assert changes == naively(story)


@SEVERAL
@given(stories())
def test_a_random_journey_may_be_replayed_and_is_dumped_as_it_was_loaded(story):
    journey = load(story.document)

    assert [problem for problem in problems_of(journey) if blocks_replay(problem)] == []
    assert dump(journey) == story.document


def test_events_that_no_condition_let_in_leave_no_last_one():
    no_big_order = {"last": "order", "where": [{"property": "amount", "is": "gt", "value": 9}]}
    story = Story(
        {
            "format": "cairn/1",
            "key": "shop",
            "name": "Shop",
            "kind": "CONTACT",
            "movement": "FREE",
            "stages": [
                {"key": "new", "name": "New", "role": "ENTRY"},
                {"key": "big", "name": "Big", "entry": {"signal": no_big_order, "is": "exists"}},
            ],
            "transitions": [{"from": "new", "to": "big"}],
        },
        [{"profile": "u1", "at": "2026-01-05T00:00:00Z", "event": "order"}],
        None,
    )

    assert lived(story) == naively(story)


def naively(story: Story) -> list[dict[str, Any]]:
    return replayed(story.document, story.lines, story.until)


def asking_at_any_instant(data: st.DataObject) -> Interlude:
    """Evaluates at instants of its own choice, where no evaluation may move anything."""

    def ask(profile: Profile, definitions: Definitions, upto: Instant) -> Outcome:
        changes: tuple[StageChange, ...] = ()
        instants = st.integers(profile.clock, max(profile.clock, upto - 1))
        for now in sorted(data.draw(st.lists(instants, max_size=2))):
            profile, served = time_served(profile, definitions, now)
            profile = at_clock(profile, now, definitions.windows[profile.kind])
            for course in definitions.by_kind[profile.kind]:
                profile, moved = settled(profile, course, now, Trigger.TIME)
                assert moved == ()
            changes += served
        return profile, changes

    return ask


def kept_as_a_row_at_times(data: st.DataObject) -> Interlude:
    """Writes a profile down and reads it back, as between one batch and the next."""

    def keep(profile: Profile, definitions: Definitions, upto: Instant) -> Outcome:
        if not data.draw(st.booleans()):
            return profile, ()
        number, state = dump_state(profile)
        kept = load_profile(
            id=profile.id,
            kind=profile.kind,
            external_id=profile.external_id,
            traits=profile.traits,
            created_at=profile.created_at,
            revision=profile.revision,
            format=number,
            state=json.loads(json.dumps(state)),
        )
        assert kept == profile
        return kept, ()

    return keep
