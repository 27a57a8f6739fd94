"""The sentences of an article are known without the rest of its analysis."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.domain.analysis import Analysis
from reader.storage import articles, vault
from reader.storage.keyfile import Access
from tests.services.fakes import STAMP, article, span
from tests.storage.fakes import put_in


def test_sentences_of_the_newest_analysis(tmp_path: Path) -> None:
    vault.create(tmp_path / "data", "none", None)
    opened = vault.open_vault(tmp_path / "data", Access(), 3)
    text = article('He said "sentences":[[7,8]] and left. Nobody knew why.')
    tricky = span(0, 37, why='"sentences":[[1,2]]')
    analysis = Analysis((tricky,), STAMP, notice='"sentences":[[3,4]]', sentences=((0, 37), (38, 54)))
    with opened.database.writing() as session:
        put_in(session, text.text)
        assert articles.sentences(session, 1) == []
        articles.add_analysis(session, 1, text, replace(analysis, sentences=((0, 54),)))
        articles.add_analysis(session, 1, text, analysis)
        assert articles.sentences(session, 1) == [(0, 37), (38, 54)]
        assert articles.opened(session, 1)[1] == analysis
        articles.add_analysis(session, 1, text, Analysis((), STAMP))
        assert articles.sentences(session, 1) == []
    opened.close()
