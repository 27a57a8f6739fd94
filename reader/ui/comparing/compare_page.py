"""What another analysis would change in an article, and whether to take it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.comparing import Comparison, Remark
from reader.domain.corrections import Mark
from reader.ui import wording
from reader.ui.flow_layout import FlowLayout
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, Run, elided, joined, letter_runs, named
from reader.ui.theme import Theme

_QUOTE = 120
#: So many kinds of change are named above the list.
_NAMED = 6


class ComparePage(QWidget):
    """Lists the passages that would be marked in another way; the reader keeps the present colours or takes the new."""

    kept = Signal()
    taken = Signal()
    #: Show a passage: start and end in code points.
    go_to = Signal(int, int)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.list = PassageList(known, theme, self._row, lines=2, parent=self)
        self.list.setAccessibleName(self.tr("Passages that change"))
        self.list.opened.connect(lambda remark: self.go_to.emit(remark.start, remark.end))
        self.keep_button = QPushButton(self.tr("&Keep the present colours"), self)
        self.keep_button.clicked.connect(self.kept)
        self.take_button = QPushButton(self.tr("&Take the new colours"), self)
        self.take_button.setProperty("primary", True)
        self.take_button.clicked.connect(self.taken)
        buttons = FlowLayout(across=6, down=6)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        column.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what would change."""
        self.list.set_values(comparison.remarks)
        self.list.setVisible(bool(comparison.remarks))
        if not comparison.remarks:
            self.summary.setText(self.tr("Nothing changes: every passage stays marked as it is."))
            return
        lines = [
            self.tr("{changed} of {words} words would be marked in another way, in {count} passages.").format(
                changed=f"{comparison.changed:,}", words=f"{comparison.words:,}", count=f"{len(comparison.remarks):,}"
            )
        ]
        moved = [(count, pair) for pair, count in comparison.counts.items() if pair[0] != pair[1]]
        for count, (was, becomes) in sorted(moved, reverse=True)[:_NAMED]:
            lines.append(f"{self._title(was)} → {self._title(becomes)}: " + self.tr("{n} words").format(n=f"{count:,}"))
        self.summary.setText("\n".join(lines))

    def _title(self, category: str) -> str:
        return next((c.title for c in self._known.by_order if c.id == category), self.tr("Unmarked"))

    def _row(self, remark: Remark) -> Row:
        was, becomes = remark.was, remark.becomes
        runs = (
            *self._letters(was),
            Run("→ "),
            *self._letters(becomes),
            Run(f" “{elided(remark.text, _QUOTE)}”"),
        )
        footer = f"{self._said(was, becomes)} → {self._said(becomes, was)}"
        return Row("", runs, footer, f"“{remark.text}”: {footer}")

    def _letters(self, mark: Mark | None) -> tuple[Run, ...]:
        return letter_runs(mark.category, mark.content, self._known) if mark else (Run("– "),)

    def _said(self, mark: Mark | None, other: Mark | None) -> str:
        """What a mark says; what it says as the other does is left out, all but the category."""
        if mark is None:
            return self.tr("Unmarked")
        source = (mark.source_name or wording.kinds().get(mark.source_kind, ""), mark.source_kind)
        same = other is not None and (other.source_name, other.source_kind) == (mark.source_name, mark.source_kind)
        sure = wording.certainties().get(mark.certainty, "") if other and other.certainty != mark.certainty else ""
        return joined((named(mark.category, mark.content, self._known), "" if same else source[0], sure))
