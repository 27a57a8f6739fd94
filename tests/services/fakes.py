"""Stand-ins for readers and analysers, importable by a spawned child."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from reader.domain.analysis import AXES, WRITER, Analysis, Source, Span, Stamp
from reader.domain.article import Article, Block, BlockKind
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent

STAMP = Stamp("sayso 0", "fake 1", "3", "fake", "1", "d" * 64, "f" * 64, "e" * 64)

#: The axis that decides each category, with what it implies.
DECIDES = {
    "reported-fact": (),
    "official-statement": ("attributed", "speech", "official"),
    "speculation": ("speculative", "uncertain"),
    "analyst-opinion": ("opinion", "writer_opinion"),
}


def article(*texts: str, kinds: dict[int, BlockKind] | None = None) -> Article:
    """An article with one paragraph a text; `kinds` changes the role of some."""
    blocks, at = [], 0
    for number, text in enumerate(texts):
        kind = (kinds or {}).get(number, BlockKind.PARAGRAPH)
        shown = kind is not BlockKind.FURNITURE
        blocks.append(Block(f"b{number}", kind, at, at + len(text), shown, "" if shown else "sign-up text"))
        at += len(text) + 2
    return Article("\n\n".join(texts), tuple(blocks), file_sha256="f" * 64, extractor="fake 1")


def span(start: int, end: int, category: str = "reported-fact", *, source: Source = WRITER, **changes: object) -> Span:
    """A span whose axes fit its category."""
    axes = dict.fromkeys(AXES, 0.1) | dict.fromkeys(DECIDES[category], 0.9)
    content = "reported-fact" if category == "official-statement" else category
    values = {
        "id": f"s{start}", "start": start, "end": end, "category": category, "content": content, "axes": axes,
        "source": source, "form": None, "certainty": "certain", "cues": (), "rule": "", "why": "No mark found.",
        "confidence": 0.6, "shown": "fair", "runner_up": None,
    } | changes  # fmt: skip
    return Span(**values)  # type: ignore[arg-type]


class FakeEngine:
    """Reads any file as text; what the text says decides what happens to it."""

    problem = ""

    def read_file(self, path: Path) -> Article:
        if not path.exists():
            raise InputError(f"There is no file {path.name}.", "Check the name.")
        return self.read_text(path.read_text(encoding="utf-8"), path.name)

    def read_text(self, text: str, name: str) -> Article:  # noqa: ARG002 - the engine's shape
        if "unreadable" in text:
            raise ValueError("an ordinary bug")
        return article(*text.split("\n\n"))

    def read_html(self, html: str, name: str) -> Article:
        return self.read_text(html, name)

    def warm_ingest(self) -> None:
        pass

    def warm(self) -> None:
        pass

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
        progress(0, 2)
        text = given.text
        if "dies" in text:
            os.kill(os.getpid(), signal.SIGKILL) if os.name == "posix" else os._exit(9)
        if "exits" in text:
            os._exit(3)
        if "hangs" in text:
            time.sleep(600)
        if "bug" in text:
            raise ValueError("an ordinary bug")
        if "pid" in text:
            return Analysis((), STAMP, notice=str(os.getpid()))
        if "modules" in text:
            return Analysis((), STAMP, notice=str("spacy" in sys.modules))
        progress(2, 2)
        return Analysis(tuple(span(b.start, b.end) for b in given.blocks), STAMP)


class BrokenWarmUp(FakeEngine):
    """Dies as soon as it warms up, and so never serves unless a request waits already."""

    def warm_ingest(self) -> None:
        os._exit(1)


class FailingWarmUp(FakeEngine):
    """Cannot load its analyser."""

    def warm(self) -> None:
        raise InputError("The model is missing.")
