"""Which articles are versions of each other."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from reader.domain.library import LibraryArticle
from reader.storage import arranging, articles, erasing
from reader.storage.tables import ArticleRow


def history(session: Session, article_id: int) -> list[LibraryArticle]:
    """All versions of an article that are not removed, the oldest first. Raises InputError."""
    family = ArticleRow.id.in_(erasing.with_versions(session, [article_id]))
    there = select(ArticleRow.id).where(family & ~articles.is_removed(ArticleRow.id)).order_by(ArticleRow.id)
    ids = session.scalars(there).all()
    if article_id not in ids:
        raise articles.no_article(article_id)
    return arranging.chosen(session, ids)


def newest(session: Session) -> set[int]:
    """The articles that are not removed, of each the newest version that is not."""
    pairs = select(ArticleRow.id, ArticleRow.version_of).where(ArticleRow.version_of.is_not(None))
    earlier = {later: before for later, before in session.execute(pairs) if before is not None}
    there = set(session.scalars(select(ArticleRow.id).where(~articles.is_removed(ArticleRow.id))))
    old: set[int] = set()
    for one in there:
        before = earlier.get(one)
        while before is not None and before not in old:
            old.add(before)
            before = earlier.get(before)
    return there - old
