"""A watched folder: which files are new, settled and worth a try."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from reader.services import arranging, library, watching
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.watching import Watch
from tests.services.test_library import FakeReading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def write(folder: Path, name: str, text: str, time: int = 1) -> Path:
    """A file that was last changed at a given second."""
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    os.utime(file, (time, time))
    return file


def names(watch: Watch) -> list[str]:
    return [file.name for file in watch.new_files()]


def test_a_file_is_given_once_it_stands_still(folder: Path) -> None:
    watch = Watch(folder)
    write(folder, "a.txt", "half")
    assert names(watch) == []
    write(folder, "a.txt", "half and half", time=2)
    assert names(watch) == []
    assert names(watch) == ["a.txt"]
    assert names(watch) == []


def test_once_for_each_content(folder: Path) -> None:
    watch = Watch(folder)
    write(folder, "a.txt", "one")
    write(folder, "copy.txt", "one")
    assert [names(watch) for _ in range(3)] == [[], ["a.txt"], []]
    write(folder, "a.txt", "one", time=2)  # touched only
    assert [names(watch) for _ in range(3)] == [[], [], []]
    write(folder, "a.txt", "two", time=3)
    assert [names(watch) for _ in range(3)] == [[], ["a.txt"], []]


def test_subfolders_but_nothing_hidden_unfinished_or_empty(folder: Path) -> None:
    watch = Watch(folder)
    write(folder, "sub/a.html", "a")
    for name in (".hidden.txt", ".git/x.txt", "a_files/part.html", "b.html.part", "c.txt.crdownload", "d.tmp", "e.pdf"):
        write(folder, name, name)
    write(folder, "empty.txt", "")
    write(folder, "coming.html", "the first half")
    write(folder, "coming.html.part", "the second")
    watch.new_files()
    assert names(watch) == ["a.html"]
    (folder / "coming.html.part").unlink()
    watch.new_files()
    assert names(watch) == ["coming.html"]


def test_a_folder_that_vanishes_and_comes_back(folder: Path) -> None:
    watch = Watch(folder)
    write(folder, "a.txt", "a")
    assert watch.problem == ""
    shutil.rmtree(folder)
    assert "is not there" in watch.problem
    assert watch.new_files() == []
    folder.mkdir()
    write(folder, "a.txt", "a")
    assert watch.problem == ""
    assert [names(watch) for _ in range(2)] == [[], ["a.txt"]]


def test_what_is_in_the_library_is_not_tried_again(tmp_path: Path, folder: Path) -> None:
    file = write(folder, "a.txt", "The dam held.\n\nIt may rain tonight.")
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as opened:
        assert watching.seen(opened) == set()
        assert [one.status for one in opened.import_paths([file], FakeReading(), Wishes())] == ["imported"]
        arranging.remove(opened, [1])  # the user wants it no longer: it must not come back by itself
        watch = Watch(folder, watching.seen(opened))
        write(folder, "b.txt", "Another.")
        watch.new_files()
        assert names(watch) == ["b.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read_is_given_so_that_it_is_told(folder: Path) -> None:
    watch = Watch(folder)
    write(folder, "a.txt", "a").chmod(0)
    assert [names(watch) for _ in range(3)] == [[], ["a.txt"], []]
