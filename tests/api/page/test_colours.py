"""What the page and its pictures show stands out from what lies under it, by day and by night."""

import re
from pathlib import Path

import pytest

from api.page.bands import COLOURS
from api.page.inks import CANVAS, INK, MUTED, PAPER

STYLES = Path("api/page/page.css").read_text(encoding="utf-8")
FIGURES, TEXTS = 3.0, 4.5
"""What the guidelines for accessible contents ask for."""


def colours(of):
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", of))


DAY, NIGHT = (colours(part) for part in re.findall(r":root \{(.*?)\}", STYLES, re.DOTALL))


def brightness(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
def test_bands_stand_out_from_their_box_and_signs_from_the_canvas(theme):
    for band in ("best", "between", "worst"):
        assert contrast(theme[band], theme["paper"]) >= FIGURES
        assert contrast(theme[band], theme["canvas"]) >= FIGURES


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
def test_whatever_is_written_can_be_read(theme):
    for text in ("ink", "muted"):
        for ground in ("paper", "canvas"):
            assert contrast(theme[text], theme[ground]) >= TEXTS


def test_a_picture_by_itself_can_be_read_as_well():
    for ground in (PAPER, CANVAS):
        assert min(contrast(text, ground) for text in (INK, MUTED)) >= TEXTS
        for band in ("best", "between", "worst"):
            assert contrast(COLOURS[band], ground) >= FIGURES
