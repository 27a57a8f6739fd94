"""Messages as a bar in the window: what happened, what to do, and a button that puts it away. Never a dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget


class MessageBar(QFrame):
    """One message at a time; hidden while there is none."""

    dismissed = Signal()
    #: The reader takes what the message offers.
    taken = Signal()

    def __init__(self, parent: QWidget | None = None, quiet: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("note" if quiet else "messages")
        self.setAccessibleName(self.tr("Message"))
        self._what = QLabel(self)
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._what.setWordWrap(True)
        self._what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._dismiss = QToolButton(self)
        self._dismiss.setText("✕")
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self.tr("Dismiss the message"))
        self._dismiss.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dismiss.clicked.connect(self.clear)
        self.offer = QPushButton(self)
        self.offer.clicked.connect(self.taken)
        self.offer.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.addWidget(self._what, 1)
        row.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, what: str, remedy: str = "", offer: str = "") -> None:
        """Show a message in place of the one before. offer: what its button says, which it has only then."""
        self.offer.setText(offer)
        self.offer.setVisible(bool(offer))
        self._what.setText(f"{what} {remedy}".strip())
        self.setAccessibleDescription(self._what.text())
        self.show()

    def text(self) -> str:
        """The message that is shown, or ""."""
        return "" if self.isHidden() else self._what.text()

    def clear(self) -> None:
        """Put the message away."""
        was_shown = not self.isHidden()
        self.hide()
        self._what.clear()
        if was_shown:
            self.dismissed.emit()
