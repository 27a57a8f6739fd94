"""How an import goes: its progress, what became of the files, and which failed and why."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.domain.library import Imported

#: So many failures are listed; more are counted.
_LISTED = 1000


class ImportPanel(QFrame):
    """Stands below the list while files come in, and until it is put away."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("imports")
        self._counts: Counter[str] = Counter()
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the import"))
        self.button = QPushButton(self)
        self.button.clicked.connect(self._press)
        self.failures = QListWidget(self)
        self.failures.setAccessibleName(self.tr("Files that could not be imported, and why"))
        self.failures.setWordWrap(True)
        self.failures.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.failures.setMaximumHeight(140)
        self._runs = False
        row = QHBoxLayout()
        row.addWidget(self._state, 1)
        row.addWidget(self.progress)
        row.addWidget(self.button)
        self.progress.setFixedWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.failures)

    def begin(self) -> None:
        """Files are coming in."""
        self._counts.clear()
        self.failures.clear()
        self.failures.hide()
        self._runs = True
        self.progress.setRange(0, 0)
        self.progress.show()
        self.button.setText(self.tr("&Cancel the import"))
        self._state.setText(self.tr("Looking for files …"))
        self.show()

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        """So many files are done."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self._tell(self.tr("Importing {done} of {total}").format(done=f"{done:,}", total=f"{total:,}"))

    @Slot(object)
    def add(self, outcome: Imported) -> None:
        """One file more is done."""
        self._counts[outcome.status] += 1
        if outcome.status == "failed" and self.failures.count() < _LISTED:
            item = QListWidgetItem(f"{outcome.path}\n{outcome.error}")
            item.setToolTip(item.text())
            self.failures.addItem(item)
            self.failures.show()

    @Slot(bool)
    def end(self, whole: bool) -> None:
        """No more comes."""
        self._runs = False
        self.progress.hide()
        self.button.setText(self.tr("Put &away"))
        if whole and not self._counts:
            self._state.setText(self.tr("There is nothing in it that Sayso reads."))
        else:
            self._tell(self.tr("Import ended") if whole else self.tr("Import cancelled"))

    def text(self) -> str:
        """What is said."""
        return self._state.text()

    def _tell(self, start: str) -> None:
        titles = {
            "imported": self.tr("{count} new"),
            "version": self.tr("{count} new versions"),
            "duplicate": self.tr("{count} there already"),
            "failed": self.tr("{count} failed"),
        }
        parts = [text.format(count=f"{self._counts[one]:,}") for one, text in titles.items() if self._counts[one]]
        self._state.setText(": ".join(part for part in (start, ", ".join(parts)) if part) + ".")

    def _press(self) -> None:
        if self._runs:
            self.cancelled.emit()
        else:
            self.hide()
