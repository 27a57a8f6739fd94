"""The place where an article is read: the article itself, or what to do where there is none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from reader import paths
from reader.categories import Categories
from reader.ui.article_view import ArticleView
from reader.ui.message_bar import MessageBar
from reader.ui.theme import Theme

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ReadingPane(QWidget):
    """The reading column with its bar for articles that may be incomplete, or the empty state."""

    open_asked = Signal()
    sample_asked = Signal()

    def __init__(self, categories: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cut_off = MessageBar(self, quiet=True)
        self.older = MessageBar(self, quiet=True)
        self.view = ArticleView(categories, theme, self)
        self._frame = QFrame(self)
        self._frame.setObjectName("reading")
        self._stack = QStackedLayout(self._frame)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._empty = self._make_empty()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cut_off)
        column.addWidget(self.older)
        column.addWidget(self._frame, 1)
        self.view.installEventFilter(self)

    def show_article(self) -> None:
        """Show the article instead of the empty state."""
        self._stack.setCurrentWidget(self.view)

    def show_busy(self, text: str) -> None:
        """Tell in the empty state, if that is what is shown, that something is being read."""
        self._words.setText(text)
        self._buttons.setVisible(not text)
        if not text:
            self._words.setText(self._invitation())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A ring around the whole column would shout at every click; by keyboard it has to be seen.
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            reason = event.reason()  # type: ignore[attr-defined]  # it is a QFocusEvent
            ring = event.type() is QEvent.Type.FocusIn and reason in _BY_KEYBOARD
            self._frame.setProperty("ring", ring)
            self._frame.style().unpolish(self._frame)
            self._frame.style().polish(self._frame)
        return super().eventFilter(watched, event)

    def _invitation(self) -> str:
        return self.tr("Drop a saved article here, paste its text with Ctrl+V, or choose a file.")

    def _make_empty(self) -> QWidget:
        page = QWidget()
        picture = QLabel()
        picture.setPixmap(QIcon(str(paths.resources() / "icons" / "sayso.svg")).pixmap(96, 96))
        title = QLabel(self.tr("Read who says what"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        self._words = QLabel(self._invitation())
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setFixedWidth(420)
        self._buttons = QWidget()
        self.open_button = open_button = QPushButton(self.tr("Open a file…"))
        open_button.setProperty("primary", True)
        open_button.clicked.connect(self.open_asked)
        sample_button = QPushButton(self.tr("Look at the sample"))
        sample_button.clicked.connect(self.sample_asked)
        row = QHBoxLayout(self._buttons)
        row.setSpacing(10)
        row.addWidget(open_button)
        row.addWidget(sample_button)
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addStretch(2)
        for widget in (picture, title, self._words, self._buttons):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page
