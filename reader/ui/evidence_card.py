"""The evidence card: what a span was taken for, who says it, and why."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from reader.categories import Categories, Category
from reader.domain.analysis import Source, Span
from reader.domain.article import Article
from reader.ui import wording
from reader.ui.flow_layout import FlowLayout
from reader.ui.layers import is_users
from reader.ui.marks import draw_sample
from reader.ui.plain_label import plain_label
from reader.ui.span_index import letters
from reader.ui.theme import Theme

#: Letters of a cue that surely fit beside each other on the narrowest card.
_CHIP = 24


class EvidenceCard(QScrollArea):
    """Shows one span's evidence, or what to do to see some."""

    def __init__(self, categories: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories, self._theme = categories, theme
        self._article: Article | None = None
        self._span: Span | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Evidence"))
        self.show_span(None, None)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._theme = theme
        self._show()

    def show_span(self, article: Article | None, span: Span | None) -> None:
        """Show the evidence of this span of this article."""
        if span is None and self._span is None and self.widget() is not None:
            return
        self._article, self._span = article, span
        self._show()

    def _show(self) -> None:
        article, span = self._article, self._span
        card = QWidget()
        card.setObjectName("card")
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(20, 18, 20, 20)
        self._column.setSpacing(4)
        if article is None or span is None:
            self._explain()
        else:
            self._fill(article, span)
        self._column.addStretch(1)
        self.setWidget(card)  # the one before is deleted by Qt

    def texts(self) -> list[str]:
        """All words on the card, from top to bottom."""
        return [label.text() for label in self.findChildren(QLabel) if label.text()]

    def _explain(self) -> None:
        """Where no span is chosen: how to choose one, and what the marks mean."""
        self._add(self.tr("Choose a marked passage to see why it is marked: click on it, or press J."))
        self._section(self.tr("What the marks mean"))
        for category in self._categories.as_shown:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.setContentsMargins(0, 6, 0, 4)
            row.addWidget(_Sample(category, self._theme), 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(plain_label(category.title, bold=True))
            words.addWidget(plain_label(category.sentence, muted=True))
            row.addLayout(words, 1)
            self._column.addLayout(row)

    def _fill(self, article: Article, span: Span) -> None:
        ids = letters(span, self._categories)
        self._add_title(self._categories[ids[0]])
        if len(ids) > 1:
            inner = self._categories[ids[1]]
            self._add(self.tr("Its content is {category}.").format(category=inner.title.lower()))
        details = [wording.form(span.form)] if span.form else []
        if span.certainty != "certain":
            details.append(wording.certainty(span.certainty))
        if details:
            self._add(", ".join(details).capitalize(), muted=True)

        self._section(self.tr("Who says it"))
        self._add_source(span.source)

        if is_users(span):
            self._section(self.tr("Why"))
            self._add(span.why)
            return
        self._section(self.tr("The words that decided"))
        if span.cues:
            self._add_words([article.text[start:end] for start, end in span.cues])
        else:
            self._add(self.tr("No mark found: stated flatly"))

        self._section(self.tr("Why"))
        self._add(span.why)
        self._add_rule(span.rule)

        self._section(self.tr("How sure"))
        word, sentence = wording.confidence(span.shown)
        self._add(f"{word}. {sentence}")

        if span.runner_up is not None:
            self._section(self.tr("Runner-up"))
            self._add(self._categories[span.runner_up.category].title, bold=True)
            self._add(span.runner_up.why)
            self._add_rule(span.runner_up.rule)

    def _add(self, text: str, muted: bool = False, bold: bool = False) -> QLabel:
        label = plain_label(text, muted=muted, bold=bold)
        self._column.addWidget(label)
        return label

    def _section(self, title: str) -> None:
        self._column.addSpacing(12)
        label = self._add(title)
        label.setProperty("role", "section")
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)

    def _add_title(self, category: Category) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(_Sample(category, self._theme))
        label = QLabel(category.title)
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        label.setWordWrap(True)
        row.addWidget(label, 1)
        self._column.addLayout(row)
        self._column.addSpacing(4)

    def _add_source(self, source: Source) -> None:
        """The chain outermost first, each one step further in than the one it is told by."""
        if source.kind == "writer" and not source.chain:
            self._add(self.tr("The writer; nobody else is named"))
            return
        for depth, link in enumerate((*source.chain, source)):
            lead = "" if depth == 0 else "  " * (depth - 1) + "↳ "
            self._add(lead + wording.name(link), bold=True)
            place = "  " * depth + (" " if depth else "")
            named = self.tr("{kind} (here: “{words}”)") if link.text and link.text != link.name else "{kind}"
            self._add(place + named.format(kind=wording.kind_with_subkind(link), words=link.text), muted=True)

    def _add_words(self, words: list[str]) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, across=6, down=4)
        flow.setContentsMargins(0, 2, 0, 2)
        self._column.addWidget(holder)
        for word in dict.fromkeys(" ".join(word.split()) for word in words):
            long = len(word) > _CHIP
            chip = plain_label(f"“{word}”") if long else QLabel(f"“{word}”")
            chip.setTextFormat(Qt.TextFormat.PlainText)
            chip.setStyleSheet(f"background: {self._theme.raised}; border-radius: 4px; padding: 2px 6px;")
            if long:  # on lines of its own
                self._column.addWidget(chip)
            else:
                flow.addWidget(chip)
        holder.setVisible(flow.count() > 0)

    def _add_rule(self, rule: str) -> None:
        if rule:
            label = self._add(self.tr("Rule: {id}").format(id=rule), muted=True)
            font = label.font()
            font.setPointSizeF(font.pointSizeF() * 0.88)
            label.setFont(font)


class _Sample(QWidget):
    """A category's letter on its wash over its underline."""

    def __init__(self, category: Category, theme: Theme) -> None:
        super().__init__()
        self._category, self._theme = category, theme
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        with QPainter(self) as painter:
            draw_sample(painter, self._category, self._theme, QRectF(2, 2, 28, 22), font, on=True)
