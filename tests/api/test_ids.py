"""Ids on the wire."""

import pytest

from api.ids import id_of, named, number_in, number_named
from domain.refusals import NotFound


@pytest.mark.parametrize(
    "names", [("Profile", 12), ("Stage", "lead", "customer"), ("Journey", "é")]
)
def test_an_id_leads_back_to_what_it_is_of(names):
    kind, *rest = names

    assert named(id_of(*names)) == (kind, "/".join(map(str, rest)))


def test_an_id_says_nothing_to_those_who_read_it():
    assert id_of("Profile", 12) == "UHJvZmlsZToxMg"


@pytest.mark.parametrize("id", ["", "é", "====", "UHJvZmlsZToxMg==", "/w", "a", "🙂", "\ud800"])
def test_what_is_no_id_of_ours_stands_for_nothing(id):
    assert named(id) in (("", ""), ("Profile", "12"))


@pytest.mark.parametrize("id", ["nonsense", id_of("Journey", 5), id_of("Profile", "x"), ""])
def test_a_number_is_only_found_in_an_id_of_its_kind(id):
    assert number_named(id_of("Profile", 5), "Profile", "profile") == 5
    with pytest.raises(NotFound):
        number_named(id, "Profile", "profile")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("-1", None), ("٣", None)],
)
def test_numbers_are_small_enough_for_a_database(text, number):
    assert number_in(text) == number
