"""Asking for files."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from reader.ui import file_dialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_no_file_tells_which_folders_were_looked_into(qtbot, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = file_dialogs.ask_file(parent, "Open", lambda _: None)
    dialog.setDirectory(str(tmp_path))
    shiboken6.delete(dialog)  # this is when Qt writes them down
    qts = QSettings(QSettings.Scope.UserScope, "QtProject")
    assert not any(key.startswith("FileDialog") for key in qts.allKeys())
    assert not list(tmp_path.iterdir())
