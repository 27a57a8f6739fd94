"""That the benchmark of a large library does what it says, on a small one; nothing about times."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from reader.storage import connection
from reader.storage.tables import ArticleRow, NoteRow, SpanRow
from tests.benchmarks.invented_library import Shapes
from tests.benchmarks.library_scale import Measure, libraries, measure, percentile, queries


def test_a_small_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, encrypted = libraries(tmp_path, 40)
    counts = []
    for database in (plain, encrypted):
        with database.reading() as session:
            counts.append([session.scalar(select(func.count()).select_from(t)) for t in (ArticleRow, SpanRow, NoteRow)])
        database.close()
    (articles, spans, notes), other = counts
    assert counts[0] == other
    assert (articles, notes) == (40, 20)
    assert 500 < (spans or 0) < 1100
    assert connection.is_plain(plain.file)
    assert not connection.is_plain(encrypted.file)
    found = measure(tmp_path, 40, 1, None, verbose=True)
    assert [one.limit for one in found] == [1.5, 1.3, 1.3, 1.3, 1.3]
    assert all(one.base > 0 and one.ours > 0 for one in found)
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert len(said) == len(queries(Shapes()))
    assert sum(" 0 " in line for line in said) < len(said) / 2  # most find something


def test_the_limits() -> None:
    assert Measure("x", 10, 15, 1.5).holds
    assert not Measure("x", 10, 16, 1.5).holds
    assert Measure("x", 8, 10, 0.8, floor=True).holds
    assert not Measure("x", 7, 10, 0.8, floor=True).holds
    assert percentile([float(number) for number in range(1, 101)]) == 95
