"""The underlines: solid, dashes, wave, dots. Drawn once as a small tile and then laid out like a ribbon.

Stroking a wave or dashes anew for every line of every repaint costs several times what drawing the text does.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from reader.categories import UnderlineShape

#: Length of one repetition, in device-independent pixels.
_PERIOD = {"solid": 8, "dash": 13, "wave": 7, "dot": 5}


class Underline:
    """One underline in one colour, for screens of one pixel ratio."""

    def __init__(self, shape: UnderlineShape, width: int, colour: str, ratio: float) -> None:
        period = _PERIOD[shape]
        self.height = width + (4 if shape == "wave" else 1)
        # Whole pixels of the screen, so that the tiles join without a seam.
        self._tile = QPixmap(max(1, round(period * ratio)), max(1, round(self.height * ratio)))
        self._tile.setDevicePixelRatio(ratio)
        self._tile.fill(Qt.GlobalColor.transparent)
        with QPainter(self._tile) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint(painter, shape, width, QColor(colour), period, self.height)

    def draw(self, painter: QPainter, left: float, right: float, top: float) -> None:
        """Draw it from left to right, its upper edge at this height."""
        area = QRectF(round(left), round(top), round(right) - round(left), self.height)
        painter.drawTiledPixmap(area, self._tile)


def _paint(painter: QPainter, shape: UnderlineShape, width: int, colour: QColor, period: float, height: float) -> None:
    if shape == "solid":
        painter.fillRect(QRectF(0, 0, period + 1, width), colour)
    elif shape == "dash":
        painter.fillRect(QRectF(0, 0, period - 4, width), colour)
    elif shape == "dot":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        size = width + 0.6
        painter.drawEllipse(QRectF(0.4, 0.2, size, size))
    else:
        pen = QPen(colour, width * 0.85)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        middle, swing = height / 2, height * 0.62
        path = QPainterPath(QPointF(-period, middle))
        for start in (-period, 0.0, period):  # beyond both edges, so that the tile's ends meet
            path.quadTo(start + period / 4, middle - swing, start + period / 2, middle)
            path.quadTo(start + 3 * period / 4, middle + swing, start + period, middle)
        painter.drawPath(path)
