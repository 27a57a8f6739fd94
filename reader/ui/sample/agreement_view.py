"""How far coders and machine agree on a sample."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.sampling import Agreement
from reader.ui.accuracy.figure_table import FigureTable
from reader.ui.flow_layout import FlowLayout
from reader.ui.plain_label import plain_label
from reader.ui.sample.agreement_tables import tables
from reader.ui.theme import Theme


class AgreementView(QWidget):
    """Shows the tables, and the paragraph for a paper."""

    left = Signal()

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known, self._theme = known, theme
        self._methods = ""
        self.tables: list[FigureTable] = []
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(self.tr("Agreement"))
        self.copy_button = QPushButton(self.tr("&Copy methods paragraph"), self)
        self.copy_button.setProperty("primary", True)
        self.copy_button.clicked.connect(self._copy)
        self.copied = QLabel(self)
        self.leave_button = QPushButton(self.tr("&Back to the samples"), self)
        self.leave_button.clicked.connect(self.left)
        buttons = FlowLayout(across=6, down=6)
        for widget in (self.copy_button, self.leave_button, self.copied):
            buttons.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.area, 1)
        column.addLayout(buttons)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._theme = theme
        for table in self.tables:
            table.set_looks(theme, self.font())

    def show_agreement(self, name: str, agreement: Agreement) -> None:
        """Show how far the coders of the sample of this name agree."""
        self._methods = agreement.methods
        self.copied.clear()
        self.tables = []
        body = QWidget()
        body.setObjectName("card")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(plain_label(name, bold=True))
        for table in tables(agreement, self._known):
            column.addSpacing(12)
            column.addWidget(plain_label(table.title, bold=True))
            column.addWidget(plain_label(table.note, muted=True))
            made = FigureTable(table, self._known, body)
            made.set_looks(self._theme, self.font())
            column.addWidget(made)
            self.tables.append(made)
        if not self.tables:
            column.addWidget(plain_label(self.tr("Nobody has coded this sample yet. Code it, then come back.")))
        column.addSpacing(12)
        column.addWidget(plain_label(self.tr("Methods"), bold=True))
        column.addWidget(plain_label(agreement.methods))
        column.addStretch(1)
        self.area.setWidget(body)  # the one before is deleted by Qt
        self.copy_button.setEnabled(bool(agreement.methods))
        self.copy_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._methods)
        self.copied.setText(self.tr("Copied."))
