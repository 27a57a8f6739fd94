"""Which lines of a page are its article: trafilatura's answer, laid over the page's own lines."""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from reader.ingest.webpage.outline import Line, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GRAM = 4  # words
_COVERED = 0.6  # of a line's word groups; what trafilatura leaves out of a line are a link or two
_MENU = 0.8  # of a line's characters are links
_STEP = 3  # lines between the text and a short line that continues it


def body_lines(root: HtmlElement, lines: list[Line]) -> set[int]:
    """The indices of the lines that trafilatura, in its precise mode, takes for the article.

    Empty where it finds none, or nothing that could be one: a menu, a few words.
    """
    extracted = _extracted(root)
    if not extracted:
        return set()
    whole = Counter(" ".join(words_of(part)) for part in extracted)
    grams = {
        gram
        for part in [words_of(" ".join(extracted))]
        for gram in zip(*(part[i:] for i in range(_GRAM)), strict=False)
    }
    long_lines: set[int] = set()
    short_lines: list[int] = []
    for i, line in enumerate(lines):
        if line.caption or not line.words:
            continue
        if " ".join(line.words) in whole and len(line.words) < 2 * _GRAM:
            short_lines.append(i)
        elif len(line.words) >= _GRAM and _share(line.words, grams) >= _COVERED:
            long_lines.add(i)
    found = _without_repeats(lines, long_lines, whole)
    if not any(lines[i].linked < _MENU for i in found):
        return set()
    # A short line stands in menus too: it counts where it stands among the text, or continues it.
    first, last = min(found), max(found)
    for i in (i for i in short_lines if i > first):
        if i <= last + _STEP:
            found.add(i)
            last = max(last, i)
    for i in (i for i in reversed(short_lines) if i < first):
        if i >= first - _STEP:
            found.add(i)
            first = i
    return found


def _extracted(root: HtmlElement) -> list[str]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it would write to the user's terminal
    try:
        document = trafilatura.bare_extraction(
            root, favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
        )
    except Exception:  # a page that breaks another library must not break this program: it has no article for us
        return []
    text = getattr(document, "text", None) or ""
    return [part for part in text.split("\n") if part.strip()]


def _share(words: list[str], grams: set[tuple[str, ...]]) -> float:
    own = list(zip(*(words[i:] for i in range(_GRAM)), strict=False))
    return sum(gram in grams for gram in own) / len(own)


def _without_repeats(lines: list[Line], chosen: set[int], whole: Counter[str]) -> set[int]:
    """Of a line that stands on the page more often than in the article, keep what has most article text around it."""
    places: dict[str, list[int]] = {}
    for i in sorted(chosen):
        places.setdefault(" ".join(lines[i].words), []).append(i)
    once = [found[0] for found in places.values() if len(found) == 1]
    kept = set(once)
    for key, found in places.items():
        if len(found) > 1:
            by_company = sorted(found, key=lambda i: (-sum(abs(i - j) <= 6 for j in once), i))
            kept.update(by_company[: max(1, whole[key])])
    return kept
