"""Articles in the database, and what the machine found in them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from reader.domain.analysis import Analysis, Offsets, from_dict, to_dict
from reader.domain.article import Article, Block, BlockKind, Metadata
from reader.domain.errors import InputError
from reader.domain.library import LibraryArticle, Original, State
from reader.storage.tables import AnalysisRow, ArticleRow, CollectionRow, OriginalRow, RemovedRow, TagRow

#: What of an analysis as JSON the article's own row has.
_OF_THE_ARTICLE: dict[str, Any] = {"text": "", "title": "", "blocks": [], "cut_off": ""}
#: What analyses kept under schema 0001 lack.
_SINCE_0002: dict[str, Any] = {"sentences": []}
_SENTENCES = '"sentences":'


def now() -> str:
    """The present moment in UTC, as the database has it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def with_text(session: Session, text_sha256: str) -> int | None:
    """The article that has this text, or None."""
    return session.scalar(select(ArticleRow.id).where(ArticleRow.text_sha256 == text_sha256))


def kept_as(session: Session, text_sha256: str) -> int | None:
    """The same, but for a removed one."""
    query = select(ArticleRow.id).where(ArticleRow.text_sha256 == text_sha256, ~is_removed(ArticleRow.id))
    return session.scalar(query)


def earlier(session: Session, url: str, file_sha256: str) -> int | None:
    """The newest article of the same address, or of the same file read otherwise; None if there is none."""
    same = or_(ArticleRow.file_sha256 == file_sha256, (ArticleRow.url == url) & (ArticleRow.url != ""))
    return session.scalar(select(ArticleRow.id).where(same).order_by(ArticleRow.id.desc()).limit(1))


def file_contents(session: Session) -> set[str]:
    """SHA-256 of the files that all articles were read from, in hex."""
    return set(session.scalars(select(ArticleRow.file_sha256)))


def add(
    session: Session, article: Article, as_listed: LibraryArticle, original: Original, version_of: int | None
) -> int:
    """Put an article in and give its id. `as_listed`: how the list will show it, but for the id."""
    shown = {name: value for name, value in asdict(as_listed).items() if name not in ("id", "tags", "collections")}
    row = ArticleRow(
        **shown,
        version_of=version_of,
        added=now(),
        file_sha256=article.file_sha256,
        extractor=article.extractor,
        cut_off=article.cut_off,
        source_path=article.source_path,
        blocks=[{**asdict(block), "kind": block.kind.value} for block in article.blocks],
        text=article.text,
    )
    row.tags = tags(session, as_listed.tags)
    row.collections = collections(session, as_listed.collections)
    session.add(row)
    session.flush()
    session.add(OriginalRow(article_id=row.id, path=original.path, data=original.data))
    return row.id


def add_analysis(session: Session, article_id: int, article: Article, analysis: Analysis) -> None:
    """Keep what the machine found in an article."""
    whole = {name: value for name, value in to_dict(article, analysis).items() if name not in _OF_THE_ARTICLE}
    stamp = analysis.stamp
    row = AnalysisRow(
        article_id=article_id,
        made=now(),
        program=stamp.program,
        model=f"{stamp.model} {stamp.model_version}",
        rules=stamp.rules,
        detail=zlib.compress(json.dumps(whole, separators=(",", ":")).encode()),
    )
    session.add(row)
    session.flush()


def set_mix(session: Session, article_id: int, mix: dict[str, float]) -> None:
    """Let the list show other shares of an article's words, those of another analysis. Raises InputError."""
    row = session.get(ArticleRow, article_id)
    if row is None:
        raise no_article(article_id)
    row.mix = mix
    session.flush()


def everything(session: Session, *, removed: bool = False) -> list[LibraryArticle]:
    """All articles but the removed ones, or these alone; the newest first."""
    query = select(ArticleRow).options(selectinload(ArticleRow.tags), selectinload(ArticleRow.collections))
    query = query.where(is_removed(ArticleRow.id) if removed else ~is_removed(ArticleRow.id))
    return [listed(row) for row in session.scalars(query.order_by(ArticleRow.id.desc()))]


def is_removed(article_id: Any) -> ColumnElement[bool]:
    """The condition that the article in this column is one the user has removed and may put back."""
    return select(RemovedRow.article_id).where(RemovedRow.article_id == article_id).exists()


def opened(session: Session, article_id: int) -> tuple[Article, Analysis | None]:
    """An article, and its newest analysis as it was made. Raises InputError."""
    row = session.get(ArticleRow, article_id, options=[undefer(ArticleRow.text), undefer(ArticleRow.blocks)])
    if row is None:
        raise no_article(article_id)
    blocks = tuple(Block(**{**block, "kind": BlockKind(block["kind"])}) for block in row.blocks)
    metadata = Metadata(row.title, row.author, row.outlet, row.url, row.published, row.saved, row.language)
    article = Article(row.text, blocks, metadata, row.source_path, row.cut_off, row.file_sha256, row.extractor)
    detail = _newest_detail(session, article_id)
    return article, from_dict({**_SINCE_0002, **json.loads(detail), **_OF_THE_ARTICLE})[1] if detail else None


def sentences(session: Session, article_id: int) -> list[Offsets]:
    """The sentences that the newest analysis of an article found; of one from before schema 0002 none are known.

    They are read without what stands before them in the analysis, which takes some six times as long.
    """
    detail = _newest_detail(session, article_id)
    at = detail.rfind(_SENTENCES)  # in JSON no text can hold this: its quotation marks would be escaped
    found = json.JSONDecoder().raw_decode(detail, at + len(_SENTENCES))[0] if at >= 0 else []
    return [(start, end) for start, end in found]


def _newest_detail(session: Session, article_id: int) -> str:
    """The newest analysis of an article as JSON, "" if there is none."""
    newest = select(AnalysisRow.detail).where(AnalysisRow.article_id == article_id).order_by(AnalysisRow.id.desc())
    detail = session.scalar(newest.limit(1))
    return zlib.decompress(detail).decode() if detail else ""


def original(session: Session, article_id: int) -> Original:
    """The file an article was read from. Raises InputError."""
    row = session.get(OriginalRow, article_id)
    if row is None:
        raise no_article(article_id)
    return Original(row.path, row.data)


def no_article(article_id: int) -> InputError:
    """The sentence for an id that is nobody's."""
    return InputError(f"There is no article {article_id} in the library.", "See: sayso library list.")


def tags(session: Session, names: Iterable[str]) -> list[TagRow]:
    """The rows of these tags, made where they are new."""
    wanted = dict.fromkeys(names)
    known = {row.name: row for row in session.scalars(select(TagRow).where(TagRow.name.in_(wanted)))}
    return [known.get(name) or TagRow(name=name) for name in wanted]


def collections(session: Session, names: Iterable[str]) -> list[CollectionRow]:
    """The rows of these collections, made where they are new."""
    wanted = dict.fromkeys(names)
    known = {row.name: row for row in session.scalars(select(CollectionRow).where(CollectionRow.name.in_(wanted)))}
    return [known.get(name) or CollectionRow(name=name) for name in wanted]


def listed(row: ArticleRow) -> LibraryArticle:
    """A row as the list shows it."""
    return LibraryArticle(
        id=row.id,
        title=row.title,
        outlet=row.outlet,
        author=row.author,
        published=row.published,
        saved=row.saved,
        url=row.url,
        language=row.language,
        words=row.words,
        mix=row.mix,
        tags=tuple(tag.name for tag in row.tags),
        collections=tuple(collection.name for collection in row.collections),
        star=row.star,
        state=cast(State, row.state),
        text_sha256=row.text_sha256,
    )
