"""Labelling sentences in bulk.

Rows {"id", "doc", "text"} come in, rows {"id", "categories", "axes", "spans", "sources"} go out. A row is one
sentence, never re-split. The labels are derived from the same spans that an article's analysis has.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from reader import categories
from reader.domain.analysis import AXES, WRITER, Analysis, Offsets, Source
from reader.domain.article import Article
from reader.domain.errors import AnalysisError, InputError
from reader.domain.progress import Progress, silent
from reader.services.reading import Analyses

_SHAPE = 'Every line must be an object {"id": ..., "doc": ..., "text": "..."}.'


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence of the input. id and doc are given back and compared, nothing else."""

    id: Any
    doc: Any
    text: str


def label_file(source: Path, target: Path, analyses: Analyses, progress: Progress = silent) -> int:
    """Label all rows of a JSON Lines file; `progress` counts bytes of the input. Returns the number of rows.

    Raises InputError with the line's number; `target` then stays as it was.
    """
    count = 0
    with _replacing(target) as out:
        for _, rows in groupby(read_rows(source, progress), key=lambda row: row.doc):
            for answer in label_document(list(rows), analyses):
                out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                count += 1
    return count


def read_rows(path: Path, progress: Progress = silent) -> Iterator[Row]:
    """The rows of a JSON Lines file, one at a time. Raises InputError."""
    try:
        with path.open("rb") as lines:
            done, total = 0, path.stat().st_size
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(line, f"{path.name}, line {number}")
                done += len(line)
                progress(done, total)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the name and the permissions.") from error


def label_document(rows: Sequence[Row], analyses: Analyses) -> list[dict[str, Any]]:
    """The answers for the rows of one document, in order."""
    article, analysis, parts = analyse_sentences([row.text for row in rows], analyses)
    mentions = _mentions(analysis)
    return [{"id": row.id, **labels(article, part, analysis, mentions)} for row, part in zip(rows, parts, strict=True)]


def analyse_sentences(texts: Sequence[str], analyses: Analyses) -> tuple[Article, Analysis, list[Offsets]]:
    """The article that sentences make, its analysis, and where each sentence stands ((0, 0) for an empty one)."""
    from reader.ingest.formats import article_from_sentences

    filled = [text for text in texts if text]
    article = article_from_sentences(filled)
    if [article.text_of(block) for block in article.blocks] != filled:
        raise AnalysisError("The rows of a document were not kept as they are: a fault in Sayso.")
    places = iter(article.blocks)
    parts = [(block.start, block.end) if text and (block := next(places)) else (0, 0) for text in texts]
    return article, analyses.analyse(article), parts


def labels(
    article: Article, part: Offsets, analysis: Analysis, mentions: Iterable[tuple[Offsets, str]]
) -> dict[str, Any]:
    """What an analysis says about one stretch of its article, offsets counted from the stretch's beginning.

    categories: by the number of words they cover, the codebook's order deciding between equals.
    axes: the highest of any span or question.
    """
    start, end = part
    here = [s for s in analysis.spans if start <= s.start and s.end <= end]
    axes = [s.axes for s in here] + [q.axes for q in analysis.questions if start <= q.start and q.end <= end]
    words: Counter[str] = Counter()
    for span in here:
        words[span.category] += len(article.text[span.start : span.end].split())
    known = categories.load()
    return {
        "categories": sorted(words, key=lambda c: (-words[c], known[c].order)),
        "axes": {axis: max((values[axis] for values in axes), default=0.0) for axis in AXES},
        "spans": [{"start": s.start - start, "end": s.end - start, "category": s.category} for s in here],
        "sources": [
            {"start": a - start, "end": b - start, "kind": kind} for (a, b), kind in mentions if start <= a and b <= end
        ],
    }


def _mentions(analysis: Analysis) -> list[tuple[Offsets, str]]:
    """Where the words stand that name a source, outer sources included; each place once, in order."""
    found: dict[Offsets, str] = {}
    for span in analysis.spans:
        for source in (*span.source.chain, span.source):
            place = _place(source)
            if place is not None:
                found.setdefault(place, source.kind)
        for place in span.mentions:
            found.setdefault(place, span.source.kind)
    for source in (s for q in analysis.questions for s in q.sources):
        if (place := _place(source)) is not None:
            found.setdefault(place, source.kind)
    return sorted(found.items())


def _place(source: Source) -> Offsets | None:
    if source.kind == WRITER.kind or source.start is None or source.end is None:
        return None
    return source.start, source.end


def _row(line: bytes, place: str) -> Row:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: this is not UTF-8 text.", "Save the file as UTF-8.") from error
    except ValueError as error:
        raise InputError(f"{place}: this is not JSON ({error}).", _SHAPE) from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str) or not {"id", "doc"} <= data.keys():
        raise InputError(f"{place}: the row has not the right shape.", _SHAPE)
    try:
        data["text"].encode()
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: the text holds half a character (a lone surrogate).", "Correct the row.") from error
    return Row(data["id"], data["doc"], data["text"])


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    """Open a file that takes the place of `target` only when all is written. Devices and pipes are written directly."""
    direct = target.exists() and not target.is_file()
    path = target if direct else target.with_name(target.name + ".part")
    try:
        out = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror}.", "Choose another place.") from error
    try:
        with out:
            yield out
        if not direct:
            path.replace(target)
    finally:
        if not direct:
            path.unlink(missing_ok=True)
