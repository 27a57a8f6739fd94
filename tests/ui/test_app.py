"""Starting and ending, pictures, and what the window's process loads."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon, QImage

from reader import paths

ROOT = Path(__file__).resolve().parents[2]

PRELUDE = """
import sys
from pathlib import Path
from reader.domain.article import Article, Block, BlockKind
from reader.domain.analysis import Analysis, Span, Stamp, WRITER
from reader.domain.errors import InputError
from reader.services.analysis_process import Analysed, ArticleRead, Failed
from reader.ui import app

class Fake:
    def __init__(self, on_event):
        self.on_event = on_event
    def start(self): pass
    def close(self): pass
    def open_file(self, path):
        if path.name == "empty.txt":
            self.on_event(Failed(1, InputError("The file is empty.", "Save it again.")))
            return 1
        if path.name == "never.html":
            return 1
        text = "Four people were hurt."
        article = Article(text, (Block("b0", BlockKind.PARAGRAPH, 0, len(text)),))
        self.on_event(ArticleRead(1, article))
        span = Span("s0", 0, len(text), "reported-fact", "reported-fact", {}, WRITER, None, "certain", (), "", "w",
                    0.9, "clear", None)
        french = path.name == "french.txt"
        self.on_event(
            Analysed(1, Analysis(() if french else (span,), Stamp(*"12345678"), "This is French." if french else ""))
        )
        return 1

app.AnalysisProcess = Fake
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_a_picture_is_saved_in_the_asked_size(tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    done = run("sys.exit(app.screenshot(Path(sys.argv[1]), Path('a.html'), 'dark', (900, 700)))", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert (QImage(str(out)).width(), QImage(str(out)).height()) == (900, 700)


TELL = """
from reader.domain.errors import SaysoError
try:
    app.screenshot(Path(sys.argv[1]), Path(sys.argv[2]), None, None)
except SaysoError as error:
    sys.exit(str(error))
"""


def test_bad_input_is_a_sentence_and_no_picture(tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    done = run(TELL, str(out), "empty.txt")
    assert (done.returncode, done.stderr) == (1, "The file is empty. Save it again.\n")
    assert not out.exists()


def test_a_picture_that_cannot_be_saved_is_told(tmp_path: Path) -> None:
    out = tmp_path / "no folder" / "picture.png"
    done = run(TELL, str(out), "a.html")
    assert done.returncode == 1
    assert "could not be saved" in done.stderr


def test_a_picture_of_an_unknown_kind_is_told(tmp_path: Path) -> None:
    done = run(TELL, str(tmp_path / "picture.docx"), "a.html")
    assert done.returncode == 1
    assert "ends in .png" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_picture_without_colours_is_saved_and_the_reason_told(tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    done = run(TELL, str(out), "french.txt")
    assert (done.returncode, done.stderr) == (1, "This is French.\n")
    assert out.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_a_picture_without_a_file(tmp_path: Path) -> None:
    code = """
import os, signal, threading
from reader.cli import outcome
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
sys.exit(outcome.status_of(lambda: app.screenshot(Path(sys.argv[1]), Path("never.html"), None, None)))
"""
    done = run(code, str(tmp_path / "picture.png"))
    assert (done.returncode, done.stderr) == (130, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_the_window() -> None:
    code = """
import os, signal, threading
threading.Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
sys.exit(app.run(Path("a.html"), "light"))
"""
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_window_loads_nothing_heavy() -> None:
    code = """
from reader.ui import main_window
heavy = {"spacy", "thinc", "numpy", "lxml", "trafilatura", "sqlalchemy", "keyring"} & set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("qapp")
def test_the_icon_is_there_and_drawn() -> None:
    icon = QIcon(str(paths.resources() / "icons" / "sayso.svg"))
    assert not icon.pixmap(16, 16).isNull()
    picture = icon.pixmap(64, 64).toImage()
    assert picture.pixelColor(10, 10).alpha() == 255
