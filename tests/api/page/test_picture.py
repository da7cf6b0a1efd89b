from itertools import combinations
from xml.etree import ElementTree

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st

from api.documents import read_yaml
from api.page.arrows import arrows_of
from api.page.picture import picture
from api.page.placing import HEIGHT, WIDTH, boxes_of
from domain.document import load
from tests.builders import a_journey, at_least, document_of
from tests.templates.story import TEMPLATES

EVERY_TEMPLATE = sorted(path.stem for path in TEMPLATES.glob("*.yaml"))


def a_map():
    """A journey with every kind of transition."""
    return a_journey(
        "trial -> adoption -> renewal",
        exits=["churn"],
        adoption=at_least("login", 1),
        renewal=at_least("renewed", 1),
        ways=[
            {"from": "adoption", "to": "churn", "kind": "EXIT"},
            {"from": "churn", "to": "trial", "kind": "RECYCLE", "after": "P90D"},
            {"from": "renewal", "to": "adoption", "kind": "RECYCLE", "after": "PT36H"},
        ],
    )


def laid_out(journey, positions):
    return load(document_of(journey) | {"layout": {"positions": positions}})


def drawn(journey, populations=None):
    return ElementTree.fromstring(picture(journey, populations or {}))


def texts(svg, name):
    return [found.text for found in svg.iterfind(f".//{{*}}text[@class='{name}']")]


def template(name):
    return load(read_yaml((TEMPLATES / f"{name}.yaml").read_bytes()))


def test_a_picture_has_every_stage_with_its_population():
    svg = drawn(a_map(), {"adoption": 1204, "churn": 3})

    assert texts(svg, "name") == ["Trial", "Adoption", "Renewal", "Churn"]
    assert texts(svg, "population") == ["0", "1,204", "0", "3"]


def test_a_picture_has_every_transition_by_its_kind():
    ways = drawn(a_map()).iterfind(".//{*}path[@data-to]")

    assert [
        (way.attrib["class"], way.attrib["data-from"], way.attrib["data-to"]) for way in ways
    ] == [
        ("way advance", "trial", "adoption"),
        ("way advance", "adoption", "renewal"),
        ("way exit", "adoption", "churn"),
        ("way recycle", "churn", "trial"),
        ("way recycle", "renewal", "adoption"),
        ("way exit", "*", "churn"),
    ]


def test_a_picture_says_how_long_a_transition_waits():
    assert texts(drawn(a_map()), "after") == ["after 90 days", "after 36 hours"]


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_every_template_can_be_painted(name):
    painted = resvg_py.svg_to_bytes(svg_string=picture(template(name), {}))

    assert bytes(painted).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_every_template_is_drawn_where_its_document_says(name):
    journey = template(name)
    boxes = boxes_of(journey)

    said = journey.layout["positions"]
    assert sorted(boxes, key=lambda key: (boxes[key].x, boxes[key].y)) == sorted(
        said, key=lambda key: (said[key]["x"], said[key]["y"])
    )


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_whatever_somebody_writes_is_text_and_nothing_else(text):
    document = document_of(a_map()) | {"name": text}
    document["stages"][0] |= {"name": text, "description": text, "goal": text, "color": text}

    svg = drawn(load(document))

    kinds = {element.tag.partition("}")[2] for element in svg.iter()}
    assert kinds == {"svg", "title", "defs", "marker", "path", "g", "circle", "text", "rect"}


def test_markup_in_a_name_is_shown_as_it_was_written():
    journey = load(document_of(a_map()) | {"name": "</title><script>alert('&')</script>\x01"})

    assert drawn(journey).findtext("{*}title") == "</title><script>alert('&')</script>\ufffd"


def test_only_a_colour_is_a_colour():
    document = document_of(a_map())
    document["stages"][0]["color"] = "#123abc"
    document["stages"][1]["color"] = "url(#elsewhere)"

    svg = picture(load(document), {"trial": 1, "adoption": 1})

    assert ("#123abc" in svg, "elsewhere" in svg) == (True, False)


def test_a_name_that_is_too_long_is_cut():
    document = document_of(a_map())
    document["stages"][0]["name"] = "Somebody who might become a customer some day"

    assert texts(drawn(load(document)), "name")[0] == "Somebody who m…"


def test_a_layout_is_drawn_in_its_proportions_and_from_the_corner():
    positions = {
        "trial": {"x": -100, "y": 50},
        "adoption": {"x": 300, "y": 50},
        "renewal": {"x": 700, "y": 450},
        "churn": {"x": 1100, "y": 450},
    }

    boxes = boxes_of(laid_out(a_map(), positions))

    step = boxes["adoption"].x
    assert [(round(box.x / step), box.y > HEIGHT) for box in boxes.values()] == [
        (0, False),
        (1, False),
        (2, True),
        (3, True),
    ]


@pytest.mark.parametrize(
    "positions",
    [
        {},
        {"trial": {"x": 0, "y": 0}},
        {key: {"x": 5, "y": 5} for key in ("trial", "adoption", "renewal", "churn")},
        {
            key: {"x": 10**20 * n, "y": 0}
            for n, key in enumerate(("trial", "adoption", "renewal", "churn"))
        },
    ],
    ids=["none", "of some", "one on another", "beyond the moon"],
)
def test_a_layout_that_nobody_could_read_gives_way_to_columns(positions):
    assert boxes_of(laid_out(a_map(), positions)) == boxes_of(a_map())


def test_no_two_boxes_overlap_in_a_large_journey():
    stages = [f"s{number}" for number in range(120)]
    journey = a_journey(" -> ".join(stages), exits=["lost", "gone", "away"])

    boxes = boxes_of(journey).values()

    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_arrows_that_share_a_side_of_a_box_do_not_share_its_middle():
    journey = template("customer-lifecycle")

    arrows = arrows_of(journey.transitions, boxes_of(journey))

    ends = [point for arrow in arrows for point in (arrow.start, arrow.end)]
    assert len(ends) == len(set(ends))


def test_every_arrow_starts_and_ends_on_the_edge_of_its_box():
    journey = template("account-maturity-and-plans")
    boxes = boxes_of(journey)

    ends = [
        (boxes[key], point)
        for arrow in arrows_of(journey.transitions, boxes)
        for key, point in (
            (arrow.transition.left, arrow.start),
            (arrow.transition.entered, arrow.end),
        )
    ]

    assert {is_on_edge(box, point) for box, point in ends} == {True}


def is_on_edge(box, point):
    x, y = point[0] - box.x, point[1] - box.y
    return (x in (0, WIDTH) and 0 < y < HEIGHT) or (y in (0, HEIGHT) and 0 < x < WIDTH)
