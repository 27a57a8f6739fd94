"""The library's list, a stretch at a time: a library may hold a hundred thousand articles."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.library import LibraryArticle
from reader.domain.listing import Filters, FilterValues, Order, Page
from reader.services.library import Library


def page(library: Library, order: Order, filters: Filters, offset: int, limit: int) -> Page:
    """At most `limit` articles of the list, from the one numbered `offset`. Raises LibraryError."""
    from reader.storage import listing

    with library.database.reading() as session:
        return listing.page(session, order, filters, offset, limit)


def every_id(library: Library, order: Order, filters: Filters) -> list[int]:
    """The ids of the whole list, in order. Raises LibraryError."""
    from reader.storage import listing

    with library.database.reading() as session:
        return listing.every_id(session, order, filters)


def chosen(library: Library, article_ids: Sequence[int]) -> list[LibraryArticle]:
    """These articles, removed or not. Raises LibraryError; InputError where one is not there."""
    from reader.storage import arranging

    with library.database.reading() as session:
        return arranging.chosen(session, article_ids)


def values(library: Library) -> FilterValues:
    """What the list can be filtered by. Raises LibraryError."""
    from reader.storage import listing

    with library.database.reading() as session:
        return listing.values(session)
