from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.candidates import Fate, candidates_of
from domain.course import charted
from domain.definitions import defined
from domain.document import load
from domain.instants import EARLIEST, NEVER
from domain.journey import Movement
from domain.opening import NOW
from domain.profile import Profile
from domain.simulating import lived_by
from engine.simulating import Simulation
from engine.snapshots import simulation_of, snapshot_of
from tests.lives import arrived, end_of, instant, lived, printed
from tests.strategies import Story, by_profile, healthy_stories, linked_stories, stories

SECRET = b"of a workspace"
MANY = settings(max_examples=80, deadline=None)


def simulations(story):
    """Of each profile of a story: its name, its simulation and what arrives of it."""
    course = charted(load(story.document), version=1)
    definitions = defined(0, EARLIEST, (course,))
    for who in dict.fromkeys(line["profile"] for line in story.lines):
        lines = [arrived(line) for line in story.lines if line["profile"] == who]
        nobody = Profile(id=0, kind=course.kind, external_id="")
        yield who, Simulation(definitions, course.key, nobody), lines


def told(story: Story):
    """Every step of everybody, each with whose it is."""
    for who, simulation, lines in simulations(story):
        for happening in chain.from_iterable(simulation.live(lines, end_of(story))):
            yield who, happening.course, happening


@MANY
@given(stories() | healthy_stories())
def test_a_simulation_says_what_production_says(story):
    changes = [printed(who, change) for who, _, step in told(story) for change in step.changes]

    assert by_profile(changes) == by_profile(lived(story))


@MANY
@given(stories() | healthy_stories(), st.data())
def test_gone_on_from_a_snapshot_it_is_the_same_life(story, data):
    for _, whole, lines in simulations(story):
        nobody = whole.profile
        at_once = list(chain.from_iterable(whole.live(lines, end_of(story))))
        cut = data.draw(st.integers(0, len(lines)))
        piece = Simulation(whole.definitions, whole.course.key, nobody)
        first = list(chain.from_iterable(piece.live(lines[:cut])))
        written = snapshot_of(piece, SECRET)
        piece = simulation_of(written, whole.definitions, whole.course.key, SECRET)
        rest = list(chain.from_iterable(piece.live(lines[cut:], end_of(story))))

        assert [step.changes for step in (*first, *rest)] == [step.changes for step in at_once]
        assert snapshot_of(piece, SECRET) == snapshot_of(whole, SECRET)


@MANY
@given(stories() | healthy_stories())
def test_of_the_candidates_the_first_that_opens_is_taken_and_no_other(story):
    for _, course, step in told(story):
        for round_ in step.evaluation.rounds if step.evaluation else ():
            candidates = candidates_of(course, round_)
            open_ = [one for one in candidates if one.opens == NOW]
            chosen = [one for one in candidates if one.fate in (Fate.TAKEN, Fate.STAYED)]

            assert chosen == open_[:1]
            assert all(one.fate is Fate.OUTRANKED for one in open_[1:])
            if round_.step is None or round_.step.entered is None:
                assert not any(one.fate is Fate.TAKEN for one in chosen)
            else:
                (taken,) = chosen
                assert (taken.fate, taken.stage) == (Fate.TAKEN, round_.step.entered)
                assert (taken.move, taken.path) == (round_.step.move, round_.step.ways)


@MANY
@given(stories() | healthy_stories())
def test_the_next_timer_is_never_after_the_first_candidate_that_time_would_open(story):
    for _, course, step in told(story):
        if step.evaluation is None or course.movement is Movement.FREE:
            continue
        waiting = [one.opens for one in candidates_of(course, step.evaluation.rounds[-1])]

        assert step.due <= min([opens for opens in waiting if opens != NOW], default=NEVER)


@MANY
@given(linked_stories())
def test_the_journeys_that_it_reads_are_lived_through_with_it(linked):
    documents, lines, until = linked
    courses = tuple(charted(load(document), version=1) for document in documents)
    whole = defined(0, EARLIEST, courses)
    asked = documents[-1]["key"]
    for who in dict.fromkeys(line["profile"] for line in lines):
        nobody = Profile(id=0, kind=courses[0].kind, external_id="")
        life = [arrived(line) for line in lines if line["profile"] == who]
        alone = Simulation(lived_by(whole, asked), asked, nobody)
        beside = Simulation(whole, asked, nobody)
        end = None if until is None else instant(until)

        told = [list(chain.from_iterable(one.live(life, end))) for one in (alone, beside)]

        ours, theirs = (
            [step.changes for step in steps if step.course.key == asked] for steps in told
        )
        assert [one for one in ours if one] == [one for one in theirs if one]
