"""The legend: what each mark looks like and means, how often it occurs, and a switch for it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from reader.categories import Categories, Category
from reader.ui.flow_layout import FlowLayout
from reader.ui.marks import draw_sample
from reader.ui.theme import Theme


class LegendEntry(QAbstractButton):
    """One category: a sample of its mark, its name, its count; switches it on and off."""

    def __init__(self, category: Category, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.category = category
        self._theme = theme
        self._count: int | None = None
        self.setCheckable(True)
        self.setChecked(True)
        self.setText(category.title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._describe)
        self.set_count(None, 0)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._theme = theme
        self.update()

    def set_count(self, count: int | None, inner: int) -> None:
        """Tell how many spans there are (None before the analysis), and how many more have this as their content."""
        self._count = count
        tip = self.category.sentence
        if inner:
            tip += " " + self.tr("More of it as the content of another category: {count}.").format(count=inner)
        self.setToolTip(tip)
        self._describe()
        self.updateGeometry()
        self.update()

    def _describe(self) -> None:
        count = self.tr("not counted yet") if self._count is None else str(self._count)
        state = self.tr("shown") if self.isChecked() else self.tr("hidden")
        self.setAccessibleName(f"{self.category.title}, {count}, {state}")
        self.setAccessibleDescription(self.category.sentence)

    def _letter_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        return font

    def _number(self) -> str:
        return "–" if self._count is None else str(self._count)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        width = 40 + metrics.horizontalAdvance(self.text()) + 10 + metrics.horizontalAdvance("0" * 3)
        return QSize(max(width, 60), metrics.height() + 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self._theme, self.isChecked()
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised))
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        height = self.height()
        draw_sample(painter, self.category, theme, QRectF(9, height / 2 - 10, 22, 17), self._letter_font(), on)
        painter.setFont(self.font())
        painter.setPen(QColor(theme.text if on else theme.muted))
        words = QFontMetrics(self.font())
        painter.drawText(QRectF(39, 0, self.width(), height), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setPen(QColor(theme.muted))
        left = 39 + words.horizontalAdvance(self.text()) + 8
        painter.drawText(QRectF(left, 0, self.width(), height), Qt.AlignmentFlag.AlignVCenter, self._number())


class Legend(QFrame):
    """All categories, the count of unmarked stretches, and the sentence that says what the marks cannot mean."""

    #: The ids (a frozenset) of the categories that are switched on.
    changed = Signal(object)

    def __init__(self, categories: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName(self.tr("Legend"))
        # What remains where nothing else is decided comes first: it is what most of an article is.
        ordered = categories.as_shown
        self.entries = [LegendEntry(c, theme, self) for c in ordered]
        flow = FlowLayout(across=4)
        for entry in self.entries:
            entry.toggled.connect(self._tell)
            flow.addWidget(entry)
        self._unmarked = QLabel(self)
        self._unmarked.setProperty("role", "muted")
        self._unmarked.setMinimumHeight(self.entries[0].sizeHint().height())
        self._unmarked.setToolTip(self.tr("Stretches that claim nothing: headings, questions, captions, bylines."))
        self._unmarked.setContentsMargins(8, 0, 8, 0)
        flow.addWidget(self._unmarked)
        sentence = QLabel(categories.sentence, self)
        sentence.setProperty("role", "muted")
        sentence.setContentsMargins(9, 0, 0, 0)
        italic = sentence.font()
        italic.setItalic(True)
        sentence.setFont(italic)
        sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(2)
        column.addLayout(flow)
        column.addWidget(sentence)
        self.set_counts(None, {})
        self.set_unmarked(None)

    def on(self) -> frozenset[str]:
        """The ids of the categories that are switched on."""
        return frozenset(e.category.id for e in self.entries if e.isChecked())

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        for entry in self.entries:
            entry.set_theme(theme)

    def set_counts(self, counts: Mapping[str, int] | None, inner: Mapping[str, int]) -> None:
        """Show how many spans each category has; None before there is an analysis."""
        for entry in self.entries:
            known = None if counts is None else counts.get(entry.category.id, 0)
            entry.set_count(known, inner.get(entry.category.id, 0))

    def set_unmarked(self, count: int | None) -> None:
        """Show how many stretches bear no mark; None before there is an analysis."""
        self._unmarked.setText(self.tr("Unmarked") + f"  {'–' if count is None else count}")

    def unmarked_text(self) -> str:
        """What stands at the count of unmarked stretches."""
        return self._unmarked.text()

    def _tell(self) -> None:
        self.changed.emit(self.on())
