"""The known failures: a text one can walk through with the keys, as high as it is long."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget


class FailuresText(QTextBrowser):
    """Shows Markdown without a scroll bar of its own."""

    #: Where (a `QRect` of this widget) the cursor went.
    cursor_moved = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.cursorPositionChanged.connect(lambda: self.cursor_moved.emit(self.cursorRect()))

    def fit(self) -> None:
        """Take the height of the text in the present width."""
        self.document().setTextWidth(self.viewport().width())
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(round(self.document().size().height()) + frame + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
