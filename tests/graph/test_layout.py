import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.drawing import crossings, overlapping
from graph.layout import Block, Drawing, Lane, Rect, Spacing, layered
from graph.layouts.frames import Nesting
from tests.graph.maps import a_map

ROOT = Path(__file__).parent.parent.parent
SPACING = Spacing(between_columns=10, between_rows=5)
ADVANCE, EXIT, RECYCLE = "ADVANCE", "EXIT", "RECYCLE"


def blocks_of(keys, exits="", width=100, height=20, **lanes):
    lane_of = {key: lane for lane, members in lanes.items() for key in members.split()}
    return [
        Block(key, width, height, key in exits.split(), lane_of.get(key))
        for key in [*keys.split(), *exits.split()]
    ]


def ways_of(*lines, kind=ADVANCE):
    """Ways from each of a line's stages to the next."""
    return [
        (left, entered, kind)
        for line in lines
        for left, entered in zip(line.split(), line.split()[1:], strict=False)
    ]


def corners(drawing):
    return {key: (rect.x, rect.y) for key, rect in drawing.blocks.items()}


def rows_by_column(drawing):
    """The keys in each column from top to bottom."""
    columns = {}
    for key, rect in sorted(drawing.blocks.items(), key=lambda item: item[1].y):
        columns.setdefault(rect.x + rect.width / 2, []).append(key)
    return [columns[x] for x in sorted(columns)]


def test_a_way_is_a_row_and_each_stage_stands_behind_the_one_before():
    drawing = layered(blocks_of("a b c"), ways_of("a b c"), spacing=SPACING)

    assert corners(drawing) == {"a": (0, 0), "b": (110, 0), "c": (220, 0)}


def test_from_top_to_bottom_a_way_is_a_column():
    drawing = layered(blocks_of("a b"), ways_of("a b"), spacing=SPACING, is_down=True)

    assert drawing.blocks == {"a": Rect(0, 0, 100, 20), "b": Rect(0, 30, 100, 20)}


def test_branches_stand_beside_each_other_around_what_they_come_from():
    drawing = layered(blocks_of("a b c"), ways_of("a b", "a c"), spacing=SPACING)

    assert corners(drawing) == {"a": (0, 12), "b": (110, 0), "c": (110, 25)}


def test_the_longest_way_to_a_stage_says_in_which_column_it_stands():
    drawing = layered(blocks_of("a b c"), ways_of("a c", "a b c"), spacing=SPACING)

    assert rows_by_column(drawing) == [["a"], ["b"], ["c"]]


def test_a_recycle_says_nothing_of_columns():
    ways = [*ways_of("a b"), *ways_of("b a", kind=RECYCLE)]

    assert rows_by_column(layered(blocks_of("a b"), ways)) == [["a"], ["b"]]


def test_ways_in_a_circle_are_drawn_as_far_as_they_lead_on():
    drawing = layered(blocks_of("a b c"), ways_of("a b c a", "b b"))

    assert rows_by_column(drawing) == [["a"], ["b"], ["c"]]


def test_exits_lie_below_all_else_each_behind_the_last_that_leaves_for_it():
    ways = [
        *ways_of("a b c", "a d"),
        *ways_of("a paused", "b paused", "* churn", "a lost", kind=EXIT),
    ]

    drawing = layered(blocks_of("a b c d", "churn paused lost"), ways)

    assert rows_by_column(drawing) == [["a"], ["b", "d", "lost"], ["c", "paused", "churn"]]


def test_lanes_are_bands_in_list_order_with_room_for_their_names():
    blocks = blocks_of("a b c d", one="b d", two="a")

    drawing = layered(blocks, ways_of("a b c d"), [Lane("two"), Lane("one")], spacing=SPACING)

    assert drawing == Drawing(
        {
            "a": Rect(24, 69, 100, 20),
            "b": Rect(134, 162, 100, 20),
            "c": Rect(244, 0, 100, 20),
            "d": Rect(354, 162, 100, 20),
        },
        {"two": Rect(0, 25, 148, 88), "one": Rect(110, 118, 368, 88)},
    )


def test_a_lane_holds_the_lanes_in_it_and_an_empty_one_has_room_of_its_own():
    blocks = blocks_of("a b", outer="a", inner="b")
    lanes = [Lane("outer"), Lane("inner", "outer"), Lane("empty")]

    drawing = layered(blocks, ways_of("a b"), lanes, spacing=SPACING)

    assert drawing.lanes == {
        "outer": Rect(0, 0, 282, 181),
        "inner": Rect(110, 69, 148, 88),
        "empty": Rect(0, 186, 148, 88),
    }


def test_lanes_in_a_circle_are_drawn_from_the_first_of_them():
    drawing = layered(
        blocks_of("a b", one="a", two="b"), [], [Lane("one", "two"), Lane("two", "one")]
    )

    assert Nesting.of([Lane("one", "two"), Lane("two", "one")]).order == ("one", "two")
    assert drawing.lanes["one"].overlaps(drawing.lanes["two"])


def test_nothing_is_drawn_as_nothing():
    assert layered([], [("a", "b", ADVANCE)]) == Drawing({}, {})


KEYS = [f"s{number}" for number in range(12)]
LANES = ["l0", "l1", "l2", "l3"]
sizes = st.integers(1, 400) | st.floats(1, 400, width=16)
some_blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from(KEYS),
        sizes,
        sizes,
        st.booleans(),
        st.none() | st.sampled_from([*LANES, "unlisted"]),
    ),
    unique_by=lambda block: block.key,
)
some_ways = st.lists(
    st.tuples(
        st.sampled_from([*KEYS, "*"]), st.sampled_from(KEYS), st.sampled_from([ADVANCE, EXIT])
    ),
    max_size=30,
)
some_lanes = st.lists(
    st.builds(Lane, st.sampled_from(LANES), st.none() | st.sampled_from(LANES)),
    unique_by=lambda lane: lane.key,
)


@given(some_blocks, some_ways, some_lanes, st.booleans())
def test_whatever_is_laid_out_lies_on_nothing_else(blocks, ways, lanes, is_down):
    drawing = layered(blocks, ways, lanes, is_down=is_down)

    assert set(drawing.blocks) == {block.key for block in blocks}
    assert list(overlapping(drawing.blocks)) == []


@given(some_blocks, some_ways, some_lanes, st.booleans())
def test_a_lane_holds_what_is_in_it_and_nothing_else(blocks, ways, lanes, is_down):
    drawing = layered(blocks, ways, lanes, is_down=is_down)
    nesting = Nesting.of(lanes)

    for lane, frame in drawing.lanes.items():
        within = set(nesting.within(lane))
        for block in blocks:
            rect = drawing.blocks[block.key]
            assert (block.lane in within) == frame.overlaps(rect)
            assert block.lane not in within or holds(frame, rect)
    for one, other in combinations(drawing.lanes, 2):
        is_nested = one in nesting.within(other) or other in nesting.within(one)
        assert drawing.lanes[one].overlaps(drawing.lanes[other]) == is_nested


def holds(frame, rect):
    # Places are whole numbers, sizes as they were measured.
    return (
        frame.x <= rect.x + 1
        and frame.y <= rect.y + 1
        and frame.right >= rect.right - 1
        and frame.bottom >= rect.bottom - 1
    )


@given(some_blocks, st.data())
def test_ways_without_circles_lead_on_to_the_right(blocks, data):
    keys = [block.key for block in blocks]
    pairs = [(left, entered) for left, entered in combinations(keys, 2)]
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=20)) if pairs else []

    drawn = layered(blocks, [(*pair, ADVANCE) for pair in chosen]).blocks

    assert [pair for pair in chosen if drawn[pair[0]].right > drawn[pair[1]].x] == []


@given(st.integers(0, 10_000), st.integers(0, 59))
def test_a_stage_at_the_end_of_a_way_moves_none_to_another_column_or_row(seed, number):
    blocks, ways = a_map(seed, stages=60)
    before = rows_by_column(layered(blocks, ways))
    parent = next(block.key for block in blocks[number % 57 :] if not block.is_exit)

    leaf = Block("leaf", 176, 88)
    after = rows_by_column(layered([*blocks, leaf], [*ways, (parent, "leaf", ADVANCE)]))

    without = [[key for key in column if key != "leaf"] for column in after]
    assert [column for column in without if column] == before


@pytest.mark.parametrize("seed", range(8))
def test_few_ways_cross_in_a_journey_of_a_hundred_stages(seed):
    blocks, ways = a_map(seed)
    drawn = layered(blocks, ways).blocks
    middle = {
        key: (rect.x + rect.width / 2, rect.y + rect.height / 2) for key, rect in drawn.items()
    }

    lines = [(middle[left], middle[entered]) for left, entered, kind in ways if kind != RECYCLE]

    assert crossings(lines) <= 75


PROGRAM = """
from hashlib import sha256
from graph.layout import Lane, layered
from dataclasses import replace
from tests.graph.maps import a_map
for seed in range(3):
    blocks, ways = a_map(seed)
    within = [replace(block, lane="abc"[int(block.key[1:]) % 3]) for block in blocks]
    lanes = [Lane("a"), Lane("b", "a"), Lane("c")]
    for drawing in (layered(blocks, ways), layered(within, ways, lanes, is_down=True)):
        print(sha256(repr(drawing).encode()).hexdigest())
"""


def test_a_layout_is_the_same_in_every_process():
    said = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2026")
    ]

    assert len(said[0].split()) == 6
    assert said == [said[0]] * 3


def test_of_too_many_long_ways_the_longest_are_not_kept_free():
    keys = [f"s{number}" for number in range(200)]
    short = [(left, entered, ADVANCE) for left, entered in pairwise(keys)]
    long = [(left, entered, ADVANCE) for left, entered in zip(keys, keys[100:], strict=False)]

    drawn = layered(blocks_of(" ".join(keys)), [*long, *short]).blocks

    assert list(overlapping(drawn)) == []
    assert [drawn[left].right < drawn[entered].x for left, entered, _ in long] == [True] * 100
    assert max(rect.y for rect in drawn.values()) < 4_000
