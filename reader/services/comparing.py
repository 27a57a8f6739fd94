"""Two analyses of one article, and two versions of its text, side by side; and which analysis is kept to.

An article keeps the colours it was kept with, whatever becomes of the rules, until the user takes another analysis.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from reader.domain import corrections as layers
from reader.domain.analysis import UNMARKED, Analysis
from reader.domain.article import Article
from reader.domain.comparing import Change, Comparison, Piece, Remark
from reader.domain.corrections import Mark
from reader.domain.errors import InputError
from reader.domain.library import LibraryArticle
from reader.services import shares
from reader.services.library import Library

#: How alike two paragraphs must be to be one that was changed.
_ALIKE = 0.5
#: The most pairs of words, or of paragraphs, that are compared with each other: the time grows with them.
_MOST_PAIRS = 250_000
#: Among how many paragraphs of the newer version one of the older is looked for.
_NEAR = 5

_Operation = tuple[str, int, int, int, int]


def compare(article: Article, old: Analysis, new: Analysis) -> Comparison:
    """Which passages of an article change, by the machine's marks alone, and from what to what."""
    before, after = (layers.shown(article.text, analysis.spans, ()) for analysis in (old, new))
    borders = sorted({border for mark in (*before, *after) for border in (mark.start, mark.end)})
    remarks: list[Remark] = []
    for start, end in pairwise(borders):
        was, becomes = _covering(before, start), _covering(after, start)
        if _said(was) == _said(becomes) or not layers.has_word(article.text, start, end):
            continue
        remarks.append(Remark(start, end, article.text[start:end], was, becomes))
    return _counted(article, before, after, remarks)


def take(library: Library, article_id: int, analysis: Analysis) -> None:
    """Let an article have the colours of another analysis from now on. The analyses before it stay in the library.

    Raises InputError where the analysis is not of the article's text.
    """
    from reader.storage import arranging, articles, search

    with library.database.writing() as session:
        article, kept = articles.opened(session, article_id)
        (listed,) = arranging.chosen(session, [article_id])
        if analysis.stamp.text_sha256 != listed.text_sha256:
            raise InputError("This is the analysis of another text.", "Analyse the article as the library has it.")
        if analysis != kept:
            articles.add_analysis(session, article_id, article, analysis)
            articles.set_mix(session, article_id, shares.of_body(article, analysis)[1])
            search.reindex(session, article_id)


def versions(library: Library, article_id: int) -> list[LibraryArticle]:
    """All versions of an article that are not removed, the oldest first. Raises InputError."""
    from reader.storage import versions

    with library.database.reading() as session:
        return versions.history(session, article_id)


def difference(old: Article, new: Article) -> list[Change]:
    """The shown paragraphs that differ, in the order of the newer text, each with the words that do."""
    before, after = ([block for block in one.blocks if block.shown] for one in (old, new))
    texts = [old.text_of(block) for block in before], [new.text_of(block) for block in after]
    changes: list[Change] = []
    for kind, a, b, c, d in _operations(*texts):
        if kind == "equal":
            continue
        for one, other in _partners(texts[0][a:b], texts[1][c:d]):
            was = before[a + one] if one is not None else None
            becomes = after[c + other] if other is not None else None
            changes.append(
                Change(
                    "changed" if was and becomes else "removed" if was else "added",
                    _pieces(old.text_of(was) if was else "", new.text_of(becomes) if becomes else ""),
                    (was.start, was.end) if was else None,
                    (becomes.start, becomes.end) if becomes else None,
                )
            )
    return changes


# -- analyses --------------------------------------------------------------------------------------------------------


def _covering(marks: Sequence[Mark], place: int) -> Mark | None:
    at = bisect_right(marks, place, key=lambda mark: mark.start) - 1
    return marks[at] if at >= 0 and place < marks[at].end else None


def _said(mark: Mark | None) -> tuple[str, ...]:
    return mark.said if mark else ()


def _counted(article: Article, before: Sequence[Mark], after: Sequence[Mark], remarks: list[Remark]) -> Comparison:
    counts: Counter[tuple[str, str]] = Counter()
    changed = 0
    for start in shares.words_of_body(article):
        was, becomes = (_covering(marks, start) for marks in (before, after))
        counts[was.category if was else UNMARKED, becomes.category if becomes else UNMARKED] += 1
        changed += _said(was) != _said(becomes)
    return Comparison(tuple(remarks), dict(counts), changed, counts.total())


# -- texts -----------------------------------------------------------------------------------------------------------


def _operations(old: Sequence[str], new: Sequence[str]) -> list[_Operation]:
    """How one list becomes the other, as difflib says it; with too much to compare, what lies between equal ends is
    replaced as a whole."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    a, b = len(old) - tail, len(new) - tail
    operations: list[_Operation] = [("equal", 0, head, 0, head)]
    if (a - head) * (b - head) > _MOST_PAIRS:
        operations.append(("replace", head, a, head, b))
    else:
        matcher = SequenceMatcher(None, old[head:a], new[head:b], autojunk=False)
        for kind, i, j, k, m in matcher.get_opcodes():
            operations.append((kind, i + head, j + head, k + head, m + head))
    return [*operations, ("equal", a, len(old), b, len(new))]


def _partners(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraphs of two runs are the same one, by their numbers; None beside one that has no partner."""
    at = 0
    for number, text in enumerate(old):
        words = text.split()
        near = range(at, min(at + _NEAR, len(new)))
        alike = {n: SequenceMatcher(None, words, new[n].split(), autojunk=False).quick_ratio() for n in near}
        best = max(alike, key=lambda n: alike[n], default=None)
        if best is None or alike[best] < _ALIKE:
            yield number, None
        else:
            yield from ((None, n) for n in range(at, best))
            yield number, best
            at = best + 1
    yield from ((None, n) for n in range(at, len(new)))


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    before, after = old.split(), new.split()
    found: list[Piece] = []
    for kind, a, b, c, d in _operations(before, after):
        if kind == "equal":
            found.append(Piece("same", " ".join(before[a:b])))
        else:
            found += [Piece("removed", " ".join(before[a:b])), Piece("added", " ".join(after[c:d]))]
    return tuple(piece for piece in found if piece.text)
