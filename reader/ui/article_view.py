"""The reading column: an article's text with its marks painted under and over the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit, QWidget

from reader.categories import Categories
from reader.domain.analysis import Span
from reader.domain.article import Article, BlockKind
from reader.ui.article_document import PAD, ArticleDocument
from reader.ui.badges import Badge, BadgeMargin, lay_out
from reader.ui.letting_go import LettingGo
from reader.ui.marks import Mark, MarkPainter
from reader.ui.span_index import SpanIndex, letters
from reader.ui.theme import Theme, reading_font

#: 70 letters of running English, to measure the column with.
_SEVENTY = "The ministry said on Monday that the bridge would be closed to traffic"
_BADGES_WIDE, _BADGES_NARROW = 172, 92


class ArticleView(QTextEdit):
    """Shows one article. Gets frozen values; tells which span the reader points at or chooses.

    The document is never touched for a change of marks: `paintEvent` draws those of the rows that can be seen.
    """

    #: The `Span` the reader chose, or None.
    selected = Signal(object)
    #: The `Span` under the mouse, or None.
    hovered = Signal(object)

    def __init__(self, categories: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._document = ArticleDocument(self)
        self._theme = theme
        self._index = SpanIndex()
        self._on = frozenset(c.id for c in categories.by_order)
        self._cache: dict[int, tuple[Mark, ...]] = {}
        self._selected: Span | None = None
        self._hovered: Span | None = None
        self._pressed_at = QPoint()
        self._zoom = 1.0
        self.setDocument(self._document.qt)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # A width of its own, so that a wider window moves the column and lays nothing out again.
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAcceptDrops(False)
        self.setAutoFillBackground(True)
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Article"))
        self._margin = BadgeMargin(self, self)
        self._margin.clicked.connect(self.select)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._margin.update())
        self._document.filled.connect(self._after_fill)
        self._past = LettingGo(self)
        self._marks_due = QTimer(self)
        self._marks_due.setSingleShot(True)
        self._marks_due.setInterval(1)
        self._marks_due.timeout.connect(self._measure_then_paint)
        self.set_looks(theme, 1.0)

    # Values in

    def set_article(self, article: Article, keep_place: bool = False) -> None:
        """Show an article without marks; or, with keep_place, the same article with other blocks shown."""
        place = self.place() if keep_place else None
        self._cache.clear()
        if not keep_place:
            self.set_spans(())
        self._document.fill(article)
        self.setDocument(self._document.qt)
        if keep_place:  # without a moment in which the reader loses it
            self._document.fill_up_to(self._document.row_at(place or 0) or 0)
            self._go_to(place)
        else:
            self.verticalScrollBar().setValue(0)

    def set_spans(self, spans: Iterable[Span]) -> None:
        """Show these marks; what was selected stays selected where a span still begins there."""
        before = self._selected
        self._past.let_go(self._index.spans)
        self._index = SpanIndex(tuple(spans))
        self._cache.clear()
        self._hovered = None
        self.select(self._index.at(before.start) if before else None)
        # Each a turn of the event loop: on a long article, finding places and painting take a few milliseconds.
        self._marks_due.start()

    def set_categories_on(self, on: Iterable[str]) -> None:
        """Draw the marks of these categories only: one repaint, the document stays as it is."""
        self._on = frozenset(on)
        if self._selected and not self.is_on(self._selected):
            self.select(None)
        self._repaint()

    def set_looks(self, theme: Theme, zoom: float) -> None:
        """Set the theme and the size of the letters (1.0 is the normal one)."""
        place = self.place()
        self._theme, self._zoom = theme, zoom
        font = reading_font(13.5 * zoom)
        self._painter = MarkPainter(self._categories, theme, font, self.devicePixelRatioF())
        palette = QPalette(QApplication.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.page))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.text))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.selection))
        self.setPalette(palette)
        self.viewport().setPalette(palette)  # under a style sheet it does not inherit a second time
        self._document.set_looks(theme, font)
        self._margin.set_looks(theme, QFontMetricsF(font).height() / 1.17)
        self._column = round(QFontMetricsF(font).horizontalAdvance(_SEVENTY)) + 2 * PAD
        self._cache.clear()
        self._place_column()
        self._go_to(place)
        self._repaint()

    # What others may ask

    @property
    def spans(self) -> SpanIndex:
        """The spans that are shown, the switched-off ones included."""
        return self._index

    @property
    def selected_span(self) -> Span | None:
        """The span the reader chose."""
        return self._selected

    def is_on(self, span: Span) -> bool:
        """Whether a span's mark is drawn: one of its letters is switched on."""
        return not self._on.isdisjoint(letters(span, self._categories))

    def place(self) -> int | None:
        """The article's code point at the top of the view; None at the very top or without an article."""
        if self.verticalScrollBar().value() == 0:
            return None
        return self._document.point(self.cursorForPosition(QPoint(PAD, 4)).position())

    def visible_marks(self) -> list[Mark]:
        """The marks that can be seen now."""
        height = self.viewport().height()
        return [m for _, _, marks in self._rows_between(0, height) for m in marks if self.is_on(m.span)]

    # Choosing

    def select(self, span: Span | None) -> None:
        """Choose a span, or none."""
        if span is self._selected:
            return
        for changed in (self._selected, span):
            self._update_span(changed)
        self._selected = span
        self._margin.set_selected(span)
        self.selected.emit(span)

    def step(self, direction: int) -> None:
        """Choose the next (1) or previous (-1) span whose mark is drawn, and bring it into view."""
        if self._selected is not None:
            start = self._selected.start
        else:
            top = self._document.point(self.cursorForPosition(QPoint(PAD, 0)).position()) or 0
            start = top - 1 if direction > 0 else top
        span = self._index.next_from(start, direction, self.is_on)
        if span is not None:
            self.select(span)
            self.reveal(span)

    def reveal(self, span: Span) -> None:
        """Scroll so far that the span stands comfortably in view."""
        box = self._bounds(span)
        if box is None:
            return
        height = self.viewport().height()
        if box.top() < height * 0.08 or box.bottom() > height * 0.85:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + box.top() - height * 0.3))

    # Rows and marks

    def _rows_between(self, top: float, bottom: float) -> Iterator[tuple[int, QPointF, tuple[Mark, ...]]]:
        """Rows that share a place with these heights of the viewport: number, where they stand there, marks."""
        layout = self.document().documentLayout()
        scrolled = self.verticalScrollBar().value()
        at = layout.hitTest(QPointF(PAD, top + scrolled), Qt.HitTestAccuracy.FuzzyHit)
        block = self.document().findBlock(max(at, 0))
        rows = self._document.row_count
        while block.isValid() and block.blockNumber() < rows:
            if layout.blockBoundingRect(block).top() > bottom + scrolled:
                return
            row = block.blockNumber()
            yield row, block.layout().position() - QPointF(0, scrolled), self._marks(row)
            block = block.next()

    def _marks(self, row: int) -> tuple[Mark, ...]:
        marks = self._cache.get(row)
        if marks is None:
            block = self._document.row(row)
            spans = self._index.between(block.start, block.end)
            marks = self._painter.measure(self._document, row, spans)
            self._cache[row] = marks
        return marks

    def visible_badges(self, line: float) -> Iterator[Badge]:
        """The badges beside the rows that can be seen, each `line` pixels a line of words."""
        for row, at, marks in self._rows_between(0, self.viewport().height()):
            on = [m for m in marks if self.is_on(m.span) and m.letter_at]
            if not on:
                continue
            # A line of the page is taller than a line of a badge: the kind stands level with the words.
            lift = on[0].boxes[0].height() / 2 - line / 2
            bottom = at.y() + self._document.text_block(row).layout().boundingRect().bottom() + line
            yield from lay_out(((at.y() + m.boxes[0].top() + lift, m.span) for m in on), bottom, line)

    def _bounds(self, span: Span) -> QRectF | None:
        """Where a span's mark is in the viewport."""
        row = self._document.row_at(span.start)
        if row is None:
            return None
        self._document.fill_up_to(row)
        block = self._document.text_block(row)
        self.document().documentLayout().blockBoundingRect(block)  # lays out what the view has not come to yet
        at = block.layout().position() - QPointF(0, self.verticalScrollBar().value())
        for mark in self._marks(row):
            if mark.span is span:
                return mark.bounds.translated(at)
        return None

    def _update_span(self, span: Span | None) -> None:
        if span is not None and (box := self._bounds(span)) is not None:
            self.viewport().update(box.toAlignedRect())

    def _measure_then_paint(self) -> None:
        self.visible_marks()
        QTimer.singleShot(1, self._repaint)

    @Slot()
    def _repaint(self) -> None:
        self.viewport().update()
        self._margin.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        rows = list(self._rows_between(area.top() - 24, area.bottom() + 24))
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, at, marks in rows:
                painter.translate(at)
                if self._document.row(row).kind is BlockKind.QUOTATION:
                    height = self._document.text_block(row).layout().boundingRect().height()
                    painter.fillRect(QRectF(-14, 2, 3, height - 4), QColor(self._theme.border))
                for mark in marks:
                    if self.is_on(mark.span):
                        chosen, pointed = mark.span is self._selected, mark.span is self._hovered
                        self._painter.paint_beneath(painter, mark, chosen, pointed)
                painter.translate(-at)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for _, at, marks in rows:
                painter.translate(at)
                for mark in marks:
                    if self.is_on(mark.span):
                        self._painter.paint_above(painter, mark)
                painter.translate(-at)

    # Place on the screen

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_column()

    def _place_column(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - bar
        badges = _BADGES_WIDE if room >= self._column + _BADGES_WIDE else _BADGES_NARROW
        column = max(200, min(self._column, room - badges))
        left = max(badges, (room - column) // 2)
        right = max(0, room - left - column)
        if self.lineWrapColumnOrWidth() != column:
            self._cache.clear()
            self.setLineWrapColumnOrWidth(column)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)
        self._margin.setGeometry(max(0, left - 260), 0, min(left, 260), self.height())

    def _after_fill(self) -> None:
        self._cache.clear()
        self._repaint()

    def _go_to(self, place: int | None) -> None:
        row = None if place is None else self._document.row_at(place)
        if place is None or row is None:
            return
        block = self._document.text_block(row)
        self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(self._document.column(row, place))
        self.verticalScrollBar().setValue(round(block.layout().position().y() + (line.y() if line.isValid() else 0)))

    # Mouse

    def _span_under(self, at: QPointF) -> Span | None:
        shifted = at + QPointF(0, self.verticalScrollBar().value())
        position = self.document().documentLayout().hitTest(shifted, Qt.HitTestAccuracy.ExactHit)
        point = self._document.point(position) if position >= 0 else None
        span = self._index.at(point) if point is not None else None
        return span if span is not None and self.is_on(span) else None

    def _hover(self, span: Span | None) -> None:
        if span is self._hovered:
            return
        for changed in (self._hovered, span):
            self._update_span(changed)
        self._hovered = span
        self.hovered.emit(span)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._hover(self._span_under(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if event.button() is Qt.MouseButton.LeftButton and moved < QApplication.startDragDistance():
            self.select(self._span_under(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(None)
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self.set_looks(self._theme, self._zoom)
        return super().viewportEvent(event)

    def face(self) -> QFont:
        """The reading face at its present size."""
        return self.document().defaultFont()
