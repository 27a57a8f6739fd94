"""Erasing for good: of the planted words nothing is left in any file, and what belongs to others stays."""

from __future__ import annotations

import errno
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, DamagedError, InputError, LibraryError, WrongKeyError
from reader.domain.search import Facets
from reader.services import arranging, erasing, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import connection, files, search, vault, ways_in
from reader.storage.keyfile import Access
from reader.storage.tables import CodingRow, CorrectionRow, SampleRow, SampleSentenceRow
from tests.services.test_library import imported, write

KEPT_DATABASES = Path(__file__).resolve().parents[1] / "databases"

#: Nobody else writes these.
PLANTED = ["Quokkazebu", "Wombatklee", "Ibisfarn"]
ADDRESS = "https://example.org/dam\n"
FIRST = f"{ADDRESS}The Quokkazebu held.\n\nThe Quokkazebu may rain, said Señor Wombatklee."
SECOND = FIRST + "\n\nAn Ibisfarn was added."
OTHER = "The lake is full.\n\nIt may stay so, they said."


@pytest.fixture(autouse=True)
def cheap_and_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_in, "COST", ways_in.Cost(passes=1, lanes=1, memory_kib=8))
    monkeypatch.setattr(connection, "PATIENCE", 0.2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    library.create(tmp_path / "data", "unencrypted")
    return tmp_path / "data"


@pytest.fixture
def opened(folder: Path, tmp_path: Path) -> Iterator[Library]:
    """A library with another article (1) and one that has everything on it (2), and a tag and a collection of its own.

    It was backed up, set aside and restored, and its notes were edited since.
    """
    with library.open_library(folder, Keys(), 9) as found:
        fill(found, tmp_path)
        backup = found.back_up()
    library.restore(folder, backup, Keys())
    with library.open_library(folder, Keys(), 9) as found:
        found.edit_note(2, "Wombatklee again, without the bird.")
        found.back_up()
        yield found


def fill(found: Library, tmp_path: Path) -> None:
    imported(found, write(tmp_path, "other.txt", OTHER), wishes=Wishes(tags=("both",)))
    own = Wishes(tags=("both", "ibisfarn"), collections=("Quokkazebu’s",))
    imported(found, write(tmp_path, "planted.txt", FIRST), wishes=own)
    found.add_note(1, "lake", "stays", ["both"])
    found.add_note(2, "Wombatklee", "Who is the Wombatklee, an Ibisfarn?", ["quokkazebu"])
    found.add_highlight(2, "The Quokkazebu may rain")
    with found.database.writing() as session:
        for article_id in (1, 2):
            words = OTHER if article_id == 1 else "Quokkazebu"
            session.add(
                CorrectionRow(
                    article_id=article_id, exact=words, prefix=words, suffix=words, start=0, end=3, orphan=False,
                    verdict="changed", category="speculation", content="speculation", source_name=words,
                    source_kind="official", certainty="certain", author="a", created="2026-01-01T00:00:00Z",
                    machine=[{"why": words}], stamp={},
                )
            )  # fmt: skip
        session.add(SampleRow(name="s", created="", seed=1, frame={}, stamp={}))
        session.flush()
        for number, words in enumerate((OTHER, "Ibisfarn"), 1):
            session.add(
                SampleSentenceRow(
                    sample_id=1, number=number, article_id=number, start=0, end=3, before=words, text=words,
                    after=words, machine=[],
                )
            )  # fmt: skip
            session.flush()
            session.add(CodingRow(sample_id=1, number=number, coder="a", categories=[], coded=""))
        session.flush()
        for article_id in (1, 2):
            search.reindex(session, article_id)


def holding(folder: Path, words: list[str]) -> list[str]:
    """The files that hold one of the words: in any case, in UTF-8 or UTF-16, or compressed by zlib."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes().lower()
            inside = b"".join(unpacked(file.read_bytes())).lower()
            coded = [word.lower().encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if any(word in data or word in inside for word in coded):
                found.append(str(file.relative_to(folder)))
    return found


def unpacked(data: bytes) -> Iterator[bytes]:
    """Whatever can be unpacked from something that looks like the beginning of compressed data."""
    at = data.find(b"\x78\x9c")
    while at >= 0:
        part = zlib.decompressobj()
        try:
            for start in range(at, len(data), 64):
                yield part.decompress(data[start : start + 64])
        except zlib.error:
            pass
        at = data.find(b"\x78\x9c", at + 1)


def terms(found: Library) -> list[str]:
    """The words in the search's index, whatever they lead to."""
    with found.database.reading() as session:
        raw = session.connection()
        raw.exec_driver_sql("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_index, row)")
        return [row[0] for row in raw.exec_driver_sql("SELECT term FROM temp.terms")]


def everything(found: Library) -> dict[str, list[object]]:
    """All rows of all tables but the index's own."""
    with found.database.reading() as session:
        raw = session.connection()
        names = [row[0] for row in raw.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [tuple(row) for row in raw.exec_driver_sql(f'SELECT * FROM "{name}"')]
            for name in names
            if not name.startswith(("search_index", "sqlite_"))
        }


def test_what_the_test_looks_for_is_there_before(opened: Library, folder: Path) -> None:
    held = holding(folder, PLANTED)
    assert len([name for name in held if name.startswith("backups/")]) == 2
    assert len([name for name in held if name.startswith("set-aside/")]) == 1
    assert {"quokkazebu", "wombatklee"} <= set(terms(opened))
    with opened.database.reading() as session:
        assert search.find(session, "wombatklee", Facets(), 9, 0).total
    blob = zlib.compress(b"so much Quokkazebu " * 9)
    (folder / "zipped").write_bytes(b"\x00" * 70 + blob)
    assert "zipped" in holding(folder, PLANTED)


def test_nothing_is_left_in_any_file(opened: Library, folder: Path) -> None:
    before = everything(opened)
    told = erasing.foresee(opened, [2])
    erased = erasing.erase(opened, [2])
    assert erased == told
    assert ([one.id for one in erased.articles], erased.versions) == ([2], ())
    assert (erased.notes, erased.highlights, erased.corrections) == (1, 1, 1)
    assert (len(erased.purged), erased.deleted) == (3, ())
    assert [Path(one).name for one in erased.files] == ["planted.txt"]
    assert not {term for term in terms(opened) if "quokka" in term or "wombat" in term or "ibis" in term}
    assert opened.check() == []
    after = everything(opened)
    assert {name: [row for row in before[name] if row in after[name]] for name in before} == after
    counts = {name: (len(before[name]), len(rows)) for name, rows in after.items() if before[name] != rows}
    assert counts == {
        "articles": (2, 1), "originals": (2, 1), "analyses": (2, 1), "notes": (2, 1), "highlights": (1, 0),
        "corrections": (2, 1), "sample_sentences": (2, 1), "codings": (2, 1), "tags": (3, 1), "collections": (1, 0),
        "article_tags": (3, 1), "note_tags": (2, 1), "article_collections": (1, 0), "sentences": (4, 2),
        "spans": (4, 2),
    }  # fmt: skip
    assert holding(folder, PLANTED) == []
    opened.close()
    assert holding(folder, PLANTED) == []
    for file in [*folder.glob("backups/*.db"), *folder.glob("set-aside/*/library.db")]:
        assert connection.faults(file, None) == []
        library.restore(folder, file, Keys())
        with library.open_library(folder, Keys(), 9) as found:
            assert [one.title for one in found.articles()] == ["The lake is full."]
            assert [note.text for note in found.notes()] == ["stays"]
    with pytest.raises(InputError, match="no article 2"):
        erasing.erase(opened, [2])


def test_removed_articles_too(opened: Library, folder: Path) -> None:
    arranging.remove(opened, [2])
    erasing.erase(opened, [2])
    assert holding(folder, PLANTED) == []


def test_versions(opened: Library, folder: Path, tmp_path: Path) -> None:
    file = write(tmp_path, "planted.txt", SECOND)
    assert imported(opened, file) == ["version 3"]
    assert imported(opened, write(tmp_path, "planted.txt", SECOND + " Twice.")) == ["version 4"]
    erased = erasing.erase(opened, [3])
    assert (erased.versions, erased.notes) == ((2, 4), 0)
    assert [note.article for note in opened.notes()] == [1, 4]
    assert erasing.foresee(opened, [4], versions=True).versions == ()  # 4 is a version of 2 now
    assert [one.id for one in erasing.erase(opened, [2], versions=True).articles] == [2, 4]
    assert holding(folder, PLANTED) == []


def test_a_note_that_went_along_goes_from_backups_too(opened: Library, folder: Path, tmp_path: Path) -> None:
    imported(opened, write(tmp_path, "planted.txt", SECOND))
    erasing.erase(opened, [3])
    backup = sorted(folder.glob("backups/*.db"))[0]
    library.restore(tmp_path / "old", backup, Keys())
    with library.open_library(tmp_path / "old", Keys(), 9) as old:
        assert [one.id for one in old.articles()] == [2, 1]
        assert [note.text for note in old.notes()] == ["stays"]
        assert "who" not in terms(old)
        assert old.check() == []


class Crash(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("call", range(1, 9))
@pytest.mark.parametrize("where", ["move", "sync"])
def test_after_a_crash_it_can_be_done_again(
    opened: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, where: str, call: int
) -> None:
    real, calls = getattr(files, where), []

    def crash(*arguments: Path) -> None:
        calls.append(arguments)
        if len(calls) == call:
            raise Crash
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(files, where, crash)
        patch.setattr(files, "clear", lambda _: None)  # who is dead clears nothing up
        crashed = False
        try:
            erasing.erase(opened, [2])
        except Crash:
            crashed = True
    assert crashed == (call <= 4)
    opened.database.close()
    opened.vault._turn.leave()
    with library.open_library(folder, Keys(), 9) as found:
        assert found.check() == []
        assert [note.text for note in found.notes(1)] == ["stays"]
        if crashed:
            assert [one.id for one in found.articles()] == [2, 1]
            erasing.erase(found, [2])
        assert [one.id for one in found.articles()] == [1]
    assert holding(folder, PLANTED) == []


def test_cancelling_leaves_the_article(opened: Library, folder: Path) -> None:
    def cancel(done: int, total: int) -> None:
        assert total == 4
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        erasing.erase(opened, [2], cancel)
    assert [one.id for one in opened.articles()] == [2, 1]
    assert opened.notes(2)
    steps: list[tuple[int, int]] = []
    erasing.erase(opened, [2], lambda *step: steps.append(step))
    assert steps == [(0, 2), (1, 2)]  # two were done before
    assert holding(folder, PLANTED) == []


def test_nobody_else_may_have_it_open(opened: Library, folder: Path) -> None:
    with library.open_library(folder, Keys(), 9), pytest.raises(LibraryError, match="Another program"):
        erasing.erase(opened, [2])
    assert len(opened.articles()) == 2


def test_in_a_folder_that_a_program_synchronises(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.place.kind", lambda _: "synchronised")
    with library.open_library(folder, Keys(), 9) as found:
        fill(found, tmp_path)
        found.back_up()
        assert len(erasing.erase(found, [2]).purged) == 1
        assert [one.id for one in found.articles()] == [1]
        assert holding(folder, PLANTED) == []


def test_a_full_disk_leaves_the_article(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(file))

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync", full)
        with pytest.raises(LibraryError, match="No space left"):
            erasing.erase(opened, [2])
    assert [one.id for one in opened.articles()] == [2, 1]
    assert len(erasing.erase(opened, [2]).purged) == 3


def test_half_restored_libraries_go(opened: Library, folder: Path) -> None:
    for name in ("library.ready", "library.creating"):
        (folder / name).mkdir()
        (folder / name / "library.db").write_bytes(b"Quokkazebu")
    erasing.erase(opened, [2])
    assert holding(folder, PLANTED) == []


@pytest.mark.parametrize("rekeyed", [False, True])
def test_an_encrypted_library(tmp_path: Path, rekeyed: bool) -> None:
    folder, keys = tmp_path / "data", Keys(passphrase="open sesame")
    library.create(folder, keys)
    with library.open_library(folder, keys, 9) as found:
        fill(found, tmp_path)
        before = found.back_up()
        if rekeyed:
            found.rekey()
        found.set_passphrase(Keys(passphrase="new"))
        found.back_up()
    with library.open_library(folder, Keys(passphrase="new"), 9) as found:
        erased = erasing.erase(found, [2])
        # A backup with another key, and another passphrase than today's, cannot be opened.
        assert erased.deleted == ((str(before),) if rekeyed else ())
        assert len(erased.purged) == (1 if rekeyed else 2)
        assert [one.id for one in found.articles()] == [1]
        assert found.check() == []
    assert before.exists() == before.with_suffix(".key").exists() == (not rekeyed)
    if not rekeyed:
        library.restore(tmp_path / "old", before, keys)
        with library.open_library(tmp_path / "old", keys, 9) as old:
            assert [one.id for one in old.articles()] == [1]


def test_what_cannot_be_opened_is_told_before_and_deleted(opened: Library, folder: Path) -> None:
    (folder / "backups" / "damaged.db").write_bytes(b"no database at all" * 99)
    (folder / "set-aside" / "x").mkdir()
    (folder / "set-aside" / "x" / "library.db").write_bytes(b"Quokkazebu")
    told = erasing.foresee(opened, [2])
    assert told.deleted == (
        str(folder / "backups" / "damaged.db"), str(folder / "set-aside" / "x" / "library.db")
    )  # fmt: skip
    assert (folder / "set-aside" / "x").exists()
    assert erasing.erase(opened, [2]) == told
    assert not (folder / "backups" / "damaged.db").exists()
    assert not (folder / "set-aside" / "x").exists()


def test_damage_inside_a_backup(opened: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = connection.faults
    first = sorted(folder.glob("backups/*.db"))[0]
    told = iter([["page 3"]])
    monkeypatch.setattr("reader.storage.erasing.faults", lambda file, key: next(told, None) or real(file, key))
    erased = erasing.erase(opened, [2])
    assert erased.deleted == (str(first),)
    assert not first.exists()
    assert holding(folder, PLANTED) == []


def test_a_damaged_library_is_a_sentence(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for copy in erasing.foresee(opened, [2]).purged:
        assert Path(copy).exists()
    erasing.erase(opened, [1])
    monkeypatch.setattr("reader.storage.erasing.faults", lambda *_: ["page 3"])
    with pytest.raises(DamagedError, match="page 3"):
        erasing.erase(opened, [2])
    assert [one.id for one in opened.articles()] == [2]


def test_a_backup_of_an_older_schema(tmp_path: Path) -> None:
    """It is brought to today's, then purged."""
    words, folder = Access(passphrase=ways_in.Secret(b"open sesame")), tmp_path / "data"
    vault.restore(folder, KEPT_DATABASES / "0001.db", words)
    keys = Keys(passphrase="open sesame")
    with library.open_library(folder, keys, 9) as found:  # which backs it up before it migrates
        (old,) = folder.glob("backups/*.db")
        (article,) = found.articles()
        assert erasing.erase(found, [article.id]).purged == (str(old),)
    library.restore(tmp_path / "old", old, keys)
    with library.open_library(tmp_path / "old", keys, 9) as found:
        assert found.articles() == found.notes() == []
        assert found.check() == []


def test_a_wrong_key_is_not_taken_for_damage(tmp_path: Path) -> None:
    folder, keys = tmp_path / "data", Keys(passphrase="open sesame")
    library.create(folder, keys)
    with library.open_library(folder, keys, 9) as found:
        backup = found.back_up()
        found.rekey()
        key = found.vault.key_of(backup)
        assert key is not None
        assert connection.opens(backup, key)
        assert key != found.database.key
        found.vault._access = replace(found.vault._access, passphrase=ways_in.Secret(b"other"))
        with pytest.raises(WrongKeyError):
            found.vault.key_of(backup)
