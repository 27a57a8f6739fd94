"""The program with a window: starts Qt, opens the window, and lets the terminal's Ctrl+C end it."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from reader import paths
from reader.domain.analysis import Analysis
from reader.domain.errors import SaysoError
from reader.services.analysis_process import AnalysisProcess
from reader.ui.garbage import GarbageTimes
from reader.ui.main_window import MainWindow
from reader.ui.worker import Worker


def run(path: Path | None, theme: str | None) -> int:
    """Open the window with this file, or with the sample. Returns the exit status."""
    app = _application()
    worker = Worker(AnalysisProcess)
    window = MainWindow(worker, theme)
    mind_garbage(app, worker)
    window.show()
    # Only after the window stands: starting a process takes longer than painting.
    QTimer.singleShot(0, worker.start)
    QTimer.singleShot(0, window.open_sample if path is None else lambda: window.open_file(path))
    end = _quit_on_interrupt(app)
    status = app.exec()
    end()
    worker.close()
    return status


def screenshot(out: Path, path: Path, theme: str | None, size: tuple[int, int] | None) -> int:
    """Open the window with this file, wait for the colours, save its picture. Exit status 0; raises SaysoError.

    Where an article stays without colours for a reason, the picture is saved and the reason is told as a problem.
    """
    app = _application()
    worker = Worker(AnalysisProcess)
    window = MainWindow(worker, theme)
    if size is not None:
        window.resize(*size)
    problems: list[str] = []

    def save() -> None:
        if not window.grab().save(str(out)):
            problems.append(f"The picture could not be saved as {out}.")
        app.quit()

    def analysed(analysis: Analysis) -> None:
        if analysis.notice:
            problems.append(analysis.notice)
        QTimer.singleShot(120, save)  # the legend counts a little later

    def failed(error: SaysoError) -> None:
        problems.append(str(error))
        app.quit()

    worker.analysed.connect(analysed)
    worker.failed.connect(failed)
    window.show()
    worker.start()
    window.open_file(path)
    end = _quit_on_interrupt(app)
    app.exec()
    end()
    worker.close()
    if problems:
        raise SaysoError(" ".join(problems))  # said by whoever started us
    return 0


def mind_garbage(app: QApplication, worker: Worker) -> None:
    """Keep the collector away from the times when articles arrive."""
    times = GarbageTimes(app)
    worker.began.connect(times.job_began)
    worker.analysed.connect(times.job_ended)
    worker.failed.connect(times.job_ended)


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("sayso")
    app.setApplicationDisplayName("")
    app.setOrganizationName("sayso")
    QGuiApplication.setDesktopFileName("sayso")
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "sayso.svg")))
    app.setStyle("Fusion")
    return app


def _quit_on_interrupt(app: QApplication) -> Callable[[], None]:
    """End the event loop on Ctrl+C. Returns what undoes this.

    Python runs signal handlers between its own instructions only, and Qt's loop executes none while it waits: so the
    signal writes to a socket that the loop listens to.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    listener = QObject(app)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, listener)
    notifier.activated.connect(lambda: ours.recv(64))
    before_wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    before = signal.signal(signal.SIGINT, lambda *_: app.quit())

    def undo() -> None:
        signal.signal(signal.SIGINT, before)
        signal.set_wakeup_fd(before_wakeup)
        notifier.setEnabled(False)
        listener.deleteLater()
        ours.close()
        theirs.close()

    return undo
