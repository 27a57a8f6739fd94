"""Which articles are versions of each other."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from reader.domain.library import LibraryArticle
from reader.storage import articles
from reader.storage.tables import ArticleRow, RemovedRow


def history(session: Session, article_id: int) -> list[LibraryArticle]:
    """All versions of an article, the oldest first. Raises InputError."""
    earlier = _earlier(session)
    ids = [article_id]
    while (before := earlier.get(ids[0])) is not None:
        ids.insert(0, before)
    ids = ids[:1]
    for one in ids:  # grows meanwhile
        ids += [later for later, before in earlier.items() if before == one]
    query = select(ArticleRow).options(selectinload(ArticleRow.tags), selectinload(ArticleRow.collections))
    rows = session.scalars(query.where(ArticleRow.id.in_(ids)).order_by(ArticleRow.id)).all()
    if not rows:
        raise articles.no_article(article_id)
    return [articles.listed(row) for row in rows]


def newest(session: Session) -> set[int]:
    """The articles that are not removed, of each the newest version that is not."""
    earlier = _earlier(session)
    there = set(session.scalars(select(ArticleRow.id))) - set(session.scalars(select(RemovedRow.article_id)))
    old: set[int] = set()
    for one in there:
        before = earlier.get(one)
        while before is not None and before not in old:
            old.add(before)
            before = earlier.get(before)
    return there - old


def _earlier(session: Session) -> dict[int, int]:
    """By article the one that it is a version of."""
    pairs = select(ArticleRow.id, ArticleRow.version_of).where(ArticleRow.version_of.is_not(None))
    return {later: before for later, before in session.execute(pairs) if before is not None}
