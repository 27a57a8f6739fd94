"""The corrections of the open article."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.corrections import Correction
from reader.ui.flow_layout import FlowLayout
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, Run, elided, joined, letter_runs, named
from reader.ui.theme import Theme

_QUOTE = 200


class CorrectionsPanel(QWidget):
    """Lists what the user said against what the machine had said."""

    #: Take back the correction of this id.
    remove_asked = Signal(int)
    #: Show a place: the article's id, start and end in code points.
    go_to = Signal(int, int, int)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.list = PassageList(known, theme, self._row, parent=self)
        self.list.setAccessibleName(self.tr("Corrections"))
        self.list.chosen.connect(self._update_buttons)
        self.list.opened.connect(lambda _: self._go())
        self.go_button = QPushButton(self.tr("&Go to passage"), self)
        self.go_button.clicked.connect(self._go)
        self.remove_button = QPushButton(self.tr("Take &back"), self)
        self.remove_button.setToolTip(self.tr("Remove the correction; the machine's mark is shown again"))
        self.remove_button.clicked.connect(lambda: self.remove_asked.emit(self.list.current().id))
        buttons = FlowLayout(across=6, down=6)
        buttons.addWidget(self.go_button)
        buttons.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        column.addStretch(0)
        self.set_corrections(())

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)

    def set_corrections(self, corrections: Iterable[Correction]) -> None:
        """List these, in reading order, orphans last."""
        listed = sorted(corrections, key=lambda one: (one.orphan, one.anchor.start, one.created))
        self.list.set_values(listed)
        self.list.setVisible(bool(listed))
        self.hint.setText(
            self.tr("Your marks have a second line beneath them, and “you” beside the letter.")
            if listed
            else self.tr(
                "Nothing is corrected in this article. Choose a passage that is marked wrongly and correct it."
            )
        )

    def _row(self, one: Correction) -> Row:
        runs: list[Run] = [Run(f"“{elided(one.anchor.exact, _QUOTE)}”\n")]
        said = [(str(span["category"]), str(span["content"])) for span in one.machine]
        before = ", ".join(named(*each, self._known) for each in said) or self.tr("Unmarked")
        for each in said:
            runs += letter_runs(*each, self._known)
        if one.verdict == "right":
            what = self.tr("right: {category}").format(category=before)
            runs.append(Run(self.tr("✓ right")))
        else:
            after = named(one.category, one.content, self._known) or self.tr("Unmarked")
            what = f"{before} → {after}"
            runs += [
                Run(("" if said else "–") + " → "),
                *(letter_runs(one.category, one.content, self._known) or (Run("–"),)),
            ]
        orphan = self.tr("Orphan: the passage is no longer in the article") if one.orphan else ""
        footer = joined((what, one.source_name, one.author, one.created[:10]))
        return Row(orphan, tuple(runs), footer, joined((f"“{one.anchor.exact}”: {footer}", orphan)))

    @Slot(object)
    def _update_buttons(self, one: Correction | None) -> None:
        self.remove_button.setVisible(one is not None)
        self.go_button.setVisible(one is not None and not one.orphan)

    def _go(self) -> None:
        one: Correction = self.list.current()
        if not one.orphan:
            self.go_to.emit(one.article, one.anchor.start, one.anchor.end)
