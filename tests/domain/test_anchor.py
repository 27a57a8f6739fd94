"""A passage is found again when the text around it, or a little of itself, has changed; otherwise not at all."""

from __future__ import annotations

import pytest

from reader.domain import anchor
from reader.domain.anchor import Anchor

TEXT = (
    "The dam held through the night, the ministry said. 🌊 Farmers left their fields.\n\n"
    "The ministry said that nobody was hurt. Rain may return on Monday, forecasters warned."
)
PASSAGE = "nobody was hurt"


def of(quote: str, text: str = TEXT) -> Anchor:
    start = text.index(quote)
    return anchor.at(text, start, start + len(quote))


def test_an_anchor_holds_words_context_and_code_points() -> None:
    found = of("Farmers")
    assert TEXT[found.start : found.end] == "Farmers"
    assert found.prefix.endswith("the ministry said. 🌊 ")
    assert found.suffix.startswith(" left")
    assert of("The dam").prefix == ""


@pytest.mark.parametrize(
    "changed",
    [
        TEXT,
        "Updated at noon.\n\n" + TEXT,
        TEXT.replace("Farmers left their fields.", ""),
        TEXT.replace(" ", "\xa0"),
        TEXT.replace("that nobody", "that, so far, nobody"),
        TEXT + " He said nobody was hurt last year either.",
    ],
)
def test_found_again(changed: str) -> None:
    place = anchor.find(changed, of(PASSAGE))
    assert place is not None
    start, end = place
    assert changed[start:end].replace("\xa0", " ") == PASSAGE
    assert changed[:start].count("hurt") == 0


def test_a_reworded_passage_is_found_between_its_context() -> None:
    quote = "Rain may return on Monday, forecasters"
    changed = TEXT.replace(quote, "Rain may return on Tuesday, forecasters")
    place = anchor.find("New. " + changed, of(quote))
    assert place is not None
    assert "Tuesday" in ("New. " + changed)[slice(*place)]


@pytest.mark.parametrize(
    "changed",
    [
        "",
        "Something else entirely.",
        TEXT.replace(PASSAGE, "two people died"),
        "A horse " + PASSAGE + " in 1912, it says.",
    ],
)
def test_what_is_gone_is_not_guessed(changed: str) -> None:
    assert anchor.find(changed, of(PASSAGE)) is None


def test_long_passages_are_not_compared_for_minutes() -> None:
    words = [f"word{number}" for number in range(20_000)]
    text = f"start {' '.join(words)} end"
    changed = text.replace("word777 ", "other ")
    assert anchor.find(changed, anchor.at(text, 6, len(text) - 4)) is None


def test_occurrences() -> None:
    assert anchor.occurrences("aaa", "aa") == [(0, 2), (1, 3)]
    assert anchor.occurrences("He said “yes”\nto it", 'said "yes" to') == [(3, 16)]
    assert anchor.occurrences("anything", "") == []
    assert anchor.occurrences("anything", "   ") == []
