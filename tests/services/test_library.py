"""What the user can do with a library: import, notes, highlights, backups, each kept when the call returns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.analysis import Analysis
from reader.domain.article import Article, BlockKind, Metadata
from reader.domain.errors import Cancelled, DamagedError, InputError, LibraryError, WrongKeyError
from reader.domain.progress import Progress, silent
from reader.services import library, shares
from reader.services.importing import Wishes, found_in
from reader.services.keys import Keys, keep_recovery_key
from reader.services.library import Library
from reader.storage.vault import Vault
from tests.services.fakes import STAMP, article, span

TEXT = "The dam held through the night.\n\nIt may rain, the ministry said. It may rain again."


class FakeReading:
    """A first line that starts with http is the address; the paragraphs follow. Finds one span, the first sentence."""

    problem = ""

    def read_file(self, path: Path) -> Article:
        data = path.read_bytes()
        first, _, rest = data.decode().partition("\n")
        url, text = (first, rest) if first.startswith("http") else ("", data.decode())
        if "unreadable" in text:
            raise InputError("There is no article in it.", "Save it again.")
        if "bug" in text:
            raise ValueError("an ordinary bug")
        found = article(*text.split("\n\n"), kinds={0: BlockKind.TITLE} if "\n\n" in text else None)
        digest = hashlib.sha256(data).hexdigest()
        about = Metadata("", "A. Writer", "The Gazette", url, "2026-01-02", "", "en")
        return Article(found.text, found.blocks, about, str(path), "", digest, "fake 1")

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        block = given.blocks[-1]
        return Analysis((span(block.start, block.start + 12, "speculation"),), STAMP)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        yield found


def write(tmp_path: Path, name: str, text: str = TEXT) -> Path:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def imported(opened: Library, *paths: Path, wishes: Wishes | None = None) -> list[str]:
    return [f"{one.status} {one.article}" for one in opened.import_paths(paths, FakeReading(), wishes or Wishes())]


def test_an_article_is_kept_as_it_was_read(opened: Library, tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt")
    assert imported(opened, file, wishes=Wishes(tags=("water", "water"), collections=("Rivers",))) == ["imported 1"]
    (found,) = opened.articles()
    assert (found.title, found.outlet, found.author, found.published, found.language) == (
        "The dam held through the night.", "The Gazette", "A. Writer", "2026-01-02", "en",
    )  # fmt: skip
    assert (found.tags, found.collections, found.star, found.state) == (("water",), ("Rivers",), False, "unread")
    assert found.words == 10
    assert found.mix == {"official-statement": 0, "speculation": 0.3, "analyst-opinion": 0, "reported-fact": 0}
    assert found.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    read = FakeReading().read_file(file)
    kept, analysis = opened.opened(1)
    assert kept.blocks == read.blocks
    assert (kept.text, kept.file_sha256, kept.source_path) == (read.text, read.file_sha256, str(file))
    assert analysis == FakeReading().analyse(read)
    assert opened.original(1).data == file.read_bytes()


def test_only_linked(opened: Library, tmp_path: Path) -> None:
    file = write(tmp_path, "a.txt")
    imported(opened, file, wishes=Wishes(link=True))
    assert (opened.original(1).path, opened.original(1).data) == (str(file), None)


def test_what_becomes_of_each_file(opened: Library, tmp_path: Path) -> None:
    address = "https://example.org/dam\n"
    first = write(tmp_path, "1.txt", address + TEXT)
    again = write(tmp_path, "2.txt", "https://example.org/other\n" + TEXT)
    newer = write(tmp_path, "3.txt", address + TEXT + " Nobody was hurt.")
    other = write(tmp_path, "4.txt", "Another article.")
    broken = [write(tmp_path, "5.txt", "unreadable"), write(tmp_path, "6.txt", "a bug"), tmp_path / "7.txt"]
    assert imported(opened, first, again, newer, other) == ["imported 1", "duplicate 1", "version 2", "imported 3"]
    assert imported(opened, first, newer) == ["duplicate 1", "duplicate 2"]
    errors = [one.error for one in opened.import_paths(broken, FakeReading(), Wishes()) if one.status == "failed"]
    assert errors[0] == "There is no article in it. Save it again."
    assert errors[1] == "A fault in Sayso: ValueError."
    assert errors[2].startswith("It cannot be read: No such file")


def test_what_happens_to_a_file_while_it_is_analysed(opened: Library, tmp_path: Path) -> None:
    file, other = write(tmp_path, "1.txt"), write(tmp_path, "2.txt", "Another article.")

    class Slow(FakeReading):
        def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
            if given.text == TEXT:  # another window is quicker
                assert imported(opened, file) == ["imported 1"]
            else:
                write(tmp_path, "2.txt", "Written anew.")
            return super().analyse(given, progress)

    told = list(opened.import_paths([file, other], Slow(), Wishes()))
    assert [(one.status, one.article) for one in told] == [("duplicate", 1), ("failed", None)]
    assert "changed while it was read" in told[1].error


def test_folders_are_searched(tmp_path: Path) -> None:
    wanted = [write(tmp_path, "a/1.txt"), write(tmp_path, "a/2.HTML"), write(tmp_path, "b.bin")]
    for name in ("a/3.png", "a/.4.txt", "a/2_files/ad.html", "a/.git/5.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name)
    assert found_in([tmp_path / "a", tmp_path / "b.bin", tmp_path / "a" / "1.txt"]) == wanted


def test_import_tells_how_far_it_is_and_is_cancelled_between_files(opened: Library, tmp_path: Path) -> None:
    files = [write(tmp_path, f"{number}.txt", f"Article {number}.") for number in range(3)]
    told = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(opened.import_paths(files, FakeReading(), Wishes(), progress))
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert imported(opened, *files) == ["duplicate 1", "duplicate 2", "imported 3"]


def test_shares_are_of_the_body_alone() -> None:
    found = article(
        "Title here", "One two three. Four five.", "Menu", kinds={0: BlockKind.TITLE, 2: BlockKind.FURNITURE}
    )
    start = found.blocks[1].start
    spans = (span(start, start + 14), span(start + 15, start + 25, "speculation"))
    words, mix = shares.of_body(found, Analysis(spans, STAMP))
    assert words == 5
    assert (mix["reported-fact"], mix["speculation"]) == (0.6, 0.4)
    assert shares.of_body(article(""), Analysis((), STAMP))[0] == 0


# -- notes -----------------------------------------------------------------------------------------------------------


def test_notes(opened: Library, tmp_path: Path) -> None:
    imported(opened, write(tmp_path, "a.txt"))
    by_quote = opened.add_note(1, "the ministry said", "Which *one*?\n", ["source"])
    assert by_quote.anchor is not None
    assert TEXT[by_quote.anchor.start : by_quote.anchor.end] == "the ministry said"
    assert (by_quote.text, by_quote.tags, by_quote.orphan) == ("Which *one*?\n", ("source",), False)
    by_place = opened.add_note(1, (0, 7), "")
    whole = opened.add_note(1, None, "On all of it.")
    assert (by_place.anchor and by_place.anchor.exact, whole.anchor) == ("The dam", None)
    assert opened.notes() == opened.notes(1) == [by_quote, by_place, whole]
    assert opened.notes(2) == []
    changed = opened.edit_note(by_quote.id, "This one.", ["a", "b"])
    assert (changed.text, changed.tags, changed.created) == ("This one.", ("a", "b"), by_quote.created)
    assert changed.modified > by_quote.modified
    assert opened.edit_note(by_quote.id, tags=[]).text == "This one."
    assert opened.edit_note(by_quote.id, "Seen.", seen=changed.modified).id != by_quote.id  # the tags came between
    opened.remove_note(by_place.id)
    assert [(note.id, note.text) for note in opened.notes()] == [(1, "This one."), (3, "On all of it."), (4, "Seen.")]
    assert opened.notes()[2].anchor == by_quote.anchor
    opened.remove_note(4)
    assert opened.add_note(1, None, "").id == 5  # a number is given once


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        ("nowhere", "not in the article"),
        ("", "not in the article"),
        ("It may rain", "2 times in the article"),
        ((0, 10_000), "no passage 0 to 10000"),
        ((5, 5), "no passage"),
        ((-1, 5), "no passage"),
    ],
)
def test_a_passage_that_is_none(opened: Library, tmp_path: Path, passage: str, says: str) -> None:
    imported(opened, write(tmp_path, "a.txt"))
    for act in (lambda: opened.add_note(1, passage, "x"), lambda: opened.add_highlight(1, passage)):
        with pytest.raises(InputError, match=says):
            act()
    assert opened.notes() == opened.highlights() == []


def test_what_is_not_there(opened: Library) -> None:
    for act in (
        lambda: opened.add_note(9, None, "x"), lambda: opened.add_highlight(9, "x"), lambda: opened.opened(9),
        lambda: opened.original(9), lambda: opened.edit_note(9, "x"), lambda: opened.remove_note(9),
        lambda: opened.remove_highlight(9),
    ):  # fmt: skip
        with pytest.raises(InputError, match="There is no"):
            act()


def test_notes_and_highlights_follow_to_a_new_version(opened: Library, tmp_path: Path) -> None:
    address = "https://example.org/dam\n"
    imported(opened, write(tmp_path, "1.txt", address + TEXT))
    opened.add_note(1, "the ministry said", "stays")
    opened.add_note(1, "held through the night", "goes")
    opened.add_note(1, None, "whole")
    opened.add_highlight(1, "the ministry said")
    newer = "Updated.\n\n" + TEXT.replace("The dam held through the night.", "Nothing.")
    assert imported(opened, write(tmp_path, "2.txt", address + newer)) == ["version 2"]
    stays, goes, whole = opened.notes(2)
    assert stays.anchor is not None
    assert newer[stays.anchor.start : stays.anchor.end] == "the ministry said"
    assert (stays.orphan, goes.orphan, whole.orphan) == (False, True, False)
    assert opened.highlights(2)[0].orphan is False
    back = newer + "\n\nThe dam held through the night."
    assert imported(opened, write(tmp_path, "3.txt", address + back)) == ["version 3"]
    assert not [note for note in opened.notes(3) if note.orphan]
    assert opened.opened(1)[0].text == TEXT


def test_highlights(opened: Library, tmp_path: Path) -> None:
    imported(opened, write(tmp_path, "a.txt"))
    mark = opened.add_highlight(1, (4, 7))
    assert mark.anchor.exact == "dam"
    assert opened.highlights() == [mark]
    opened.remove_highlight(mark.id)
    assert opened.highlights() == []


# -- keys and backups ------------------------------------------------------------------------------------------------


def test_a_backup_once_a_day(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.look_after()
    opened.look_after()
    assert len(list(opened._vault.backups.glob("*.db"))) == 1
    monkeypatch.setattr("reader.storage.backups.now_as_name", lambda: "9999-01-01T00-00-00-000000Z")
    opened.look_after()
    assert len(list(opened._vault.backups.glob("*.db"))) == 2
    assert opened.notices == ()


def test_a_backup_that_fails_is_told(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr("reader.storage.backups.make", full)
    opened.look_after()
    assert opened.notices == ("Today's backup could not be made. The disk is full.",)


def test_damage_after_an_unclean_end_is_told(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "unclean", True)
    opened.look_after()
    monkeypatch.setattr(opened._vault, "faults", lambda _: ["page 3"])
    with pytest.raises(DamagedError, match="page 3"):
        opened.look_after()


def test_keys(tmp_path: Path) -> None:
    folder, words, paper = tmp_path / "data", tmp_path / "words", tmp_path / "paper"
    words.write_bytes(b"open sesame\n")
    words.chmod(0o600)
    library.create(folder, Keys(words), lambda text: keep_recovery_key(text, paper))
    with library.open_library(folder, Keys(passphrase="open sesame"), 3) as opened:
        assert opened.encrypted
        assert opened.check() == []
        opened.set_passphrase(Keys(passphrase="new"))
        opened.rekey()
        backup = opened.back_up()
        newer = tmp_path / "newer"
        opened.renew_recovery_key(lambda text: keep_recovery_key(text, newer))
    library.open_library(folder, Keys(recovery_file=newer), 3).close()
    with pytest.raises(WrongKeyError):
        library.open_library(folder, Keys(recovery_file=paper), 3)
    assert library.restore(folder, backup, Keys(recovery_file=paper)) is not None
    library.open_library(folder, Keys(passphrase="new"), 3).close()
    with pytest.raises(InputError, match="is there already"):
        keep_recovery_key("x", paper)
    for keys in (Keys(recovery_file=tmp_path / "none"), Keys(passphrase_file=tmp_path / "none")):
        with pytest.raises((InputError, LibraryError), match="cannot be read"):
            library.open_library(folder, keys, 3)
    assert "open sesame" not in repr(Keys(passphrase="open sesame"))
    with pytest.raises(LibraryError, match="no passphrase"):
        library.create(tmp_path / "other", Keys())
    with pytest.raises(LibraryError, match="no system keyring"):
        library.create(tmp_path / "other", "keyring")
    assert library.no_keyring(tmp_path) == "There is no system keyring here."
