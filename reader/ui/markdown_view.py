"""Markdown as it is read: nothing is fetched for it, and HTML in it is text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
#: Where a picture would stand in the plain text.
_OBJECT = "\ufffc"


class MarkdownView(QTextBrowser):
    """Shows Markdown. Links are words, pictures stay away: whoever wrote them learns nothing of who reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_markdown(self, text: str) -> None:
        """Show this text."""
        self.document().setMarkdown(text, _FEATURES)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:  # noqa: N802
        return QByteArray()


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The words of a Markdown text, without what only arranges them."""
    document = QTextDocument()
    document.setMarkdown(text, _FEATURES)
    return document.toPlainText().replace(_OBJECT, "").strip()
