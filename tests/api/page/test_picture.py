from itertools import combinations
from xml.etree import ElementTree

import pytest
import resvg_py
from hypothesis import given
from hypothesis import strategies as st

from api.documents import read_yaml
from api.page.arrows import arrows_of
from api.page.bands import short
from api.page.lettering import breadth
from api.page.picture import picture
from api.page.placing import HEIGHT, WIDTH, Box, boxes_of
from api.page.sight import Band, Sight, StageSight, bands_of, sight_of
from domain.course import charted
from domain.document import load
from domain.instants import DAY
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


def drawn(journey, sight=None):
    return ElementTree.fromstring(picture(journey, sight or Sight()))


def standing(**populations):
    """So many in each stage, of whose health nothing is said."""
    return Sight({key: StageSight(population=count) for key, count in populations.items()})


def busy(journey):
    """Many everywhere, of every band, on every way."""
    course = charted(journey, version=1)
    counted = {}
    for key in course.places:
        counted[key, "population"] = 1_310
        for band, count in zip(bands_of(course, key), (604, 401, 303), strict=False):
            counted[key, f"band.{band}"] = count
    moves = {(way.left, way.entered): 1_204 for way in journey.transitions}
    medians = dict.fromkeys(course.places, 36 * DAY)
    return sight_of(course, counted, medians, moves | {(None, key): 99 for key in course.places})


def texts(svg, name):
    return [found.text for found in svg.iterfind(f".//{{*}}text[@class='{name}']")]


def template(name):
    return load(read_yaml((TEMPLATES / f"{name}.yaml").read_bytes()))


def test_a_picture_has_every_stage_with_its_population():
    svg = drawn(a_map(), standing(adoption=1204, churn=3))

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


def test_a_picture_says_which_share_of_arrivals_went_on_each_way_and_how_many_from_anywhere():
    moves = {
        (None, "trial"): 200,
        ("trial", "adoption"): 90,
        ("trial", "churn"): 7,
        ("adoption", "renewal"): 1,
        ("adoption", "churn"): 0,
        ("churn", "trial"): 7,
    }

    svg = drawn(a_map(), Sight(moves=moves))

    assert texts(svg, "rate") == ["43%", "1%", "0%"]
    assert texts(svg, "after") == ["after 90 days · 100%", "after 36 hours · 0%"]
    (anywhere,) = svg.iterfind(".//{*}g[@class='everywhere']/{*}text")
    assert anywhere.text == "from anywhere · 7"


def test_only_everybody_is_a_hundred_per_cent_and_only_nobody_none():
    moves = {(None, "trial"): 1_000, ("trial", "adoption"): 999, ("adoption", "renewal"): 1}

    assert texts(drawn(a_map(), Sight(moves=moves)), "rate")[:2] == ["99%", "<1%"]


def test_a_picture_says_how_long_half_of_the_stays_last():
    long = StageSight(population=7, median=36 * DAY)
    short = StageSight(population=1_204_377, median=90 * 60 * 1_000_000)

    svg = drawn(a_map(), Sight({"trial": long, "adoption": short}))

    assert texts(svg, "dwell") == ["median 36 days"]


def test_a_stage_shows_its_bands_by_place_sign_and_number_and_says_them_in_words():
    bands = [Band(key="hot", count=30), Band(key="warm", count=10), Band(key="cold", count=5)]
    sight = Sight({"trial": StageSight(population=50, bands=bands)})

    svg = drawn(a_map(), sight)

    (trial,) = svg.iterfind(".//{*}g[@data-stage='trial']")
    bars = [it for it in trial.iterfind("{*}rect") if "band" in it.attrib.get("class", "")]
    assert [it.attrib["class"] for it in bars] == [
        "band best",
        "band between",
        "band worst",
        "band hatched",
    ]
    widths = [float(it.attrib["width"]) for it in bars]
    assert widths[0] > widths[1] > widths[2] == widths[3]
    signs = [it.attrib["class"] for it in trial.iter() if "sign" in it.attrib.get("class", "")]
    assert signs == ["sign best", "sign between", "sign worst", "sign unknown"]
    assert texts(trial, "count") == ["30", "10", "5", "5"]
    assert "30 hot, 10 warm, 5 cold, 5 unknown" in trial.findtext("{*}title")
    assert texts(svg, "legend") == ["hot", "warm", "cold", "unknown"]


def test_numbers_that_are_too_broad_are_told_shorter():
    counts = (1_204_377, 98_765, 4_321)
    bands = [Band(key=f"b{index}", count=count) for index, count in enumerate(counts)]
    sight = Sight({"trial": StageSight(population=1_307_463, bands=bands)})

    assert texts(drawn(a_map(), sight), "count") == ["1.2M", "98k", "4.3k"]


@pytest.mark.parametrize(
    ("count", "told"), [(999, "999"), (1_000, "1k"), (999_999, "999k"), (12_999_999, "12M")]
)
def test_a_number_that_is_told_shorter_is_never_told_for_more_than_it_is(count, told):
    assert short(count) == told


def test_of_more_bands_than_three_those_between_are_taken_together():
    bands = [Band(key=key, count=2) for key in ("a", "b", "c", "d")]

    svg = drawn(a_map(), Sight({"trial": StageSight(population=8, bands=bands)}))

    assert texts(svg, "count") == ["2", "4", "2"]
    assert texts(svg, "legend") == ["a", "b, c", "d"]


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_of_a_busy_template_no_two_texts_lie_on_one_another_or_stick_out_of_a_box(name):
    journey = template(name)
    boxes = boxes_of(journey)

    written = [*written_in(drawn(journey, busy(journey)))]

    assert [(a, b) for (a, one), (b, two) in combinations(written, 2) if one.overlaps(two)] == []
    for said, place in written:
        assert all(inside(place, box) for box in boxes.values() if place.overlaps(box)), said


def written_in(svg):
    """Every text with the room that it takes."""
    for one in svg.iterfind(".//{*}text"):
        size, said = float(one.attrib["font-size"]), one.text
        width = breadth(said, size)
        share = {"middle": 0.5, "end": 1.0}.get(one.attrib.get("text-anchor"), 0.0)
        x, y = float(one.attrib["x"]) - share * width, float(one.attrib["y"])
        # What descends below the foot is as much as letters lack of their size.
        yield said, Box(x, y - 0.75 * size, width, 0.85 * size)


def inside(place, box):
    across = box.x <= place.x and place.right <= box.right
    return across and box.y <= place.y and place.bottom <= box.bottom


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_every_template_can_be_painted(name):
    painted = resvg_py.svg_to_bytes(svg_string=picture(template(name), busy(template(name))))

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
    assert kinds - {"pattern"} == {
        *("svg", "title", "defs", "marker", "path", "g", "circle", "text", "rect")
    }


def test_markup_in_a_name_is_shown_as_it_was_written():
    journey = load(document_of(a_map()) | {"name": "</title><script>alert('&')</script>\x01"})

    assert drawn(journey).findtext("{*}title") == "</title><script>alert('&')</script>\ufffd"


def test_only_a_colour_is_a_colour():
    document = document_of(a_map())
    document["stages"][0]["color"] = "#123abc"
    document["stages"][1]["color"] = "url(#elsewhere)"

    svg = picture(load(document), standing(trial=1, adoption=1))

    assert ("#123abc" in svg, "elsewhere" in svg) == (True, False)


def test_a_name_that_is_too_long_is_cut():
    document = document_of(a_map())
    document["stages"][0]["name"] = "Somebody who might become a customer some day"

    assert texts(drawn(load(document)), "name")[0] == "Somebody who mi…"


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
    x, y = round(point[0] - box.x, 6), round(point[1] - box.y, 6)
    return (x in (0, WIDTH) and 0 < y < HEIGHT) or (y in (0, HEIGHT) and 0 < x < WIDTH)
