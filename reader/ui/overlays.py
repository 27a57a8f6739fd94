"""What the reader has put on an article besides marks: highlights, and signs where notes stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader.domain.analysis import Offsets
from reader.ui.article_document import ArticleDocument
from reader.ui.marks import pieces
from reader.ui.theme import Theme

#: How far the ends of a highlight lean, as drawn with a marker pen.
_LEAN = 3.0
#: Size of the sign of a note, and where it is beside the column.
_SIGN, _SIGN_LEFT = 8.0, 1.0


@dataclass(frozen=True, slots=True)
class NotePlace:
    """A note, the code point where its passage begins, and its first words."""

    note: int
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of a note beside a line. top: in the coordinates of its row."""

    place: NotePlace
    top: float


class Overlays:
    """Measures them row by row, once, and paints them."""

    def __init__(self) -> None:
        self._highlights: tuple[Offsets, ...] = ()
        self._places: tuple[NotePlace, ...] = ()
        self._bands: dict[int, tuple[QPolygonF, ...]] = {}
        self._signs: dict[int, tuple[Sign, ...]] = {}

    def set_looks(self, theme: Theme, em: float) -> None:
        """Set the colours and the size of the letters."""
        self._em = em
        self._band = QColor(theme.marker)
        self._sign = QColor(theme.accent)
        self._on_sign = QPen(QColor(theme.on_accent), 1)
        self.measure_anew()

    def set_highlights(self, passages: Iterable[Offsets]) -> None:
        """Mark these passages."""
        self._highlights = tuple(passages)
        self.measure_anew()

    def set_notes(self, places: Iterable[NotePlace]) -> None:
        """Put signs at these."""
        self._places = tuple(places)
        self.measure_anew()

    def measure_anew(self) -> None:
        """The rows have changed."""
        self._bands.clear()
        self._signs.clear()

    def bands(self, document: ArticleDocument, row: int) -> tuple[QPolygonF, ...]:
        """The highlights of a row: strokes over the lower half of the words."""
        if row not in self._bands:
            block = document.row(row)
            self._bands[row] = tuple(
                self._stroke(left, right, line.y() + line.ascent())
                for start, end in self._highlights
                if start < block.end and block.start < end
                for line, left, right in pieces(
                    document.text_block(row).layout(), document.column(row, start), document.column(row, end)
                )
            )
        return self._bands[row]

    def signs(self, document: ArticleDocument, row: int) -> tuple[Sign, ...]:
        """The signs of the notes on passages that begin in this row."""
        if row not in self._signs:
            block = document.row(row)
            layout = document.text_block(row).layout()
            found = []
            for place in self._places:
                if block.start <= place.start < block.end:
                    line = layout.lineForTextPosition(document.column(row, place.start))
                    found.append(Sign(place, line.y() + line.ascent() - 0.32 * self._em - _SIGN / 2))
            self._signs[row] = tuple(found)
        return self._signs[row]

    def paint_beneath(self, painter: QPainter, bands: Iterable[QPolygonF]) -> None:
        """Paint highlights, beneath the words and over the washes."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._band)
        for band in bands:
            painter.drawPolygon(band)

    def paint_sign(self, painter: QPainter, box: QRectF) -> None:
        """Paint the sign of a note: a small sheet with lines."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._sign)
        painter.drawRoundedRect(box, 1.5, 1.5)
        painter.setPen(self._on_sign)
        for step in (0.32, 0.68):
            height = box.top() + box.height() * step
            painter.drawLine(QPointF(box.left() + 1.5, height), QPointF(box.right() - 1.5, height))

    def _stroke(self, left: float, right: float, base: float) -> QPolygonF:
        top, bottom = base - 0.34 * self._em, base + 0.16 * self._em
        corners = ((left + 1, top), (right + _LEAN, top), (right, bottom), (left - _LEAN + 1, bottom))
        return QPolygonF([QPointF(x, y) for x, y in corners])


def sign_box(sign: Sign, row_top: float) -> QRectF:
    """Where a sign is in the viewport, given where its row begins there."""
    return QRectF(_SIGN_LEFT, row_top + sign.top, _SIGN, _SIGN)
