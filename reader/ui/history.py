"""What the user did, step by step, to be undone and done again: each way is an act on the library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from reader.domain.errors import SaysoError
from reader.services.library import Library
from reader.ui.library_desk import LibraryDesk

Act = Callable[[Library], object]


class History(QObject):
    """Notes what was done, after it was done; does it back and again through the desk."""

    #: Something was undone or done again: what is shown should be looked up anew.
    moved = Signal()

    def __init__(self, desk: LibraryDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.stack = QUndoStack(self)
        desk.opened.connect(lambda _: self.stack.clear())  # another library may stand behind it

    def note(self, text: str, undo: Act, redo: Act, run: int = -1) -> None:
        """Write down a step that is on the disk. text: what its menu entry calls it.

        run: steps of the same run, one after the other, are one step; -1: a step of its own.
        """
        self.stack.push(_Step(self, text, undo, redo, run))

    def carry_out(self, act: Act) -> None:
        """Do an act of a step. Where it cannot be done, the steps do not fit any more and are forgotten."""

        def failed(error: SaysoError) -> None:
            self.stack.clear()
            self.moved.emit()
            self._desk.failed.emit(error)  # last: what stood in the bar goes when a step is undone

        self._desk.ask(act, lambda _: self.moved.emit(), failed)


class _Step(QUndoCommand):
    def __init__(self, history: History, text: str, undo: Act, redo: Act, run: int) -> None:
        super().__init__(text)
        self._run = run
        self._history = history
        self._undo, self._redo = undo, redo
        self._is_done = True  # the stack does a step when it is pushed

    def id(self) -> int:
        return self._run

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Step):
            return False
        self._redo = other._redo
        return True

    def undo(self) -> None:
        self._history.carry_out(self._undo)

    def redo(self) -> None:
        if self._is_done:
            self._is_done = False
        else:
            self._history.carry_out(self._redo)
