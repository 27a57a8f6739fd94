"""Coding samples in the database: sentences, and how people have coded them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reader.domain.errors import InputError
from reader.domain.sampling import Drawn, Frame, Sample, SampleSentence
from reader.storage import versions
from reader.storage.articles import now
from reader.storage.tables import ArticleRow, CodingRow, SampleRow, SampleSentenceRow, TagRow

_DATED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def articles_in(session: Session, frame: Frame) -> list[tuple[int, str]]:
    """The articles of a frame, each with its text's SHA-256: of each the newest version, and none that is removed."""
    newest = versions.newest(session)
    query = select(
        ArticleRow.id, ArticleRow.text_sha256, ArticleRow.outlet, ArticleRow.published, ArticleRow.language
    ).order_by(ArticleRow.id)
    if frame.tag:
        query = query.where(ArticleRow.tags.any(TagRow.name.in_(frame.tag)))
    outlets = {outlet.casefold() for outlet in frame.outlet}
    return [
        (article_id, text_sha256)
        for article_id, text_sha256, outlet, published, language in session.execute(query)
        if article_id in newest
        and (not outlets or outlet.casefold() in outlets)
        and _published_within(published, frame)
        and f"{language}-".casefold().startswith(f"{frame.language}-".casefold() if frame.language else "")
    ]


def add(
    session: Session, name: str, seed: int, frame: Mapping[str, str], stamp: Mapping[str, str], drawn: Sequence[Drawn]
) -> Sample:
    """Keep a sample, its sentences numbered from 1. Raises InputError where there is one of that name."""
    if session.scalar(select(SampleRow.id).where(SampleRow.name == name)) is not None:
        raise InputError(f"There is a sample “{name}” already.", "Give another name.")
    row = SampleRow(name=name, created=now(), seed=seed, frame=dict(frame), stamp=dict(stamp))
    session.add(row)
    session.flush()
    for number, one in enumerate(drawn, 1):
        session.add(
            SampleSentenceRow(
                sample_id=row.id,
                number=number,
                article_id=one.article,
                start=one.start,
                end=one.end,
                before=one.before,
                text=one.text,
                after=one.after,
                machine=list(one.machine),
            )
        )
    session.flush()
    return _sample(session, row)


def everything(session: Session) -> list[Sample]:
    """All samples, in the order they were drawn."""
    return [_sample(session, row) for row in session.scalars(select(SampleRow).order_by(SampleRow.id))]


def one(session: Session, sample_id: int) -> Sample:
    """Raises InputError."""
    return _sample(session, _row(session, sample_id))


def sentences(session: Session, sample_id: int, coder: str) -> list[SampleSentence]:
    """The sentences of a sample with one coder's codes, and nothing of the machine's. Raises InputError."""
    _row(session, sample_id)
    codes = {
        coding.number: tuple(coding.categories)
        for coding in session.scalars(select(CodingRow).filter_by(sample_id=sample_id, coder=coder))
    }
    return [
        SampleSentence(row.number, row.article_id, row.before, row.text, row.after, codes.get(row.number))
        for row in _sentence_rows(session, sample_id)
    ]


def machine(session: Session, sample_id: int) -> dict[int, tuple[int, frozenset[str]]]:
    """By sentence its article, and the categories that the machine saw in it. Raises InputError."""
    _row(session, sample_id)
    return {row.number: (row.article_id, frozenset(row.machine)) for row in _sentence_rows(session, sample_id)}


def codes(session: Session, sample_id: int) -> list[tuple[int, str, frozenset[str]]]:
    """All codings of a sample: sentence, coder, categories."""
    rows = session.scalars(select(CodingRow).filter_by(sample_id=sample_id))
    return [(row.number, row.coder, frozenset(row.categories)) for row in rows]


def code(session: Session, sample_id: int, number: int, coder: str, categories: Sequence[str] | None) -> None:
    """Keep what a coder sees in a sentence, in place of what it was; None: take it back. Raises InputError."""
    _row(session, sample_id)
    if session.get(SampleSentenceRow, (sample_id, number)) is None:
        raise InputError(f"There is no sentence {number} in sample {sample_id}.", "See: sayso sample show.")
    session.execute(delete(CodingRow).filter_by(sample_id=sample_id, number=number, coder=coder))
    if categories is not None:
        session.add(
            CodingRow(sample_id=sample_id, number=number, coder=coder, categories=list(categories), coded=now())
        )
    session.flush()


def remove(session: Session, sample_id: int) -> None:
    """Take a sample away, and how it was coded. Raises InputError."""
    session.delete(_row(session, sample_id))
    session.flush()


def _published_within(published: str, frame: Frame) -> bool:
    """Whether a date is within the frame's; one that cannot be read never is."""
    if not (frame.since or frame.until):
        return True
    return (
        _DATED.match(published) is not None
        and published >= frame.since
        and published[: len(frame.until)] <= frame.until
    )


def _sentence_rows(session: Session, sample_id: int) -> Sequence[SampleSentenceRow]:
    query = select(SampleSentenceRow).filter_by(sample_id=sample_id).order_by(SampleSentenceRow.number)
    return session.scalars(query).all()


def _row(session: Session, sample_id: int) -> SampleRow:
    row = session.get(SampleRow, sample_id)
    if row is None:
        raise InputError(f"There is no sample {sample_id}.", "See: sayso sample list.")
    return row


def _sample(session: Session, row: SampleRow) -> Sample:
    size = session.scalar(select(func.count()).select_from(SampleSentenceRow).filter_by(sample_id=row.id)) or 0
    coders = Counter(session.scalars(select(CodingRow.coder).filter_by(sample_id=row.id)))
    return Sample(row.id, row.name, row.created, row.seed, size, row.frame, row.stamp, dict(sorted(coders.items())))
