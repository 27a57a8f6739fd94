"""The tables. A change here needs a migration; a test says if it is forgotten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

#: Without names of their own constraints cannot be changed later.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
#: Ids are given once: that of a removed row must not lead to another one.
_NEVER_AGAIN = {"sqlite_autoincrement": True}

#: What of an article the list is sorted and filtered by.
LISTED = ("added", "title", "outlet", "author", "url", "published", "saved", "language", "words", "star", "state")


class Base(DeclarativeBase):
    """Everything that stands in the database."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Text, dict[str, Any]: JSON, list[Any]: JSON, dict[str, float]: JSON}  # noqa: RUF012


def _pairs(name: str, left: str, right: str) -> Table:
    """A table of pairs: which tag stands on which article, say."""
    return Table(
        name,
        Base.metadata,
        Column(f"{left}_id", ForeignKey(f"{left}s.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{right}_id", ForeignKey(f"{right}s.id", ondelete="CASCADE"), primary_key=True, index=True),
    )


article_tags = _pairs("article_tags", "article", "tag")
note_tags = _pairs("note_tags", "note", "tag")
article_collections = _pairs("article_collections", "article", "collection")


class TagRow(Base):
    __tablename__ = "tags"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class CollectionRow(Base):
    __tablename__ = "collections"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class ArticleRow(Base):
    """One version of one article. The long columns stand last: SQLite reads a list without them."""

    __tablename__ = "articles"
    __table_args__ = (
        # All that the list is sorted and filtered by: see `storage/listing.py`.
        Index("ix_articles_listing", *LISTED),
        Index("ix_articles_published", "published", "outlet"),
        _NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_of: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"), index=True)
    added: Mapped[str]
    title: Mapped[str]
    outlet: Mapped[str]
    author: Mapped[str]
    published: Mapped[str]
    saved: Mapped[str]
    url: Mapped[str] = mapped_column(index=True)
    language: Mapped[str]
    words: Mapped[int]
    mix: Mapped[dict[str, float]]
    star: Mapped[bool]
    state: Mapped[str]
    text_sha256: Mapped[str] = mapped_column(unique=True)
    file_sha256: Mapped[str] = mapped_column(index=True)
    extractor: Mapped[str]
    cut_off: Mapped[str]
    source_path: Mapped[str]
    blocks: Mapped[list[Any]] = mapped_column(deferred=True)
    text: Mapped[str] = mapped_column(deferred=True)

    tags: Mapped[list[TagRow]] = relationship(secondary=article_tags, order_by=TagRow.name)
    collections: Mapped[list[CollectionRow]] = relationship(secondary=article_collections, order_by=CollectionRow.name)


class OriginalRow(Base):
    """The file an article came from; data is empty where it is only linked."""

    __tablename__ = "originals"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str]
    data: Mapped[bytes | None] = mapped_column(LargeBinary)


class AnalysisRow(Base):
    """What the machine found in an article under one stamp. detail: the whole of it, as compressed JSON."""

    __tablename__ = "analyses"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    made: Mapped[str]
    program: Mapped[str]
    model: Mapped[str]
    rules: Mapped[str]
    detail: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class RemovedRow(Base):
    """An article the user has removed and may put back. when: since when."""

    __tablename__ = "removed_articles"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    when: Mapped[str]


class SentenceRow(Base):
    """Where the sentences of an article stand, headings and captions among them, each of which is one.

    number: counts within the article, in reading order.
    """

    __tablename__ = "sentences"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int]
    end: Mapped[int]


class SpanRow(Base):
    """A mark as it is shown, the user's over the machine's; for search, made anew from analysis and corrections.

    sentence: the number of the sentence it stands in. voice: the source's name as it is searched for.
    """

    __tablename__ = "spans"
    __table_args__ = (Index("ix_spans_article_id_sentence", "article_id", "sentence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    sentence: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    category: Mapped[str]
    content: Mapped[str]
    certainty: Mapped[str]
    source_kind: Mapped[str]
    source_name: Mapped[str]
    voice: Mapped[str]
    by_user: Mapped[bool]


class NoteRow(Base):
    """A note; without an anchor it is on the whole article."""

    __tablename__ = "notes"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    exact: Mapped[str | None]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    orphan: Mapped[bool]
    created: Mapped[str]
    modified: Mapped[str]
    text: Mapped[str]

    tags: Mapped[list[TagRow]] = relationship(secondary=note_tags, order_by=TagRow.name)


class _OnPassage:
    """What stands on a passage of an article: its anchor, and whether it is no longer there."""

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    exact: Mapped[str]
    prefix: Mapped[str]
    suffix: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    orphan: Mapped[bool]


class HighlightRow(_OnPassage, Base):
    __tablename__ = "highlights"
    __table_args__ = _NEVER_AGAIN

    created: Mapped[str]


class CorrectionRow(_OnPassage, Base):
    """What the user says of a passage: see `domain/corrections.py`. machine: what the machine had said there."""

    __tablename__ = "corrections"
    __table_args__ = _NEVER_AGAIN

    verdict: Mapped[str]
    category: Mapped[str]
    content: Mapped[str]
    source_name: Mapped[str]
    source_kind: Mapped[str]
    certainty: Mapped[str]
    author: Mapped[str]
    created: Mapped[str]
    machine: Mapped[list[Any]]
    stamp: Mapped[dict[str, Any]]


class SampleRow(Base):
    """A coding sample. frame: what it was drawn from. stamp: of the machine whose labels it carries."""

    __tablename__ = "samples"
    __table_args__ = _NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    created: Mapped[str]
    seed: Mapped[int]
    frame: Mapped[dict[str, Any]]
    stamp: Mapped[dict[str, Any]]


class SampleSentenceRow(Base):
    """A sentence of a sample, as it was when it was drawn. machine: the categories the machine saw in it."""

    __tablename__ = "sample_sentences"

    sample_id: Mapped[int] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    before: Mapped[str]
    text: Mapped[str]
    after: Mapped[str]
    machine: Mapped[list[Any]]


class CodingRow(Base):
    """The categories that one coder saw in one sentence of a sample."""

    __tablename__ = "codings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sample_id", "number"],
            ["sample_sentences.sample_id", "sample_sentences.number"],
            ondelete="CASCADE",
            name="fk_codings_sample_sentence",
        ),
    )

    sample_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    coder: Mapped[str] = mapped_column(primary_key=True)
    categories: Mapped[list[Any]]
    coded: Mapped[str]
