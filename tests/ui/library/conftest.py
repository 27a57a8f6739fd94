"""A window with a library of its own, small, real and not encrypted, and a reader that needs no process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.domain.analysis import Analysis
from reader.domain.article import Article, Block, BlockKind, Metadata
from reader.domain.errors import Cancelled, InputError
from reader.domain.progress import Progress, silent
from reader.services import importing, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.ui.library import import_run
from reader.ui.main_window import MainWindow
from reader.ui.worker import Worker
from tests.services.fakes import STAMP, span

TITLES = ("Dam holds", "Bridge closed", "Ferry sinks")


def article(title: str, body: str, outlet: str = "The Gazette", url: str = "") -> Article:
    text = f"{title}\n\n{body}"
    blocks = (
        Block("b0", BlockKind.TITLE, 0, len(title)),
        Block("b1", BlockKind.PARAGRAPH, len(title) + 2, len(text)),
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(text, blocks, Metadata(title, "A. Writer", outlet, url, "2026-01-02", "", "en"), "", "", digest, "f")


def analysis(of: Article) -> Analysis:
    block = of.blocks[-1]
    return Analysis((span(block.start, block.start + 12, "speculation"),), STAMP, sentences=((block.start, block.end),))


class FakeReader:
    """The first line is the title."""

    def __init__(self) -> None:
        self.closed = False

    def read_file(self, path: Path) -> Article:
        if self.closed:
            raise Cancelled
        title, _, body = path.read_text(encoding="utf-8").partition("\n")
        if not body:
            raise InputError("There is no article in it.", "Save it again.")
        return replace(article(title, body), file_sha256=hashlib.sha256(path.read_bytes()).hexdigest())

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        return analysis(given)

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def fake_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports start no process."""
    monkeypatch.setattr(import_run, "ReadingElsewhere", FakeReader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a library of three articles."""
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        for title in TITLES:
            one = article(title, f"It may have been so, said the {title.lower()} office.")
            importing.keep(found.database, one, analysis(one), Wishes())
    return tmp_path / "data"


@pytest.fixture
def make_window(qtbot, analyser_class) -> Iterator[Callable[[Path], MainWindow]]:
    """Windows on a library's folder, closed at the end."""
    made: list[MainWindow] = []

    def make(data: Path) -> MainWindow:
        window = MainWindow(Worker(analyser_class), "light", data)
        window.resize(1280, 840)
        window.show()
        qtbot.addWidget(window)
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(qtbot, make_window, folder: Path) -> MainWindow:
    """A window whose library page shows the three articles."""
    made = make_window(folder)
    made.actions_by_id["library"].trigger()
    qtbot.waitUntil(lambda: made.room.page.model.rowCount() == len(TITLES))
    return made
