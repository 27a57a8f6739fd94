"""Corrections as rows: what is put in comes out, and goes along to another text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from reader.domain import anchor as anchors
from reader.domain.corrections import Correction
from reader.domain.errors import InputError
from reader.storage import corrections, vault
from reader.storage.keyfile import Access
from tests.storage.fakes import put_in

TEXT = "The dam held. Nobody was hurt."
LATER = f"Updated. {TEXT}"
GIVEN = Correction(
    0, 1, anchors.at(TEXT, 0, 13), "changed", "speculation", "speculation", "Lopez", "person", "denied", "ada", "",
    ({"id": "s0"},), {"rules": "d"}, orphan=False,
)  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    vault.create(tmp_path / "data", "none", None)
    opened = vault.open_vault(tmp_path / "data", Access(), 3)
    with opened.database.writing() as session:
        for text in (TEXT, LATER, "Gone."):
            put_in(session, text)
        yield session
    opened.close()


def test_what_is_put_in_comes_out(session: Session) -> None:
    kept = corrections.add(session, GIVEN)
    assert kept == replace(GIVEN, id=1, created=kept.created)
    assert kept.created > "2026"
    session.expire_all()
    assert corrections.everything(session, 1) == corrections.everything(session, None) == [kept]
    assert corrections.everything(session, 2) == []
    assert corrections.remove(session, 1) == kept
    corrections.put_back(session, kept)
    session.expire_all()
    assert corrections.everything(session, 1) == [kept]
    with pytest.raises(InputError, match="no correction 2"):
        corrections.remove(session, 2)


def test_corrections_go_along(session: Session) -> None:
    kept = corrections.add(session, GIVEN)
    corrections.follow(session, 1, 2, LATER)
    (found,) = corrections.everything(session, 2)
    assert found == replace(kept, article=2, anchor=anchors.at(LATER, 9, 22))
    corrections.follow(session, 2, 3, "Gone.")
    (lost,) = corrections.everything(session, 3)
    assert lost == replace(found, article=3, orphan=True)
