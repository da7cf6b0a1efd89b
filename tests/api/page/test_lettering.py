"""How broad texts are, and what of them fits."""

from hypothesis import given
from hypothesis import strategies as st

from api.page.lettering import breadth, cut

texts = st.text("aiMW 9é中文.", max_size=60)


def test_letters_are_as_broad_as_they_look():
    assert breadth("illi", 10) < breadth("else", 10) < breadth("WWWW", 10) < breadth("中文中文", 10)
    assert breadth("e\u0301", 10) == breadth("e", 10)
    assert breadth("", 10) == 0


@given(texts, st.floats(30, 400))
def test_what_is_cut_fits_and_what_fits_is_not_cut(text, room):
    said = cut(text, room, 12)

    assert breadth(said, 12) <= room
    assert (said == text) == (breadth(text, 12) <= room)


def test_of_a_text_that_is_ever_so_long_only_its_beginning_is_looked_at():
    assert cut("W" * 10_000_000, 100, 12) == "WWWWWWW…"


def test_a_letter_is_left_of_every_text():
    assert cut("Wonderful", 1, 12) == "W…"
