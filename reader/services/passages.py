"""A passage of an article, as the user names it."""

from __future__ import annotations

from reader.domain import anchor as anchors
from reader.domain.anchor import Anchor
from reader.domain.article import Article
from reader.domain.errors import InputError


def anchor(article: Article, passage: str | tuple[int, int]) -> Anchor:
    """Where a passage stands: its words, which are there once, or its code points. Raises InputError."""
    if isinstance(passage, tuple):
        start, end = passage
        if not 0 <= start < end <= len(article.text):
            raise InputError(
                f"The article has no passage {start} to {end}: its text has {len(article.text)} characters.",
                "Give start and end in code points.",
            )
        return anchors.at(article.text, start, end)
    places = anchors.occurrences(article.text, passage)
    shown = [(s, e) for s, e in places if any(b.shown and b.start <= s and e <= b.end for b in article.blocks)]
    places = shown or places
    if not places:
        raise InputError("The quotation is not in the article.", "Copy it from the article's text.")
    if len(places) > 1:
        where = ", ".join(f"{start}-{end}" for start, end in places[:5])
        raise InputError(
            f"The quotation is {len(places)} times in the article ({where}).",
            "Quote more words, or give --start and --end.",
        )
    return anchors.at(article.text, *places[0])
