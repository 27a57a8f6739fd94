"""The *Accuracy* page: a window of its own that can stay open beside the article."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTabBar, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.analysis import Stamp
from reader.domain.errors import SetupError
from reader.services import evaluation
from reader.ui import theme as themes
from reader.ui.accuracy import figures
from reader.ui.accuracy.failures_text import FailuresText
from reader.ui.accuracy.figure_table import FigureTable
from reader.ui.accuracy.figures import Report, Table
from reader.ui.theme import Theme

#: Letters of a line of running text.
_MEASURE = 90


class AccuracyWindow(QWidget):
    """Shows the figures that ship with Sayso and the known failures; reads them when it is made."""

    def __init__(self, known: Categories, theme: Theme, zoom: float) -> None:
        super().__init__()
        self._known = known
        self._theme, self._zoom = theme, zoom
        self._report: Report = {}
        self._stamp: Stamp | None = None
        self._sizes: dict[QLabel, tuple[float, bool]] = {}
        self.tables: list[FigureTable] = []
        self._of_group: list[QWidget] = []
        self.setWindowTitle(self.tr("Accuracy – Sayso"))
        self.setAccessibleName(self.tr("Accuracy"))
        # The reading window ends the program, this one never holds it up.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(320, 240)
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self, self.close)

        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setViewportMargins(2, 2, 2, 2)  # room for the ring around what has the focus
        self.area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.tr("How accurate Sayso is"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self._body = QWidget()
        self._body.setObjectName("card")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(28, 22, 28, 28)
        self._column.setSpacing(6)
        self.groups = QTabBar(self)
        self.groups.hide()
        self.lead = self._words(self._column)
        self.made_with = self._words(self._column)
        self.failures = FailuresText(self)
        self.failures.hide()
        self.area.setWidget(self._body)
        self._fill()
        self.set_looks(theme, zoom)
        self.resize(QSize(self._body.maximumWidth() + 48, 860))

    # What comes from the window

    def set_stamp(self, stamp: Stamp | None) -> None:
        """Tell what the last analysis was made with; None while there is none."""
        self._stamp = stamp
        if self._report:
            text = figures.made_with(self._report, stamp)
            self.made_with.setText(text)
            self.made_with.setAccessibleName(text.replace(figures.MAY_BREAK, ""))

    def set_looks(self, theme: Theme, zoom: float) -> None:
        """Set the colours, and the size of the letters against the system's."""
        self._theme, self._zoom = theme, zoom
        self.setStyleSheet(themes.style_sheet(theme))
        font = self._font()
        for label, (size, strong) in self._sizes.items():
            label.setFont(self._font(size, strong))
        for table in self.tables:
            table.set_looks(theme, font)
        self.groups.setFont(font)
        self.failures.setFont(font)
        margins = self._column.contentsMargins()
        metrics = QFontMetricsF(font)
        widest = max((table.maximumWidth() for table in self.tables), default=0)
        inner = max(round(metrics.averageCharWidth() * _MEASURE), widest)
        self._body.setMaximumWidth(inner + margins.left() + margins.right())
        self.failures.document().setIndentWidth(metrics.averageCharWidth() * 4)
        self.failures.fit()

    def bring_up(self) -> None:
        """Show the page in front, ready for the keys."""
        if self.isMinimized():
            self.showNormal()
        elif not self.isVisible():
            room = self.screen().availableSize()
            self.resize(self.size().boundedTo(room * 0.95))
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show()
        self.activateWindow()

    # Putting together

    def _fill(self) -> None:
        try:
            report, failures = evaluation.shipped_report()
            lead = figures.lead(report)
            figures.made_with(report, None)
            groups = figures.groups(report)
            overview = figures.overview(report)
            for name, _ in groups:
                list(figures.details(report["groups"][name], self._known))
        except SetupError as error:
            self._be_empty(f"{error.what} {error.remedy}")
            return
        except (KeyError, TypeError, ValueError):  # figures of another version
            self._be_empty(
                self.tr("The figures that ship with Sayso cannot be read.") + " " + self.tr("Install it again.")
            )
            return
        self._report = report
        self.lead.setText(lead)
        self.area.setAccessibleDescription(lead)
        self.set_stamp(None)
        self._add_table(self._column, overview)
        self._add_groups(groups)
        self._add_failures(failures)
        self._column.addStretch(1)
        self._order()

    def _be_empty(self, why: str) -> None:
        self.lead.setText(why)
        self.area.setAccessibleDescription(why)
        self.made_with.hide()
        self._column.addStretch(1)

    def _add_groups(self, groups: list[tuple[str, str]]) -> None:
        self._column.addSpacing(14)
        self._heading(self._column, self.tr("In detail"))
        self.groups.setAccessibleName(self.tr("Which articles"))
        self.groups.setDrawBase(False)
        self.groups.setExpanding(False)
        self.groups.setUsesScrollButtons(True)
        self.groups.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name, title in groups:
            self.groups.setTabData(self.groups.addTab(title), name)
        self.groups.show()
        self._column.addWidget(self.groups)
        self._details = QVBoxLayout()
        self._details.setSpacing(6)
        self._column.addLayout(self._details)
        self._show_group()
        self.groups.currentChanged.connect(self._show_group)

    @Slot()
    def _show_group(self) -> None:
        """Show the tables of the chosen group in place of those before."""
        for widget in self._of_group:
            if isinstance(widget, QLabel):
                del self._sizes[widget]
            elif isinstance(widget, FigureTable):
                self.tables.remove(widget)
            self._details.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        while self._details.count():  # what is left are spaces
            self._details.takeAt(0)
        name = self.groups.tabData(self.groups.currentIndex())
        title = self.groups.tabText(self.groups.currentIndex())
        self._of_group = []
        for table in figures.details(self._report["groups"][name], self._known):
            made = self._add_table(self._details, table)
            made[-1].setAccessibleName(f"{table.title}: {title}")
            self._of_group += made
        self._order()
        self.set_looks(self._theme, self._zoom)

    def _order(self) -> None:
        """Let Tab go from top to bottom."""
        stops = [self.area, self.lead, self.made_with, *self.tables[:1], self.groups, *self.tables[1:], self.failures]
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)

    def _add_table(self, column: QVBoxLayout, table: Table) -> list[QWidget]:
        column.addSpacing(14)
        title = self._heading(column, table.title)
        note = self._words(column, 0.94, muted=True)
        note.setText(table.note)
        note.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the table says it too
        shown = FigureTable(table, self._known, self)
        shown.currentCellChanged.connect(lambda *_: self._follow(shown, shown.visualItemRect(shown.currentItem())))
        column.addWidget(shown)
        self.tables.append(shown)
        return [title, note, shown]

    def _add_failures(self, markdown: str) -> None:
        first, _, rest = markdown.partition("\n")
        title, text = (first.removeprefix("# "), rest) if first.startswith("# ") else (self.tr("Failures"), markdown)
        self._column.addSpacing(14)
        self._heading(self._column, title)
        self.failures.setAccessibleName(title)
        self.failures.setMarkdown(text)
        self.failures.cursor_moved.connect(lambda place: self._follow(self.failures, place))
        self._column.addWidget(self.failures)
        self.failures.show()

    def _heading(self, column: QVBoxLayout, text: str) -> QLabel:
        label = self._label(column, 1.25, strong=True)
        label.setText(text)
        return label

    def _words(self, column: QVBoxLayout, size: float = 1.0, muted: bool = False) -> QLabel:
        label = self._label(column, size)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if muted:
            label.setProperty("role", "muted")
        return label

    def _label(self, column: QVBoxLayout, size: float, strong: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        column.addWidget(label)
        self._sizes[label] = (size, strong)
        return label

    def _font(self, size: float = 1.0, strong: bool = False) -> QFont:
        font = QFont()
        font.setPointSizeF(font.pointSizeF() * size * self._zoom)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def _follow(self, widget: Any, place: QRect) -> None:
        """Keep what the keys have reached in view."""
        if widget.hasFocus():
            at = widget.viewport().mapTo(self._body, place.center())
            self.area.ensureVisible(at.x(), at.y(), 0, place.height() + 24)
