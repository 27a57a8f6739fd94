"""What can be searched for in a library, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Facets:
    """What a hit must have besides the words. Several values of one facet: any of them; empty: whatever it is.

    category, content: ids of `resources/categories.toml`; "unmarked" as a category finds what bears no colour.
    voice: words of the source's name. kind: kinds of source. certainty: as a span has it. outlet: names, in any case.
    tag: of the article, or of the note. since, until: of publication, ISO 8601 days, months or years, both included;
    "" for no limit.
    """

    category: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    voice: str = ""
    kind: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence of an article, or a note.

    start, end: of the sentence, or of the note's passage, in code points; None for a note on the whole article and for
    an orphan. text: the sentence, or the note. category, content, source, certainty: of the first mark in the sentence
    that has the wanted facets; "" where it is unmarked, and for notes. before, after: what stands around a sentence.
    title, outlet, published: of the article.
    """

    kind: Literal["sentence", "note"]
    article: int
    note: int | None
    start: int | None
    end: int | None
    text: str
    category: str
    content: str
    source: str
    certainty: str
    before: str
    after: str
    title: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True)
class Found:
    """total: how many there are; hits: the best of them."""

    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class FacetValues:
    """What a library's articles and notes have to choose from. first, last: years of publication; None without any."""

    outlets: tuple[str, ...]
    tags: tuple[str, ...]
    first: int | None
    last: int | None
