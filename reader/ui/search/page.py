"""The search page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.search import Facets, Found, Hit
from reader.ui.flow_layout import FlowLayout
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row
from reader.ui.search import rows
from reader.ui.search.facet_bar import FacetBar
from reader.ui.theme import Theme


class SearchPage(QWidget):
    """Asks for hits, and shows those it is given."""

    #: Look for this: the words, `Facets`, how many hits to leave out because they are here already.
    search_asked = Signal(str, object, int)
    #: Show a place: the article's id, start and end in code points; both are -1 where it has no place.
    open_asked = Signal(int, int, int)
    #: Save all hits of the words and `Facets` in a file.
    export_asked = Signal(str, object)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self._asked: tuple[str, Facets] | None = None
        self._wanted: re.Pattern[str] | None = None
        self.query = QLineEdit(self)
        self.query.setPlaceholderText(self.tr("Words, or “a phrase” in quotation marks"))
        self.query.setAccessibleName(self.tr("Words to search for"))
        self.query.setClearButtonEnabled(True)
        self.query.returnPressed.connect(self._ask)
        self.search_button = QPushButton(self.tr("&Search"), self)
        self.search_button.setProperty("primary", True)
        self.search_button.clicked.connect(self._ask)
        self.narrow_button = QPushButton(self)
        self.narrow_button.setCheckable(True)
        self.facets = FacetBar(known, self)
        self.facets.hide()
        self.facets.changed.connect(self._ask)
        self.narrow_button.toggled.connect(self.facets.setVisible)
        self.narrow_button.toggled.connect(self._name_narrow_button)
        self.export_button = QPushButton(self.tr("E&xport…"), self)
        self.export_button.setToolTip(self.tr("Save everything that was found in a file"))
        self.export_button.clicked.connect(self._export)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setWordWrap(True)
        self.list = PassageList(known, theme, self._row, one_click=True, parent=self)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.opened.connect(self._open)
        self.more_button = QPushButton(self.tr("Show &more"), self)
        self.more_button.clicked.connect(self._ask_more)
        first = QHBoxLayout()
        first.addWidget(self.query, 1)
        first.addWidget(self.search_button)
        second = FlowLayout(across=8, down=6)
        second.addWidget(self.narrow_button)
        second.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.facets)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self._name_narrow_button()
        self._be_empty(self.tr("Search every article and note of the library."))

    # Values in

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def set_values(self, outlets: Iterable[str], tags: Iterable[str]) -> None:
        """Offer these outlets and tags."""
        self.facets.set_values(outlets, tags)

    def show_found(self, query: str, facets: Facets, offset: int, found: Found) -> None:
        """Show the answer to a `search_asked`; one that nobody waits for any more is left alone."""
        if self._asked != (query, facets) or offset not in (0, len(self.list.values)):
            return
        if offset:
            self.list.append(found.hits)
        else:
            self._wanted = rows.pattern(query)
            self.list.set_values(found.hits)
        if not found.total:
            narrowed = facets != Facets()
            self._be_empty(
                self.tr("Nothing found. Clear the facets, or use fewer or other words.")
                if narrowed
                else self.tr("Nothing found. Use fewer or other words.")
            )
            return
        shown = len(self.list.values)
        self.count.setText(
            self.tr("{total} found").format(total=f"{found.total:,}")
            if shown == found.total
            else self.tr("{total} found, {shown} shown").format(total=f"{found.total:,}", shown=shown)
        )
        self.list.show()
        self.export_button.setEnabled(True)
        self.more_button.setVisible(shown < found.total)
        self.more_button.setEnabled(True)

    def show_failure(self, sentence: str) -> None:
        """Tell that the search failed, and what to do."""
        self._be_empty(sentence)

    # Requests

    @Slot()
    def _ask(self) -> None:
        self._name_narrow_button()
        query, facets = self.query.text().strip(), self.facets.facets()
        if problem := self.facets.problem():
            self._be_empty(problem)
        elif not query and facets == Facets():
            self._be_empty(self.tr("Write words to search for, or choose facets under “Narrow down”."))
        else:
            self._asked = (query, facets)
            self.count.setText(self.tr("Searching …"))
            self.search_asked.emit(query, facets, 0)

    def _ask_more(self) -> None:
        if self._asked is not None:
            self.more_button.setEnabled(False)
            self.search_asked.emit(*self._asked, len(self.list.values))

    def _export(self) -> None:
        if self._asked is not None:
            self.export_asked.emit(*self._asked)

    @Slot(object)
    def _open(self, hit: Hit) -> None:
        self.open_asked.emit(hit.article, -1 if hit.start is None else hit.start, -1 if hit.end is None else hit.end)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.query.setFocus(event.reason())

    # Looks

    def _row(self, hit: Hit) -> Row:
        return rows.row(hit, self._wanted, self._known)

    def _be_empty(self, why: str) -> None:
        self._asked = None
        self.count.setText(why)
        self.list.set_values(())
        self.list.hide()
        self.more_button.hide()
        self.export_button.setEnabled(False)

    def _name_narrow_button(self) -> None:
        facets, nothing = self.facets.facets(), Facets()
        chosen = sum(getattr(facets, name) != getattr(nothing, name) for name in Facets.__slots__)
        mark = "▾" if self.narrow_button.isChecked() else "▸"
        self.narrow_button.setText(f"{mark} " + self.tr("&Narrow down") + (f" ({chosen})" if chosen else ""))
