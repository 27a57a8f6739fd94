"""How long the window's event loop is held while 100,000 words are analysed, against scrolling with nothing else to do.

    python tests/benchmarks/event_loop_gap.py [--words 100000] [--seconds 10] [--limit 2.0]

Opens the real window with the real analysing process (off screen where QT_QPA_PLATFORM says nothing else), scrolls it
all the time, and prints the longest gap between two turns of the event loop: first idle, with the article open and the
process warm; then from the moment the same article is opened until a second after its colours are there.

A gap is told twice: by the clock, and by the processor time that the window's process (all its threads) spent in it. By
the clock, whatever else runs on the machine counts in; on a machine that is not quiet only the second says anything
about Sayso. Exit status 1 if both ratios are above `--limit`.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SENTENCES = (
    "The bridge was closed on Monday after a crack of four metres opened in its eastern deck.",
    "The Transport Ministry said the bridge had passed its last inspection in May, and police confirmed it.",
    "Traffic through the city centre may not return to normal before spring, if the weather allows it.",
    "It was a disgraceful way to run a city, and everybody who lives there knows that it cannot go on.",
    "“I saw the lamps fall into the river,” said Maria Lopez, who lives beneath the eastern ramp.",
    "Economists expect prices to rise by two per cent, although some call the forecast reckless.",
    "At least ten people were taken to hospital, according to the fire service.",
    "Is anybody surprised?",
)


def write_article(words: int, folder: Path) -> Path:
    """A plain text of about so many words, in paragraphs of four sentences; the same one every time."""
    pick = random.Random(7)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        paragraph = " ".join(pick.choice(SENTENCES) for _ in range(4))
        count += len(paragraph.split())
        paragraphs.append(paragraph)
    path = folder / "long.txt"
    path.write_text("A long article about a bridge\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return path


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to scroll idly")
    parser.add_argument("--limit", type=float, default=2.0, help="how many times the idle gap is allowed")
    given = parser.parse_args()

    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from reader.services.analysis_process import AnalysisProcess
    from reader.ui.app import mind_garbage
    from reader.ui.main_window import MainWindow
    from reader.ui.worker import Worker

    app = QApplication([])
    app.setStyle("Fusion")
    worker = Worker(AnalysisProcess)
    window = MainWindow(worker, "light")
    mind_garbage(app, worker)
    window.show()
    worker.start()
    bar = window.view.verticalScrollBar()
    gaps: list[tuple[float, float]] = []
    last = (perf_counter(), process_time())

    def tick() -> None:
        nonlocal last
        now = (perf_counter(), process_time())
        gaps.append((now[0] - last[0], now[1] - last[1]))
        last = now

    def scroll() -> None:
        bar.setValue(bar.value() + 24 if bar.value() < bar.maximum() else 0)

    probe, mover = QTimer(), QTimer()
    probe.setTimerType(Qt.TimerType.PreciseTimer)
    probe.timeout.connect(tick)
    mover.timeout.connect(scroll)
    problems: list[str] = []

    def turn(loop: QEventLoop) -> tuple[list[float], list[float]]:
        nonlocal last
        gaps.clear()
        last = (perf_counter(), process_time())
        probe.start(2)
        mover.start(16)
        loop.exec()
        probe.stop()
        mover.stop()
        return sorted(clock for clock, _ in gaps), sorted(own for _, own in gaps)

    def settle(loop: QEventLoop) -> None:
        QTimer.singleShot(1000, loop.quit)

    def give_up(error: object) -> None:
        problems.append(str(error))
        loop.quit()

    with tempfile.TemporaryDirectory() as folder:
        path = write_article(given.words, Path(folder))
        loop = QEventLoop()
        worker.analysed.connect(lambda _: settle(loop))
        worker.failed.connect(give_up)

        # Once for nothing: the process gets warm, the article is open.
        window.open_file(path)
        loop.exec()
        window.view.set_spans(())
        settle(loop)
        loop.exec()
        QTimer.singleShot(round(given.seconds * 1000), loop.quit)
        idle = turn(loop) if not problems else ([], [])
        started = perf_counter()
        if not problems:
            window.open_file(path)
        busy = turn(loop) if not problems else ([], [])
        took = perf_counter() - started - 1
        spans = len(window.view.spans.spans)
        QTimer.singleShot(round(given.seconds * 1000), loop.quit)
        marked = turn(loop) if not problems else ([], [])
    window.close()
    app.processEvents()
    if problems:
        print(problems[0], file=sys.stderr)
        return 1
    print(f"{given.words:,} words, {spans:,} spans, analysed in {took:.1f} s")
    for name, both in (("idle scrolling", idle), ("during the analysis", busy), ("scrolling with marks", marked)):
        for way, values in zip(("by the clock", "own time"), both, strict=True):
            shares = "   ".join(f"{q:.1%} {values[int(len(values) * q)] * 1000:5.1f} ms" for q in (0.999, 0.99, 0.5))
            print(f"{name:21} {way:13} longest gap {values[-1] * 1000:5.1f} ms   {shares}")
    clock, own = (busy[way][-1] / idle[way][-1] for way in (0, 1))
    print(f"ratio of the longest gaps: {clock:.2f} by the clock, {own:.2f} in own time (limit {given.limit})")
    return 0 if min(clock, own) <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
