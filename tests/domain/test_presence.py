from decimal import Decimal

import pytest

from domain.presence import Ghost, Point, Presence, presence_of
from domain.refusals import BadArgument
from tests.builders import MONDAY

SHOWN = {
    "selection": ["stg_trial", "lane_sales"],
    "cursor": {"x": 1, "y": Decimal("-0.5")},
    "ghosts": [{"id": "stg_trial", "x": 3, "y": 4}, {"id": "n", "x": 0, "y": 0, "width": 9}],
}


def read(shown):
    return presence_of(shown, actor="ann", client="tab", at=MONDAY)


def test_where_somebody_is_is_read_and_written_alike():
    presence = read(SHOWN)

    assert presence == Presence(
        actor="ann",
        client="tab",
        at=MONDAY,
        selection=("stg_trial", "lane_sales"),
        cursor=Point(x=1, y=Decimal("-0.5")),
        ghosts=(Ghost(id="stg_trial", x=3, y=4), Ghost(id="n", x=0, y=0, width=9)),
    )
    assert presence.shown == SHOWN


def test_who_shows_nothing_is_there_nevertheless():
    nothing = read({})

    assert (nothing.shown, read({"selection": None, "cursor": None, "ghosts": None})) == (
        {},
        nothing,
    )
    assert read(SHOWN).gone == nothing


@pytest.mark.parametrize(
    ("shown", "path"),
    [
        ({"cursor": {"x": 1}}, "cursor.y"),
        ({"cursor": {"x": 1, "y": Decimal("NaN")}}, "cursor.y"),
        ({"cursor": {"x": 10**40, "y": 0}}, "cursor.x"),
        ({"cursor": {"x": "left", "y": 0}}, "cursor.x"),
        ({"cursor": [1, 2]}, "cursor"),
        ({"selection": ["ok", ""]}, "selection[1]"),
        ({"selection": ["a\0b"]}, "selection[0]"),
        ({"selection": ["s"] * 201}, "selection"),
        ({"selection": "stg_1"}, "selection"),
        ({"ghosts": [{"x": 1, "y": 1}]}, "ghosts[0].id"),
        ({"ghosts": [{"id": "s", "x": 1, "y": 1, "width": True}]}, "ghosts[0].width"),
        ({"ghosts": [{"id": "s", "x": 1, "y": 1}] * 201}, "ghosts"),
        ({"pointer": {}}, "pointer"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_is(shown, path):
    with pytest.raises(BadArgument) as refused:
        read(shown)

    assert refused.value.path == path
