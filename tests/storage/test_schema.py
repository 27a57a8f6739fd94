"""The schema: migrations that lead to the tables, kept databases that still open, newer ones that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from reader.domain.errors import DamagedError, LibraryError
from reader.domain.search import Facets
from reader.storage import articles, corrections, notes, schema, search, vault
from reader.storage.database import Database
from reader.storage.keyfile import Access
from reader.storage.tables import Base, CodingRow
from reader.storage.turns import Turn
from reader.storage.ways_in import Secret

KEPT = sorted((Path(__file__).resolve().parents[1] / "databases").glob("*.db"))


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", None, shared=True)
    database.upgrade()
    assert database.is_current()
    with database.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"compare_type": True, "include_name": lambda name, *_: not is_index(name)}
        )
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def is_index(name: str | None) -> bool:
    """FTS5 keeps its tables itself."""
    return (name or "").startswith("search_index")


def test_there_is_a_kept_database_of_todays_schema() -> None:
    assert schema.head() in {file.stem for file in KEPT}


@pytest.mark.parametrize("kept", KEPT, ids=lambda file: file.stem)
def test_a_kept_database_opens_with_all_that_is_in_it(kept: Path, tmp_path: Path) -> None:
    access = Access(passphrase=Secret(b"open sesame"))
    assert vault.restore(tmp_path / "data", kept, access) is None
    opened = vault.open_vault(tmp_path / "data", access, 3)
    assert opened.database.is_current()
    assert opened.faults() == []
    with opened.database.reading() as session:
        (article,) = articles.everything(session)
        assert (article.title, article.tags, article.collections) == ("Dam holds", ("water",), ("Rivers",))
        read, analysis = articles.opened(session, article.id)
        assert read.text.startswith("Dam holds\n\nThe dam held")
        assert analysis is not None
        assert [span.category for span in analysis.spans] == ["reported-fact"]
        assert articles.original(session, article.id).data == b"the file"
        (note,) = notes.everything(session, None)
        assert note.text == "Held, they *say*."
        assert note.anchor is not None
        assert read.text[note.anchor.start : note.anchor.end] == note.anchor.exact == "The dam held"
        assert len(notes.highlights(session, article.id)) == 1
        assert kept_since_0002(session) == ([], []) if kept.stem == "0001" else (["speculation"], [["reported-fact"]])
    opened.close()


def kept_since_0002(session: Session) -> tuple[list[str], list[list[str]]]:
    """The categories of corrections and of codings."""
    corrected = [one.category for one in corrections.everything(session, None)]
    return corrected, list(session.scalars(select(CodingRow.categories)))


@pytest.mark.parametrize("kept", KEPT, ids=lambda file: file.stem)
def test_a_kept_database_can_be_searched(kept: Path, tmp_path: Path) -> None:
    access = Access(passphrase=Secret(b"open sesame"))
    vault.restore(tmp_path / "data", kept, access)
    opened = vault.open_vault(tmp_path / "data", access, 3)
    corrected = kept.stem != "0001"
    with opened.database.reading() as session:
        for query, facets, texts in (
            ("through NIGHT", Facets(), ["The dam held through the night."]),
            ("dam", Facets(category=("reported-fact",)), ["The dam held through the night."]),
            ("dam", Facets(category=("unmarked",)), ["Dam holds"]),
            ("dam", Facets(category=("speculation",)), ["The dam held through the night."] if corrected else []),
            ("say", Facets(), ["Held, they *say*."]),
            ("", Facets(tag=("Claim",)), ["Held, they *say*."]),
        ):
            found = search.find(session, query, facets, 9, 0)
            assert ([hit.text for hit in found.hits], found.total) == (texts, len(texts))
    opened.close()


def test_an_older_one_is_backed_up_then_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.create(tmp_path, "none", None)
    steps: list[str] = []
    current, upgrade = Database.is_current, Database.upgrade
    monkeypatch.setattr(Database, "is_current", lambda self: bool(steps) and current(self))
    monkeypatch.setattr(Database, "upgrade", lambda self: (steps.append("upgrade"), upgrade(self))[1])
    opened = vault.open_vault(tmp_path, Access(), 3)
    assert steps == ["upgrade"]
    assert len(list(opened.backups.glob("*.db"))) == 1
    opened.close()


def test_somebody_else_brings_it_up_to_date_and_changes_its_key_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = Access(passphrase=Secret(b"open sesame"))
    vault.restore(tmp_path, KEPT[0], access)
    alone = Turn.alone

    def late(turn: Turn) -> None:
        monkeypatch.setattr(Turn, "alone", alone)
        turn.leave()
        other = vault.open_vault(tmp_path, access, 3)
        other.rekey()
        other.close()
        alone(turn)

    monkeypatch.setattr(Turn, "alone", late)
    opened = vault.open_vault(tmp_path, access, 3)
    assert opened.database.is_current()
    assert opened.faults() == []
    opened.close()


def test_a_newer_one_is_refused(tmp_path: Path) -> None:
    vault.create(tmp_path, "none", None)
    database = Database(tmp_path / "library" / "library.db", None, shared=False)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(LibraryError, match="made by a newer Sayso"):
        vault.open_vault(tmp_path, Access(), 3)


def test_what_is_no_library_is_refused(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db", None, shared=False)
    with database.writing() as session:
        session.execute(text("CREATE TABLE recipes (name)"))
    with pytest.raises(DamagedError, match="no library"):
        database.is_current()
    database.close()
