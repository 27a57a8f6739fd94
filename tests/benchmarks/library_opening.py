"""How long the library's page takes from being asked for to its first rows, against that of an empty library.

    python tests/benchmarks/library_opening.py [--articles 100000] [--runs 7] [--folder D] [--limit 2.0]

Each opening is the first of a fresh process, whose window stands and has nothing else to do (off screen where
QT_QPA_PLATFORM says nothing else). The two libraries take turns; their medians are compared. The articles are invented
(`invented_library.py`) and neither library is encrypted: a passphrase would take the same time in both, and hide what
the list takes. Both have their backup of the day. Exit status 1 if the limit is passed. D keeps the large library, and
the one that is there is used; without it a temporary folder is.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from reader.domain.library import Original
from reader.services import library
from reader.services.keys import Keys
from reader.storage import articles
from tests.benchmarks.invented_library import Shapes, invented, listed

_AT_ONCE = 500


def make(folder: Path, count: int) -> None:
    """A library of so many articles, in a folder, if there is none yet. Marks and search index are left out."""
    if (folder / "library").exists():
        return
    library.create(folder, "unencrypted")
    shapes = Shapes()
    with library.open_library(folder, Keys(), 3) as found:
        for first in range(0, count, _AT_ONCE):
            with found.database.writing() as session:
                for number in range(first, min(count, first + _AT_ONCE)):
                    article, analysis = invented(shapes, number)
                    articles.add(session, article, listed(article, analysis), Original("", None), None)
                    session.flush()
                    session.expunge_all()
        found.back_up_daily()


def opening(folder: Path) -> float:
    """Seconds from asking for the library's page to its first rows on the screen, in this process."""
    from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from reader.services.analysis_process import AnalysisProcess
    from reader.ui.main_window import MainWindow
    from reader.ui.worker import Worker

    class FirstPaint(QObject):
        """Ends the loop with the first paint after the list is counted."""

        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            if counted and event.type() is QEvent.Type.Paint:
                ended.append(perf_counter())
                QTimer.singleShot(0, loop.quit)
            return False

    app = QApplication([])
    app.setStyle("Fusion")
    window = MainWindow(Worker(AnalysisProcess), "light", folder)  # the process is never started
    window.show()
    loop, counted, ended = QEventLoop(), [], []
    QTimer.singleShot(500, loop.quit)
    loop.exec()
    page, paint = window.room.page, FirstPaint()
    page.model.counted.connect(counted.append)
    page.table.viewport().installEventFilter(paint)
    began = perf_counter()
    window.room.show()
    loop.exec()
    window.close()
    return ended[0] - began


def main() -> int:
    """Measure and print. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--limit", type=float, default=2.0, help="how many times the empty one's time is allowed")
    parser.add_argument("--folder", type=Path, metavar="D", help="where the libraries are made, and used again")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if given.open:
        print(opening(given.open))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        times: dict[str, list[float]] = {"empty": [], "large": []}
        for name, count in (("empty", 0), ("large", given.articles)):
            (folder / name).mkdir(parents=True, exist_ok=True)
            make(folder / name, count)
        for run in range(given.runs + 1):
            for name, seconds in times.items():
                command = [sys.executable, __file__, "--open", str(folder / name)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                if run:  # the first for nothing: files get into the system's memory
                    seconds.append(float(done.stdout))
        medians = {name: statistics.median(seconds) * 1000 for name, seconds in times.items()}
    ratio = medians["large"] / medians["empty"]
    for name, count in (("empty", 0), ("large", given.articles)):
        print(f"{name}: {count:,} articles, {medians[name]:.1f} ms to the first rows (median of {given.runs})")
    print(f"ratio {ratio:.2f}, limit {given.limit}")
    return 0 if ratio <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
