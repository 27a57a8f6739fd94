"""Asks before something that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, title: str, text: str, do_it: str, then: Callable[[], None]) -> QMessageBox:
    """Say what will be, and go on only by the button that says so; Enter and Escape leave it."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, text, parent=parent)
    sure = box.addButton(do_it, QMessageBox.ButtonRole.DestructiveRole)
    leave = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.finished.connect(lambda _: then() if box.clickedButton() is sure else None)
    box.finished.connect(box.deleteLater)
    box.open()
    return box
