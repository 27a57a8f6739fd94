"""Quotation marks across sentences and paragraphs: what stands inside them, and what a mark left open reaches.

Curly, straight, doubled ('' and ``), guillemets and single marks. A paragraph that ends inside a quotation and is
followed by one that opens with a mark again, or closes one it never opened, continues it (the convention of the press).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_OPEN = "“«„"
_CLOSE = "”»"
_MARKS = re.compile(r"[“”«»„\"]|''|``")
_SINGLE = re.compile(
    r"""(?<![\w’'])['‘](?=[\w“"])(?!(?:em|til|cause|n|s|t|re|ve|ll|\d\ds?)\b)(.+?)(?<=[\w.,?!…])['’](?!\w)"""
)
#: How many blocks a quotation may run on without a mark of its own before it counts as never closed.
_LONGEST_RUN = 6


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation in one block: code points of the block's text, marks included.

    continues: it goes on from the quotation before it (an earlier block's, left open).
    closed: its end has a mark. runs_on: it has none, and the next block goes on with it.
    """

    block: int
    start: int
    end: int
    continues: bool = False
    closed: bool = True
    runs_on: bool = False


def _marks(text: str) -> list[tuple[int, int, str]]:
    """(start, end, "open" | "close" | "either") for every double mark of a text."""
    found: list[tuple[int, int, str]] = []
    for match in _MARKS.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if before.isspace() and after.isspace():
            kind = "either"  # set off by typing or by tokenising: what is open decides
        elif mark in _OPEN or mark == "``":
            kind = "open"
        elif mark in _CLOSE:
            kind = "close" if not (before.isspace() and not after.isspace()) else "open"
        elif (before.isspace() or before in "([—–-") and not after.isspace():
            kind = "open"
        elif before in ".,!?" or (not before.isspace() and (after.isspace() or after in ".,;:!?)]—–-'’")):
            kind = "close"
        else:
            kind = "either"
        if mark == '"' and before.isdigit() and kind == "close" and not any(k == "open" for *_, k in found[-1:]):
            continue  # inches
        found.append((start, end, kind))
    return found


def _first_kind(text: str) -> str:
    marks = _marks(text)
    return marks[0][2] if marks else ""


def find_quotes(texts: Sequence[str]) -> list[Quote]:
    """The quotations of consecutive blocks, in order."""
    quotes: list[Quote] = []
    running = False
    for block, text in enumerate(texts):
        opened: int | None = None
        continues = False
        marks = _marks(text)
        around = [m for m in _SINGLE.finditer(text) if any(m.start() < start < m.end() for start, _, _ in marks)]
        if around and not running and all(any(m.start() < at < m.end() for m in around) for at, _, _ in marks):
            quotes.extend(Quote(block, m.start(), m.end()) for m in around)  # the British way round
            continue
        if running:
            continues = True
            first = marks[0] if marks else None
            # A mark at the very start takes the quotation up again; else it simply runs on from the start.
            opened = 0
            if first and first[0] == 0 and first[2] != "close":
                marks = marks[1:]
        for start, end, kind in marks:
            if opened is None:
                if kind != "close":
                    opened = start
                elif start == marks[0][0] and text[start - 1] in ".,!?":  # its opening mark was lost
                    quotes.append(Quote(block, 0, end, continues=False))
            elif kind != "open":
                quotes.append(Quote(block, opened, end, continues))
                opened, continues = None, False
            else:  # two opening marks: the first was never closed
                if start - opened > 1 and not continues:
                    quotes.append(Quote(block, opened, start, continues, closed=False))
                opened, continues = start, False
        running = False
        if opened is not None:
            running = _goes_on(texts, block)
            quotes.append(Quote(block, opened, len(text), continues, closed=False, runs_on=running))
        elif not marks:
            quotes.extend(Quote(block, m.start(), m.end()) for m in _SINGLE.finditer(text))
    return quotes


def _goes_on(texts: Sequence[str], block: int) -> bool:
    """Whether a quotation open at the end of `block` goes on in the next one."""
    for ahead in texts[block + 1 : block + 1 + _LONGEST_RUN]:
        stripped = ahead.lstrip()
        kind = _first_kind(stripped)
        if not kind:
            continue
        first = _marks(stripped)[0]
        if ahead is texts[block + 1] and first[0] == 0 and kind != "close":
            return True
        return kind == "close"
    return False
