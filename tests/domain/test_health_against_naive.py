"""Health, and criteria that read it, are always what the naive evaluator makes of them."""

from typing import Any

import pytest
from hypothesis import given, settings

from domain.course import charted
from domain.definitions import defined
from domain.document import load
from domain.instants import EARLIEST
from domain.journey import ProfileKind
from domain.profile import Profile
from domain.stage_change import StageChange
from domain.timeline import observed, time_served
from engine.chunks import Chunks
from tests import naive
from tests.lives import arrived, instant, lived, printed
from tests.strategies import by_profile, healthy_stories, linked_stories

MANY = settings(max_examples=300, deadline=None)
SEVERAL = settings(max_examples=150, deadline=None)


@MANY
@given(healthy_stories())
def test_every_step_of_a_score_is_the_naive_evaluators(story):
    assert lived(story, with_health=True) == naively(story, with_health=True)


@SEVERAL
@given(healthy_stories())
def test_profiles_move_alike_when_only_what_is_told_is_waited_for(story):
    assert lived(story) == naively(story)


@SEVERAL
@given(healthy_stories())
def test_nothing_is_missed_when_only_one_step_is_looked_ahead(story):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("domain.looking.MOST_STEPS", 1)
        patch.setattr("domain.gauges.MOST_STEPS", 1)
        patch.setattr("domain.standing.MOST_STEPS", 1)
        patch.setattr("domain.compiling.MOST_INSTANTS", 1)
        patch.setattr("domain.profile.HEAD", 3)
        patch.setattr("domain.pairs.CHUNK", 2)
        patch.setattr("domain.pairs.MOST_OF_LEVEL", 2)
        patch.setattr("domain.pairs.MERGED", 2)
        assert lived(story, with_health=True) == naively(story, with_health=True)


@SEVERAL
@given(linked_stories())
def test_journeys_that_read_each_other_are_judged_in_the_order_of_their_references(story):
    documents, lines, until = story

    assert lived_together(documents, lines, until) == by_profile(
        naive.replayed_together(documents, lines, until)
    )


def naively(story, *, with_health=False):
    return naive.replayed(story.document, story.lines, story.until, with_health=with_health)


def lived_together(documents, lines, until) -> dict[str, list[dict[str, Any]]]:
    """Stage changes of all journeys; those of one instant in the order of references."""
    definitions = defined(0, EARLIEST, tuple(charted(load(it), version=1) for it in documents))
    chunks, profiles, facts = Chunks(), dict[str, Profile](), []

    def act(who, rule):
        profiles[who], made = chunks.answering(rule, profiles[who])
        facts.extend(printed(who, one) for one in made if isinstance(one, StageChange))

    for line in lines:
        who = line["profile"]
        nobody = Profile(id=len(profiles), kind=ProfileKind.CONTACT, external_id=who)
        profiles.setdefault(who, nobody)
        act(who, lambda it, line=line: observed(it, definitions, arrived(line)))
    if until is not None:
        for who in profiles:
            act(who, lambda it: time_served(it, definitions, instant(until)))
    return by_profile(facts)
