"""A page that is made when it is shown first: who only reads an article waits for none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.ui.theme import Theme


class Wired(Protocol):
    """A page and what carries out its requests."""

    @property
    def page(self) -> QWidget: ...
    def set_theme(self, theme: Theme) -> None: ...
    def look_again(self) -> None: ...


class LaterPage(QWidget):
    """Holds the place of a page."""

    def __init__(self, make: Callable[[QWidget], Wired], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._wired: Wired | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def wired(self) -> Wired:
        """The page, which is made now where it is not yet."""
        if self._wired is None:
            self._wired = self._make(self)
            self._column.addWidget(self._wired.page)
        return self._wired

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        if self._wired is not None:
            self._wired.set_theme(theme)

    def look_again(self) -> None:
        """Show what the library has now, if anybody sees it."""
        if self._wired is not None and self.isVisible():
            self._wired.look_again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.wired().page.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        self.wired().look_again()
        super().showEvent(event)
