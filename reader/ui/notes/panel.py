"""The notes and highlights of the open article: a list, and below it the chosen one, to read and to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.categories import Categories
from reader.domain.anchor import Anchor
from reader.domain.library import Highlight, Note
from reader.ui.flow_layout import FlowLayout
from reader.ui.markdown_view import MarkdownView
from reader.ui.message_bar import MessageBar
from reader.ui.notes import rows
from reader.ui.notes.saving import NoteSaving
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, elided
from reader.ui.theme import Theme


class NotesPanel(QWidget):
    """Gets the notes of one article; tells what is typed as it is typed, and what else is asked for.

    Answer `added` with `added`, `changed` with `confirm` or `kept_beside`, either with `not_saved` where it failed.
    """

    #: Put a new note into the library: a number to answer with, the article's id, the passage (a tuple of two code
    #: points, or None for the whole article), text, tags (a tuple of str).
    add_asked = Signal(int, int, object, str, object)
    #: Save a note: id, text, tags (a tuple of str), the `modified` its text was written upon.
    changed = Signal(int, str, object, str)
    #: Remove the note, or the highlight, of this id.
    remove_asked = Signal(int)
    remove_highlight_asked = Signal(int)
    #: Show a place: the article's id, start and end in code points.
    go_to = Signal(int, int, int)
    #: All that was typed is saved.
    settled = Signal()

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._article: int | None = None
        self._items: list[Note | Highlight] = []
        self._new: dict[int, Note] = {}
        self._shown: tuple[type, int] | None = None
        self._filling = False
        self.saving = NoteSaving(self)
        self.saving.save.connect(self._save)
        self.saving.changed.connect(self._show_state)
        self.saving.settled.connect(self.settled)
        self.messages = MessageBar(self, quiet=True)
        self.add_button = QPushButton(self.tr("Note on the &article"), self)
        self.add_button.clicked.connect(lambda: self.start_note(None))
        self._hint = QLabel(self.tr("Select a passage in the article to write a note on it."), self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "muted")
        self.list = PassageList(known, theme, self._row, parent=self)
        self.list.setAccessibleName(self.tr("Notes and highlights"))
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(lambda _: self._go())
        self._detail = self._make_detail()
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.messages)
        column.addWidget(self._hint)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(split, 1)
        self.set_notes(None, (), ())

    def _make_detail(self) -> QWidget:
        detail = QWidget(self)
        self._quote = QLabel(detail)
        self._quote.setTextFormat(Qt.TextFormat.PlainText)
        self._quote.setWordWrap(True)
        self._quote.setProperty("role", "muted")
        self.state = QLabel(detail)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.rendered = MarkdownView(detail)
        self.rendered.setAccessibleName(self.tr("Note"))
        self.editor = QPlainTextEdit(detail)
        self.editor.setTabChangesFocus(True)
        self.editor.setAccessibleName(self.tr("Text of the note, Markdown"))
        self.editor.setPlaceholderText(self.tr("Write here. It is saved as you type."))
        self.editor.textChanged.connect(self._typed)
        self._stack = QStackedWidget(detail)
        self._stack.addWidget(self.rendered)
        self._stack.addWidget(self.editor)
        self.tags = QLineEdit(detail)
        self.tags.setPlaceholderText(self.tr("Tags, with commas between"))
        self.tags.setAccessibleName(self.tr("Tags of the note"))
        self.tags.textEdited.connect(self._typed)
        self.edit_button = QPushButton(self.tr("&Edit"), detail)
        self.edit_button.clicked.connect(self._toggle_editing)
        self.go_button = QPushButton(self.tr("&Go to passage"), detail)
        self.go_button.clicked.connect(self._go)
        self.remove_button = QPushButton(self.tr("&Remove"), detail)
        self.remove_button.clicked.connect(self._remove)
        self.again_button = QPushButton(self.tr("&Try again"), detail)
        self.again_button.clicked.connect(self.saving.flush)
        buttons = FlowLayout(across=6, down=6)
        for button in (self.edit_button, self.go_button, self.remove_button, self.again_button):
            buttons.addWidget(button)
        for field in (self.editor, self.rendered, self.tags):
            field.installEventFilter(self)
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._quote)
        column.addWidget(self._stack, 1)
        column.addWidget(self.tags)
        column.addWidget(self.state)
        column.addLayout(buttons)
        column.addStretch(0)
        return detail

    # Values in

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def set_notes(self, article: int | None, notes: Iterable[Note], highlights: Iterable[Highlight]) -> None:
        """Show these of an article; None while no article of the library is open. What is being typed stays."""
        before = self.list.current()
        notes = list(notes)
        if article == self._article:
            self._save_anew(self._items, {note.id for note in notes})
        else:
            self.saving.flush()
        self._article = article
        self._forget_untouched(before)
        new = [note for note in self._new.values() if note.article == article]
        self._items = rows.in_reading_order([*notes, *highlights, *new])
        self._list(before)
        self.add_button.setEnabled(article is not None)

    @property
    def article(self) -> int | None:
        """The library's article whose notes are shown."""
        return self._article

    def choose(self, note_id: int) -> None:
        """Choose a note in the list."""
        for number, item in enumerate(self._items):
            if isinstance(item, Note) and item.id == note_id:
                self.list.set_values(self._items, number)
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_note(self, anchor: Anchor | None) -> None:
        """Begin a note on a passage, or with None on the whole article, and let it be written."""
        if self._article is None:
            return
        self._forget_untouched(None)
        there = [item for item in self._items if item.id > 0 or item.id in self._new]
        note = self._make(self._article, anchor)
        self._items = rows.in_reading_order([*there, note])
        self._list(note)
        self._edit()

    def added(self, draft: int, note: Note) -> None:
        """What `add_asked` told under this number is in the library, as this note."""
        self._put(draft, note)
        self.saving.confirm(draft, note.id, note.modified)
        self._new.pop(draft, None)

    def confirm(self, note: Note) -> None:
        """What `changed` told is in the library."""
        self._put(note.id, note)
        self.saving.confirm(note.id, note.id, note.modified)

    def kept_beside(self, note_id: int, note: Note) -> None:
        """The note was changed elsewhere meanwhile: what was typed here is a note of its own.

        Then show the library's notes anew (`set_notes`): the other text is not here yet.
        """
        self._put(note_id, note)
        self.saving.confirm(note_id, note.id, note.modified)
        self.messages.say(
            self.tr("This note was changed elsewhere meanwhile."),
            self.tr("Both texts are kept: what you typed is a note of its own beside it."),
        )

    def not_saved(self, note_id: int, sentence: str) -> None:
        """What was told under this id or number could not be saved, and why."""
        self.saving.fail(note_id, sentence)

    def flush(self) -> None:
        """Tell now what was typed, without waiting for a pause. Wait for `settled` while `waits`."""
        self.saving.flush()

    def waits(self) -> bool:
        """Whether anything that was typed is not saved yet."""
        return self.saving.waits()

    # New notes

    def _make(self, article: int, anchor: Anchor | None) -> Note:
        """A note that is not in the library yet; its id is negative."""
        note = Note(min(self._new, default=0) - 1, article, anchor, "", (), "", "", orphan=False)
        self._new[note.id] = note
        return note

    def _forget_untouched(self, chosen: Note | Highlight | None) -> None:
        """Drop new notes in which nothing was written, unless it is the chosen one."""
        for note_id in list(self._new):
            if self.saving.draft(note_id) is None and (chosen is None or chosen.id != note_id):
                del self._new[note_id]

    def _save_anew(self, items: Iterable[Note | Highlight], there: set[int]) -> None:
        """Where a note was removed elsewhere, have what was typed upon it as a new one."""
        for item in items:
            if isinstance(item, Note) and item.id > 0 and item.id not in there and self.saving.draft(item.id):
                note = self._make(item.article, None if item.orphan else item.anchor)
                self.saving.move(item.id, note.id)

    # The list

    def _row(self, item: Note | Highlight) -> Row:
        if isinstance(item, Highlight):
            return rows.row(item)
        text, tags = self.saving.draft(item.id) or (item.text, item.tags)
        return rows.row(replace(item, text=text, tags=tags), state=self._state_of(item))

    def _list(self, chosen: Note | Highlight | None) -> None:
        keys = [(type(item), item.id) for item in self._items]
        wanted = (type(chosen), chosen.id) if chosen else None
        self.list.set_values(self._items, keys.index(wanted) if wanted in keys else -1)
        self.list.setVisible(bool(self._items))

    def _put(self, note_id: int, note: Note) -> None:
        """Have this note where the one of this id was; the field that is being typed in is left alone."""
        for number, item in enumerate(self._items):
            if isinstance(item, Note) and item.id == note_id:
                self._items[number] = note
                self.list.replace(number, note)
        if self._shown == (Note, note_id):
            self._shown = (Note, note.id)

    def _current_note(self) -> Note | None:
        item = self.list.current()
        return item if isinstance(item, Note) else None

    @Slot(object)
    def _show_chosen(self, item: Note | Highlight | None) -> None:
        self._detail.setVisible(item is not None)
        before, self._shown = self._shown, (type(item), item.id) if item else None
        if before != self._shown:
            self.saving.flush()
        if item is None:
            return
        if before == self._shown and self._is_being_written(item):
            self._show_state(item.id)
            return
        note = item if isinstance(item, Note) else None
        text, tags = (self.saving.draft(note.id) or (note.text, note.tags)) if note else ("", ())
        self._filling = True
        self._quote.setText(f"“{elided(item.anchor.exact, 200)}”" if item.anchor else rows.place(item))
        self.editor.setPlainText(text)
        self.tags.setText(", ".join(tags))
        self._filling = False
        for widget in (self._stack, self.tags, self.state, self.edit_button):
            widget.setVisible(note is not None)
        self.go_button.setVisible(item.anchor is not None and not item.orphan)
        self._read()
        self._show_state(item.id)

    # Reading and writing

    def _is_being_written(self, item: Note | Highlight) -> bool:
        """Whether the editor holds the note's text, or one that was typed upon it, so that it must not be disturbed."""
        if self._stack.currentWidget() is not self.editor or not isinstance(item, Note):
            return False
        return self.saving.draft(item.id) is not None or self.editor.toPlainText() == item.text

    def _read(self) -> None:
        self.rendered.show_markdown(self.editor.toPlainText())
        self._stack.setCurrentWidget(self.rendered)
        self.edit_button.setText(self.tr("&Edit"))

    def _edit(self) -> None:
        self._stack.setCurrentWidget(self.editor)
        self.edit_button.setText(self.tr("&Done"))
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_editing(self) -> None:
        if self._stack.currentWidget() is self.editor:
            self.saving.flush()
            self._read()
        else:
            self._edit()

    def _typed(self) -> None:
        note = self._current_note()
        if note is not None and not self._filling:
            tags = tuple(dict.fromkeys(tag for part in self.tags.text().split(",") if (tag := part.strip())))
            self.saving.edit(note.id, self.editor.toPlainText(), tags, note.modified)

    def _save(self, note_id: int, text: str, tags: tuple[str, ...], seen: str) -> None:
        if note_id > 0:
            self.changed.emit(note_id, text, tags, seen)
            return
        note = self._new[note_id]
        passage = (note.anchor.start, note.anchor.end) if note.anchor else None
        self.add_asked.emit(note_id, note.article, passage, text, tags)

    def _state_of(self, note: Note) -> str:
        if problem := self.saving.problem(note.id):
            return self.tr("not saved: {why}").format(why=problem)
        if self.saving.draft(note.id) or note.id < 0:
            return self.tr("not saved yet")
        return self.tr("saved")

    @Slot(int)
    def _show_state(self, note_id: int) -> None:
        for number, item in enumerate(self._items):
            if isinstance(item, Note) and item.id == note_id:
                self.list.replace(number, item)
        note = self._current_note()
        if note is not None and note.id == note_id:
            state = self._state_of(note)
            self.state.setText(state[:1].upper() + state[1:])
            self.state.setAccessibleName(self.state.text())
        self.again_button.setVisible(note is not None and bool(self.saving.problem(note.id)))

    # What is asked for

    def _go(self) -> None:
        item = self.list.current()
        if item is not None and item.anchor is not None and not item.orphan:
            self.go_to.emit(item.article, item.anchor.start, item.anchor.end)

    def _remove(self) -> None:
        item = self.list.current()
        if isinstance(item, Highlight):
            self.remove_highlight_asked.emit(item.id)
        elif item is not None and item.id > 0:
            self.saving.drop(item.id)
            self.remove_asked.emit(item.id)
        elif item is not None and (self.saving.draft(item.id) is None or self.saving.problem(item.id)):
            self.saving.drop(item.id)  # it never came into the library
            del self._new[item.id]
            self._items.remove(item)
            self._list(None)

    # Turning away

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.saving.flush()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if watched is self.editor and key == Qt.Key.Key_Escape:
                self._toggle_editing()
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if watched is self.rendered and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
                self._edit()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.saving.flush()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.saving.flush()
        super().closeEvent(event)
