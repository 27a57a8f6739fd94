"""Blind coding: one sentence at a time, no colours, and the codebook at hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reader import paths
from reader.categories import Categories
from reader.domain.sampling import SampleSentence
from reader.ui.flow_layout import FlowLayout
from reader.ui.markdown_view import MarkdownView
from reader.ui.message_bar import MessageBar

#: From this width on the codebook stands beside the sentence, else below it.
_WIDE = 760


class CodingView(QWidget):
    """Shows the sentences of a sample to one coder; every key is told at once.

    1, 2, … toggle the categories, 0 says that there is none, Enter goes on, Backspace goes back.
    """

    #: The sentence's number, and its categories (a tuple of str); None takes the coding back.
    coded = Signal(int, object)
    #: The coder is done for now.
    left = Signal()

    def __init__(self, known: Categories, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = known
        self._sentences: list[SampleSentence] = []
        self._codes: dict[int, tuple[str, ...] | None] = {}
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Coding"))
        self.messages = MessageBar(self, quiet=True)
        self.progress = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Sentences coded"))
        self._before, self.sentence, self._after = (self._words(dim) for dim in (True, False, True))
        self.buttons = [
            self._button(f"{number}  {category.title}", category.sentence)
            for number, category in enumerate(known.as_shown, 1)
        ]
        self.none_button = self._button(self.tr("0  No claim"), self.tr("The sentence claims nothing"))
        for button in (*self.buttons, self.none_button):
            button.clicked.connect(lambda _=False, button=button: self._toggle(button))
        self.next_button = QPushButton(self.tr("&Next (Enter)"), self)
        self.next_button.clicked.connect(self._next)
        self.back_button = QPushButton(self.tr("&Back (Backspace)"), self)
        self.back_button.clicked.connect(self._back)
        self.leave_button = QPushButton(self.tr("&Leave"), self)
        self.leave_button.clicked.connect(self.left)
        self.codebook = MarkdownView(self)
        self.codebook.setAccessibleName(self.tr("Codebook"))
        self.codebook.show_markdown(_codebook(known))
        self._arrange()

    def _words(self, dim: bool) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if dim:
            label.setProperty("role", "muted")
        else:
            font = label.font()
            font.setPointSizeF(font.pointSizeF() * 1.6)
            label.setFont(font)
        return label

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleDescription(tip)
        return button

    def _arrange(self) -> None:
        words = QWidget()
        words.setObjectName("card")
        inner = QVBoxLayout(words)
        inner.setSpacing(14)
        for label in (self._before, self.sentence, self._after):
            inner.addWidget(label)
        inner.addStretch(1)
        self.area = area = QScrollArea(self)
        area.setAccessibleName(self.tr("Sentence"))
        area.setWidget(words)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        codes, steps = FlowLayout(across=6, down=6), FlowLayout(across=6, down=6)
        for button in (*self.buttons, self.none_button):
            codes.addWidget(button)
        for button in (self.back_button, self.next_button, self.leave_button):
            steps.addWidget(button)
        desk = QWidget(self)
        column = QVBoxLayout(desk)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.messages, self.progress, self._bar):
            column.addWidget(widget)
        column.addWidget(area, 1)
        column.addLayout(codes)
        column.addLayout(steps)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(desk)
        self._split.addWidget(self.codebook)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addWidget(self._split)

    # Values in

    def set_sentences(self, sentences: Sequence[SampleSentence]) -> None:
        """Begin with the first of these that is not coded yet."""
        self._sentences = list(sentences)
        self._codes = {one.number: one.code for one in sentences}
        self._at = next((n for n, one in enumerate(sentences) if one.code is None), 0)
        self.messages.clear()
        self._show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failure(self, sentence: str) -> None:
        """Tell that the last coding could not be kept, and what to do."""
        self.messages.say(sentence)

    # Coding

    def _current(self) -> SampleSentence | None:
        return self._sentences[self._at] if self._sentences else None

    def _show(self) -> None:
        one = self._current()
        code = self._codes[one.number] if one else None
        self._before.setText(one.before if one else "")
        self.sentence.setText(one.text if one else self.tr("The sample is empty."))
        self._after.setText(one.after if one else "")
        self.area.setAccessibleDescription(self.sentence.text())
        for button, category in zip(self.buttons, self._known.as_shown, strict=True):
            button.setChecked(category.id in (code or ()))
        self.none_button.setChecked(code == ())
        for button in (*self.buttons, self.none_button, self.next_button):
            button.setEnabled(one is not None)
        self.back_button.setEnabled(self._at > 0)
        done = sum(each is not None for each in self._codes.values())
        self._bar.setRange(0, max(1, len(self._sentences)))
        self._bar.setValue(done)
        self.progress.setText(
            self.tr("{at} of {all}; {done} coded").format(
                at=self._at + 1 if one else 0, all=len(self._sentences), done=done
            )
        )

    def _toggle(self, button: QPushButton) -> None:
        """Take what the buttons say now as the code; nothing pressed is no code, which is not "no claim"."""
        one = self._current()
        if one is None:
            return
        if button is self.none_button:
            code: tuple[str, ...] | None = () if button.isChecked() else None
        else:
            pairs = zip(self.buttons, self._known.as_shown, strict=True)
            code = tuple(category.id for each, category in pairs if each.isChecked()) or None
        self._codes[one.number] = code
        self.messages.clear()
        self._show()
        self.coded.emit(one.number, code)

    def _next(self) -> None:
        one = self._current()
        if one is None:
            return
        if self._codes[one.number] is None:
            self.messages.say(self.tr("Say what the sentence is: one of the numbers, or 0 where it claims nothing."))
        elif self._at + 1 < len(self._sentences):
            self._at += 1
            self._show()
        elif all(code is not None for code in self._codes.values()):
            self.messages.say(self.tr("All sentences are coded. Thank you."))
        else:
            self._at = next(n for n, each in enumerate(self._sentences) if self._codes[each.number] is None)
            self._show()

    def _back(self) -> None:
        if self._at > 0:
            self._at -= 1
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        number = key - Qt.Key.Key_0.value
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        elif key == Qt.Key.Key_Backspace:
            self._back()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif number == 0:
            self.none_button.click()
        elif 1 <= number <= len(self.buttons):
            self.buttons[number - 1].click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self._split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)


def _codebook(known: Categories) -> str:
    """The categories with their keys, and the rules for doubtful cases."""
    lines = [f"- **{n} {c.title}** ({c.letter}): {c.sentence}" for n, c in enumerate(known.as_shown, 1)]
    return "\n".join(lines) + "\n\n" + (paths.resources() / "codebook.md").read_text(encoding="utf-8")
