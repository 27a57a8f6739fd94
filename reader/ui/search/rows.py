"""What was found, as rows of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from reader.categories import Categories
from reader.domain.search import Hit
from reader.ui import wording
from reader.ui.markdown_view import plain
from reader.ui.passages.row import Row, Run, elided, joined, letter_runs, named

#: Characters of context on either side.
_CONTEXT = 160


def pattern(query: str) -> re.Pattern[str] | None:
    """What finds a query's words and quoted phrases in a text, in any case; None where it has none."""
    parts = (re.findall(r"\w+", quoted or word) for quoted, word in re.findall(r'["“”]([^"“”]*)["“”]|(\S+)', query))
    words = {r"\W+".join(map(re.escape, part)) for part in parts if part}
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE) if words else None


def row(hit: Hit, wanted: re.Pattern[str] | None, known: Categories) -> Row:
    """A sentence between its neighbours, or a note. wanted: what is bold in it."""
    translate = QCoreApplication.translate
    heading = joined((hit.published[:10], hit.outlet, hit.title or translate("search", "Untitled")))
    if hit.kind == "note":
        heading = joined((translate("search", "Note"), heading))
        text = plain(hit.text)
        return Row(heading, tuple(_marked(text, wanted, "")), "", f"{heading}. {text}")
    runs = [Run(_end_of(hit.before) + " ", dim=True)] if hit.before.strip() else []
    runs += [*letter_runs(hit.category, hit.content, known), *_marked(hit.text, wanted, hit.category)]
    runs += [Run(" " + elided(hit.after, _CONTEXT), dim=True)] if hit.after.strip() else []
    what = named(hit.category, hit.content, known) or translate("search", "Unmarked")
    certainty = wording.certainties().get(hit.certainty, "") if hit.certainty != "certain" else ""
    footer = joined((what, certainty, hit.source))
    return Row(heading, tuple(runs), footer, f"{footer}: {hit.text} {heading}")


def _marked(text: str, wanted: re.Pattern[str] | None, category: str) -> Iterator[Run]:
    start = 0
    for found in wanted.finditer(text) if wanted else ():
        if found.start() > start:
            yield Run(text[start : found.start()], category)
        yield Run(found.group(), category, strong=True)
        start = found.end()
    if start < len(text):
        yield Run(text[start:], category)


def _end_of(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _CONTEXT else "…" + text[-_CONTEXT:].partition(" ")[2]
