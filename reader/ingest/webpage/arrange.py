"""The lines of a page as pieces in reading order: title, byline, text, captions, and what was left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.domain.article import BlockKind, Metadata
from reader.ingest import furniture
from reader.ingest.lines import classify, is_sentence
from reader.ingest.pieces import Piece
from reader.ingest.webpage.outline import Line, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_TAG_KINDS = {
    **dict.fromkeys(("li", "dd", "dt", "tr"), BlockKind.LIST_ITEM),
    "blockquote": BlockKind.QUOTATION,
    "figcaption": BlockKind.CAPTION,
}
_BYLINE_NAME = re.compile(r"(?:^|[\s_-])(?:byline|author|writer|contributor)s?(?:$|[\s_-])")
_DATE_NAME = re.compile(r"(?:^|[\s_-])(?:date|time|timestamp|published|pubdate|datetime)(?:$|[\s_-])")
_HEAD = 40  # lines above the text in which title, byline and pictures of the article are looked for
_FOOT = 12  # lines below it
_OPENING = 3  # lines above the first that trafilatura gives
_LEAST_COMPANY = 3  # lines of text in a box that a forgotten line stands in
_MOSTLY = 0.9  # of a line's characters are links: then it leads away
_NOTHING_BUT = 0.95
_MOST_DATES = 2  # published and changed
_LONGEST_BYLINE = 16  # words
_SIGN_UP = "Sign-up text"
_LEAST_SENTENCE = 8  # words; what is left out elsewhere on the page is listed only where it could be text
_MOST_LEFT_OUT = 150  # blocks; menus and lists of stories would bury what a reader looks for


def arrange(lines: list[Line], chosen: set[int], metadata: Metadata) -> tuple[list[Piece], Metadata]:
    """The pieces of a page, and its metadata with what the page shows (title, byline) where its head says nothing.

    chosen: indices of the lines that are the article's text.
    """
    if sum(lines[i].aside for i in chosen) > len(chosen) / 2:
        for line in lines:  # the page packs its article into a footer or the like: then that says nothing
            line.aside = False
    chosen = (chosen | forgotten(lines, chosen)) - link_lists(lines, chosen)
    first, last = min(chosen), max(chosen)
    title_at, title = _title(lines, first, last, _without_outlet(metadata.title, metadata.outlet))
    head = max(0, title_at - 5 if title_at is not None and title_at < first else first - _HEAD)
    pieces: list[Piece] = []
    left_out = dates = 0
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
            piece = _between(line)
        elif head <= i <= last + _FOOT:
            piece = _around(line, metadata, above=i < first)
            dates += piece.kind is BlockKind.DATE
            if piece.kind is BlockKind.DATE and dates > _MOST_DATES:
                continue
        else:
            piece = _elsewhere(line)
        if not piece.shown:
            left_out += 1
            if not piece.text or (left_out > _MOST_LEFT_OUT and not piece.wall):
                continue
        pieces.append(piece)
    author = metadata.author or next((p.text for p in pieces if p.kind is BlockKind.BYLINE), "")
    return pieces, replace(metadata, title=title, author=re.sub(r"(?i)^by:?\s+", "", author))


def forgotten(lines: list[Line], chosen: set[int]) -> set[int]:
    """Lines that trafilatura leaves out although they stand in the midst of the text, in the same box as the text.

    These are headings, sentences that are mostly a link, quoted posts, and the first sentences of an article.
    """
    first, last = min(chosen), max(chosen)
    boxes = Counter(_box(lines[i]) for i in chosen)
    found: set[int] = set()
    for i in range(max(0, first - _OPENING), last + 1):
        line = lines[i]
        if i in chosen or line.caption or line.aside or not line.words or boxes[_box(line)] < _LEAST_COMPANY:
            continue
        if classify(line.text).kind in (BlockKind.FURNITURE, BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE):
            continue
        if line.tag in _HEADINGS:
            if i > first and i + 1 in chosen and i - 1 in chosen:
                found.add(i)
        elif line.tag == "blockquote":
            if i > first:
                found.add(i)
        elif line.tag in ("p", "div") and line.linked < _MOSTLY and is_sentence(line.text):
            found.add(i)
    return found


def link_lists(lines: list[Line], chosen: set[int]) -> set[int]:
    """Runs of lines that are nothing but links, and such lines at the article's end: other stories."""
    # Labels such as “Read more” between the links do not end a run.
    labels = {i for i in range(min(chosen), max(chosen) + 1) if lines[i].words and not classify(lines[i].text).shown}
    order = sorted(chosen - labels)
    only_links = [lines[i].linked > _NOTHING_BUT for i in order]
    found: set[int] = set()
    for at, i in enumerate(order):
        if not only_links[at]:
            continue
        beside = (at > 0 and only_links[at - 1]) or (at + 1 < len(order) and only_links[at + 1])
        at_end = all(only_links[at:]) and lines[i].tag not in _HEADINGS
        if beside or at_end or (i - 1 in labels and lines[i].tag != "p"):
            found.add(i)
    return found if len(found) < len(order) / 2 else set()


def _box(line: Line) -> HtmlElement:
    """The element that holds the line's paragraph beside others."""
    parent = line.element.getparent()
    return line.element if parent is None or line.element.tag in ("div", "td", "section", "article") else parent


def _without_outlet(title: str, outlet: str) -> str:
    """Page titles end with the site's name."""
    parts = re.split(r"\s+[|–—-]\s+", title)
    if len(parts) < 2 or len(" ".join(parts[:-1]).split()) < 3:
        return title
    known = set(words_of(outlet))
    tail = words_of(parts[-1])
    if (known and set(tail) & known) or ("|" in title and len(tail) <= 4):
        return title[: title.rindex(parts[-1])].rstrip(" |–—-")
    return title


def _title(lines: list[Line], first: int, last: int, declared: str) -> tuple[int | None, str]:
    """The line that is the title, if one is, and its words."""
    wanted = set(words_of(declared))
    best: tuple[float, int] | None = None
    for i in range(min(last + 1, first + 10)):
        line = lines[i]
        if line.tag not in _HEADINGS or not line.words or line.caption:
            continue
        own = set(line.words)
        alike = len(own & wanted) / min(len(own), len(wanted)) if wanted and len(own) >= 2 else 0.0
        score = alike + (0.3 if line.tag == "h1" else 0.0) - 0.001 * abs(first - i)
        if (alike >= 0.5 or (line.tag == "h1" and not wanted)) and (best is None or score > best[0]):
            best = (score, i)
    if best is None:  # the only heading of the first rank counts, whatever the page's head says
        top = [i for i in range(first + 1) if lines[i].tag == "h1" and len(lines[i].words) >= 3]
        if len(top) != 1:
            return None, declared
        best = (0.0, top[0])
    return best[1], lines[best[1]].text


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


def _between(line: Line) -> Piece:
    """A line between the article's first and last line that is not its text."""
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
        written_by = (bool(names) and names <= set(line.words)) or bool(_BYLINE_NAME.search(line.names))
        if piece.kind is BlockKind.BYLINE or (written_by and _is_name_line(line)):
            return Piece(line.text, BlockKind.BYLINE)
        dated = bool(_DATE_NAME.search(line.names)) and any(c.isdigit() for c in line.text) and len(line.words) <= 16
        if piece.kind is BlockKind.DATE or (dated and not is_sentence(line.text)):
            return Piece(line.text, BlockKind.DATE)
    return _elsewhere(line)


def _is_name_line(line: Line) -> bool:
    """Whether it is as long as a byline, says nothing, and holds a name."""
    capitals = sum(word[0].isupper() for word in line.text.split())
    return capitals >= 2 and len(line.words) <= _LONGEST_BYLINE and not is_sentence(line.text)


def _elsewhere(line: Line) -> Piece:
    """A line away from the article: listed as left out where it says what it is, or could be text; else nothing."""
    piece = classify(line.text)
    rule = furniture.load().match(line.text)
    if rule is not None and rule.kind is BlockKind.FURNITURE:
        speaks = len(line.words) > 2 or rule.opens or rule.reason == _SIGN_UP  # else: a menu's or a button's label
        return piece if rule.wall or (speaks and not line.aside) else Piece("", BlockKind.FURNITURE)
    if len(line.words) < _LEAST_SENTENCE or line.linked > 0.3 or line.aside or not is_sentence(line.text):
        return Piece("", BlockKind.FURNITURE)
    piece.leave_out("Outside the article")
    return piece
