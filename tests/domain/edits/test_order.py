from hypothesis import given
from hypothesis import strategies as st

from domain.edits.order import arranged, moved_between, successors

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


def naively(ids, placings):
    order = list(ids)
    for id, before in placings:
        if id == before:
            continue
        if id in order:
            order.remove(id)
        order.insert(order.index(before) if before in order else len(order), id)
    return order


@given(IDS, st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([*"abcdefghx", None]))))
def test_each_id_is_taken_to_its_place_in_turn(ids, placings):
    assert arranged(ids, placings) == naively(ids, placings)


@given(IDS, IDS)
def test_the_ids_that_did_not_move_always_kept_their_order(before, after):
    moved = moved_between(before, after)
    common = set(before) & set(after)

    assert moved <= common
    assert [id for id in before if id in common - moved] == [
        id for id in after if id in common - moved
    ]


def test_no_more_ids_are_said_to_have_moved_than_must():
    assert moved_between("abcdef", "fabcde") == {"f"}
    assert len(moved_between("abcdef", "badcfe")) == 3


def test_the_last_of_a_list_stands_before_nothing():
    assert successors(["a", "b"]) == {"a": "b", "b": None}
