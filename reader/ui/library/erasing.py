"""Erasing articles for good: foretold, asked once more, then done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.domain.library import Erased
from reader.domain.progress import silent
from reader.services import erasing
from reader.ui import sure
from reader.ui.history import History
from reader.ui.library_desk import LibraryDesk

#: So many titles are named.
_NAMED = 5


class Erasing(QObject):
    """Asks the desk what would go, and lets it go when the user is sure."""

    #: Articles are gone (their ids).
    erased = Signal(object)
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, history: History, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._history = history
        self._window = window

    def ask(self, ids: Sequence[int]) -> None:
        """Tell what erasing these articles would take along, and ask."""
        self._desk.ask(lambda library: erasing.foresee(library, ids), lambda found: self._ask(ids, found))

    def _ask(self, ids: Sequence[int], what: Erased) -> None:
        sure.ask(
            self._window,
            self.tr("Erase for good"),
            self._text(what),
            self.tr("&Erase for good"),
            lambda: self._erase(ids),
        )

    def _text(self, what: Erased) -> str:
        titles = [one.title or one.url for one in what.articles]
        lines = [f"• {title}" for title in titles[:_NAMED]]
        if len(titles) > _NAMED:
            lines.append(self.tr("and {count} more").format(count=len(titles) - _NAMED))
        own = self.tr("With them go: notes {notes}, highlights {highlights}, corrections {corrections}.")
        text = [
            self.tr("Nothing brings these articles back, no undo and no backup:"),
            "\n".join(lines),
            own.format(notes=what.notes, highlights=what.highlights, corrections=what.corrections),
        ]
        if what.purged:
            text.append(self.tr("They go from the backups too: {count}.").format(count=len(what.purged)))
        if what.deleted:
            text.append(self.tr("Backups that do not open are deleted whole: {count}.").format(count=len(what.deleted)))
        if what.files:
            text.append(self.tr("The files they came from stay where they are: {count}.").format(count=len(what.files)))
        if what.versions:
            text.append(self.tr("Other versions of them stay: {count}.").format(count=len(what.versions)))
        return "\n\n".join(text)

    def _erase(self, ids: Sequence[int]) -> None:
        def then(what: Erased) -> None:
            self._history.stack.clear()  # no step may speak of them any more
            self.erased.emit(list(ids))
            self.said.emit(self.tr("Erased for good: {count}.").format(count=len(what.articles)))

        self.said.emit(self.tr("Erasing …"))
        self._desk.ask_alone(lambda library: erasing.erase(library, ids, silent), then)
