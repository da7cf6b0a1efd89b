from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.draft import Box
from domain.draft_document import draft_of, journey_of
from domain.edits import ApplyLayout, Spot, applied
from domain.layout import STAGE, Direction, Size, Wishes, arranged, beside
from domain.meaning import semantic_hash
from domain.sheet import drawn
from graph.drawing import overlapping
from tests.strategies.edits import any_drafts, counted, drafts


def a_draft(path, ways=(), places=None, lanes=None, notes=()):
    """A draft whose stages have their keys for ids, some of them drawn, some in lanes."""
    within = {key: lane for lane, keys in (lanes or {}).items() for key in keys.split()}
    keys = path.split(" ")
    return draft_of(
        {
            "format": "cairn/1",
            "key": "lead",
            "name": "Lead",
            "kind": "CONTACT",
            "movement": "FORWARD",
            "stages": [
                {"id": key, "key": key, "name": key}
                | ({"lane": within[key]} if key in within else {})
                for key in keys
            ],
            "transitions": [
                {"from": left, "to": entered} for left, entered in [*pairwise(keys), *ways]
            ],
            "lanes": [{"id": f"lane-{key}", "key": key, "name": key} for key in lanes or {}],
            "notes": list(notes),
            "layout": {
                "positions": {key: {"x": x, "y": y} for key, (x, y) in (places or {}).items()}
            },
        },
        counted(),
    )


def laid_out(draft, wishes=None):
    return applied(draft, [ApplyLayout(spots=arranged(draft, wishes))]).draft


def rects(draft):
    """Where the stages are drawn, by id."""
    boxes = {stage.id: draft.cosmetic.boxes.get(stage.id, Box()) for stage in draft.stages}
    return {
        id: drawn(replace(box, width=box.width or STAGE.width, height=box.height or STAGE.height))
        for id, box in boxes.items()
    }


def corners(draft):
    return {id: rect and (rect.x, rect.y) for id, rect in rects(draft).items()}


def test_a_draft_that_nobody_has_drawn_is_laid_out():
    assert arranged(a_draft("trial adoption")) == (
        Spot(element="trial", x=0, y=0),
        Spot(element="adoption", x=240, y=0),
    )


def test_from_top_to_bottom_too():
    assert arranged(a_draft("trial adoption"), Wishes(direction=Direction.DOWN)) == (
        Spot(element="trial", x=0, y=0),
        Spot(element="adoption", x=0, y=152),
    )


def test_what_is_in_its_place_is_not_moved():
    assert arranged(a_draft("trial adoption", places={"adoption": (240, 0)})) == (
        Spot(element="trial", x=0, y=0),
    )


def test_sizes_that_were_measured_count_before_those_that_are_kept():
    draft = a_draft("trial adoption renewal")
    kept = {"trial": Box(x=7, y=7, width=300), "adoption": Box(x=7, y=7, width=400)}
    draft = replace(draft, cosmetic=replace(draft.cosmetic, boxes=kept))

    sized = laid_out(draft, Wishes(sizes={"trial": Size(80, 88)}))

    assert corners(sized) == {"trial": (0, 0), "adoption": (144, 0), "renewal": (608, 0)}


def test_what_is_pinned_stays_and_the_others_are_laid_out_around_it():
    draft = a_draft("a b c d", places={"a": (9, 9), "b": (1000, 500), "c": (1240, 490)})

    assert corners(laid_out(draft, Wishes(pinned=frozenset({"b", "c"})))) == {
        "a": (760, 495),
        "b": (1000, 500),
        "c": (1240, 490),
        "d": (1480, 495),
    }


def test_something_pinned_in_the_way_makes_the_others_give_room():
    draft = a_draft("a b c", places={"b": (0, 0), "c": (10, 10)})

    after = laid_out(draft, Wishes(pinned=frozenset({"b", "c"})))

    assert list(overlapping({"a": rects(after)["a"], "b": rects(after)["b"]})) == []
    assert (corners(after)["b"], corners(after)["c"]) == ((0, 0), (10, 10))


def test_some_stages_are_laid_out_where_they_are_and_around_the_others():
    draft = a_draft(
        "a b c d", places={"a": (0, 0), "b": (900, 900), "c": (700, 700), "d": (940, 740)}
    )

    assert corners(laid_out(draft, Wishes(only=frozenset({"b", "c"})))) == {
        "a": (0, 0),
        "b": (700, 700),
        "c": (940, 600),
        "d": (940, 740),
    }


def test_of_some_stages_those_that_are_nowhere_come_below_all_others():
    draft = a_draft("a b c", places={"a": (100, 100)})

    assert arranged(draft, Wishes(only=frozenset({"b", "c"}))) == (
        Spot(element="b", x=100, y=240),
        Spot(element="c", x=340, y=240),
    )


def test_lanes_get_frames_and_a_lane_stands_for_what_is_in_it():
    draft = a_draft("a b c", lanes={"early": "a b", "late": "c"})

    assert arranged(draft) == (
        Spot(element="a", x=24, y=44),
        Spot(element="b", x=264, y=44),
        Spot(element="c", x=504, y=252),
        Spot(element="lane-early", x=0, y=0, width=464, height=156),
        Spot(element="lane-late", x=480, y=208, width=224, height=156),
    )
    assert arranged(draft, Wishes(only=frozenset({"lane-early"}))) == (
        Spot(element="a", x=0, y=0),
        Spot(element="b", x=240, y=0),
    )


def test_a_lane_grows_for_stages_that_are_laid_out_by_themselves():
    draft = laid_out(a_draft("a b c", lanes={"early": "a b", "late": "c"}))
    boxes = {**draft.cosmetic.boxes, "b": Box(x=30, y=500)}
    moved = replace(draft, cosmetic=replace(draft.cosmetic, boxes=boxes))

    assert arranged(moved, Wishes(only=frozenset({"b"}), sizes={"b": Size(500, 88)})) == (
        Spot(element="lane-early", x=0, y=0, width=554, height=612),
    )


def test_a_note_stays_beside_its_stage():
    notes = [
        {"id": "n1", "text": "Look", "stage": "b", "x": 10, "y": 210},
        {"id": "n2", "text": "Free", "x": 10, "y": 210},
        {"id": "n3", "text": "Nowhere", "stage": "b"},
    ]
    draft = a_draft("a b", places={"a": (0, 0), "b": (10, 200)}, notes=notes)

    assert arranged(draft) == (
        Spot(element="b", x=240, y=0),
        Spot(element="n1", x=240, y=10),
    )


def test_a_stage_that_was_added_goes_to_the_right_of_what_leads_to_it():
    draft = a_draft("a b new", places={"a": (0, 0), "b": (300, 50)})

    assert beside(draft, "new") == Spot(element="new", x=540, y=50)


def test_it_moves_nobody_to_get_there():
    draft = a_draft("a b new c", places={"a": (0, 0), "b": (240, 0), "c": (480, 10)})

    assert beside(draft, "new") == Spot(element="new", x=480, y=-130)


def test_it_goes_below_what_leads_to_it_where_ways_lead_down():
    draft = a_draft("a new", places={"a": (30, 0)})

    assert beside(draft, "new", Wishes(direction=Direction.DOWN)) == Spot(
        element="new", x=30, y=152
    )


def test_without_anything_before_it_a_stage_goes_before_what_it_leads_to():
    draft = a_draft("new a", places={"a": (30, 7)})

    assert beside(draft, "new") == Spot(element="new", x=-210, y=7)


def test_a_stage_that_nothing_leads_to_goes_below_everything():
    draft = a_draft("a", places={"a": (30, 7)})
    alone = a_draft("new")

    two = replace(draft, stages=(*draft.stages, *alone.stages))

    assert beside(two, "new") == Spot(element="new", x=30, y=147)
    assert beside(alone, "new") == Spot(element="new", x=0, y=0)


def test_a_stage_is_not_put_into_a_lane_that_it_is_not_in():
    draft = laid_out(a_draft("a b", lanes={"early": "a b"}))
    grown = a_draft("a b new", lanes={"early": "a b"})
    boxes = {**draft.cosmetic.boxes, "lane-early": Box(x=0, y=0, width=2000, height=156)}

    spot = beside(replace(grown, cosmetic=replace(draft.cosmetic, boxes=boxes)), "new")

    assert spot == Spot(element="new", x=504, y=208)


def some_of(ids):
    return st.frozensets(st.sampled_from(sorted(ids))) if ids else st.just(frozenset())


@given(any_drafts(), st.sampled_from(Direction))
def test_whatever_the_draft_a_layout_puts_every_stage_somewhere_apart(draft, direction):
    wishes = Wishes(direction=direction)
    after = laid_out(draft, wishes)

    assert None not in rects(after).values()
    assert list(overlapping(rects(after))) == []
    assert arranged(after, wishes) == ()
    assert semantic_hash(journey_of(after)) == semantic_hash(journey_of(draft))


@given(any_drafts(), st.data())
def test_whatever_is_pinned_stays_and_nothing_is_laid_on_it(draft, data):
    before = rects(draft)
    pinned = data.draw(some_of(before))

    after = rects(laid_out(draft, Wishes(pinned=pinned)))

    kept = {id for id in pinned if before[id]}
    assert {id: after[id] for id in kept} == {id: before[id] for id in kept}
    on = [pair for pair in overlapping(after) if not kept.issuperset(pair)]
    assert on == []


@given(drafts(), st.data())
def test_whatever_is_laid_out_by_itself_leaves_the_others_alone(draft, data):
    before = rects(draft)
    only = data.draw(some_of(before))

    after = rects(laid_out(draft, Wishes(only=only)))

    assert {id: rect for id, rect in after.items() if id not in only} == {
        id: rect for id, rect in before.items() if id not in only
    }
    there = {id: rect for id, rect in after.items() if rect}
    assert [pair for pair in overlapping(there) if only & set(pair)] == []
