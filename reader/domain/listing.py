"""How the library's list is asked for: in which order, which articles, and a stretch of them at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.domain.library import LibraryArticle, State

Column = Literal["added", "title", "outlet", "author", "published", "saved", "words", "star", "state"]


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the list is sorted; what is equal there stands the newest first."""

    column: Column = "added"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles are listed. "" and None: whichever.

    text: words that title, outlet, author and address together hold, each of them. since, until: of the publication,
    a year, month or day in ISO 8601; until includes it. removed: those that were removed, instead of the others.
    """

    text: str = ""
    collection: str = ""
    tag: str = ""
    state: State | None = None
    star: bool | None = None
    language: str = ""
    since: str = ""
    until: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list, and how many articles the whole of it has."""

    articles: tuple[LibraryArticle, ...]
    total: int


@dataclass(frozen=True, slots=True)
class FilterValues:
    """What can be filtered by: everything that occurs."""

    collections: tuple[str, ...]
    tags: tuple[str, ...]
    languages: tuple[str, ...]
