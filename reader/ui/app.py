"""The program with a window: starts Qt, opens the window, and lets the terminal's Ctrl+C end it."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication, QIcon, QPixmap
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
    mind_garbage(app, worker, window)
    window.show()
    # Only after the window stands: starting a process takes longer than painting.
    QTimer.singleShot(0, worker.start)
    QTimer.singleShot(0, window.open_sample if path is None else lambda: window.open_file(path))
    end = _quit_on_interrupt(app)
    status = app.exec()
    end()
    worker.close()
    window.room.close()  # the terminal's Ctrl+C closes no window
    return status


def screenshot(out: Path, path: Path, theme: str | None, size: tuple[int, int] | None) -> int:
    """Open the window with this file, wait for the colours, save its picture. Exit status 0; raises SaysoError.

    Where an article stays without colours for a reason, the picture is saved and the reason is told as a problem, as
    `sayso read` does. Raises KeyboardInterrupt on Ctrl+C; a picture is there whole or not at all.
    """
    app = _application()
    interrupted: list[bool] = []
    end = _quit_on_interrupt(app, lambda: interrupted.append(True))
    worker = Worker(AnalysisProcess)
    window = MainWindow(worker, theme)
    if size is not None:
        window.resize(*size)
    problems: list[str] = []

    def save() -> None:
        if not interrupted and (reason := _save(window.grab(), out)):
            problems.append(reason)
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
    if not interrupted:
        app.exec()
    worker.close()
    end()
    if interrupted:
        raise KeyboardInterrupt
    if problems:
        raise SaysoError(" ".join(problems))  # said by whoever started us
    return 0


def mind_garbage(app: QApplication, worker: Worker, window: MainWindow) -> None:
    """Keep the collector away from the times when articles arrive, and from what a library's opening loads for good."""
    times = GarbageTimes(app)
    worker.began.connect(times.job_began)
    worker.analysed.connect(times.job_ended)
    worker.failed.connect(times.job_ended)
    window.room.desk.opened.connect(lambda _: times.job_ended())


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


def _save(picture: QPixmap, out: Path) -> str:
    """Save a picture under its name only when it is complete. Returns "" or what is wrong."""
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    kind = out.suffix.removeprefix(".") or "png"
    if not picture.save(held, kind.upper()):
        return f"Pictures cannot be saved as “.{kind}”. Take a name that ends in .png."
    unfinished = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(held.data().data())
        unfinished.replace(out)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        return f"The picture could not be saved as {out} ({error.strerror})."
    return ""


def _quit_on_interrupt(app: QApplication, also: Callable[[], None] = lambda: None) -> Callable[[], None]:
    """End the event loop on Ctrl+C, and do this as well. Returns what undoes it.

    Python runs signal handlers between its own instructions only, and Qt's loop executes none while it waits: so the
    signal writes to a socket that the loop listens to.
    """
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    listener = QObject(app)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, listener)
    notifier.activated.connect(lambda: ours.recv(64))
    before_wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)

    def interrupt(*_: object) -> None:
        also()
        app.quit()

    before = signal.signal(signal.SIGINT, interrupt)

    def undo() -> None:
        signal.signal(signal.SIGINT, before)
        signal.set_wakeup_fd(before_wakeup)
        notifier.setEnabled(False)
        listener.deleteLater()
        ours.close()
        theirs.close()

    return undo
