"""The search page, wired to the desk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from reader.categories import Categories
from reader.domain.search import Facets, FacetValues, Found
from reader.services import searching
from reader.services.library import Library
from reader.services.searching import Form
from reader.ui import file_dialogs
from reader.ui.library_desk import LibraryDesk
from reader.ui.search.page import SearchPage
from reader.ui.theme import Theme

#: Hits that are asked for at once.
_HITS = 50


class Search(QObject):
    """Finds, and saves what was found."""

    #: Show an article and a place in it: its id, start and end; start is -1 where there is none.
    open_asked = Signal(int, int, int)
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, known: Categories, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page = SearchPage(known, theme, parent)
        self.page.search_asked.connect(self._search)
        self.page.export_asked.connect(self._ask_export)
        self.page.open_asked.connect(self.open_asked)
        self.set_theme = self.page.set_theme

    def look_again(self) -> None:
        """Offer the outlets and tags that the library has now."""

        def then(found: FacetValues) -> None:
            self.page.set_values(found.outlets, found.tags)

        if self._desk.is_open:
            self._desk.ask(searching.values, then, latest="facets")

    @Slot(str, object, int)
    def _search(self, query: str, facets: Facets, offset: int) -> None:
        def then(found: Found) -> None:
            self.page.show_found(query, facets, offset, found)

        self._desk.ask(
            lambda library: searching.find(library, query, facets, _HITS, offset),
            then,
            lambda error: self.page.show_failure(str(error)),
            latest="search",
        )

    @Slot(str, object)
    def _ask_export(self, query: str, facets: Facets) -> None:
        file_dialogs.ask_new_file(
            self.page,
            self.tr("Save what was found"),
            "sayso-search.csv",
            lambda file: self._export(query, facets, file),
            [self.tr("Table (*.csv)"), self.tr("JSON lines (*.jsonl)")],
        )

    def _export(self, query: str, facets: Facets, file: Path) -> None:
        form: Form = "jsonl" if file.suffix == ".jsonl" else "csv"

        def act(library: Library) -> int:
            total = searching.find(library, query, facets, 1).total
            found = searching.find(library, query, facets, max(1, total))
            searching.save(found.hits, file, form)
            return len(found.hits)

        def then(count: int) -> None:
            self.said.emit(self.tr("{count} hits are saved in {file}.").format(count=f"{count:,}", file=file))

        self._desk.ask(act, then)
