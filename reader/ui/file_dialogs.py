"""Asking for files and folders, without holding the window up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.services import file_types
from reader.ui.translation import QT_TRANSLATE_NOOP


def ask_file(parent: QWidget, title: str, then: Callable[[Path], object], filters: Sequence[str] = ()) -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFile, filters)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def ask_files(parent: QWidget, title: str, then: Callable[[list[Path]], object], filters: Sequence[str] = ()) -> None:
    """Ask for files that are there."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFiles, filters)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> None:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def ask_new_file(
    parent: QWidget, title: str, name: str, then: Callable[[Path], object], filters: Sequence[str] = ()
) -> None:
    """Ask for a file that is not there yet. name: the one to propose."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is overwritten: whoever writes says so
    dialog.selectFile(name)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.open()


def article_filters() -> list[str]:
    """What Sayso reads: all of it, then each kind, then any file."""
    known = file_types.readable()

    def name_filter(label: str, suffixes: Iterable[str]) -> str:
        return f"{label} ({' '.join('*' + suffix for suffix in suffixes)})"

    everything = name_filter(
        _tr(QT_TRANSLATE_NOOP("files", "Articles")), (suffix for each in known for suffix in each.suffixes)
    )
    kinds = (name_filter(each.label, each.suffixes) for each in known)
    return [everything, *kinds, _tr(QT_TRANSLATE_NOOP("files", "All files (*)"))]


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode, filters: Sequence[str] = ()) -> QFileDialog:
    # Qt would write the folders that were looked into to its own file of settings, for anybody to read.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if filters:
        dialog.setNameFilters(list(filters))
    return dialog


def _tr(text: str) -> str:
    return QCoreApplication.translate("files", text)
