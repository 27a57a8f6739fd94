"""Corrections of the article that is read: the menu, the keys, the form and the list, and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from reader.categories import Categories
from reader.domain.analysis import Offsets, Span
from reader.domain.corrections import Correction, Verdict
from reader.services.library import Library
from reader.ui.corrections.editor import CorrectionEditor
from reader.ui.corrections.panel import CorrectionsPanel
from reader.ui.corrections.verdict_menu import VerdictMenu
from reader.ui.history import History
from reader.ui.kept_article import KeptArticle
from reader.ui.library_desk import LibraryDesk
from reader.ui.reading_page import ReadingPage
from reader.ui.theme import Theme


class Correcting(QObject):
    """Keeps what the user says of passages, each a step that can be undone."""

    #: The corrections of the article are others now.
    changed = Signal()
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(
        self,
        desk: LibraryDesk,
        history: History,
        kept: KeptArticle,
        reading: ReadingPage,
        known: Categories,
        theme: Theme,
    ) -> None:
        super().__init__(reading)
        self._desk, self._history, self._kept, self._reading = desk, history, kept, reading
        self._known = known
        self._passage: Offsets | None = None  # the one in the form
        self.panel = CorrectionsPanel(known, theme, reading)
        self.editor = CorrectionEditor(known, reading)
        self.side = QStackedWidget(reading)
        self.side.addWidget(self.panel)
        self.side.addWidget(self.editor)
        view = reading.view
        self.panel.remove_asked.connect(self._remove)
        self.panel.go_to.connect(lambda _, start, end: view.show_passage(start, end))
        self.editor.decided.connect(self._decide_more)
        self.editor.cancelled.connect(lambda: self.side.setCurrentWidget(self.panel))
        for number, category in enumerate(("", *(each.id for each in known.by_order))):
            shortcut = QShortcut(QKeySequence(str(number)), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            verdict: Verdict = "changed" if category else "none"
            shortcut.activated.connect(lambda v=verdict, c=category: self.correct(v, c))

    # What is said of a passage

    def correct(self, verdict: Verdict, category: str = "", **more: str) -> None:
        """Say what the selected passage is."""
        passage = self._wanted()
        if passage is not None:
            self._kept.need(lambda article_id: self._correct(article_id, passage, verdict, category, **more))

    def _correct(self, article_id: int, passage: Offsets, verdict: Verdict, category: str, **more: str) -> None:
        from reader.services import correcting  # not needed for the first paint

        self._desk.ask(
            lambda library: correcting.add(library, article_id, passage, verdict, category=category, **more),
            lambda made: self._note([made]),
        )

    @Slot(int)
    def _remove(self, correction_id: int) -> None:
        from reader.services import correcting  # not needed for the first paint

        def then(correction: Correction) -> None:
            self._history.note(
                self.tr("take back the correction"),
                lambda library: correcting.put_back(library, correction),
                lambda library: correcting.remove(library, correction.id),
            )
            self.changed.emit()

        self._desk.ask(lambda library: correcting.remove(library, correction_id), then)

    def move_border(self) -> None:
        """Let the mark that the selected words touch reach as far as they do."""
        passage = self._wanted()
        if passage is None:
            return
        touched = self._reading.view.spans.between(*passage)
        if not touched:
            self.said.emit(self.tr("No mark touches the selected words. Say what they are instead: C."))
            return
        span = max(touched, key=lambda one: min(one.end, passage[1]) - max(one.start, passage[0]))
        from reader.services import correcting

        self._kept.need(
            lambda article_id: self._desk.ask(
                lambda library: correcting.move_border(library, article_id, (span.start, span.end), passage), self._note
            )
        )

    def _note(self, made: Sequence[Correction]) -> None:
        """Write down a step that made corrections."""
        from reader.services import correcting

        def undo(library: Library) -> None:
            for one in reversed(made):
                correcting.remove(library, one.id)

        def redo(library: Library) -> None:
            for one in made:
                correcting.put_back(library, one)

        self._history.note(self.tr("correction"), undo, redo)
        self.side.setCurrentWidget(self.panel)
        self.changed.emit()

    def _wanted(self) -> Offsets | None:
        """The selected passage; without one the bar says so."""
        passage = self._reading.view.passage()
        if passage is None:
            self.said.emit(self.tr("Select a passage first, or choose a marked one with J and K."))
        return passage

    # Asking

    def ask_verdict(self) -> None:
        """Offer the verdicts on the selected passage, beside it."""
        view = self._reading.view
        if self._wanted() is not None:
            self.menu().popup(view.viewport().mapToGlobal(view.passage_corner()))

    def menu(self) -> VerdictMenu:
        """The verdicts on the selected passage."""
        menu = VerdictMenu(self._known, self._span() is not None, self._reading)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.decided.connect(self._decide)
        menu.more_asked.connect(self._ask_more)
        return menu

    def _span(self) -> Span | None:
        """What the selected passage is marked as, where it begins."""
        view, passage = self._reading.view, self._reading.view.passage()
        return None if passage is None else view.spans.at(passage[0])

    @Slot(str, str)
    def _decide(self, verdict: str, category: str) -> None:
        self.correct(cast(Verdict, verdict), category)

    @Slot()
    def _ask_more(self) -> None:
        passage, article = self._reading.view.passage(), self._kept.article
        if passage is None or article is None:
            return
        self._passage = passage
        self._reading.show_side(self.side)
        self.side.setCurrentWidget(self.editor)
        self.editor.set_passage(article.text[slice(*passage)], self._span())

    @Slot(str, str, str, str, str, str)
    def _decide_more(self, verdict: str, category: str, content: str, name: str, kind: str, certainty: str) -> None:
        passage = self._passage
        if passage is None:
            return
        more = {"content": content, "source_name": name, "source_kind": kind, "certainty": certainty}
        said = cast(Verdict, verdict)
        self._kept.need(lambda article_id: self._correct(article_id, passage, said, category, **more))
