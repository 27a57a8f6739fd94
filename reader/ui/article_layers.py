"""What the user puts on the article that is read: notes, highlights, corrections, each a step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot

from reader.categories import Categories
from reader.domain import anchor as anchors
from reader.domain.analysis import Offsets
from reader.domain.corrections import Correction, Mark, shown
from reader.domain.errors import SaysoError
from reader.domain.library import Highlight, Note
from reader.services import arranging
from reader.services.library import Library
from reader.ui.correcting import Correcting
from reader.ui.history import History
from reader.ui.kept_article import KeptArticle
from reader.ui.library_desk import LibraryDesk
from reader.ui.notes.panel import NotesPanel
from reader.ui.overlays import NotePlace
from reader.ui.reading_page import ReadingPage
from reader.ui.theme import Theme

#: Letters of a note that its sign tells.
_WORDS = 120


@dataclass(frozen=True, slots=True)
class Layers:
    """All that is on one article. marks: the two layers seen from above."""

    notes: list[Note]
    highlights: list[Highlight]
    corrections: list[Correction]
    marks: list[Mark]


class ArticleLayers(QObject):
    """Puts the panels beside the article, and carries out what they and the keys ask for."""

    #: The notes of the library are others now.
    notes_changed = Signal()
    #: What was typed could not be saved, and why.
    not_saved = Signal(str)
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
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._history, self._kept, self._reading = desk, history, kept, reading
        self._layers = Layers([], [], [], [])
        self.notes = NotesPanel(known, theme, reading)
        self.correcting = Correcting(desk, history, kept, reading, known, theme)
        reading.side.insertTab(1, self.notes, self.tr("Notes"))
        reading.side.insertTab(2, self.correcting.side, self.tr("Corrections"))
        self._wire()

    def _wire(self) -> None:
        view = self._reading.view
        self._kept.changed.connect(self.look_again)
        self._history.moved.connect(self.look_again)
        self._kept.place_asked.connect(view.show_passage)
        self.notes.add_asked.connect(self._add_note)
        self.notes.changed.connect(self._edit_note)
        self.notes.remove_asked.connect(self._remove_note)
        self.notes.remove_highlight_asked.connect(self._remove_highlight)
        self.notes.go_to.connect(lambda _, start, end: view.show_passage(start, end))
        self.correcting.changed.connect(self.look_again)
        self.correcting.said.connect(self.said)
        view.note_clicked.connect(self._show_note)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.notes.set_theme(theme)
        self.correcting.panel.set_theme(theme)

    # What is on the article

    @Slot()
    def look_again(self) -> None:
        """Ask what is on the article, and show it."""
        article_id, article, analysis = self._kept.id, self._kept.article, self._kept.analysis
        if article_id is None or article is None or not self._desk.is_open:
            self._show(Layers([], [], [], []), None)
            return
        from reader.services import correcting  # not needed for the first paint

        text, spans = article.text, analysis.spans if analysis else ()

        def act(library: Library) -> Layers:
            corrections = correcting.corrections(library, article_id)
            marks = shown(text, spans, corrections) if corrections else []
            return Layers(library.notes(article_id), library.highlights(article_id), corrections, marks)

        self._desk.ask(act, lambda found: self._show(found, article_id), latest="layers")

    def _show(self, layers: Layers, article_id: int | None) -> None:
        if article_id != self._kept.id:
            return
        view = self._reading.view
        had_marks, self._layers = bool(self._layers.corrections), layers
        self.notes.set_notes(article_id, layers.notes, layers.highlights)
        self.correcting.panel.set_corrections(layers.corrections)
        view.set_highlights([(h.anchor.start, h.anchor.end) for h in layers.highlights if not h.orphan])
        places = [(note, note.anchor) for note in layers.notes if note.anchor and not note.orphan]
        view.set_notes([NotePlace(note.id, anchor.start, note.text[:_WORDS]) for note, anchor in places])
        if layers.corrections:
            view.set_marks(layers.marks)
        elif had_marks and self._kept.analysis is not None:
            view.set_spans(self._kept.analysis.spans)
        if layers.corrections or had_marks:
            self._reading.count()
        for panel, title, count in (
            (self.notes, self.tr("Notes"), len(layers.notes) + len(layers.highlights)),
            (self.correcting.side, self.tr("Corrections"), len(layers.corrections)),
        ):
            text = f"{title} ({count})" if count else title
            self._reading.side.setTabText(self._reading.side.indexOf(panel), text)

    def _with_passage(self, then: Callable[[int, Offsets], None]) -> None:
        """Do something with the selected passage of the article, which is kept first where it is not yet."""
        passage = self._reading.view.passage()
        if passage is None:
            self.said.emit(self.tr("Select a passage first, or choose a marked one with J and K."))
        else:
            self._kept.need(lambda article_id: then(article_id, passage))

    def _done(self) -> None:
        self.look_again()
        self.notes_changed.emit()

    # Notes

    def start_note(self) -> None:
        """Begin a note on the selected passage; on the whole article where none is selected."""
        passage = self._reading.view.passage()

        def start(article_id: int) -> None:
            article = self._kept.article
            if article is None:
                return
            if self.notes.article != article_id:
                self.notes.set_notes(article_id, (), ())
            self._reading.show_side(self.notes)
            self.notes.start_note(None if passage is None else anchors.at(article.text, *passage))

        self._kept.need(start)

    @Slot(int)
    def _show_note(self, note_id: int) -> None:
        self._reading.show_side(self.notes)
        self.notes.choose(note_id)

    @Slot(int, int, object, str, object)
    def _add_note(self, draft: int, article_id: int, passage: Offsets | None, text: str, tags: tuple[str, ...]) -> None:
        def then(note: Note) -> None:
            self.notes.added(draft, note)
            self._history.note(
                self.tr("note"),
                lambda library: library.remove_note(note.id),
                lambda library: arranging.put_back_note(library, note),
            )
            self._done()

        self._desk.ask(
            lambda library: library.add_note(article_id, passage, text, tags),
            then,
            lambda error: self._fail(draft, error),
        )

    @Slot(int, str, object, str)
    def _edit_note(self, note_id: int, text: str, tags: tuple[str, ...], seen: str) -> None:
        before = self._note(note_id)

        def then(note: Note) -> None:
            if note.id != note_id:
                self.notes.kept_beside(note_id, note)
            else:
                self.notes.confirm(note)
                if before is not None:
                    self._history.note(
                        self.tr("edit the note"),
                        lambda library: library.edit_note(note_id, before.text, before.tags),
                        lambda library: library.edit_note(note_id, text, tags),
                        run=note_id,
                    )
            self._done()

        self._desk.ask(
            lambda library: library.edit_note(note_id, text, tags, seen),
            then,
            lambda error: self._fail(note_id, error),
        )

    def _fail(self, note_id: int, error: SaysoError) -> None:
        self.notes.not_saved(note_id, str(error))
        self.not_saved.emit(str(error))

    def _note(self, note_id: int) -> Note | None:
        return next((one for one in self._layers.notes if one.id == note_id), None)

    @Slot(int)
    def _remove_note(self, note_id: int) -> None:
        note = self._note(note_id)
        if note is None:
            return
        self._step(
            self.tr("remove the note"),
            lambda library: library.remove_note(note_id),
            lambda library: arranging.put_back_note(library, note),
        )

    # Highlights

    def toggle_highlight(self) -> None:
        """Highlight the selected passage; where it lies in a highlight, take that away."""

        def turn(article_id: int, passage: Offsets) -> None:
            for mark in self._layers.highlights:
                if not mark.orphan and mark.anchor.start <= passage[0] and passage[1] <= mark.anchor.end:
                    self._remove_highlight(mark.id)
                    return

            def then(mark: Highlight) -> None:
                self._history.note(
                    self.tr("highlight"),
                    lambda library: library.remove_highlight(mark.id),
                    lambda library: arranging.put_back_highlight(library, mark),
                )
                self._done()

            self._desk.ask(lambda library: library.add_highlight(article_id, passage), then)

        self._with_passage(turn)

    @Slot(int)
    def _remove_highlight(self, highlight_id: int) -> None:
        mark = next((one for one in self._layers.highlights if one.id == highlight_id), None)
        if mark is None:
            return
        self._step(
            self.tr("remove the highlight"),
            lambda library: library.remove_highlight(highlight_id),
            lambda library: arranging.put_back_highlight(library, mark),
        )

    # The menu

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        view = self._reading.view
        if not view.textCursor().hasSelection():
            view.select_at(at)
        if view.passage() is not None:
            menu = self.correcting.menu()
            first = menu.actions()[0]
            for text, act in (
                (self.tr("&Note…"), self.start_note),
                (self.tr("&Highlight"), self.toggle_highlight),
            ):
                action = menu.addAction(text)
                menu.insertAction(first, action)
                action.triggered.connect(lambda _=False, run=act: run())
            menu.insertSeparator(first)
            menu.popup(view.viewport().mapToGlobal(at))

    def _step(self, text: str, act: Callable[[Library], object], back: Callable[[Library], object]) -> None:
        """Do something whose way back is known, and write it down."""

        def then(_: object) -> None:
            self._history.note(text, back, act)
            self._done()

        self._desk.ask(act, then)
