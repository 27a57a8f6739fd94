"""A realistic article with its analysis, a stand-in for the analysing process, and a window that talks to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from reader.domain.analysis import AXES, WRITER, Analysis, RunnerUp, Source, Span, Stamp
from reader.domain.article import Article, Block, BlockKind
from reader.services.analysis_process import Analysed, ArticleRead, Event, Failed, Progressed
from reader.ui.main_window import MainWindow
from reader.ui.worker import Worker

FACT, OFFICIAL, SPECULATION, OPINION = "reported-fact", "official-statement", "speculation", "analyst-opinion"

MINISTRY = Source(None, None, "Transport Ministry", "Transport Ministry", "official", "state")
MAYOR = Source(None, None, "she", "Mayor Ilse Brandt", "official", "state")
POLICE = Source(None, None, "Police", "Police", "official", "force")
NEIGHBOUR = Source(None, None, "Maria Lopez", "Maria Lopez", "person")
WITNESSES = Source(None, None, "Residents", "Residents", "witness")
EXPERT = Source(None, None, "Piet Vos", "Piet Vos", "expert")
NESTED = Source(
    None, None, "the coastguard", "the coastguard", "official", "force",
    chain=(
        Source(None, None, "the Harbour Post", "the Harbour Post", "media"),
        Source(None, None, "two people familiar with the matter", "two people familiar with the matter", "unnamed"),
    ),
)  # fmt: skip


@dataclass
class Said:
    """A marked piece of a block."""

    text: str
    category: str
    content: str = ""
    source: Source = WRITER
    cues: tuple[str, ...] = ()
    why: str = "Nothing leaves it open, judges it, or puts it in an official's mouth."
    rule: str = ""
    shown: str = "clear"
    certainty: str = "certain"
    form: str | None = None
    runner_up: RunnerUp | None = None


@dataclass
class Draft:
    """Puts an article and its analysis together from blocks of plain and marked pieces."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, kind: BlockKind, *pieces: str | Said, shown: bool = True, reason: str = "", level: int = 0) -> None:
        if self.text:
            self.text += "\n\n"
        start = len(self.text)
        for piece in pieces:
            if isinstance(piece, Said):
                self._mark(piece)
            self.text += piece if isinstance(piece, str) else piece.text
        self.blocks.append(Block(f"b{len(self.blocks)}", kind, start, len(self.text), shown, reason, level))

    def _mark(self, piece: Said) -> None:
        start = len(self.text)
        cues = tuple((start + piece.text.index(c), start + piece.text.index(c) + len(c)) for c in piece.cues)
        self.spans.append(
            Span(
                f"s{len(self.spans)}", start, start + len(piece.text), piece.category,
                piece.content or (FACT if piece.category == OFFICIAL else piece.category), dict.fromkeys(AXES, 0.0),
                piece.source, piece.form, piece.certainty, cues, piece.rule, piece.why,
                {"clear": 0.92, "fair": 0.7, "unsure": 0.4}[piece.shown], piece.shown, piece.runner_up,
            )
        )  # fmt: skip

    def article(self, cut_off: str = "") -> Article:
        return Article(self.text, tuple(self.blocks), cut_off=cut_off)

    def analysis(self, notice: str = "") -> Analysis:
        return Analysis(tuple(self.spans), Stamp("0", "x", "3", "m", "1", "r", "f", "t"), notice)


def bridge_draft() -> Draft:
    """A short article with everything in it."""
    draft = Draft()
    say = draft.add
    kinds = BlockKind
    say(kinds.FURNITURE, "Get all your news in one place. One app. Start reading", shown=False,
        reason="an invitation to sign up")  # fmt: skip
    say(kinds.TITLE, "What happened at the Old Harbour Bridge, and is the tunnel next? Your questions answered")
    say(kinds.BYLINE, "Jonas Weil, transport correspondent")
    say(kinds.DATE, "Monday 10 October 2022")
    say(kinds.PARAGRAPH,
        Said("The Old Harbour Bridge was closed at 6.40am on Monday after a crack of four metres opened in its "
             "eastern deck", FACT),
        " and ",
        Said("traffic through the city centre may not return to normal before spring", SPECULATION,
             cues=("may",), why="“May” leaves open whether it will.", rule="hedge.modal.may",
             runner_up=RunnerUp(FACT, "", "A clause that leaves its content open cannot be a plain fact.")),
        ".")  # fmt: skip
    say(kinds.PARAGRAPH,
        Said("The Transport Ministry said the bridge had passed its last inspection in May 🌉", OFFICIAL,
             source=MINISTRY, cues=("said",), form="indirect", rule="official.ministry",
             why="A ministry speaks for an institution.",
             runner_up=RunnerUp(FACT, "", "What an official says counts as a statement, even where it is flat.")),
        ", ",
        Said("while engineers believe the damage was probably caused by years of overloaded lorries", SPECULATION,
             source=EXPERT, cues=("believe", "probably"), rule="hedge.belief", shown="fair",
             why="“Believe” and “probably” leave the cause open."), ". ",
        Said("Residents heard two loud bangs shortly before dawn", FACT, source=WITNESSES, cues=("heard",),
             rule="attribution.witness", why="What a witness heard is told as having happened."), ".")  # fmt: skip
    say(kinds.CAPTION, "Engineers look at the eastern deck of the Old Harbour Bridge on Monday 📷 (Reuters)")
    say(kinds.HEADING, "Why was the bridge still open?", level=2)
    say(kinds.PARAGRAPH,
        Said("The answer is a scandal that the city has sleepwalked into", OPINION, cues=("scandal", "sleepwalked"),
             rule="judgement.noun", why="“Scandal” judges what happened."), ". ",
        Said("Police believe warning signs were moved on purpose", OFFICIAL, content=SPECULATION, source=POLICE,
             cues=("believe",), certainty="possible", form="indirect", rule="official.police",
             why="Police speak for an institution.",
             runner_up=RunnerUp(SPECULATION, "hedge.belief", "An official's guess stays an official's statement.")),
        ", and ",
        Said("Mayor Ilse Brandt called the ministry's report “a disgrace to every engineer in this country”", OFFICIAL,
             content=OPINION, source=MAYOR, cues=("called",), form="mixed", rule="official.mayor",
             why="A mayor speaks for a city."), ".")  # fmt: skip
    say(kinds.QUOTATION,
        Said("“They should be ashamed, all of them”", OPINION, source=NEIGHBOUR, cues=("should", "ashamed"),
             form="direct", rule="judgement.should", why="“Should” tells others what to do."), ", said Maria Lopez, "
        "who lives beneath the eastern ramp.")  # fmt: skip
    say(kinds.PARAGRAPH,
        Said("Two people familiar with the matter told the Harbour Post that the coastguard had asked for a ban on "
             "heavy lorries as early as 2019", OFFICIAL, source=NESTED, cues=("asked",), form="indirect",
             rule="official.force", why="A coastguard speaks for an institution."), ". ",
        Said("The request appears to have been lost", SPECULATION, cues=("appears",), rule="hedge.appear",
             why="“Appears” leaves it open.", shown="unsure"), ". ",
        Said("Nobody at the harbour office picked up the telephone on Monday", FACT, shown="fair"), ".")  # fmt: skip
    say(kinds.HEADING, "What is likely to happen next?", level=2)
    say(kinds.LIST_ITEM,
        Said("The bridge will stay closed until the end of November", OFFICIAL, source=MINISTRY, shown="unsure",
             rule="official.continued", why="Goes on with what the ministry said."), ".")  # fmt: skip
    say(kinds.LIST_ITEM, Said("Ferries will run every ten minutes from Tuesday", FACT), ".")
    say(kinds.PARAGRAPH,
        Said("It would be a mistake to wait for Berlin", OPINION, cues=("mistake",), rule="judgement.noun",
             why="“Mistake” judges."), ". ",
        Said("But the truth is that nobody wants to pay for a tunnel, and everybody knows it", OPINION,
             cues=("the truth is",), rule="judgement.truth", why="“The truth is” presses a view on the reader."),
        ".")  # fmt: skip
    say(kinds.CAPTION, "The tunnel was first proposed in 1987 (Getty Images)")
    say(kinds.FURNITURE, "Sign up to read this article. Already a member? Sign in here", shown=False,
        reason="a sign-up wall")  # fmt: skip
    say(kinds.FURNITURE, "Related Stories: Ten bridges that fell. Top stories on harbour news right now. Our Picks",
        shown=False, reason="links to other stories")  # fmt: skip
    return draft


CUT_OFF = "This may be cut off: the save ends at a sign-up wall."


class FakeAnalyser:
    """Stands in for the process: writes down what is asked, answers when the test says so."""

    def __init__(self, on_event: Callable[[Event], None]) -> None:
        self.on_event = on_event
        self.job = 0
        self.asked: list[tuple[str, object]] = []
        self.closed = False

    def _ask(self, what: str, value: object) -> int:
        self.job += 1
        self.asked.append((what, value))
        return self.job

    def start(self) -> None:
        self.asked.append(("start", None))

    def open_file(self, path: Path) -> int:
        return self._ask("file", path)

    def open_text(self, text: str, name: str = "") -> int:  # noqa: ARG002
        return self._ask("text", text)

    def open_html(self, html: str, name: str) -> int:  # noqa: ARG002
        return self._ask("html", html)

    def analyse(self, article: Article) -> int:
        return self._ask("analyse", article)

    def cancel(self) -> None:
        self.asked.append(("cancel", None))

    def close(self) -> None:
        self.closed = True

    # What the process would say.

    def read(self, article: Article, job: int | None = None) -> None:
        self._tell(ArticleRead(self.job if job is None else job, article))

    def progress(self, done: int, total: int) -> None:
        self._tell(Progressed(self.job, done, total))

    def analysed(self, analysis: Analysis, job: int | None = None) -> None:
        self._tell(Analysed(self.job if job is None else job, analysis))

    def fail(self, error: Exception) -> None:
        self._tell(Failed(self.job, error))  # type: ignore[arg-type]

    def _tell(self, event: Event) -> None:
        self.on_event(event)
        QTest.qWait(5)  # the signal is queued, and the column fills in the turn after


@dataclass
class Desk:
    """A window, the process behind it, and what it is shown."""

    window: MainWindow
    analyser: FakeAnalyser
    draft: Draft

    def open(self, cut_off: str = "", notice: str = "") -> None:
        """Open the article and colour it."""
        self.window.open_file(Path("bridge.html"))
        self.analyser.read(self.draft.article(cut_off))
        self.analyser.analysed(self.draft.analysis(notice))
        QTest.qWait(60)  # the legend counts a little later


def make_desk(theme: str | None = "light") -> Desk:
    """A window with a fake process."""
    made: list[FakeAnalyser] = []

    def make(on_event: Callable[[Event], None]) -> FakeAnalyser:
        made.append(FakeAnalyser(on_event))
        return made[-1]

    return Desk(MainWindow(Worker(make), theme), made[0], bridge_draft())


@pytest.fixture
def draft() -> Draft:
    """The article that most tests look at."""
    return bridge_draft()


@pytest.fixture
def new_draft() -> type[Draft]:
    """For tests that write an article of their own."""
    return Draft


@pytest.fixture
def said() -> type[Said]:
    """A marked piece of such an article."""
    return Said


@pytest.fixture
def analyser_class() -> type[FakeAnalyser]:
    """The stand-in for the process."""
    return FakeAnalyser


@pytest.fixture
def desk(qtbot) -> Iterator[Desk]:
    """A window on the screen, with nothing in it yet."""
    made = make_desk()
    made.window.resize(1280, 840)
    made.window.show()
    qtbot.addWidget(made.window)
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """A window with the coloured article."""
    desk.open()
    return desk


@pytest.fixture
def on_screen(qtbot) -> Callable[[QWidget], None]:
    """Show a widget that is a part of the window in the window's place."""

    def show(widget: QWidget) -> None:
        widget.setMinimumSize(1, 1)  # else each new one is told to Qt's off-screen plugin, which warns that it cannot
        widget.resize(320, 700)
        qtbot.addWidget(widget)
        widget.show()

    return show


@pytest.fixture
def clipboard(qtbot: object) -> Iterator[QClipboard]:  # noqa: ARG001 - the application must be there
    """The clipboard, emptied afterwards: Python's data that Qt still holds crashes the interpreter when it ends."""
    board = QGuiApplication.clipboard()
    yield board
    board.clear()
