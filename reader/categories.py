"""The categories, as `resources/categories.toml` defines them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Literal

from reader import paths

UnderlineShape = Literal["solid", "dash", "wave", "dot"]


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one category in one theme, "#RRGGBB": wash behind the text, line for underline and letter."""

    wash: str
    line: str


@dataclass(frozen=True, slots=True)
class Category:
    """One category. `axis` is "" for the one that remains where no other is decided."""

    id: str
    title: str
    letter: str
    sentence: str
    order: int
    axis: str
    content: bool
    underline: UnderlineShape
    underline_width: int
    light: Ink
    dark: Ink


@dataclass(frozen=True, slots=True)
class Categories:
    """All categories in the order of decision, and the sentence that stands beside them everywhere."""

    sentence: str
    by_order: tuple[Category, ...]

    @property
    def as_shown(self) -> tuple[Category, ...]:
        """In the order of legends, lists and number keys: first the one that remains where no other is decided."""
        return tuple(sorted(self.by_order, key=lambda category: (bool(category.axis), category.order)))

    def __getitem__(self, category_id: str) -> Category:
        for category in self.by_order:
            if category.id == category_id:
                return category
        raise KeyError(category_id)


@cache
def load() -> Categories:
    """Read `resources/categories.toml`. Raises FileNotFoundError, KeyError or TypeError on a broken installation."""
    data = tomllib.loads((paths.resources() / "categories.toml").read_text(encoding="utf-8"))
    found = [
        Category(
            **{k: v for k, v in c.items() if k not in ("underline", "light", "dark")},
            underline=c["underline"]["shape"],
            underline_width=c["underline"]["width"],
            light=Ink(**c["light"]),
            dark=Ink(**c["dark"]),
        )
        for c in data["category"]
    ]
    return Categories(data["sentence"], tuple(sorted(found, key=lambda c: c.order)))


def meant_by(words: str) -> set[str]:
    """The ids of the categories that a letter, or how an id or a title begins, can mean; whatever the case."""
    start, every = words.casefold(), load().by_order
    if not start:
        return set()
    by_letter = {one.id for one in every if start == one.letter.casefold()}
    return by_letter or {one.id for one in every if one.id.startswith(start) or one.title.casefold().startswith(start)}


def in_words(category_id: str) -> str:
    """A category as it stands within a sentence ("reported fact"); what is no category's id as it is ("unmarked")."""
    return next((one.title.lower() for one in load().by_order if one.id == category_id), category_id)
