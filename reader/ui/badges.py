"""The margin: who speaks where it is not the writer, said without hovering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reader.domain.analysis import Source, Span
from reader.ui import wording
from reader.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Badge:
    """A source named beside the line where its words begin. top: in the coordinates of the page's viewport."""

    top: float
    kind: str
    name: str
    span: Span
    #: How many other sources begin here for which there is no room.
    more: int = 0
    with_name: bool = True


def lay_out(marks: Iterable[tuple[float, Span]], bottom: float, line: float) -> tuple[Badge, ...]:
    """Badges for the spans of one row, given with the height at which each begins, so that none covers another.

    Consecutive spans of one source share a badge. A badge takes one line for the kind and one for the name; where the
    next is too close, it does without the name, and what would run below `bottom` is counted in the last that has room.
    """
    groups: list[Badge] = []
    last: Source | None = None
    for top, span in marks:
        source = span.source
        if source.kind == "writer":
            last = None
        elif last is None or (source.kind, wording.name(source)) != (last.kind, wording.name(last)):
            groups.append(Badge(top, wording.kind(source), wording.name(source), span))
            last = source
    placed: list[Badge] = []
    for group in groups:
        top = max(group.top, placed[-1].top + line) if placed else group.top
        if placed and top + line > bottom:
            placed[-1] = replace(placed[-1], more=placed[-1].more + 1)
        else:
            placed.append(replace(group, top=top))
    ends = [*(badge.top for badge in placed[1:]), bottom] if placed else []
    return tuple(replace(badge, with_name=badge.top + 2 * line <= end) for badge, end in zip(placed, ends, strict=True))


class BadgeSource(Protocol):
    """Who knows which badges can be seen: the article view."""

    def visible_badges(self, line: float) -> Iterable[Badge]: ...


class BadgeMargin(QWidget):
    """Paints the badges of the rows that can be seen, right-aligned against the reading column."""

    #: The span (a `Span`) whose badge was clicked.
    clicked = Signal(object)

    GAP = 14

    def __init__(self, view: QWidget, source: BadgeSource) -> None:
        super().__init__(view)
        self._source = source
        self._theme: Theme | None = None
        self._kind_font = QFont()
        self._name_font = QFont()
        self._line = 15.0
        self._selected = ""
        self.setAccessibleName(self.tr("Sources in the margin"))

    def set_looks(self, theme: Theme, size: float) -> None:
        """Set colours and the size of the words, in pixels."""
        self._theme = theme
        self._kind_font.setPixelSize(max(10, round(size * 0.66)))
        self._kind_font.setWeight(QFont.Weight.DemiBold)
        self._name_font.setPixelSize(max(10, round(size * 0.66)))
        self._line = QFontMetricsF(self._name_font).height() + 1
        self.update()

    def set_selected(self, span: Span | None) -> None:
        """Tell which span is selected: its badge stands out."""
        self._selected = span.id if span else ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for badge in self._source.visible_badges(self._line):
            if badge.top <= event.position().y() < badge.top + self._line * (2 if badge.with_name else 1):
                self.clicked.emit(badge.span)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._theme is None:
            return
        with QPainter(self) as painter:
            self._paint(painter, self._theme)

    def _paint(self, painter: QPainter, theme: Theme) -> None:
        width = self.width() - self.GAP
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        names = QFontMetricsF(self._name_font)
        kinds = QFontMetricsF(self._kind_font)
        for badge in self._source.visible_badges(self._line):
            kind = badge.kind + (f" +{badge.more}" if badge.more else "")
            painter.setFont(self._kind_font)
            painter.setPen(QColor(theme.text))
            box = QRectF(4, badge.top, width - 4, self._line)
            painter.drawText(box, align, kinds.elidedText(kind, Qt.TextElideMode.ElideRight, width - 4))
            if badge.with_name and badge.name != badge.kind:
                painter.setFont(self._name_font)
                painter.setPen(QColor(theme.muted))
                name = names.elidedText(badge.name, Qt.TextElideMode.ElideRight, width - 4)
                painter.drawText(box.translated(0, self._line), align, name)
            if badge.span.id == self._selected:
                painter.fillRect(
                    QRectF(self.width() - 5, badge.top + 1, 3, self._line * (2 if badge.with_name else 1) - 2),
                    QColor(theme.accent),
                )
