"""The library's page: the list, what narrows it down, and what is coming in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.categories import Categories
from reader.domain.library import LibraryArticle
from reader.domain.listing import Filters
from reader.services import listing
from reader.ui.incoming import paths_in
from reader.ui.library.filter_bar import FilterBar
from reader.ui.library.imports import ImportPanel
from reader.ui.library.mix_bar import MixBar
from reader.ui.library.table_model import COLUMNS, MIX, TITLE, TableModel
from reader.ui.library_desk import LibraryDesk
from reader.ui.theme import Theme


class ArticleTable(QTableView):
    """Rows of articles; Enter and a double click open one."""

    opened = Signal(int)
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Articles"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        # A hundred thousand rows are as tall as each other, so that none has to be looked at to know where it stands.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def size_columns(self) -> None:
        """Give every column its usual width in the present letters, and the rows their height."""
        letter = self.fontMetrics().averageCharWidth()
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, letter * column.letters + 30)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        self._fill_width()

    def _fill_width(self) -> None:
        """The titles take what the other columns leave."""
        others = sum(self.columnWidth(number) for number in range(len(COLUMNS)) if number != TITLE)
        least = self.fontMetrics().averageCharWidth() * COLUMNS[TITLE].letters // 2
        self.setColumnWidth(TITLE, max(least, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)


class LibraryPage(QWidget):
    """Shows the list once the library is open. Gets acts from the window's menus, tells what is chosen."""

    #: Open the article of this id.
    open_asked = Signal(int)
    #: Open the library, or make one.
    library_asked = Signal()
    #: Import these files and folders (a list of paths).
    dropped = Signal(object)
    #: Take what is chosen out of the library.
    remove_asked = Signal()
    #: Something is chosen, or nothing any more.
    chosen_changed = Signal()
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row_before = 0
        self.setAcceptDrops(True)
        self.filters = FilterBar(self)
        self.model = TableModel(desk, known, self)
        self.table = ArticleTable(self)
        self.table.setModel(self.model)
        # Else the headings look through every chosen row whether all of their column is chosen.
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.setSelectionModel(QItemSelectionModel(self.model, header))
        self.table.setSortingEnabled(True)
        self._mix = MixBar(known, theme, self.table)
        self.table.setItemDelegateForColumn(MIX, self._mix)
        self.table.size_columns()
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.imports = ImportPanel(self)
        self.imports.hide()
        self._list = QWidget(self)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        column.addWidget(self.imports)
        self._closed = self._make_closed()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._closed)
        self._stack.addWidget(self._list)
        self.filters.changed.connect(self._narrow)
        self.filters.wrong.connect(self.said)
        self.table.opened.connect(self._open_row)
        self.table.remove_asked.connect(self.remove_asked)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self.model.counted.connect(self._tell_count)
        self.model.modelAboutToBeReset.connect(self._remember_row)
        self.model.modelReset.connect(self._go_to_row)
        desk.opened.connect(self._show_open)
        self._menu = QMenu(self)

    # Values in

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._mix.theme = theme
        self.table.viewport().update()

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """What the context menu offers."""
        self._menu.addActions(actions)

    def look_again(self) -> None:
        """What is in the library has changed."""
        if self._desk.is_open:
            self.model.look_again()
            self._desk.ask(listing.values, self.filters.set_values, latest="filter values")

    # What is chosen

    def chosen_rows(self) -> list[int]:
        """The rows that are chosen, from top to bottom."""
        chosen = self.table.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def has_choice(self) -> bool:
        """Whether anything is chosen."""
        return self.table.selectionModel().hasSelection()

    def current(self) -> LibraryArticle | None:
        """The article that the keys are at."""
        index = self.table.currentIndex()
        return self.model.article(index.row()) if index.isValid() else None

    def with_chosen(self, then: Callable[[list[int]], None]) -> None:
        """Do something with the ids of what is chosen, however many that are."""
        rows = self.chosen_rows()
        if not rows:
            return
        if (ids := self.model.ids_of(rows)) is not None:
            then(ids)
            return
        order, filters = self.model.order, self.model.filters

        def pick(every: list[int]) -> None:
            then([every[row] for row in rows if row < len(every)])

        self._desk.ask(lambda library: listing.every_id(library, order, filters), pick)

    # Inside

    def _make_closed(self) -> QWidget:
        page = QFrame(self)
        words = QLabel(page)
        words.setText(self.tr("The articles you keep, with your notes, highlights and corrections, are listed here."))
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setProperty("role", "muted")
        words.setFixedWidth(420)
        self.open_button = QPushButton(self.tr("Open the &library…"), page)
        self.open_button.setProperty("primary", True)
        self.open_button.clicked.connect(self.library_asked)
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would keep Tab from what stands before it on the page.
        is_open = self._stack.currentWidget() is self._list
        (self.table if is_open else self.open_button).setFocus(event.reason())

    @Slot(bool)
    def _show_open(self, is_open: bool) -> None:
        self._stack.setCurrentWidget(self._list if is_open else self._closed)
        if is_open:
            self.look_again()
        else:
            self.model.clear()

    @Slot(object)
    def _narrow(self, filters: Filters) -> None:
        self.table.clearSelection()
        self.model.show(self.model.order, filters)

    @Slot(int)
    def _tell_count(self, total: int) -> None:
        removed = self.model.filters.removed
        if total or self.model.filters not in (Filters(), Filters(removed=True)):
            kind = self.tr("removed articles: {count}") if removed else self.tr("articles: {count}")
            self.count.setText(kind.format(count=f"{total:,}").capitalize())
        elif removed:
            self.count.setText(self.tr("No article was removed."))
        else:
            self.count.setText(self.tr("The library is empty. Drop files or folders here, or press Ctrl+I."))

    def _remember_row(self) -> None:
        self._row_before = max(0, self.table.currentIndex().row())

    def _go_to_row(self) -> None:
        if self.model.rowCount():
            row = min(self._row_before, self.model.rowCount() - 1)
            self.table.selectionModel().setCurrentIndex(
                self.model.index(row, TITLE), self.table.selectionModel().SelectionFlag.NoUpdate
            )
        self.chosen_changed.emit()

    def _open_row(self, row: int) -> None:
        article = self.model.article(row)
        if article is not None:
            self.open_asked.emit(article.id)

    def _show_menu(self, at: QPoint) -> None:
        if self.has_choice():
            self._menu.popup(self.table.viewport().mapToGlobal(at))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := paths_in(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(paths)
