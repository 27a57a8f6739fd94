"""The page of coding samples: the list of them, and from there drawing, coding and agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.categories import Categories
from reader.domain.sampling import Agreement, Sample, SampleSentence
from reader.ui.flow_layout import FlowLayout
from reader.ui.message_bar import MessageBar
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, Run, joined
from reader.ui.sample.agreement_view import AgreementView
from reader.ui.sample.coding_view import CodingView
from reader.ui.sample.draw_form import DrawForm
from reader.ui.theme import Theme


class SamplePage(QWidget):
    """Lists samples; asks for drawing, coding and comparing them."""

    #: Draw a sample: name, size, seed (an int, or None for a new one), `Frame`.
    draw_asked = Signal(str, int, object, object)
    #: Answer with `show_sentences`: the sample's id, the coder's name.
    sentences_asked = Signal(int, str)
    #: Keep a coding: the sample's id, the sentence's number, the coder, categories (a tuple of str; None: not coded).
    coded = Signal(int, int, str, object)
    #: Answer with `show_agreement`: the sample's id.
    agreement_asked = Signal(int)
    #: Remove the sample of this id, and how it was coded.
    remove_asked = Signal(int)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._coding: tuple[int, str] | None = None
        self.messages = MessageBar(self, quiet=True)
        self.list = PassageList(known, theme, self._row, parent=self)
        self.list.setAccessibleName(self.tr("Samples"))
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(lambda _: self.coder.setFocus(Qt.FocusReason.OtherFocusReason))
        self.coding = CodingView(known, self)
        self.coding.coded.connect(self._tell_coded)
        self.coding.left.connect(self.show_samples)
        self.agreement = AgreementView(known, theme, self)
        self.agreement.left.connect(self.show_samples)
        self._stack = QStackedWidget(self)
        for page in (self._make_overview(), self.coding, self.agreement):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self._stack, 1)
        self.set_samples(())

    def _make_overview(self) -> QWidget:
        page = QWidget(self)
        self.hint = QLabel(
            self.tr(
                "A sample is drawn from the library by chance. One or more people code its sentences without seeing "
                "the colours; then the page tells how far they agree, with the machine and with each other."
            )
        )
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "muted")
        self.coder = QLineEdit(page)
        self.coder.setPlaceholderText(self.tr("Name of the coder"))
        self.coder.setAccessibleName(self.tr("Name of the coder"))
        self.coder.textChanged.connect(self._update_buttons)
        self.coder.returnPressed.connect(self._code)
        self.code_button = QPushButton(self.tr("&Code"), page)
        self.code_button.setProperty("primary", True)
        self.code_button.clicked.connect(self._code)
        self.agreement_button = QPushButton(self.tr("&Agreement"), page)
        self.agreement_button.clicked.connect(lambda: self.agreement_asked.emit(self.list.current().id))
        self.remove_button = QPushButton(self.tr("&Remove"), page)
        self.remove_button.clicked.connect(lambda: self.remove_asked.emit(self.list.current().id))
        self._of_one = QWidget(page)
        flow = FlowLayout(self._of_one, across=6, down=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for widget in (self.coder, self.code_button, self.agreement_button, self.remove_button):
            flow.addWidget(widget)
        self.form = DrawForm(page)
        self.form.draw_asked.connect(self.draw_asked)
        self._form_area = QScrollArea(page)
        self._form_area.setWidget(self.form)
        self._form_area.setWidgetResizable(True)
        self._form_area.setFrameShape(QFrame.Shape.NoFrame)
        self.form.setObjectName("card")
        self.draw_button = QPushButton(page)
        self.draw_button.setCheckable(True)
        self.draw_button.toggled.connect(self._show_form)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addWidget(self._of_one)
        column.addWidget(self.draw_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._form_area, 2)
        column.addStretch(0)
        self._show_form(False)
        return page

    # Values in

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.list.set_theme(theme)
        self.agreement.set_theme(theme)

    def set_samples(self, samples: Iterable[Sample], chosen: int | None = None) -> None:
        """List these, with the one of this id chosen, else the one that was."""
        before = self.list.current()
        wanted = chosen if chosen is not None else before.id if before else None
        listed = list(samples)
        ids = [one.id for one in listed]
        self.list.set_values(listed, ids.index(wanted) if wanted in ids else -1)
        self.list.setVisible(bool(listed))
        if chosen is not None:
            self.draw_button.setChecked(False)

    def show_samples(self) -> None:
        """Go back to the list."""
        self._coding = None
        self._stack.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sentences(self, sample_id: int, coder: str, sentences: Sequence[SampleSentence]) -> None:
        """Let this coder code these sentences of a sample."""
        self._coding = (sample_id, coder)
        self._stack.setCurrentWidget(self.coding)
        self.coding.set_sentences(sentences)

    def show_agreement(self, sample_id: int, agreement: Agreement) -> None:
        """Show how far the coders of a sample agree."""
        name = next((one.name for one in self.list.values if one.id == sample_id), "")
        self._stack.setCurrentWidget(self.agreement)
        self.agreement.show_agreement(name, agreement)

    def show_failure(self, sentence: str) -> None:
        """Tell that something could not be done, and what to do."""
        if self._coding is not None:
            self.coding.show_failure(sentence)
        else:
            self.messages.say(sentence)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._coding is not None:
            self.coding.setFocus(event.reason())
        else:
            (self.draw_button if self.list.isHidden() else self.list).setFocus(event.reason())

    # Requests

    def _row(self, sample: Sample) -> Row:
        coders = ", ".join(f"{name} {count}" for name, count in sample.coders.items())
        footer = joined(
            (
                self.tr("{count} sentences").format(count=sample.size),
                self.tr("coded: {coders}").format(coders=coders) if coders else self.tr("not coded yet"),
                self.tr("seed {seed}").format(seed=sample.seed),
                sample.created[:10],
            )
        )
        return Row("", (Run(sample.name, strong=True),), footer, f"{sample.name}. {footer}")

    def _code(self) -> None:
        sample, coder = self.list.current(), self.coder.text().strip()
        if sample is not None and coder:
            self.messages.clear()
            self.sentences_asked.emit(sample.id, coder)

    def _tell_coded(self, number: int, categories: object) -> None:
        if self._coding is not None:
            sample_id, coder = self._coding
            self.coded.emit(sample_id, number, coder, categories)

    @Slot(object)
    def _show_chosen(self, sample: Sample | None) -> None:
        self._of_one.setVisible(sample is not None)
        self._update_buttons()

    def _update_buttons(self) -> None:
        self.code_button.setEnabled(bool(self.coder.text().strip()))

    def _show_form(self, on: bool) -> None:
        self._form_area.setVisible(on)
        self.draw_button.setText(("▾ " if on else "▸ ") + self.tr("&Draw a sample"))
        if on:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
