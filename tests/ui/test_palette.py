"""Every theme can be read, by everybody: contrast, colour-vision deficiencies, no praise or blame in the colours."""

import colorsys
import re
from itertools import combinations
from pathlib import Path

import pytest

from reader import categories
from reader.ui import theme
from reader.ui.marks import CUE_SHARE, HATCH_SHARE, blend

THEMES = theme.load_all()
CATEGORIES = categories.load().by_order

#: Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def luminance(rgb: tuple[float, ...]) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(linear(one)), luminance(linear(other))))
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, ...]:
    def root(value: float) -> float:
        return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116

    r, g, b = rgb
    x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047)
    y = root(luminance(rgb))
    z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen_with(matrix: tuple[tuple[float, ...], ...], colour: str) -> tuple[float, ...]:
    rgb = linear(colour)
    return tuple(min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in matrix)


@pytest.mark.parametrize("name", THEMES)
def test_words_stand_out_from_everything_behind_them(name: str) -> None:
    look = THEMES[name]
    assert contrast(look.text, look.page) >= 7
    assert contrast(look.text, look.chrome) >= 7
    assert contrast(look.text, look.selection) >= 7
    assert contrast(look.text, look.marker) >= 7
    assert contrast(look.muted, look.marker) >= 4  # captions, under half a letter
    for behind in (look.page, look.chrome, look.raised):
        assert contrast(look.muted, behind) >= 4.5
    assert contrast(look.on_accent, look.accent) >= 4.5
    for behind in (look.page, look.chrome, look.raised):
        assert contrast(look.accent, behind) >= 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("category", CATEGORIES, ids=lambda c: c.id)
def test_words_and_underlines_of_a_mark(name: str, category: categories.Category) -> None:
    look = THEMES[name]
    ink = look.ink_of(category)
    behind_words = (
        ink.wash,
        blend(ink.line, ink.wash, CUE_SHARE),  # an emphasised cue
        blend(ink.line, look.page, HATCH_SHARE),  # the hatching of an unsure span
    )
    for behind in behind_words:
        assert contrast(look.text, behind) >= 7
    assert contrast(ink.line, look.page) >= 4.5  # also the colour of the small letter
    for surface in (ink.wash, look.chrome):  # the legend's
        assert contrast(ink.line, surface) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("category", CATEGORIES, ids=lambda c: c.id)
def test_nothing_is_green_or_red(name: str, category: categories.Category) -> None:
    ink = THEMES[name].ink_of(category)
    for colour in (ink.wash, ink.line):
        hue, lightness, saturation = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))
        degrees = hue * 360
        grey = saturation < 0.25 or lightness > 0.97
        assert grey or not (70 <= degrees <= 170 or degrees <= 15 or degrees >= 340), colour


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_lines_differ_for_every_eye(name: str, deficiency: str) -> None:
    look = THEMES[name]
    for one, other in combinations(CATEGORIES, 2):
        a, b = (lab(seen_with(DEFICIENCIES[deficiency], look.ink_of(c).line)) for c in (one, other))
        apart = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        # Twelve is a clear difference side by side; shape, width and letter differ as well.
        assert apart >= 12, (one.id, other.id, apart)


def test_no_two_underlines_have_one_shape() -> None:
    assert len({c.underline for c in CATEGORIES}) == len(CATEGORIES)
    assert len({c.letter for c in CATEGORIES}) == len(CATEGORIES)


@pytest.mark.parametrize("chosen", THEMES.values(), ids=lambda one: one.id)
def test_every_picture_of_the_style_sheet_is_there(chosen: theme.Theme) -> None:
    pictures = re.findall(r'url\("(.+?)"\)', theme.style_sheet(chosen))
    assert len(pictures) == 2
    assert all(Path(picture).is_file() for picture in pictures)
