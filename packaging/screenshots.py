#!/usr/bin/env python3
"""Sets everything up and takes the README's pictures anew:  python3 packaging/screenshots.py [--fonts FOLDER]

Shows the sample article with one passage chosen, so that the evidence card is full, once in each theme, and saves
`resources/screenshots/window-light.png` and `window-dark.png`. No display is needed. With --fonts, the faces in FOLDER
are used as if they were installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import setup_environment

OUT = setup_environment.ROOT / "resources" / "screenshots"
SIZE = (1280, 800)
#: A passage with a full card: a source, cue words, a second letter and a runner-up.
CHOSEN = "The coastguard believes"
#: For menus and panels, if one of them is there.
FACES = ("Inter", "Noto Sans", "DejaVu Sans")


def main() -> int:
    """Set up, and take the pictures with the environment's Python."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README anew.")
    parser.add_argument("--fonts", metavar="FOLDER", type=Path, help="a folder of font files to use")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        return take(given.fonts)
    try:
        python = setup_environment.prepare("run")
    except setup_environment.SetupError as failed:
        sys.exit(f"Sayso could not be set up.\n{failed}")
    fonts = ["--fonts", str(given.fonts.resolve())] if given.fonts else []
    command = [str(python), str(Path(__file__).resolve()), "--inside", *fonts]
    return subprocess.run(command, cwd=setup_environment.ROOT, check=False).returncode


def take(fonts: Path | None) -> int:
    """Open the sample, choose a passage, and save one picture a theme."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QFont, QFontDatabase
    from PySide6.QtWidgets import QApplication

    from reader.domain.article import Article
    from reader.services.analysis_process import AnalysisProcess
    from reader.ui.main_window import MainWindow
    from reader.ui.worker import Worker

    app = QApplication([])
    app.setStyle("Fusion")
    for file in sorted(fonts.iterdir()) if fonts else ():
        QFontDatabase.addApplicationFont(str(file))
    face = next((name for name in FACES if QFontDatabase.hasFamily(name)), None)
    if face:
        app.setFont(QFont(face, 10))
    worker = Worker(AnalysisProcess)
    window = MainWindow(worker, "light")
    window.resize(*SIZE)
    loop = QEventLoop()
    problems: list[str] = []

    def wait(milliseconds: int) -> None:
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def failed(error: object) -> None:
        problems.append(str(error))
        loop.quit()

    articles: list[Article] = []
    worker.article_read.connect(articles.append)
    worker.analysed.connect(lambda _: loop.quit())
    worker.failed.connect(failed)
    window.show()
    worker.start()
    window.open_sample()
    loop.exec()
    wait(300)  # counts and margin follow
    if not problems:
        view = window.reading.view
        chosen = next((s for s in view.spans.spans if articles[-1].text.startswith(CHOSEN, s.start)), None)
        if chosen is None:
            problems.append(f"The sample has no passage that begins with “{CHOSEN}”.")
        else:
            view.select(chosen)
            view.reveal(chosen)
    for theme in () if problems else ("light", "dark"):
        window.set_theme(theme)
        wait(200)
        OUT.mkdir(exist_ok=True)
        picture = OUT / f"window-{theme}.png"
        window.grab().save(str(picture), "PNG", 0)  # 0: as small as PNG gets
        print(f"{picture.relative_to(setup_environment.ROOT)}: {picture.stat().st_size // 1000} kB")
    window.close()
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
