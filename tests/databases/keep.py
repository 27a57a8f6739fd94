"""Makes the kept database of today's schema, NNNN.db and NNNN.key in this folder, in place of one that is there.

    python tests/databases/keep.py

A library with one article and one of everything that can be kept, opened by the passphrase "open sesame". Never make
the one of a schema that was released anew: it is there to show that what users have still opens.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from reader.domain import anchor
from reader.domain.analysis import Analysis
from reader.domain.article import Article, Block, BlockKind, Metadata
from reader.domain.library import LibraryArticle, Original
from reader.services import correcting, sampling
from reader.services.library import Library
from reader.storage import articles, notes, schema, search, vault, ways_in
from reader.storage.keyfile import Access
from reader.storage.ways_in import Secret
from tests.services.fakes import STAMP, span

FOLDER = Path(__file__).resolve().parent
PASSPHRASE = Secret(b"open sesame")
TEXT = "Dam holds\n\nThe dam held through the night."


def main() -> int:
    """Make it."""
    ways_in.COST = ways_in.Cost(passes=1, lanes=1, memory_kib=8)  # the tests open it often
    with tempfile.TemporaryDirectory() as made:
        vault.create(Path(made), PASSPHRASE, None)
        with Library(vault.open_vault(Path(made), Access(passphrase=PASSPHRASE), 1), 1) as library:
            fill(library)
            target = FOLDER / f"{schema.head()}.db"
            for file in (target, target.with_suffix(".key")):
                file.unlink(missing_ok=True)
            library.back_up(target)
    for file in (target, target.with_suffix(".key")):
        file.chmod(0o644)  # as Git has them
    return 0


def fill(library: Library) -> None:
    """What `tests/storage/test_schema.py` looks for."""
    blocks = (Block("b0", BlockKind.TITLE, 0, 9), Block("b1", BlockKind.PARAGRAPH, 11, len(TEXT)))
    about = Metadata(
        "Dam holds", "A. Writer", "The Gazette", "https://example.org/dam", "2026-01-02", "2026-01-03", "en"
    )
    article = Article(TEXT, blocks, about, file_sha256="f" * 64, extractor="fake 1")
    analysis = Analysis((span(11, len(TEXT)),), STAMP, sentences=((11, len(TEXT)),))
    listed = LibraryArticle(
        id=0, title=about.title, outlet=about.outlet, author=about.author, published=about.published, saved=about.saved,
        url=about.url, language=about.language, words=6, mix={"reported-fact": 1.0}, tags=("water",),
        collections=("Rivers",), star=False, state="unread", text_sha256="0" * 64,
    )  # fmt: skip
    with library.database.writing() as session:
        original = Original("/home/me/dam.html", b"the file")
        article_id = articles.add(session, article, listed, original, None)
        articles.add_analysis(session, article_id, article, analysis)
        notes.add(session, article_id, anchor.at(TEXT, 11, 23), "Held, they *say*.", ["claim"])
        notes.add_highlight(session, article_id, anchor.at(TEXT, 24, 41))
        search.reindex(session, article_id)
    correcting.add(library, article_id, (24, 41), "changed", category="speculation", author="Ana")
    sample = sampling.draw(library, "Pilot", 1, 7)
    sampling.code(library, sample.id, 1, "Ana", ["reported-fact"])


if __name__ == "__main__":
    sys.exit(main())
