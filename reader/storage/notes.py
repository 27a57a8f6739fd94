"""Notes and highlights in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from reader.domain.anchor import Anchor
from reader.domain.errors import InputError
from reader.domain.library import Highlight, Note
from reader.storage import search
from reader.storage.anchored import anchor_of, find_again, put
from reader.storage.arranging import forget_empty
from reader.storage.articles import is_removed, no_article, now, tags
from reader.storage.tables import ArticleRow, HighlightRow, NoteRow


def add(session: Session, article_id: int, anchor: Anchor | None, text: str, tag_names: Sequence[str]) -> Note:
    """Keep a note on a passage, or on a whole article."""
    moment = now()
    row = NoteRow(article_id=article_id, text=text, orphan=False, created=moment, modified=moment)
    if anchor is not None:
        put(row, anchor)
    row.tags = tags(session, tag_names)
    session.add(row)
    session.flush()
    search.index_note(session, row.id, row.text)
    return _note(row)


def everything(session: Session, article_id: int | None) -> list[Note]:
    """All notes, or those of one article, in the order they were made; none of removed articles."""
    query = select(NoteRow).options(selectinload(NoteRow.tags)).order_by(NoteRow.id)
    query = query.where(~is_removed(NoteRow.article_id))
    if article_id is not None:
        query = query.where(NoteRow.article_id == article_id)
    return [_note(row) for row in session.scalars(query)]


def edit(session: Session, note_id: int, text: str | None, tag_names: Sequence[str] | None, seen: str) -> Note:
    """Give a note another text, other tags, or both. Raises InputError.

    seen: the note's `modified` when the editor read it, "" for whatever it is. If somebody else has changed the note
    since, it stays as it is now, and the new text becomes a note of its own beside it.
    """
    row = _row(session, note_id)
    if seen and seen != row.modified:
        row = _beside(session, row)
    if text is not None:
        row.text = text
    if tag_names is not None:
        row.tags = tags(session, tag_names)
    row.modified = now()
    session.flush()
    search.index_note(session, row.id, row.text)
    forget_empty(session)
    return _note(row)


def remove(session: Session, note_id: int) -> None:
    """Raises InputError."""
    session.delete(_row(session, note_id))
    search.forget_note(session, note_id)
    forget_empty(session)


def put_back(session: Session, note: Note) -> None:
    """Keep a removed note again, with its number. Raises InputError where its article is gone."""
    if session.get(NoteRow, note.id) is not None:
        return
    _need_article(session, note.article)
    same = {name: getattr(note, name) for name in ("id", "text", "orphan", "created", "modified")}
    row = NoteRow(article_id=note.article, **same)
    if note.anchor is not None:
        put(row, note.anchor)
    row.tags = tags(session, note.tags)
    session.add(row)
    session.flush()
    search.index_note(session, row.id, row.text)


def add_highlight(session: Session, article_id: int, anchor: Anchor) -> Highlight:
    """Keep a marked passage."""
    row = HighlightRow(article_id=article_id, orphan=False, created=now())
    put(row, anchor)
    session.add(row)
    session.flush()
    return _highlight(row)


def highlights(session: Session, article_id: int | None) -> list[Highlight]:
    """All highlights, or those of one article, in the order they were made; none of removed articles."""
    query = select(HighlightRow).where(~is_removed(HighlightRow.article_id)).order_by(HighlightRow.id)
    if article_id is not None:
        query = query.where(HighlightRow.article_id == article_id)
    return [_highlight(row) for row in session.scalars(query)]


def remove_highlight(session: Session, highlight_id: int) -> None:
    """Raises InputError."""
    row = session.get(HighlightRow, highlight_id)
    if row is None:
        raise InputError(f"There is no highlight {highlight_id}.", "See: sayso highlights list.")
    session.delete(row)


def put_back_highlight(session: Session, mark: Highlight) -> None:
    """Keep a removed highlight again, with its number. Raises InputError where its article is gone."""
    if session.get(HighlightRow, mark.id) is not None:
        return
    _need_article(session, mark.article)
    row = HighlightRow(id=mark.id, article_id=mark.article, orphan=mark.orphan, created=mark.created)
    put(row, mark.anchor)
    session.add(row)


def follow(session: Session, old_article: int, new_article: int, text: str) -> None:
    """Take notes and highlights along to a new version, each to its place in the new text; without one as an orphan."""
    for row in session.scalars(select(NoteRow).where(NoteRow.article_id == old_article)):
        row.article_id = new_article
        if row.exact is not None:
            find_again(row, text)
    for mark in session.scalars(select(HighlightRow).where(HighlightRow.article_id == old_article)):
        mark.article_id = new_article
        find_again(mark, text)


def _beside(session: Session, row: NoteRow) -> NoteRow:
    """A second note on the same passage, with the same text and tags for now."""
    same = {name: getattr(row, name) for name in ("article_id", *Anchor.__slots__, "orphan", "text")}
    second = NoteRow(**same, created=now(), modified=now(), tags=list(row.tags))
    session.add(second)
    return second


def _anchor(row: NoteRow) -> Anchor | None:
    return None if row.exact is None else anchor_of(row)


def _need_article(session: Session, article_id: int) -> None:
    if session.get(ArticleRow, article_id) is None:
        raise no_article(article_id)


def _row(session: Session, note_id: int) -> NoteRow:
    row = session.get(NoteRow, note_id)
    if row is None:
        raise InputError(f"There is no note {note_id}.", "See: sayso notes list.")
    return row


def _note(row: NoteRow) -> Note:
    names = tuple(sorted(tag.name for tag in row.tags))
    return Note(row.id, row.article_id, _anchor(row), row.text, names, row.created, row.modified, row.orphan)


def _highlight(row: HighlightRow) -> Highlight:
    return Highlight(row.id, row.article_id, anchor_of(row), row.created, row.orphan)
