"""Saved web pages. trafilatura finds the body; our own pass gives every line of the page its role."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

from reader.domain.article import Article
from reader.domain.errors import InputError
from reader.ingest import language
from reader.ingest.pieces import assemble, sha256_of
from reader.ingest.roles import settle
from reader.ingest.webpage import metadata as page_metadata
from reader.ingest.webpage.arrange import arrange
from reader.ingest.webpage.body import body_lines
from reader.ingest.webpage.outline import lines_of
from reader.ingest.webpage.tree import parse


def read_html(markup: str, *, file_sha256: str = "", source_path: str = "") -> Article:
    """The article on a saved page.

    Raises InputError where the page is too large, or holds no article.
    """
    root = parse(markup)
    metadata = page_metadata.read(root, markup)
    lines = lines_of(root)
    chosen = body_lines(root, lines)
    if not chosen:
        raise InputError(
            "No article was found on this page.",
            "Save the article's own page, or select its text, copy it and paste it into Sayso.",
        )
    pieces, metadata = arrange(lines, chosen, metadata)
    cut_off = settle(pieces)
    guessed = language.guess(" ".join(p.text for p in pieces if p.shown))
    # What the words say counts more than the page's template: many pages carry another language's tag.
    if guessed and not metadata.language.lower().startswith(guessed):
        metadata = replace(metadata, language=guessed)
    return assemble(
        pieces,
        metadata,
        extractor=f"sayso-html 1, trafilatura {version('trafilatura')}",
        file_sha256=file_sha256 or sha256_of(markup),
        source_path=source_path,
        cut_off=cut_off,
    )
