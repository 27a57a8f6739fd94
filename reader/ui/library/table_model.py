"""The list of the library's articles, of which only the stretches that are looked at are in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from reader.categories import Categories
from reader.domain.library import LibraryArticle
from reader.domain.listing import Column, Filters, Order, Page
from reader.services import listing
from reader.ui import wording
from reader.ui.library_desk import LibraryDesk
from reader.ui.translation import QT_TRANSLATE_NOOP

#: Articles in a stretch; as many as a tall window shows are two.
_STRETCH = 100
#: Stretches that are kept in memory.
_KEPT = 40


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its heading, its usual width in letters, its text, and what the list is sorted by there."""

    heading: str
    letters: int
    text: Callable[[LibraryArticle], str]
    sorts: Column | None = None


def _labels(article: LibraryArticle) -> str:
    return ", ".join((*article.tags, *(f"[{name}]" for name in article.collections)))


COLUMNS = (
    ListColumn("★", 3, lambda one: "★" if one.star else "", "star"),
    ListColumn(
        QT_TRANSLATE_NOOP("library", "Title"), 46, lambda one: one.title or one.url or wording.untitled(), "title"
    ),
    ListColumn(QT_TRANSLATE_NOOP("library", "Outlet"), 16, lambda one: one.outlet, "outlet"),
    ListColumn(QT_TRANSLATE_NOOP("library", "Author"), 16, lambda one: one.author, "author"),
    ListColumn(QT_TRANSLATE_NOOP("library", "Published"), 11, lambda one: one.published[:10], "published"),
    ListColumn(QT_TRANSLATE_NOOP("library", "Saved"), 11, lambda one: one.saved[:10], "saved"),
    ListColumn(QT_TRANSLATE_NOOP("library", "Words"), 7, lambda one: f"{one.words:,}", "words"),
    ListColumn(QT_TRANSLATE_NOOP("library", "Mix"), 15, lambda _: ""),
    ListColumn(QT_TRANSLATE_NOOP("library", "Tags"), 16, _labels),
    ListColumn(QT_TRANSLATE_NOOP("library", "State"), 9, lambda one: wording.state(one.state), "state"),
)
STAR, TITLE, _, _, _, _, WORDS, MIX, _, _ = range(len(COLUMNS))

#: The shares of the categories (a dict), for whoever draws them.
MIX_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel):
    """Asks the desk for the stretch that a row stands in when the row is looked at first."""

    #: How many articles the list has now.
    counted = Signal(int)

    def __init__(self, desk: LibraryDesk, known: Categories, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._categories = known
        self.order = Order()
        self.filters = Filters()
        self._total = 0
        self._stretches: dict[int, tuple[LibraryArticle, ...]] = {}
        self._asked: set[int] = set()
        self._round = 0  # answers of an earlier round are of another list

    # The list as a whole

    def show(self, order: Order, filters: Filters) -> None:
        """Show the list in this order, filtered so."""
        self.order, self.filters = order, filters
        self.look_again()

    def look_again(self) -> None:
        """Ask anew for what is shown; it stays on the screen until the answer is there."""
        self._round += 1
        if self._desk.is_open:
            self._asked = {0}
            self._ask(0)

    def clear(self) -> None:
        """Show nothing."""
        self._round += 1
        self._take_over(Page((), 0), 0)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's name for sorting by a column."""
        if column < 0:
            self.show(Order(), self.filters)
        elif (by := COLUMNS[column].sorts) is not None:
            self.show(Order(by, order is Qt.SortOrder.DescendingOrder), self.filters)

    def article(self, row: int) -> LibraryArticle | None:
        """The article in a row; None while it is not there yet."""
        stretch = self._stretches.get(row // _STRETCH)
        if stretch is None:
            self._want(row // _STRETCH)
            return None
        return stretch[row % _STRETCH] if row % _STRETCH < len(stretch) else None

    def ids_of(self, rows: Iterable[int]) -> list[int] | None:
        """The ids of the articles in these rows; None where not all are in memory."""
        ids = []
        for row in rows:
            stretch = self._stretches.get(row // _STRETCH, ())
            if row % _STRETCH >= len(stretch):
                return None
            ids.append(stretch[row % _STRETCH].id)
        return ids

    # Stretches

    def _want(self, number: int) -> None:
        if number not in self._asked:
            self._asked.add(number)
            self._ask(number)

    def _ask(self, number: int) -> None:
        now, order, filters = self._round, self.order, self.filters

        def then(page: Page) -> None:
            if now != self._round:
                return
            if number == 0 or page.total != self._total:
                self._take_over(page, number)
            else:
                self._take_in(page, number)

        self._desk.ask(
            lambda library: listing.page(library, order, filters, number * _STRETCH, _STRETCH),
            then,
            latest=f"listing {number}",
        )

    def _take_over(self, page: Page, number: int) -> None:
        """The first of a new list, or of one that has grown or shrunk meanwhile."""
        same_size = page.total == self._total
        if not same_size:
            self.beginResetModel()
        self._total = page.total
        self._stretches = {number: page.articles}
        self._asked = {number}
        if same_size:
            self._changed(0, self._total)
        else:
            self.endResetModel()
        self.counted.emit(self._total)

    def _take_in(self, page: Page, number: int) -> None:
        while len(self._stretches) >= _KEPT:
            oldest = next(iter(self._stretches))
            del self._stretches[oldest]
            self._asked.discard(oldest)
        self._stretches[number] = page.articles
        self._changed(number * _STRETCH, number * _STRETCH + len(page.articles))

    def _changed(self, start: int, end: int) -> None:
        if end > start:
            self.dataChanged.emit(self.index(start, 0), self.index(end - 1, len(COLUMNS) - 1))

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return wording.column(COLUMNS[section].heading)
            if role == Qt.ItemDataRole.AccessibleTextRole and section == STAR:
                return self.tr("Star")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = {WORDS: Qt.AlignmentFlag.AlignRight, STAR: Qt.AlignmentFlag.AlignHCenter}
            return side.get(column, Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            MIX_ROLE,
        ):
            return None
        article = self.article(index.row())
        if article is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and column == TITLE else None
        if role == MIX_ROLE:
            return article.mix
        if column == MIX:
            return None if role == Qt.ItemDataRole.DisplayRole else wording.mix(article.mix, self._categories)
        if column == STAR and role != Qt.ItemDataRole.DisplayRole:
            return self.tr("starred") if article.star else self.tr("no star")
        if column == TITLE and role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (article.title, article.url) if part)
        return COLUMNS[column].text(article)
