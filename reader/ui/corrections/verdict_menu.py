"""The menu with which a passage is called right, or is something else."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader.categories import Categories


class VerdictMenu(QMenu):
    """Offers the verdicts on one passage, each with its key."""

    #: Verdict, category ("" unless the verdict is "changed").
    decided = Signal(str, str)
    #: The reader wants to say more: source, kind, certainty, content.
    more_asked = Signal()

    def __init__(self, known: Categories, marked: bool, parent: QWidget | None = None) -> None:
        """marked: whether the passage bears a mark now, which alone can be right."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Correct the passage"))
        if marked:
            self._offer(self.tr("&Right as it is"), "right", "")
            self.addSeparator()
        for number, category in enumerate(known.as_shown, 1):
            self._offer(f"&{number}  {category.letter}  {category.title}", "changed", category.id)
        if marked:
            self._offer(self.tr("&0  No claim: no mark"), "none", "")
        self.addSeparator()
        self.addAction(self.tr("&Say more…")).triggered.connect(self.more_asked)

    def _offer(self, text: str, verdict: str, category: str) -> None:
        self.addAction(text).triggered.connect(lambda: self.decided.emit(verdict, category))
