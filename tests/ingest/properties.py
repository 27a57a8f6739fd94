"""What holds for the blocks of every article."""

from reader.domain.article import Article, BlockKind
from reader.ingest.pieces import SEPARATOR


def check_blocks(article: Article) -> None:
    """Blocks are in order, in range, not overlapping, not empty, and make up the whole text."""
    assert article.blocks
    assert article.text == SEPARATOR.join(article.text_of(b) for b in article.blocks)
    at = 0
    for number, block in enumerate(article.blocks):
        assert block.id == f"b{number}"
        assert at <= block.start < block.end <= len(article.text)
        assert article.text_of(block).strip()
        assert block.shown is (block.kind is not BlockKind.FURNITURE)
        assert bool(block.reason) or block.shown
        assert 1 <= block.level <= 6 if block.kind in (BlockKind.HEADING, BlockKind.TITLE) else block.level == 0
        at = block.end + len(SEPARATOR)
    assert len(article.file_sha256) == 64
    assert article.extractor.startswith("sayso-")
