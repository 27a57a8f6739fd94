"""Which versions belong together, and which are the newest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from reader.domain.errors import InputError
from reader.storage import arranging, vault, versions
from reader.storage.keyfile import Access
from tests.storage.fakes import put_in


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A library where 2 and 5 are versions of 1, 4 one of 2, and 3 stands alone."""
    vault.create(tmp_path / "data", "none", None)
    opened = vault.open_vault(tmp_path / "data", Access(), 3)
    with opened.database.writing() as session:
        for number, version_of in enumerate((None, 1, None, 2, 1), 1):
            assert put_in(session, f"Text {number}.", version_of) == number
        yield session
    opened.close()


def history(session: Session, article_id: int) -> list[int]:
    return [one.id for one in versions.history(session, article_id)]


def test_history(session: Session) -> None:
    assert {tuple(history(session, one)) for one in (1, 2, 4, 5)} == {(1, 2, 4, 5)}
    assert history(session, 3) == [3]
    arranging.remove(session, [2])
    assert history(session, 4) == [1, 4, 5]
    for nobody in (2, 9):
        with pytest.raises(InputError, match=f"no article {nobody}"):
            versions.history(session, nobody)


def test_newest(session: Session) -> None:
    assert versions.newest(session) == {3, 4, 5}
    arranging.remove(session, [2])  # between two that are there
    assert versions.newest(session) == {3, 4, 5}
    arranging.remove(session, [4, 5])
    assert versions.newest(session) == {1, 3}
    arranging.remove(session, [1, 3])
    assert versions.newest(session) == set()
