"""What a row of such a list says, without Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.categories import Categories
from reader.ui.span_index import letter_ids


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a row's words that looks alike.

    category: lies on this category's wash over its underline. letter: stands in its colour, bold, like the letter of a
    mark. dim, strong: weaker, bold. added, struck: underlined or struck through, for what came and what went.
    """

    text: str
    category: str = ""
    letter: bool = False
    dim: bool = False
    strong: bool = False
    added: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a small line, the words, another small line; and what a screen reader says."""

    heading: str
    runs: tuple[Run, ...]
    footer: str
    spoken: str


def elided(text: str, longest: int) -> str:
    """A text on one line, cut at a word where it is longer than so many characters."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return (text[:longest].rsplit(" ", 1)[0] or text[:longest]) + "…"


def letter_runs(category: str, content: str, known: Categories) -> tuple[Run, ...]:
    """The letters of a mark, as they stand above it in the article; none where nothing is marked."""
    if not category:
        return ()
    letters = "·".join(known[i].letter for i in letter_ids(category, content, known))
    return (Run(letters, category, letter=True), Run(" "))


def named(category: str, content: str, known: Categories) -> str:
    """A mark's categories in words: "Official statement, Speculation"; "" where nothing is marked."""
    return ", ".join(known[i].title for i in letter_ids(category, content, known)) if category else ""


def joined(parts: Iterable[str]) -> str:
    """What there is of these, with points between: "Title · Outlet · 2022"."""
    return " · ".join(part for part in parts if part)
