"""A button that opens a menu of things of which several can be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

#: So many chosen things are named on the button.
_NAMED = 2


class ChoiceButton(QPushButton):
    """Tells on its face what is chosen; nothing chosen means any."""

    #: The choice has changed and the menu is closed.
    changed = Signal()

    def __init__(self, title: str, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        """choices: what stands in the menu, by id."""
        super().__init__(parent)
        self._title = title
        self._before: tuple[str, ...] = ()
        self._menu = _StayingMenu(self)
        for each, text in choices.items():
            action = self._menu.addAction(text)
            action.setCheckable(True)
            action.setData(each)
            action.toggled.connect(self._tell)
        self._menu.aboutToShow.connect(self._remember)
        self._menu.aboutToHide.connect(self._compare)
        self.setMenu(self._menu)
        self._tell()

    def choice(self) -> tuple[str, ...]:
        """The ids of what is chosen."""
        return tuple(str(action.data()) for action in self._menu.actions() if action.isChecked())

    def clear(self) -> None:
        """Choose nothing."""
        for action in self._menu.actions():
            action.setChecked(False)

    def _tell(self) -> None:
        names = [action.text() for action in self._menu.actions() if action.isChecked()]
        more = f" +{len(names) - _NAMED}" if len(names) > _NAMED else ""
        self.setText(f"{self._title}: {', '.join(names[:_NAMED]) or self.tr('any')}{more}")
        self.setAccessibleName(f"{self._title}: {', '.join(names) or self.tr('any')}")

    def _remember(self) -> None:
        self._before = self.choice()

    def _compare(self) -> None:
        if self.choice() != self._before:
            self.changed.emit()


class _StayingMenu(QMenu):
    """Stays open while things are switched on and off with the mouse or the space bar."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)
