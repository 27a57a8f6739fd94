"""Code points and UTF-16 units, with emoji."""

import pytest

from reader.ui.text_offsets import TextOffsets

TEXTS = ["", "plain", "a🌉b", "🌉🌉", "é🌉 ü 📷!", "no astral: é ü 漢", "👩‍👩‍👧 family"]


@pytest.mark.parametrize("text", TEXTS)
def test_units_are_what_utf16_has(text: str) -> None:
    offsets = TextOffsets(text)
    for point in range(len(text) + 1):
        assert offsets.to_units(point) == len(text[:point].encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", TEXTS)
def test_there_and_back(text: str) -> None:
    offsets = TextOffsets(text)
    for point in range(len(text) + 1):
        assert offsets.to_points(offsets.to_units(point)) == point


def test_inside_a_pair_is_before_it() -> None:
    assert TextOffsets("a🌉b").to_points(2) == 1
