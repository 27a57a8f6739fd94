"""What a sample is to be drawn from."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from reader.domain.sampling import Frame
from reader.ui.day_field import DayField

_MOST = 100_000
_USUAL = 200
_SEED = re.compile(r"\d{1,18}")


class DrawForm(QWidget):
    """Asks for a sample."""

    #: Draw: name, size, seed (an int, or None for a new one), `Frame`.
    draw_asked = Signal(str, int, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit(self)
        self.size_box = QSpinBox(self)
        self.size_box.setRange(1, _MOST)
        self.size_box.setValue(_USUAL)
        self.seed = QLineEdit(self)
        self.seed.setPlaceholderText(self.tr("a new one"))
        self.seed.setToolTip(self.tr("The same seed draws the same sentences from the same articles"))
        self.outlet = QLineEdit(self)
        self.tag = QLineEdit(self)
        self.since = DayField(self.tr("From"), self)
        self.until = DayField(self.tr("To"), self)
        self.language = QLineEdit(self)
        self.language.setPlaceholderText("en")
        for field in (self.outlet, self.tag):
            field.setPlaceholderText(self.tr("any; several with commas"))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for title, widget in (
            (self.tr("&Name"), self.name),
            (self.tr("S&entences"), self.size_box),
            (self.tr("See&d"), self.seed),
            (self.tr("&Outlet"), self.outlet),
            (self.tr("&Tag"), self.tag),
            (self.tr("&From"), self.since),
            (self.tr("To"), self.until),
            (self.tr("&Language"), self.language),
        ):
            widget.setAccessibleName(title.replace("&", ""))
            form.addRow(title, widget)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.button = QPushButton(self.tr("Draw the sample"), self)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _draw(self) -> None:
        problem = self._problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            return
        seed = self.seed.text().strip()
        frame = Frame(
            outlet=_several(self.outlet),
            tag=_several(self.tag),
            since=self.since.day(),
            until=self.until.day(),
            language=self.language.text().strip(),
        )
        self.draw_asked.emit(self.name.text().strip(), self.size_box.value(), int(seed) if seed else None, frame)

    def _problem(self) -> str:
        if not self.name.text().strip():
            return self.tr("A sample needs a name. Give one.")
        if self.seed.text().strip() and not _SEED.fullmatch(self.seed.text().strip()):
            return self.tr("The seed is a whole number. Write one, or leave it empty.")
        return self.since.problem() or self.until.problem()


def _several(field: QLineEdit) -> tuple[str, ...]:
    return tuple(part for piece in field.text().split(",") if (part := piece.strip()))
