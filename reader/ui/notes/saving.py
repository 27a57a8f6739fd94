"""What was typed and is not on the disk yet: when to ask for it to be saved, and what became of that.

A text goes to be saved when nothing was typed for a moment, and at once when the reader turns away. Of one note only
one text is on its way at a time: the next one waits for the answer, because it has to say what it was written upon.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

#: Milliseconds without a key before a text is saved.
PAUSE = 600


@dataclass(slots=True)
class _Draft:
    text: str
    tags: tuple[str, ...]
    #: The note's `modified` that it was written upon.
    seen: str
    #: What is on its way.
    sent: tuple[str, tuple[str, ...]] | None = None
    problem: str = ""


class NoteSaving(QObject):
    """Drafts by the id of their note; a note that is not in the library yet has a negative one."""

    #: Save this: id, text, tags (a tuple of str), the `modified` it was written upon.
    save = Signal(int, str, object, str)
    #: What `problem` or `waits` says of this id has changed.
    changed = Signal(int)
    #: Nothing waits any more.
    settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts: dict[int, _Draft] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._save_fresh)

    def edit(self, note_id: int, text: str, tags: tuple[str, ...], seen: str) -> None:
        """Something was typed."""
        draft = self._drafts.setdefault(note_id, _Draft(text, tags, seen))
        draft.text, draft.tags, draft.problem = text, tags, ""
        self._pause.start()
        self.changed.emit(note_id)

    def flush(self) -> None:
        """Ask now for everything to be saved, what could not be saved before too."""
        self._pause.stop()
        for note_id in list(self._drafts):
            self._send(note_id)

    def confirm(self, note_id: int, saved_as: int, modified: str) -> None:
        """What was sent is on the disk, as the note `saved_as`."""
        draft = self._drafts.pop(note_id, None)
        if draft is None:
            return
        if (draft.text, draft.tags) != draft.sent:  # more was typed meanwhile
            self._drafts[saved_as] = _Draft(draft.text, draft.tags, modified)
            self._pause.start()
        self.changed.emit(saved_as)
        self._tell_if_settled()

    def fail(self, note_id: int, sentence: str) -> None:
        """What was sent is not on the disk; it is kept here."""
        if (draft := self._drafts.get(note_id)) is not None:
            draft.sent, draft.problem = None, sentence
            self.changed.emit(note_id)

    def move(self, note_id: int, other: int) -> None:
        """The note is gone; what was typed upon it is the text of another, which is not in the library."""
        draft = self._drafts.pop(note_id)
        self._drafts[other] = _Draft(draft.text, draft.tags, "")
        self._pause.start()

    def drop(self, note_id: int) -> None:
        """Nobody wants this text."""
        if self._drafts.pop(note_id, None) is not None:
            self._tell_if_settled()

    def draft(self, note_id: int) -> tuple[str, tuple[str, ...]] | None:
        """The text and tags that are not saved yet; None if all are."""
        draft = self._drafts.get(note_id)
        return (draft.text, draft.tags) if draft else None

    def problem(self, note_id: int) -> str:
        """Why it could not be saved, or ""."""
        draft = self._drafts.get(note_id)
        return draft.problem if draft else ""

    def waits(self) -> bool:
        """Whether anything is not on the disk yet."""
        return bool(self._drafts)

    def _save_fresh(self) -> None:
        for note_id, draft in list(self._drafts.items()):
            if not draft.problem:
                self._send(note_id)

    def _send(self, note_id: int) -> None:
        draft = self._drafts[note_id]
        if draft.sent is None:
            draft.sent, draft.problem = (draft.text, draft.tags), ""
            self.changed.emit(note_id)
            self.save.emit(note_id, draft.text, draft.tags, draft.seen)

    def _tell_if_settled(self) -> None:
        if not self._drafts:
            self.settled.emit()
