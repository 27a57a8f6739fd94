"""The lines of a page as pieces in reading order: title, byline, text, captions, and what was left out."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.domain.article import BlockKind, Metadata
from reader.ingest import furniture
from reader.ingest.lines import classify, is_sentence
from reader.ingest.pieces import Piece
from reader.ingest.webpage.outline import Line, words_of

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_TAG_KINDS = {"li": BlockKind.LIST_ITEM, "dd": BlockKind.LIST_ITEM, "dt": BlockKind.LIST_ITEM, "tr": BlockKind.LIST_ITEM,
              "blockquote": BlockKind.QUOTATION, "figcaption": BlockKind.CAPTION}  # fmt: skip
_BYLINE_NAME = re.compile(r"(?:^|[\s_-])(?:byline|author|writer|contributor)s?(?:$|[\s_-])")
_DATE_NAME = re.compile(r"(?:^|[\s_-])(?:date|time|timestamp|published|pubdate|datetime)(?:$|[\s_-])")
_HEAD = 40  # lines above the text in which title, byline and pictures of the article are looked for
_FOOT = 12  # lines below it
_LONGEST_BYLINE = 16  # words
_LEAST_SENTENCE = 8  # words; what is left out elsewhere on the page is listed only where it could be text
_MOST_LEFT_OUT = 150  # blocks; menus and lists of stories would bury what a reader looks for


def arrange(lines: list[Line], chosen: set[int], metadata: Metadata) -> tuple[list[Piece], Metadata]:
    """The pieces of a page, and its metadata with what the page shows (title, byline) where its head says nothing.

    chosen: indices of the lines that are the article's text.
    """
    first, last = min(chosen), max(chosen)
    title_at, title = _title(lines, first, last, metadata.title)
    head = max(0, title_at - 5 if title_at is not None and title_at < first else first - _HEAD)
    pieces: list[Piece] = []
    left_out = 0
    title_words = words_of(title)
    if title_at is None and title:
        pieces.append(Piece(title, BlockKind.TITLE, level=1, sure=True))
    for i, line in enumerate(lines):
        if i == title_at:
            pieces.append(Piece(line.text, BlockKind.TITLE, level=1, sure=True))
            continue
        if i in chosen:
            piece = _text_piece(line)
            if line.words == title_words:
                piece.leave_out("Title that stands twice")
        elif first < i < last:
            piece = _between(lines, i, chosen)
        elif head <= i <= last + _FOOT:
            piece = _around(line, metadata, above=i < first)
        else:
            piece = _elsewhere(line)
        if not piece.shown:
            left_out += 1
            if not piece.text or (left_out > _MOST_LEFT_OUT and not piece.wall):
                continue
        pieces.append(piece)
    author = metadata.author or next((p.text for p in pieces if p.kind is BlockKind.BYLINE), "")
    return pieces, replace(metadata, title=title, author=re.sub(r"(?i)^by:?\s+", "", author))


def _title(lines: list[Line], first: int, last: int, declared: str) -> tuple[int | None, str]:
    """The line that is the title, if one is, and its words."""
    wanted = set(words_of(declared))
    best: tuple[float, int] | None = None
    for i in range(min(last + 1, first + 10)):
        line = lines[i]
        if line.tag not in _HEADINGS or not line.words or line.caption:
            continue
        own = set(line.words)
        alike = len(own & wanted) / len(own | wanted) if wanted else 0.0
        inside = own <= wanted and len(own) >= 3
        score = alike + 0.5 * inside + (0.3 if line.tag == "h1" else 0.0) - 0.001 * abs(first - i)
        if (alike >= 0.5 or inside or (line.tag == "h1" and len(own) >= 3)) and (best is None or score > best[0]):
            best = (score, i)
    if best is not None:
        return best[1], lines[best[1]].text
    return None, declared


def _text_piece(line: Line) -> Piece:
    """A line of the article's text, with the role that markup and words give it."""
    said = classify(line.text)
    if said.kind in (BlockKind.FURNITURE, BlockKind.BYLINE, BlockKind.DATE):
        return said
    if level := _HEADINGS.get(line.tag):
        return Piece(line.text, BlockKind.HEADING, level=level, sure=True)
    if kind := _TAG_KINDS.get(line.tag):
        return Piece(line.text, kind, sure=True)
    if said.kind is BlockKind.CAPTION or (said.kind is BlockKind.HEADING and line.text.rstrip().endswith("?")):
        return said
    return Piece(line.text, BlockKind.PARAGRAPH, sure=True)


def _between(lines: list[Line], i: int, chosen: set[int]) -> Piece:
    """A line between the article's first and last line that trafilatura does not count as text."""
    line = lines[i]
    if line.caption:
        return Piece(line.text, BlockKind.CAPTION, sure=True)
    piece = classify(line.text)
    if not piece.shown or piece.kind in (BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE):
        return piece
    piece.leave_out("Links to other pages" if line.linked > 0.5 else "Not part of the article's text")
    return piece


def _around(line: Line, metadata: Metadata, *, above: bool) -> Piece:
    """A line close to the article: its pictures, its byline and date, or furniture."""
    if line.caption and not line.aside:
        return Piece(line.text, BlockKind.CAPTION, sure=True)
    piece = classify(line.text)
    if above and not line.aside:
        names = {w for w in words_of(metadata.author) if len(w) > 2}
        by_name = bool(_BYLINE_NAME.search(line.names)) or (bool(names) and names <= set(line.words))
        if piece.kind is BlockKind.BYLINE or (by_name and len(line.words) <= _LONGEST_BYLINE):
            return Piece(line.text, BlockKind.BYLINE)
        if piece.kind is BlockKind.DATE or (_DATE_NAME.search(line.names) and any(c.isdigit() for c in line.text)):
            return Piece(line.text, BlockKind.DATE)
    return _elsewhere(line)


def _elsewhere(line: Line) -> Piece:
    """A line away from the article: listed as left out where it says what it is, or could be text; else nothing."""
    piece = classify(line.text)
    rule = furniture.load().match(line.text)
    if rule is not None and rule.kind is BlockKind.FURNITURE and (rule.wall or not line.aside) and len(line.words) > 2:
        return piece
    if len(line.words) < _LEAST_SENTENCE or line.linked > 0.3 or line.aside or not is_sentence(line.text):
        return Piece("", BlockKind.FURNITURE)
    piece.leave_out("Outside the article")
    return piece
