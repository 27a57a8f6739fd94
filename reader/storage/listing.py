"""The library's list, a stretch at a time: sorted and filtered by the database, so that none of it need be in memory.

Everything that is sorted and filtered by stands in one index (`ix_articles_listing`), which is small against the rows
with their texts: the database goes through that and fetches the rows of one stretch.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, selectinload

from reader.domain.library import LibraryArticle
from reader.domain.listing import Filters, FilterValues, Order, Page
from reader.storage import articles
from reader.storage.tables import (
    ArticleRow,
    CollectionRow,
    TagRow,
    article_collections,
    article_tags,
)

#: Text is sorted as people sort it, as far as the database can: without regard to case.
_TEXTS = {"title", "outlet", "author"}


def page(session: Session, order: Order, filters: Filters, offset: int, limit: int) -> Page:
    """A stretch of the list."""
    ids = _filtered(select(ArticleRow.id), filters).order_by(*_order(order)).limit(limit).offset(offset)
    found = list(session.scalars(ids))
    total = session.scalar(_filtered(select(func.count()).select_from(ArticleRow), filters)) or 0
    return Page(tuple(_rows(session, found)), total)


def every_id(session: Session, order: Order, filters: Filters) -> list[int]:
    """The ids of the whole list, in order."""
    return list(session.scalars(_filtered(select(ArticleRow.id), filters).order_by(*_order(order))))


def values(session: Session) -> FilterValues:
    """What can be filtered by."""
    return FilterValues(
        tuple(session.scalars(select(CollectionRow.name).order_by(func.lower(CollectionRow.name)))),
        tuple(session.scalars(select(TagRow.name).order_by(func.lower(TagRow.name)))),
        tuple(session.scalars(select(ArticleRow.language).distinct().order_by(ArticleRow.language))),
    )


def _rows(session: Session, ids: list[int]) -> list[LibraryArticle]:
    query = select(ArticleRow).where(ArticleRow.id.in_(ids))
    query = query.options(selectinload(ArticleRow.tags), selectinload(ArticleRow.collections))
    by_id = {row.id: articles.listed(row) for row in session.scalars(query)}
    return [by_id[one] for one in ids]


def _order(order: Order) -> list[ColumnElement[Any]]:
    column: ColumnElement[Any] = getattr(ArticleRow, order.column)
    by = func.lower(column) if order.column in _TEXTS else column
    if order.column == "added" and not order.descending:
        return [column.asc(), ArticleRow.id.asc()]
    return [by.desc() if order.descending else by.asc(), ArticleRow.added.desc(), ArticleRow.id.desc()]


def _filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    gone = articles.is_removed(ArticleRow.id)
    query = query.where(gone if filters.removed else ~gone)
    about = ArticleRow.title + " " + ArticleRow.outlet + " " + ArticleRow.author + " " + ArticleRow.url
    for word in filters.text.split():
        query = query.where(about.icontains(word, autoescape=True))
    for name, row, pairs, key in (
        (filters.collection, CollectionRow, article_collections, article_collections.c.collection_id),
        (filters.tag, TagRow, article_tags, article_tags.c.tag_id),
    ):
        if name:
            named = select(pairs.c.article_id).join(row, row.id == key).where(row.name == name)
            query = query.where(ArticleRow.id.in_(named))
    if filters.state is not None:
        query = query.where(ArticleRow.state == filters.state)
    if filters.star is not None:
        query = query.where(ArticleRow.star == filters.star)
    if filters.language:
        query = query.where(ArticleRow.language == filters.language)
    if filters.since:
        query = query.where(ArticleRow.published >= filters.since)
    if filters.until:
        # "2022" includes "2022-12-31T23:59"; nothing in a date sorts behind a tilde.
        query = query.where(ArticleRow.published != "", ArticleRow.published <= filters.until + "~")
    return query
