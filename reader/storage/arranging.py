"""Stars, reading states, tags and collections in the database, and articles that are removed and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from sqlalchemy import Table, delete, exists, func, insert, literal, select, update
from sqlalchemy.orm import Session, selectinload

from reader.domain.errors import InputError
from reader.domain.library import ImportStatus, LibraryArticle
from reader.storage import articles, search
from reader.storage.tables import (
    ArticleRow,
    CollectionRow,
    RemovedRow,
    TagRow,
    article_collections,
    article_tags,
    note_tags,
)

Label = Literal["tag", "collection"]

#: The rows of each kind of label, and the tables of what bears them.
_LABELS: dict[Label, tuple[type[TagRow] | type[CollectionRow], tuple[Table, ...]]] = {
    "tag": (TagRow, (article_tags, note_tags)),
    "collection": (CollectionRow, (article_collections,)),
}
#: How many ids one statement takes; SQLite's own limit is higher.
LOT = 10_000


def chosen(session: Session, article_ids: Sequence[int]) -> list[LibraryArticle]:
    """These articles, removed or not, each once. Raises InputError where one is not there."""
    rows = {row.id: row for row in _rows(session, article_ids)}
    for article_id in article_ids:
        if article_id not in rows:
            raise articles.no_article(article_id)
    return [articles.listed(rows[article_id]) for article_id in dict.fromkeys(article_ids)]


def put(session: Session, wanted: Sequence[LibraryArticle]) -> None:
    """Give articles the star, the state, the tags and the collections that they have here. One that is gone is let be.

    Tags and collections that are empty then are forgotten.
    """
    tags = {row.name: row for row in articles.tags(session, (name for one in wanted for name in one.tags))}
    names = (name for one in wanted for name in one.collections)
    collections = {row.name: row for row in articles.collections(session, names)}
    rows = {row.id: row for row in _rows(session, [one.id for one in wanted])}
    for one in wanted:
        if (row := rows.get(one.id)) is None:
            continue
        row.star, row.state = one.star, one.state
        row.tags = [tags[name] for name in dict.fromkeys(one.tags)]
        row.collections = [collections[name] for name in dict.fromkeys(one.collections)]
    session.flush()
    forget_empty(session)


def remove(session: Session, article_ids: Sequence[int]) -> None:
    """Take articles out of every list. Raises InputError where one is not there."""
    moment = articles.now()
    there = {one.id for one in chosen(session, article_ids)} - set(session.scalars(select(RemovedRow.article_id)))
    if there:
        session.execute(insert(RemovedRow), [{"article_id": one, "when": moment} for one in sorted(there)])
    for article_id in sorted(there):
        search.forget_article(session, article_id)


def put_back(session: Session, article_ids: Sequence[int]) -> None:
    """Put removed articles back. Raises InputError where one is not there."""
    wanted = {one.id for one in chosen(session, article_ids)} & set(session.scalars(select(RemovedRow.article_id)))
    for article_id in sorted(wanted):
        session.execute(delete(RemovedRow).where(RemovedRow.article_id == article_id))
        search.reindex(session, article_id)


def imported_again(
    session: Session, text_sha256: str, tags: Sequence[str], collections: Sequence[str]
) -> tuple[ImportStatus, int] | None:
    """What becomes of a text that is imported, and where it is; None where it is new.

    An article that the user had removed comes back, with these tags and collections beside those it had.
    """
    known = articles.with_text(session, text_sha256)
    if known is None:
        return None
    if session.get(RemovedRow, known) is None:
        return "duplicate", known
    put_back(session, [known])
    (before,) = chosen(session, [known])
    put(session, [replace(before, tags=(*before.tags, *tags), collections=(*before.collections, *collections))])
    return "imported", known


def labels(session: Session, kind: Label) -> dict[str, int]:
    """All tags, or all collections, by name, with how many articles that are not removed bear each."""
    row, (pairs, *_) = _LABELS[kind]
    there = pairs.join(ArticleRow, (ArticleRow.id == pairs.c.article_id) & ~articles.is_removed(ArticleRow.id))
    query = select(row.name, func.count(ArticleRow.id)).outerjoin_from(row, there).group_by(row.name)
    return dict(session.execute(query.order_by(row.name)).all())


def rename(session: Session, kind: Label, name: str, new: str) -> None:
    """Give a tag or a collection another name; if that is taken, the two become one. Raises InputError."""
    row, pairs = _LABELS[kind]
    old_id = _id(session, kind, name)
    new_id = session.scalar(select(row.id).where(row.name == new))
    if new_id is None:
        session.execute(update(row).where(row.id == old_id).values(name=new))
    elif new_id != old_id:
        for pair in pairs:
            bearer, label = pair.columns
            both = select(bearer, literal(new_id)).where(label == old_id)
            session.execute(insert(pair).prefix_with("OR IGNORE").from_select([bearer, label], both))
        session.execute(delete(row).where(row.id == old_id))


def forget(session: Session, kind: Label, name: str) -> None:
    """Take a tag or a collection from everything that bears it. Raises InputError."""
    row, _ = _LABELS[kind]
    session.execute(delete(row).where(row.id == _id(session, kind, name)))


def forget_empty(session: Session) -> None:
    """Remove the tags and the collections that nothing bears any more."""
    for row, pairs in _LABELS.values():
        borne = [exists().where(pair.columns[1] == row.id) for pair in pairs]
        session.execute(delete(row).where(*(~one for one in borne)))


def _id(session: Session, kind: Label, name: str) -> int:
    row, _ = _LABELS[kind]
    found = session.scalar(select(row.id).where(row.name == name))
    if found is None:
        raise InputError(f"There is no {kind} “{name}”.", f"See: sayso {kind}s list.")
    return found


def _rows(session: Session, article_ids: Sequence[int]) -> Iterator[ArticleRow]:
    query = select(ArticleRow).options(selectinload(ArticleRow.tags), selectinload(ArticleRow.collections))
    for lot in lots(article_ids):
        yield from session.scalars(query.where(ArticleRow.id.in_(lot)))


def lots(article_ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Ids in as many parts as statements can take."""
    return (article_ids[at : at + LOT] for at in range(0, len(article_ids), LOT))
