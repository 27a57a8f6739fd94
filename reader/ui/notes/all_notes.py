"""All notes of all articles in one list, narrowed down as one types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.library import Note
from reader.ui.notes import rows
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row
from reader.ui.theme import Theme

#: Of so many notes the searched words are made in one turn of the event loop.
_AT_ONCE = 300


class AllNotes(QWidget):
    """Lists notes; tells which one's place is asked for."""

    #: Show a note's place: the article's id, start and end in code points; both are -1 where it has no place.
    go_to = Signal(int, int, int)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: list[Note] = []
        self._titles: Mapping[int, str] = {}
        self._words: list[str] = []
        self._getting_ready = QTimer(self)
        self._getting_ready.timeout.connect(self._get_ready)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter: words of the note, its passage, tags, the article"))
        self.filter.setAccessibleName(self.tr("Filter the notes"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.orphans = QCheckBox(self.tr("Only &orphans: notes whose passage is no longer there"), self)
        self.orphans.toggled.connect(self._narrow)
        self.count = QLabel(self)
        self.count.setWordWrap(True)
        self.count.setProperty("role", "muted")
        self.list = PassageList(known, theme, self._row, lines=3, one_click=True, parent=self)
        self.list.setAccessibleName(self.tr("Notes of all articles"))
        self.list.opened.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        for widget in (self.filter, self.orphans, self.count):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.set_notes((), {})

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def set_notes(self, notes: Iterable[Note], titles: Mapping[int, str]) -> None:
        """List these, the last changed first. titles: of their articles, by id."""
        self._notes = sorted(notes, key=lambda note: note.modified, reverse=True)
        self._titles = titles
        self._words = []
        self._getting_ready.start()
        self.orphans.setVisible(any(note.orphan for note in self._notes))
        self._narrow()

    def _get_ready(self, count: int = _AT_ONCE) -> None:
        """Make what is searched of so many more notes, while the event loop turns."""
        done = len(self._words)
        self._words += [self._searched(note) for note in self._notes[done : done + count]]
        if len(self._words) == len(self._notes):
            self._getting_ready.stop()

    def _searched(self, note: Note) -> str:
        quote = note.anchor.exact if note.anchor else ""
        return "\n".join((note.text, quote, *note.tags, self._titles.get(note.article, ""))).casefold()

    def _row(self, note: Note) -> Row:
        return rows.row(note, self._titles.get(note.article, "") or self.tr("Untitled"))

    @Slot()
    def _narrow(self) -> None:
        """Show the notes that have all the words."""
        wanted = self.filter.text().casefold().split()
        # Where there are no orphans the switch is hidden, and means nothing.
        only = self.orphans.isChecked() and not self.orphans.isHidden()
        found = [note for note in self._notes if note.orphan] if only else self._notes
        if wanted:
            self._get_ready(len(self._notes))
            searched = zip(self._notes, self._words, strict=True)
            having = {note.id for note, words in searched if all(word in words for word in wanted)}
            found = [note for note in found if note.id in having]
        before = self.list.current()
        number = next((n for n, note in enumerate(found) if note.id == before.id), -1) if before else -1
        self.list.set_values(found, number)
        self.list.setVisible(bool(found))
        if not self._notes:
            self.count.setText(self.tr("There are no notes yet. Open an article and select a passage to write one."))
        elif not found:
            self.count.setText(self.tr("No note has these words. Take some out of the filter."))
        else:
            self.count.setText(self.tr("{found} of {all} notes").format(found=len(found), all=len(self._notes)))

    @Slot(object)
    def _go(self, note: Note) -> None:
        if note.anchor is None or note.orphan:
            self.go_to.emit(note.article, -1, -1)
        else:
            self.go_to.emit(note.article, note.anchor.start, note.anchor.end)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.filter.setFocus(event.reason())
