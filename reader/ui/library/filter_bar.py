"""What narrows the library's list down."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.domain.library import State
from reader.domain.listing import Filters, FilterValues
from reader.ui import wording
from reader.ui.day_field import DayField
from reader.ui.flow_layout import FlowLayout

_STATES: tuple[State, ...] = ("unread", "reading", "read")
#: Milliseconds to wait for the next letter.
_PAUSE = 200


class FilterBar(QWidget):
    """Controls for every filter, in as many lines as they need."""

    #: The `Filters` are others now.
    changed = Signal(object)
    #: A date that is none: a sentence.
    wrong = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = Filters()
        self.text = QLineEdit(self)
        self.text.setAccessibleName(self.tr("Filter the list"))
        self.text.setPlaceholderText(self.tr("Filter: words of title, outlet, author or address"))
        self.text.setClearButtonEnabled(True)
        self.collection = self._box(self.tr("All collections"), self.tr("Collection"))
        self.tag = self._box(self.tr("All tags"), self.tr("Tag"))
        self.state = self._box(self.tr("Any state"), self.tr("State"))
        for state in _STATES:
            self.state.addItem(wording.state(state), state)
        self.language = self._box(self.tr("Any language"), self.tr("Language"))
        self.star = QCheckBox(self.tr("★ only"), self)
        self.star.setAccessibleName(self.tr("Only articles with a star"))
        self.since = DayField(self.tr("Published from"), self)
        self.until = DayField(self.tr("Published to"), self)
        self.removed = QCheckBox(self.tr("Removed articles"), self)
        self.clear_button = QPushButton(self.tr("Clear"), self)
        self.clear_button.setAccessibleName(self.tr("Clear all filters"))
        self.clear_button.clicked.connect(self.clear)
        flow = FlowLayout(across=8, down=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for box in (self.collection, self.tag, self.state, self.language):
            flow.addWidget(box)
        flow.addWidget(self.star)
        flow.addWidget(_named(self.tr("From"), self.since))
        flow.addWidget(_named(self.tr("to"), self.until))
        flow.addWidget(self.removed)
        flow.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addLayout(flow)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.tell)
        self.text.textChanged.connect(lambda _: self._pause.start())
        for line in (self.text, self.since, self.until):
            line.returnPressed.connect(self.tell)
        for day in (self.since, self.until):
            day.editingFinished.connect(self.tell)
        for box in (self.collection, self.tag, self.state, self.language):
            box.currentIndexChanged.connect(lambda _: self.tell())
        for check in (self.star, self.removed):
            check.setMinimumHeight(self.since.sizeHint().height())  # level with what stands beside it
            check.toggled.connect(lambda _: self.tell())

    def set_values(self, values: FilterValues) -> None:
        """Offer what occurs; what was chosen stays chosen where it still does."""
        for box, found in (
            (self.collection, values.collections),
            (self.tag, values.tags),
            (self.language, values.languages),
        ):
            self._offer(box, found)
        self.tell()

    def filters(self) -> Filters:
        """What is asked for."""
        return Filters(
            text=self.text.text().strip(),
            collection=self.collection.currentData(),
            tag=self.tag.currentData(),
            state=self.state.currentData() or None,
            star=True if self.star.isChecked() else None,
            language=self.language.currentData(),
            since=self.since.day(),
            until=self.until.day(),
            removed=self.removed.isChecked(),
        )

    def clear(self) -> None:
        """Ask for everything."""
        for line in (self.text, self.since, self.until):
            line.clear()
        for box in (self.collection, self.tag, self.state, self.language):
            box.setCurrentIndex(0)
        for check in (self.star, self.removed):
            check.setChecked(False)
        self.tell()

    def tell(self) -> None:
        """Ask, if what is asked for has changed."""
        self._pause.stop()
        if problem := self.since.problem() or self.until.problem():
            self.wrong.emit(problem)
        elif (now := self.filters()) != self._told:
            self._told = now
            self.changed.emit(now)

    def _box(self, every: str, name: str) -> QComboBox:
        box = QComboBox(self)
        box.addItem(every, "")
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _offer(self, box: QComboBox, values: Iterable[str]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for value in values:
            if value:
                box.addItem(value, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)


def _named(title: str, field: QLineEdit) -> QWidget:
    holder = QWidget(field.parentWidget())
    label = QLabel(title, holder)
    label.setBuddy(field)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label)
    row.addWidget(field)
    return holder
