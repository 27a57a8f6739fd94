"""How a span looks on the page: where its lines are, and how wash, underline, letter and cues are drawn there.

Marks are painted from the layout of the rows that can be seen. They are no part of the document, so that switching a
category off is one repaint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextLine

from reader.categories import Categories, Category
from reader.domain.analysis import Span
from reader.ui.article_document import ArticleDocument
from reader.ui.layers import is_users
from reader.ui.span_index import letters
from reader.ui.theme import Theme
from reader.ui.underlines import Underline

#: How much of the underline's colour goes into what emphasises a cue, and into the hatching of an unsure span.
CUE_SHARE = 0.18
HATCH_SHARE = 0.22
#: From the corner of a span's first wash to where its letter stands.
_ABOVE = QPointF(1.5, -2.0)
#: Between the underline of a mark of the user's and the second line beneath it.
_APART = 1.5


def blend(over: str, under: str, share: float) -> str:
    """The colour of `share` of one colour over another, "#RRGGBB"."""
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


@dataclass(frozen=True, slots=True)
class Mark:
    """One span in one row, in the coordinates of the row."""

    span: Span
    boxes: tuple[QRectF, ...]
    lines: tuple[QLineF, ...]
    cues: tuple[QRectF, ...]
    #: The letter and where it stands; None where the span began in another row.
    letter: str
    letter_at: QPointF | None
    #: A word beside it ("unsure", "you"), and where it stands; None where there is no room for it.
    word: str
    word_at: QPointF | None

    @property
    def bounds(self) -> QRectF:
        """All that this mark may paint on."""
        around = QRectF()
        for box in self.boxes:
            around = around.united(box)
        return around.adjusted(-6, -22, 44, 16)


def pieces(layout: QTextLayout, start: int, end: int) -> list[tuple[QTextLine, float, float]]:
    """The lines that hold these columns, with where on the line they begin and end."""
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = line.textStart()
        last = first + line.textLength()
        if last <= start or first >= end:
            continue
        edge = line.naturalTextRect().right()
        a = line.cursorToX(max(start, first))[0]  # type: ignore[index]  # the stub says float, Qt returns a pair
        b = line.cursorToX(min(end, last))[0]  # type: ignore[index]
        left, right = min(a, b, edge), min(max(a, b), edge)
        if right - left > 1:
            found.append((line, left, right))
    return found


class MarkPainter:
    """Measures and paints marks in one theme and face, for screens of one pixel ratio."""

    def __init__(self, categories: Categories, theme: Theme, face: QFont, ratio: float) -> None:
        self._categories = categories
        self._unsure = QCoreApplication.translate("marks", "unsure")
        self._you = QCoreApplication.translate("marks", "you")
        self._em = QFontMetricsF(face).height() / 1.17
        self.letter_font = QFont()
        self.letter_font.setPixelSize(max(9, round(self._em * 0.56)))
        self.letter_font.setWeight(QFont.Weight.Bold)
        self._letter_metrics = QFontMetricsF(self.letter_font)
        self._unsure_font = QFont(self.letter_font)
        self._unsure_font.setWeight(QFont.Weight.Normal)
        self._unsure_font.setItalic(True)
        self._inks = {c.id: _Ink(c, theme, ratio) for c in categories.by_order}

    def measure(self, document: ArticleDocument, row: int, spans: Sequence[Span]) -> tuple[Mark, ...]:
        """Where these spans of one row are."""
        layout = document.text_block(row).layout()
        marks = []
        for span in spans:
            boxes, lines = [], []
            for line, left, right in pieces(layout, document.column(row, span.start), document.column(row, span.end)):
                base = line.y() + line.ascent()
                boxes.append(QRectF(left - 2, base - 0.8 * self._em, right - left + 4, 1.02 * self._em))
                lines.append(QLineF(left - 1, base + 0.27 * self._em, right + 1, base + 0.27 * self._em))
            if not boxes:
                continue
            cues = [
                QRectF(left - 1.5, line.y() + line.ascent() - 0.76 * self._em, right - left + 3, 0.96 * self._em)
                for start, end in span.cues
                for line, left, right in pieces(layout, document.column(row, start), document.column(row, end))
                if span.start <= start < span.end
            ]
            begins_here = span.start >= document.row(row).start
            letter = "·".join(self._categories[i].letter for i in letters(span, self._categories))
            at = boxes[0].topLeft() + _ABOVE if begins_here else None
            word = self._you if is_users(span) else self._unsure if span.shown == "unsure" else ""
            word_at = self._word_place(word, letter, boxes) if word else None
            marks.append(Mark(span, tuple(boxes), tuple(lines), tuple(cues), letter, at, word, word_at))
        return tuple(marks)

    def _word_place(self, word: str, letter: str, boxes: Sequence[QRectF]) -> QPointF | None:
        """The first line of a span that is long enough for the word, beside the letter if it is the first of all."""
        for number, box in enumerate(boxes):
            lead = self._letter_metrics.horizontalAdvance(letter + " ") if number == 0 else 0.0
            if box.width() > lead + self._letter_metrics.horizontalAdvance(word):
                return box.topLeft() + _ABOVE + QPointF(lead, 0)
        return None

    def paint_beneath(self, painter: QPainter, mark: Mark, selected: bool, hovered: bool) -> None:
        """Paint what lies beneath the words."""
        ink = self._inks[mark.span.category]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.hatch if mark.span.shown == "unsure" else ink.wash)
        for box in mark.boxes:
            painter.drawRoundedRect(box, 2, 2)
        if selected or hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(ink.frame if selected else ink.faint_frame)
            for box in mark.boxes:
                painter.drawRoundedRect(box.adjusted(0, 0, 0, 1), 3, 3)
        if selected:
            painter.setPen(ink.cue_edge)
            painter.setBrush(ink.cue)
            for box in mark.cues:
                painter.drawRoundedRect(box, 2, 2)

    def paint_above(self, painter: QPainter, mark: Mark) -> None:
        """Paint underline and letter."""
        ink = self._inks[mark.span.category]
        for line in mark.lines:
            ink.underline.draw(painter, line.x1(), line.x2(), line.y1())
        if is_users(mark.span):  # a second line, whatever the category's own looks like
            painter.setPen(ink.second)
            for line in mark.lines:
                painter.drawLine(line.translated(0, ink.underline.height + _APART))
        painter.setPen(ink.letter)
        if mark.letter_at is not None:
            painter.setFont(self.letter_font)
            painter.drawText(mark.letter_at, mark.letter)
        if mark.word_at is not None:
            painter.setFont(self._unsure_font)
            painter.drawText(mark.word_at, mark.word)


class _Ink:
    """Pens and brushes of one category in one theme, made once."""

    def __init__(self, category: Category, theme: Theme, ratio: float) -> None:
        ink = theme.ink_of(category)
        self.wash = QBrush(QColor(ink.wash))
        self.hatch = QBrush(QColor(blend(ink.line, theme.page, HATCH_SHARE)), Qt.BrushStyle.BDiagPattern)
        self.underline = Underline(category.underline, category.underline_width, ink.line, ratio)
        self.letter = QPen(QColor(ink.line))
        self.second = QPen(QColor(ink.line), 1.5)
        self.frame = QPen(QColor(ink.line), 1.4)
        self.faint_frame = QPen(QColor(blend(ink.line, theme.page, 0.45)), 1)
        self.cue = QBrush(QColor(blend(ink.line, ink.wash, CUE_SHARE)))
        self.cue_edge = QPen(QColor(blend(ink.line, theme.page, 0.7)), 1)


def draw_sample(painter: QPainter, category: Category, theme: Theme, box: QRectF, font: QFont, on: bool) -> None:
    """A category's letter on its wash over its underline, as legend and card show it."""
    ink = theme.ink_of(category)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.wash))
        painter.drawRoundedRect(box, 3, 3)
        ratio = painter.device().devicePixelRatioF()
        underline = Underline(category.underline, category.underline_width, ink.line, ratio)
        underline.draw(painter, box.left(), box.right(), box.bottom() + 2)
    else:
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor(ink.line if on else theme.muted))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, category.letter)
    if not on:
        painter.drawLine(QLineF(box.bottomLeft(), box.topRight()))
