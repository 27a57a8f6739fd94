"""The extracted text of an article, for other programs and for people."""

from __future__ import annotations

from typing import Any

from reader.domain.article import Article, BlockKind


def row(article: Article, path: str) -> dict[str, Any]:
    """{"path", "title", "blocks": [{"kind", "text"}]}: every block, what is left out as furniture whatever its role."""
    return {
        "path": path,
        "title": article.title,
        "blocks": [
            {"kind": (b.kind if b.shown else BlockKind.FURNITURE).value, "text": article.text_of(b)}
            for b in article.blocks
        ],
    }


def plain(article: Article) -> str:
    """The shown blocks, an empty line between them."""
    return "\n\n".join(article.text_of(b) for b in article.blocks if b.shown)
