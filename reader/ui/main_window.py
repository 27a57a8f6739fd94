"""The window: puts the pages together and passes values and requests between them. It does nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from reader import categories, paths
from reader.domain.analysis import Analysis, Stamp
from reader.domain.article import Article
from reader.domain.errors import SaysoError
from reader.services import file_types
from reader.ui import commands, theme
from reader.ui.incoming import Incoming, from_mime
from reader.ui.message_bar import MessageBar
from reader.ui.page_stack import PageStack
from reader.ui.reading_page import ReadingPage
from reader.ui.worker import Worker

if TYPE_CHECKING:
    from reader.ui.accuracy.window import AccuracyWindow

_ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)
