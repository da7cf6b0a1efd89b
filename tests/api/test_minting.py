"""New ids."""

import re

from api.minting import minting, ulid
from domain.draft import ElementKind
from domain.instants import SECOND
from tests.builders import MONDAY

# What the specification's own library writes of 1469918176385 milliseconds.
JULY = 1469918176385 * SECOND // 1000


def test_a_ulid_begins_with_its_milliseconds():
    assert ulid(JULY)[:10] == "01ARYZ6S41"


def test_ids_say_what_they_are_of_and_are_all_different():
    ids = minting(MONDAY)

    prefixes = [ids(kind).partition("_")[0] for kind in ElementKind]
    assert prefixes == ["jrn", "stg", "trn", "lane", "note"]
    assert len({ids(ElementKind.STAGE) for _ in range(1000)}) == 1000
    assert re.fullmatch("stg_[0-7][0-9A-HJKMNP-TV-Z]{25}", ids(ElementKind.STAGE))


def test_ids_sort_by_when_they_were_made():
    assert ulid(MONDAY) < ulid(MONDAY + SECOND)
