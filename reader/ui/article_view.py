"""The reading column: an article's text with its marks painted under and over the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from reader.categories import Categories
from reader.domain.analysis import Offsets, Span
from reader.domain.article import Article, BlockKind
from reader.domain.corrections import Mark as UserMark
from reader.ui import layers
from reader.ui.article_column import ArticleColumn
from reader.ui.article_document import PAD
from reader.ui.badges import Badge, BadgeMargin, lay_out
from reader.ui.letting_go import LettingGo
from reader.ui.marks import Mark, MarkPainter
from reader.ui.overlays import NotePlace, Overlays, sign_box
from reader.ui.span_index import SpanIndex, letters
from reader.ui.theme import Theme, reading_font


class ArticleView(ArticleColumn):
    """Shows one article. Gets frozen values; tells which span the reader points at or chooses.

    The document is never touched for a change of marks: `paintEvent` draws those of the rows that can be seen.
    """

    #: The `Span` the reader chose, or None.
    selected = Signal(object)
    #: The `Span` under the mouse, or None.
    hovered = Signal(object)
    #: The id of the note whose sign was clicked.
    note_clicked = Signal(int)

    def __init__(self, categories: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = categories
        self._theme = theme
        self._index = SpanIndex()
        self._machine: tuple[Span, ...] = ()
        self._overlays = Overlays()
        self._on = frozenset(c.id for c in categories.by_order)
        self._cache: dict[int, tuple[Mark, ...]] = {}
        self._selected: Span | None = None
        self._hovered: Span | None = None
        self._pressed_at = QPoint()
        self._zoom = 1.0
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
        self._forget_places()
        if not keep_place:
            self.set_spans(())
            self.set_highlights(())
            self.set_notes(())
        self._document.fill(article)
        self.setDocument(self._document.qt)
        if keep_place:  # without a moment in which the reader loses it
            self._document.fill_up_to(self._document.row_at(place or 0) or 0)
            self._go_to(place)
        else:
            self.verticalScrollBar().setValue(0)

    def set_spans(self, spans: Iterable[Span]) -> None:
        """Show these marks; what was selected stays selected where a span still begins there."""
        self._machine = tuple(spans)
        self._show(self._machine)

    def set_marks(self, marks: Iterable[UserMark]) -> None:
        """Show the user's layer over the spans of `set_spans`: what `domain.corrections.shown` gives for both."""
        self._show(layers.shown(marks, self._machine, self.tr("You marked it so.")))

    def set_highlights(self, passages: Iterable[Offsets]) -> None:
        """Show these passages as highlighted, in code points."""
        self._overlays.set_highlights(passages)
        self._repaint()

    def set_notes(self, places: Iterable[NotePlace]) -> None:
        """Put signs beside the lines where these notes' passages begin."""
        self._overlays.set_notes(places)
        self._repaint()

    def _show(self, spans: tuple[Span, ...]) -> None:
        before = self._selected
        self._past.let_go(self._index.spans)
        self._index = SpanIndex(spans)
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
        self._overlays.set_looks(theme, QFontMetricsF(font).height() / 1.17)
        self._margin.set_looks(theme, QFontMetricsF(font).height() / 1.17)
        self._cache.clear()
        self.measure_column(font)
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

    def visible_marks(self) -> list[Mark]:
        """The marks that can be seen now."""
        height = self.viewport().height()
        return [m for _, _, marks in self._rows_between(0, height) for m in marks if self.is_on(m.span)]

    def passage(self) -> Offsets | None:
        """The code points of the selected text, else of the chosen span; None where nothing is selected."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            start, end = (self._document.point(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
            return (start, end) if start is not None and end is not None else None
        return (self._selected.start, self._selected.end) if self._selected else None

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

    def select_at(self, at: QPoint) -> None:
        """Choose the span at a place of the viewport, or none."""
        self.select(self._span_under(QPointF(at)))

    def passage_corner(self) -> QPoint:
        """Where what `passage` gives ends in the viewport."""
        if not self.textCursor().hasSelection() and self._selected and (box := self._bounds(self._selected)):
            return box.bottomLeft().toPoint()
        return self.cursorRect().bottomLeft()

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
                self._overlays.paint_beneath(painter, self._overlays.bands(self._document, row))
                painter.translate(-at)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row, at, marks in rows:
                for sign in self._overlays.signs(self._document, row):
                    self._overlays.paint_sign(painter, sign_box(sign, at.y()))
                painter.translate(at)
                for mark in marks:
                    if self.is_on(mark.span):
                        self._painter.paint_above(painter, mark)
                painter.translate(-at)

    # Place on the screen

    def _columns_moved(self, left: int, rewrapped: bool) -> None:
        if rewrapped:
            self._forget_places()
        self._margin.setGeometry(max(0, left - 260), 0, min(left, 260), self.height())

    def _forget_places(self) -> None:
        self._cache.clear()
        self._overlays.measure_anew()

    def _after_fill(self) -> None:
        self._forget_places()
        self._repaint()

    # Mouse

    def _span_under(self, at: QPointF) -> Span | None:
        shifted = at + QPointF(0, self.verticalScrollBar().value())
        position = self.document().documentLayout().hitTest(shifted, Qt.HitTestAccuracy.ExactHit)
        point = self._document.point(position) if position >= 0 else None
        span = self._index.at(point) if point is not None else None
        return span if span is not None and self.is_on(span) else None

    def _note_under(self, at: QPointF) -> NotePlace | None:
        for row, top, _ in self._rows_between(at.y(), at.y()):
            for sign in self._overlays.signs(self._document, row):
                if sign_box(sign, top.y()).adjusted(-2, -4, 2, 4).contains(at):
                    return sign.place
        return None

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
            place = self._note_under(event.position())
            if place is not None:
                self.note_clicked.emit(place.note)
            else:
                self.select(self._span_under(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Leave:
            self._hover(None)
        elif event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._note_under(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), place.words if place else "", self.viewport())
            return True
        elif event.type() is QEvent.Type.DevicePixelRatioChange:
            self.set_looks(self._theme, self._zoom)
        return super().viewportEvent(event)
