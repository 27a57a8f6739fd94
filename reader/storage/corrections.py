"""The user's corrections in the database."""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from reader.domain.corrections import Correction, Verdict
from reader.domain.errors import InputError
from reader.storage.anchored import anchor_of, find_again, put
from reader.storage.articles import is_removed, no_article, now
from reader.storage.tables import ArticleRow, CorrectionRow

#: What row and value have under the same name.
_SAME = ("category", "content", "source_name", "source_kind", "certainty", "author", "created", "orphan")


def add(session: Session, correction: Correction) -> Correction:
    """Keep a new correction. Its id and its time are given here, whatever it says."""
    row = _new_row(correction)
    row.created = now()
    session.add(row)
    session.flush()
    return _correction(row)


def put_back(session: Session, correction: Correction) -> None:
    """Keep a removed correction again, with its number. Raises InputError where its article is gone."""
    if session.get(CorrectionRow, correction.id) is not None:
        return
    if session.get(ArticleRow, correction.article) is None:
        raise no_article(correction.article)
    row = _new_row(correction)
    row.id = correction.id
    session.add(row)
    session.flush()


def everything(session: Session, article_id: int | None) -> list[Correction]:
    """All corrections, or those of one article, in the order they were made; none of removed articles."""
    query = select(CorrectionRow).where(~is_removed(CorrectionRow.article_id)).order_by(CorrectionRow.id)
    if article_id is not None:
        query = query.where(CorrectionRow.article_id == article_id)
    return [_correction(row) for row in session.scalars(query)]


def remove(session: Session, correction_id: int) -> Correction:
    """Take a correction away, and give it. Raises InputError."""
    row = session.get(CorrectionRow, correction_id)
    if row is None:
        raise InputError(f"There is no correction {correction_id}.", "See: sayso corrections list.")
    removed = _correction(row)
    session.delete(row)
    session.flush()
    return removed


def follow(session: Session, old_article: int, new_article: int, text: str) -> None:
    """Take corrections along to a new version, each to its place in the new text; without one as an orphan."""
    for row in session.scalars(select(CorrectionRow).where(CorrectionRow.article_id == old_article)):
        row.article_id = new_article
        find_again(row, text)


def _new_row(correction: Correction) -> CorrectionRow:
    row = CorrectionRow(
        article_id=correction.article,
        verdict=correction.verdict,
        machine=list(correction.machine),
        stamp=correction.stamp,
        **{name: getattr(correction, name) for name in _SAME},
    )
    put(row, correction.anchor)
    return row


def _correction(row: CorrectionRow) -> Correction:
    return Correction(
        id=row.id,
        article=row.article_id,
        anchor=anchor_of(row),
        verdict=cast(Verdict, row.verdict),
        machine=tuple(row.machine),
        stamp=row.stamp,
        **{name: getattr(row, name) for name in _SAME},
    )
