"""The versions of an article, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.comparing import Change, Piece
from reader.domain.library import LibraryArticle
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, Run, joined
from reader.ui.theme import Theme

#: Words that are the same are shown so far around what differs.
_AROUND = 12


class VersionsPage(QWidget):
    """Lets two versions be chosen; shows the paragraphs that differ."""

    #: Answer with `show_difference`: the ids of the older and the newer one.
    difference_asked = Signal(int, int)
    #: Open the version of this id.
    open_asked = Signal(int)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.older, self.newer = QComboBox(self), QComboBox(self)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, box in ((self.tr("&Older"), self.older), (self.tr("&Newer"), self.newer)):
            box.setAccessibleName(title.replace("&", ""))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            box.activated.connect(self._ask)
            form.addRow(title, box)
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.summary.setProperty("role", "muted")
        self.list = PassageList(known, theme, self._row, parent=self)
        self.list.setAccessibleName(self.tr("Paragraphs that differ"))
        self.open_button = QPushButton(self.tr("Open the newer &version"), self)
        self.open_button.clicked.connect(lambda: self.open_asked.emit(self.newer.currentData()))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self.summary)
        column.addWidget(self.list, 1)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self.set_versions(())

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def set_versions(self, versions: Sequence[LibraryArticle]) -> None:
        """Offer these, the oldest first; the difference of the last two is asked for."""
        for box in (self.older, self.newer):
            box.clear()
            for number, one in enumerate(versions, 1):
                date = (one.published or one.saved)[:10]
                words = self.tr("{words} words").format(words=f"{one.words:,}")
                box.addItem(joined((str(number), date, words, one.title)), one.id)
            box.setEnabled(len(versions) > 1)
        self.older.setCurrentIndex(len(versions) - 2)
        self.newer.setCurrentIndex(len(versions) - 1)
        self.open_button.setEnabled(bool(versions))
        if len(versions) > 1:
            self._ask()
        else:
            self._show((), self.tr("There is only one version of this article."))

    def show_difference(self, changes: Sequence[Change]) -> None:
        """Show these paragraphs."""
        if changes:
            count = self.tr("{count} paragraphs differ.").format(count=len(changes))
            signs = self.tr("“−” and struck through: only in the older; “+” and underlined: only in the newer.")
            self._show(changes, f"{count} {signs}")
        else:
            self._show((), self.tr("The words of the two are the same."))

    def _show(self, changes: Sequence[Change], summary: str) -> None:
        self.summary.setText(summary)
        self.list.set_values(changes)
        self.list.setVisible(bool(changes))

    def _ask(self) -> None:
        if self.older.currentIndex() == self.newer.currentIndex():
            self._show((), self.tr("Choose two different versions."))
        else:
            self.difference_asked.emit(self.older.currentData(), self.newer.currentData())

    def _row(self, change: Change) -> Row:
        kinds = {
            "changed": self.tr("Changed"),
            "removed": self.tr("Only in the older"),
            "added": self.tr("Only in the newer"),
        }
        said = {"same": "{words}", "removed": self.tr("[removed: {words}]"), "added": self.tr("[added: {words}]")}
        runs: list[Run] = []
        last = len(change.pieces) - 1
        for number, piece in enumerate(change.pieces):
            runs += [Run(" ")] if runs else []
            runs += _runs(piece, first=number == 0, last=number == last)
        spoken = " ".join(said[piece.kind].format(words=piece.text) for piece in change.pieces)
        return Row(kinds[change.kind], tuple(runs), "", f"{kinds[change.kind]}: {spoken}")


def _runs(piece: Piece, first: bool, last: bool) -> tuple[Run, ...]:
    if piece.kind == "removed":
        return Run("−", strong=True), Run(piece.text, dim=True, struck=True)
    if piece.kind == "added":
        return Run("+", strong=True), Run(piece.text, added=True)
    words = piece.text.split()
    head, tail = ([] if first else words[:_AROUND]), ([] if last else words[-_AROUND:])
    if len(words) <= len(head) + len(tail):
        return (Run(piece.text),)
    return (Run(" ".join((*head, "…", *tail))),)
