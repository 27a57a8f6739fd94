"""What a hit must have besides the words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from reader.categories import Categories
from reader.domain.search import Facets
from reader.ui import wording
from reader.ui.choice_button import ChoiceButton
from reader.ui.day_field import DayField
from reader.ui.flow_layout import FlowLayout

#: As a category: what bears no colour.
_UNMARKED = "unmarked"


class FacetBar(QWidget):
    """Controls for every facet, in as many lines as they need."""

    #: A facet has changed.
    changed = Signal()

    def __init__(self, known: Categories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        titles = {c.id: f"{c.letter}  {c.title}" for c in known.as_shown}
        inner = {c.id: titles[c.id] for c in known.as_shown if c.content}
        self.category = ChoiceButton(self.tr("Category"), {**titles, _UNMARKED: self.tr("Unmarked")}, self)
        self.content = ChoiceButton(self.tr("Content"), inner, self)
        self.content.setToolTip(self.tr("What it would be if no official had said it"))
        self.kind = ChoiceButton(self.tr("Kind of voice"), wording.kinds(), self)
        self.certainty = ChoiceButton(self.tr("Certainty"), wording.certainties(), self)
        self.voice = QLineEdit(self)
        self.outlet = QLineEdit(self)
        self.tag = QLineEdit(self)
        self.since = DayField(self.tr("From"), self)
        self.until = DayField(self.tr("To"), self)
        self.clear_button = QPushButton(self.tr("Clear all"), self)
        self.clear_button.clicked.connect(self._clear_and_tell)
        flow = FlowLayout(self, across=8, down=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for button in (self.category, self.content, self.kind, self.certainty):
            button.changed.connect(self.changed)
            flow.addWidget(button)
        for title, field in (
            (self.tr("&Voice"), self.voice),
            (self.tr("&Outlet"), self.outlet),
            (self.tr("&Tag"), self.tag),
            (self.tr("&From"), self.since),
            (self.tr("To"), self.until),
        ):
            flow.addWidget(self._named(title, field))
            field.returnPressed.connect(self.changed)
        flow.addWidget(self.clear_button)

    def _named(self, title: str, field: QLineEdit) -> QWidget:
        holder = QWidget(self)
        label = QLabel(title, holder)
        label.setBuddy(field)
        if not isinstance(field, DayField):
            field.setFixedWidth(field.fontMetrics().averageCharWidth() * 26)
            field.setAccessibleName(title.replace("&", ""))
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(field)
        return holder

    def set_values(self, outlets: Iterable[str], tags: Iterable[str]) -> None:
        """Offer these while an outlet or a tag is written."""
        for field, values in ((self.outlet, outlets), (self.tag, tags)):
            completer = QCompleter(list(values), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            field.setCompleter(completer)

    def facets(self) -> Facets:
        """What is asked for."""
        return Facets(
            category=self.category.choice(),
            content=self.content.choice(),
            voice=self.voice.text().strip(),
            kind=self.kind.choice(),
            certainty=self.certainty.choice(),
            outlet=_one(self.outlet),
            tag=_one(self.tag),
            since=self.since.day(),
            until=self.until.day(),
        )

    def problem(self) -> str:
        """What is wrong with what was written, or ""."""
        return self.since.problem() or self.until.problem()

    def clear(self) -> None:
        """Ask for nothing in particular."""
        for control in (
            self.category, self.content, self.kind, self.certainty,
            self.voice, self.outlet, self.tag, self.since, self.until,
        ):  # fmt: skip
            control.clear()

    def _clear_and_tell(self) -> None:
        self.clear()
        self.changed.emit()


def _one(field: QLineEdit) -> tuple[str, ...]:
    text = field.text().strip()
    return (text,) if text else ()
