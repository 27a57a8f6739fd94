"""The page of all notes, wired to the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reader.categories import Categories
from reader.domain.library import Note
from reader.services import listing
from reader.services.library import Library
from reader.ui.library_desk import LibraryDesk
from reader.ui.notes.all_notes import AllNotes
from reader.ui.theme import Theme


class Notes(QObject):
    """Shows all notes, each a click from its place."""

    #: Show an article and a place in it: its id, start and end; start is -1 where there is none.
    open_asked = Signal(int, int, int)

    def __init__(self, desk: LibraryDesk, known: Categories, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page = AllNotes(known, theme, parent)
        self.page.go_to.connect(self.open_asked)
        self.set_theme = self.page.set_theme

    def look_again(self) -> None:
        """Show the notes that the library has now."""
        if self._desk.is_open:
            self._desk.ask(_notes, lambda found: self.page.set_notes(*found), latest="all notes")


def _notes(library: Library) -> tuple[list[Note], dict[int, str]]:
    """All notes, and the titles of their articles."""
    notes = library.notes()
    articles = listing.chosen(library, sorted({note.article for note in notes}))
    return notes, {one.id: one.title for one in articles}
