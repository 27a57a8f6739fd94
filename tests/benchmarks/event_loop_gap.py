"""How long the window's event loop is held while 100,000 words are analysed, against scrolling with nothing else to do.

    python tests/benchmarks/event_loop_gap.py [--words 100000] [--runs 3] [--limit 2.0]

Opens the real window with the real analysing process (off screen where QT_QPA_PLATFORM says nothing else) and scrolls
it all the time. A coloured article of that length is on the screen; in turns, another such article is opened in its
place, until a second after its colours are there, and the window idles. Both last equally long: who looks longer finds
longer gaps. Printed for each: the median over the runs of the longest gap between two turns of the event loop, and of
the gap that one in a thousand exceeds.

A gap is told twice: by the clock, and by the processor time that the window's process (all its threads) spent in it. By
the clock, whatever else runs on the machine counts in. Exit status 1 if the ratio of the longest gaps by the clock is
above `--limit`.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
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


def write_article(words: int, folder: Path, seed: int = 7) -> Path:
    """A plain text of about so many words, in paragraphs of four sentences; the same one for the same seed."""
    pick = random.Random(seed)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        paragraph = " ".join(pick.choice(SENTENCES) for _ in range(4))
        count += len(paragraph.split())
        paragraphs.append(paragraph)
    path = folder / f"long-{seed}.txt"
    path.write_text("A long article about a bridge\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Gaps:
    """What one turn at scrolling showed, in seconds: by the clock and in the process's own time."""

    clock: list[float]
    own: list[float]

    def longest(self, way: str) -> float:
        """The longest gap."""
        return max(getattr(self, way))

    def rare(self, way: str) -> float:
        """The gap that one in a thousand exceeds."""
        values = sorted(getattr(self, way))
        return values[int(len(values) * 0.999)]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3, help="how often to idle and to open, in turns")
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
    mind_garbage(app, worker, window)
    window.show()
    worker.start()
    loop = QEventLoop()
    problems: list[str] = []
    seen: list[tuple[float, float]] = []
    last = (0.0, 0.0)

    def tick() -> None:
        nonlocal last
        now = (perf_counter(), process_time())
        seen.append((now[0] - last[0], now[1] - last[1]))
        last = now

    def scroll() -> None:
        bar = window.reading.view.verticalScrollBar()
        bar.setValue(bar.value() + 24 if bar.value() < bar.maximum() else 0)

    probe, mover = QTimer(), QTimer()
    probe.setTimerType(Qt.TimerType.PreciseTimer)
    probe.timeout.connect(tick)
    mover.timeout.connect(scroll)

    def turn(start: Callable[[], object]) -> Gaps:
        """Scroll, begin something, and look until somebody ends the loop."""
        nonlocal last
        seen.clear()
        last = (perf_counter(), process_time())
        probe.start(2)
        mover.start(16)
        start()
        loop.exec()
        probe.stop()
        mover.stop()
        return Gaps([clock for clock, _ in seen], [own for _, own in seen])

    def give_up(error: object) -> None:
        problems.append(str(error))
        loop.quit()

    worker.analysed.connect(lambda _: QTimer.singleShot(1000, loop.quit))
    worker.failed.connect(give_up)
    idle: list[Gaps] = []
    busy: list[Gaps] = []
    with tempfile.TemporaryDirectory() as folder:
        articles = [write_article(given.words, Path(folder), seed) for seed in (7, 8)]
        turn(lambda: window.open_file(articles[1]))  # for nothing: the process gets warm, an article stands open
        took = 0.0
        for run in range(given.runs):
            article = articles[run % 2]
            began = perf_counter()
            opened = turn(lambda article=article: window.open_file(article))
            if problems:
                break
            took = perf_counter() - began
            busy.append(opened)
            idle.append(turn(lambda took=took: QTimer.singleShot(round(took * 1000), loop.quit)))
            marked = len(window.reading.view.spans.spans)
            print(
                f"run {run + 1}: {marked:,} spans in {took - 1:.1f} s; longest gap by the clock "
                f"{busy[-1].longest('clock') * 1000:.1f} ms busy, {idle[-1].longest('clock') * 1000:.1f} ms idle",
                flush=True,
            )
    window.close()
    app.processEvents()
    if problems:
        print(problems[0], file=sys.stderr)
        return 1

    ratios = {}
    for way, words in (("clock", "by the clock"), ("own", "own time")):
        for name, turns in (("idle scrolling", idle), ("during an analysis", busy)):
            longest, rare = median(t.longest(way) for t in turns), median(t.rare(way) for t in turns)
            ratios[way, name] = longest
            print(f"{name:18} {words:12}  longest gap {longest * 1000:5.1f} ms   99.9 % below {rare * 1000:5.1f} ms")
    clock, own = (ratios[way, "during an analysis"] / ratios[way, "idle scrolling"] for way in ("clock", "own"))
    print(f"ratio of the longest gaps: {clock:.2f} by the clock (limit {given.limit}), {own:.2f} in own time")
    return 0 if clock <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
