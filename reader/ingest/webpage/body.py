"""Which lines of a page are its article: trafilatura's answer, laid over the page's own lines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.ingest.webpage.outline import Line, words_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_GRAM = 4  # words
_COVERED = 0.6  # of a line's word groups; what trafilatura leaves out of a line are a link or two
_FAR = 40  # lines; a short line this far from other text is found there by chance


def body_lines(root: HtmlElement, lines: list[Line]) -> set[int]:
    """The indices of the lines that trafilatura takes for the article, in its precise mode; empty where it finds none."""
    extracted = _extracted(root)
    if not extracted:
        return set()
    whole = Counter(" ".join(words_of(part)) for part in extracted)
    grams = {gram for part in [words_of(" ".join(extracted))] for gram in zip(*(part[i:] for i in range(_GRAM)), strict=False)}
    long_lines: set[int] = set()
    short_lines: list[int] = []
    for i, line in enumerate(lines):
        if line.caption or not line.words:
            continue
        if " ".join(line.words) in whole and len(line.words) < 2 * _GRAM:
            short_lines.append(i)
        elif len(line.words) >= _GRAM and _share(line.words, grams) >= _COVERED:
            long_lines.add(i)
    found = _without_repeats(lines, long_lines)
    anchors = sorted(found)
    for i in short_lines:
        # A short line stands in menus too: it counts where it stands among the text.
        if anchors and anchors[0] - 3 <= i <= anchors[-1] + 3 and any(abs(i - a) <= _FAR for a in anchors):
            found.add(i)
    return found or set(short_lines)


def _extracted(root: HtmlElement) -> list[str]:
    import trafilatura

    document = trafilatura.bare_extraction(
        root, favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
    )
    text = document.text if document is not None else ""
    return [part for part in (text or "").split("\n") if part.strip()]


def _share(words: list[str], grams: set[tuple[str, ...]]) -> float:
    own = list(zip(*(words[i:] for i in range(_GRAM)), strict=False))
    return sum(gram in grams for gram in own) / len(own)


def _without_repeats(lines: list[Line], chosen: set[int]) -> set[int]:
    """Of a line that stands on the page more than once, keep the one with most article text around it."""
    places: dict[str, list[int]] = {}
    for i in sorted(chosen):
        places.setdefault(" ".join(lines[i].words), []).append(i)
    once = {found[0] for found in places.values() if len(found) == 1}
    kept = set(once)
    for found in places.values():
        if len(found) > 1:
            kept.add(max(found, key=lambda i: (sum(abs(i - j) <= 6 for j in once), -i)))
    return kept
