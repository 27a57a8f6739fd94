"""The form with which all of a mark is corrected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.analysis import Span
from reader.ui import wording
from reader.ui.flow_layout import FlowLayout
from reader.ui.passages.row import elided

_QUOTE = 200


class CorrectionEditor(QWidget):
    """Begins with what the passage is shown as; tells what it is instead."""

    #: Verdict, category, content, the source's name, its kind, certainty; "" where nothing is said of it.
    decided = Signal(str, str, str, str, str, str)
    cancelled = Signal()

    def __init__(self, known: Categories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self.setAccessibleName(self.tr("Correct the passage"))
        self.quote = QLabel(self)
        self.quote.setTextFormat(Qt.TextFormat.PlainText)
        self.quote.setWordWrap(True)
        self.quote.setProperty("role", "muted")
        self.category = QComboBox(self)
        for number, each in enumerate(known.as_shown, 1):
            self.category.addItem(f"{number}  {each.letter}  {each.title}", each.id)
        self.category.addItem(self.tr("0  No claim: no mark"), "")
        self.category.currentIndexChanged.connect(self._follow_category)
        self.content = QComboBox(self)
        for each in known.as_shown:
            if each.content:
                self.content.addItem(f"{each.letter}  {each.title}", each.id)
        self.source = QLineEdit(self)
        self.kind = QComboBox(self)
        for one, text in wording.kinds().items():
            self.kind.addItem(text, one)
        self.certainty = QComboBox(self)
        for one, text in wording.certainties().items():
            self.certainty.addItem(text, one)
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (self.tr("&Category"), self.category),
            (self.tr("C&ontent"), self.content),
            (self.tr("Who &says it"), self.source),
            (self.tr("&Kind of voice"), self.kind),
            (self.tr("C&ertainty"), self.certainty),
        ):
            field.setAccessibleName(title.replace("&", ""))
            if isinstance(field, QComboBox):
                field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                field.setMinimumContentsLength(12)
            self._form.addRow(title, field)
        self.save_button = QPushButton(self.tr("Save correction"), self)
        self.save_button.setProperty("primary", True)
        self.save_button.clicked.connect(self._decide)
        self.right_button = QPushButton(self.tr("&Right as it is"), self)
        self.right_button.clicked.connect(lambda: self.decided.emit("right", "", "", "", "", ""))
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.clicked.connect(self.cancelled)
        buttons = FlowLayout(across=6, down=6)
        for button in (self.save_button, self.right_button, self.cancel_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self.quote)
        column.addLayout(self._form)
        column.addLayout(buttons)
        column.addStretch(1)

    def set_passage(self, quote: str, span: Span | None) -> None:
        """Correct this passage. span: what it is shown as, None where it bears no mark."""
        self.quote.setText(f"“{elided(quote, _QUOTE)}”")
        self.right_button.setVisible(span is not None)
        first = self._known.as_shown[0].id
        _choose(self.category, span.category if span else first)
        _choose(self.content, span.content if span else first)
        self.source.setText(span.source.name or span.source.text if span else "")
        _choose(self.kind, span.source.kind if span else "writer")
        _choose(self.certainty, span.certainty if span else "certain")
        self._follow_category()
        self.category.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_category(self) -> None:
        """Only what nobody can hold as content has another content than itself."""
        category = self.category.currentData()
        self._form.setRowVisible(self.content, bool(category) and not self._known[category].content)
        for field in (self.source, self.kind, self.certainty):
            self._form.setRowVisible(field, bool(category))

    def _decide(self) -> None:
        category = self.category.currentData()
        if not category:
            self.decided.emit("none", "", "", "", "", "")
            return
        content = category if self._known[category].content else self.content.currentData()
        kind, certainty = self.kind.currentData(), self.certainty.currentData()
        self.decided.emit("changed", category, content, self.source.text().strip(), kind, certainty)


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
