"""The list of the library's articles, of which only the stretches that are looked at are in memory."""

from __future__ import annotations

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

#: The heading of each column, what the list is sorted by there, and its usual width in letters.
COLUMNS: tuple[tuple[str, Column | None, int], ...] = (
    (QT_TRANSLATE_NOOP("library", "★"), "star", 3),
    (QT_TRANSLATE_NOOP("library", "Title"), "title", 44),
    (QT_TRANSLATE_NOOP("library", "Outlet"), "outlet", 16),
    (QT_TRANSLATE_NOOP("library", "Author"), "author", 16),
    (QT_TRANSLATE_NOOP("library", "Published"), "published", 11),
    (QT_TRANSLATE_NOOP("library", "Saved"), "saved", 11),
    (QT_TRANSLATE_NOOP("library", "Words"), "words", 7),
    (QT_TRANSLATE_NOOP("library", "Mix"), None, 14),
    (QT_TRANSLATE_NOOP("library", "Tags"), None, 16),
    (QT_TRANSLATE_NOOP("library", "State"), "state", 9),
)
STAR, TITLE, OUTLET, AUTHOR, PUBLISHED, SAVED, WORDS, MIX, TAGS, STATE = range(len(COLUMNS))

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
        self._asked = {0}
        self._ask(0)

    def clear(self) -> None:
        """Show nothing."""
        self._round += 1
        self._take_over(Page((), 0), 0)

    def article(self, row: int) -> LibraryArticle | None:
        """The article in a row; None while it is not there yet."""
        stretch = self._stretches.get(row // _STRETCH)
        if stretch is None:
            self._want(row // _STRETCH)
            return None
        return stretch[row % _STRETCH] if row % _STRETCH < len(stretch) else None

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
                return wording.column(COLUMNS[section][0])
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
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(article, column)
        if column == STAR:
            return self.tr("starred") if article.star else self.tr("no star")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _about(article) if column == TITLE else self._text(article, column)
        return self._text(article, column)

    def _text(self, article: LibraryArticle, column: int) -> str:
        match column:
            case 0:  # STAR
                return "★" if article.star else ""
            case 1:  # TITLE
                return article.title or article.url or self.tr("Untitled")
            case 4:  # PUBLISHED
                return article.published[:10]
            case 5:  # SAVED
                return article.saved[:10]
            case 6:  # WORDS
                return f"{article.words:,}"
            case 8:  # TAGS
                return ", ".join((*article.tags, *(f"[{name}]" for name in article.collections)))
            case 9:  # STATE
                return wording.state(article.state)
            case _:
                return article.outlet if column == OUTLET else article.author


def _about(article: LibraryArticle) -> str:
    return "\n".join(part for part in (article.title, article.url) if part)
