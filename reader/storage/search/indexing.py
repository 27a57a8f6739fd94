"""What stands in the index, and how it gets there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from reader.domain.analysis import UNMARKED, Offsets
from reader.domain.article import CLAIM_KINDS, Article
from reader.domain.corrections import Mark, shown
from reader.domain.progress import Progress, silent
from reader.storage import articles, corrections
from reader.storage.search.rows import BITS, MOST, run, token, words
from reader.storage.tables import ArticleRow, NoteRow, RemovedRow, SentenceRow, SpanRow

#: Of what the index holds. A database whose index has another one gets it built anew when it is opened.
VERSION = 1

_SENTENCE_END = re.compile(r"""[.!?…]+["'”“’»)\]]*\s+|[。！？]+[」』”]*\s*""")


def reindex(session: Session, article_id: int) -> None:
    """Make sentences, marks and index of an article and its notes anew: from its text, its newest analysis and its
    corrections. Of a removed article nothing is left to be found. Raises InputError.
    """
    forget_article(session, article_id)
    article, analysis = articles.opened(session, article_id)
    if session.get(RemovedRow, article_id) is not None:
        return
    spans, analysed = (analysis.spans, analysis.sentences) if analysis else ((), ())
    cut = [(*place, said) for place in _sentences(article, analysed) if (said := words(article.text[slice(*place)]))]
    del cut[MOST:]
    places = [(start, end) for start, end, _ in cut]
    by_sentence = _by_sentence(places, shown(article.text, spans, corrections.everything(session, article_id)))
    rows = [
        (
            _row(article_id, number, by_sentence[number]),
            " ".join(said),
            " ".join(sorted({token for mark in by_sentence[number] for token in _tokens(mark)})) or UNMARKED,
            " ".join(dict.fromkeys(word for mark in by_sentence[number] for word in words(mark.source_name))),
        )
        for number, (_, _, said) in enumerate(cut)
    ]
    _write(session, rows)
    if rows:
        session.execute(
            insert(SentenceRow),
            [{"article_id": article_id, "number": n, "start": s, "end": e} for n, (s, e) in enumerate(places)],
        )
    marked = [_span(article_id, number, mark) for number, marks in enumerate(by_sentence) for mark in marks]
    if marked:
        session.execute(insert(SpanRow), marked)
    notes = session.execute(select(NoteRow.id, NoteRow.text).where(NoteRow.article_id == article_id))
    _write(session, [_note(note_id, text) for note_id, text in notes])


def forget_article(session: Session, article_id: int) -> None:
    """Take an article's sentences and notes out of the index."""
    session.flush()
    for table in (SentenceRow, SpanRow):
        session.execute(delete(table).where(table.article_id == article_id))
    run(
        session,
        "DELETE FROM search_index WHERE rowid BETWEEN ? AND ?",
        article_id << BITS,
        (article_id + 1 << BITS) - 1,
    )
    for note_id in session.scalars(select(NoteRow.id).where(NoteRow.article_id == article_id)).all():
        forget_note(session, note_id)


def index_note(session: Session, note_id: int, text: str) -> None:
    """Put a note, or its new text, into the index, unless its article is removed."""
    forget_note(session, note_id)
    removed = select(RemovedRow).join(NoteRow, NoteRow.article_id == RemovedRow.article_id).where(NoteRow.id == note_id)
    if session.scalar(removed) is None:
        _write(session, [_note(note_id, text)])


def forget_note(session: Session, note_id: int) -> None:
    """Take a note out of the index."""
    run(session, "DELETE FROM search_index WHERE rowid = ?", -note_id)


def purge(session: Session) -> None:
    """Write the index anew without what was taken out of it, whose words would stay in the file for a while."""
    run(session, "INSERT INTO search_index(search_index) VALUES ('optimize')")


def is_current(session: Session) -> bool:
    """Whether the index holds what this Sayso puts into it."""
    return bool(run(session, "PRAGMA user_version").scalar() == VERSION)


def rebuild(session: Session, progress: Progress = silent) -> None:
    """Make the index of all articles and notes anew. `progress` counts articles."""
    run(session, "INSERT INTO search_index(search_index) VALUES ('delete-all')")
    ids = session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()
    for done, article_id in enumerate(ids, 1):
        reindex(session, article_id)
        session.expunge_all()
        progress(done, len(ids))
    run(session, f"PRAGMA user_version = {VERSION}")


def _row(article_id: int, number: int, marks: Sequence[Mark]) -> int:
    return article_id << BITS | number << 1 | (len(marks) > 1)


def _note(note_id: int, text: str) -> tuple[int, str, str, str]:
    return -note_id, " ".join(words(text)), "", ""


def _write(session: Session, rows: list[tuple[int, str, str, str]]) -> None:
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO search_index(rowid, words, facets, voices) VALUES (?, ?, ?, ?)", rows
        )


def _tokens(mark: Mark) -> list[str]:
    return [
        token("category", mark.category),
        token("content", mark.content),
        token("kind", mark.source_kind),
        token("certainty", mark.certainty),
    ]


def _span(article_id: int, number: int, mark: Mark) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "sentence": number,
        "start": mark.start,
        "end": mark.end,
        "category": mark.category,
        "content": mark.content,
        "certainty": mark.certainty,
        "source_kind": mark.source_kind,
        "source_name": mark.source_name,
        "voice": f" {' '.join(words(mark.source_name))} ",
        "by_user": mark.by_user,
    }


def _sentences(article: Article, analysed: Sequence[Offsets]) -> list[Offsets]:
    """Where the sentences of the shown blocks stand. analysed: as the analysis cut the claims."""
    starts = [start for start, _ in analysed]
    found: list[Offsets] = []
    for block in article.blocks:
        if block.shown:
            own = analysed[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
            if not own and block.kind in CLAIM_KINDS:
                own = _plain_cut(article.text, block.start, block.end)
            found.extend(own or [(block.start, block.end)])
    return found


def _plain_cut(text: str, start: int, end: int) -> list[Offsets]:
    """Sentences by their full stops alone."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, end)]
    return [
        (first, first + len(text[first:last].rstrip()))
        for first, last in zip([start, *ends], [*ends, end], strict=True)
    ]


def _by_sentence(places: Sequence[Offsets], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks of each sentence; one that covers several stands under each."""
    found: list[list[Mark]] = [[] for _ in places]
    starts = [start for start, _ in places]
    for mark in marks:
        for number in range(max(0, bisect_right(starts, mark.start) - 1), bisect_left(starts, mark.end)):
            if mark.start < places[number][1]:
                found[number].append(mark)
    return found
