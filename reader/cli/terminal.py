"""An article and its analysis in the terminal: the same words and letters with colours and without."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from reader import categories
from reader.categories import Ink, UnderlineShape
from reader.cli.outcome import printable
from reader.domain.analysis import WRITER, Analysis, Span
from reader.domain.article import Article, Block, BlockKind

#: What every terminal can do in place of the window's underlines; the letters say the same.
_SHAPES: dict[UnderlineShape, Style] = {
    "solid": Style(underline=True),
    "dash": Style(underline=True, bold=True),
    "wave": Style(underline=True, italic=True),
    "dot": Style(italic=True),
}

_BLOCKS = {
    BlockKind.TITLE: Style(bold=True, underline=True),
    BlockKind.HEADING: Style(bold=True),
    BlockKind.CAPTION: Style(dim=True, italic=True),
    BlockKind.BYLINE: Style(dim=True),
    BlockKind.DATE: Style(dim=True),
}

_PREFIXES = {BlockKind.LIST_ITEM: "• ", BlockKind.QUOTATION: "> ", BlockKind.CAPTION: "Caption: "}

_WIDEST = 100
_LONGEST_NAME = 60


def show(article: Article, analysis: Analysis, console: Console, *, plain: bool) -> None:
    """Print the article, then what was left out, then the legend with its counts."""
    dark = console.color_system in {"256", "truecolor"} and _dark_background()
    styles = {c.id: _style(c.dark if dark else c.light, c.underline) for c in categories.load().by_order}
    parts = _parts(article, analysis, styles, plain=plain)
    if plain:
        for text in parts:
            # Not through the console, which would break the lines.
            console.file.write(text.plain + "\n\n")
        return
    width = min(console.width, _WIDEST)
    for text in parts:
        console.print(Padding(text, (0, 0, 1, 0)), width=width)


def terminal_console() -> Console:
    """A console on standard output that prints what it is given, without colouring on its own account."""
    return Console(highlight=False, markup=False, emoji=False)


def tag(span: Span) -> str:
    """The words in front of a span: letters, and who says it, as in "S·? official: the ministry"."""
    known = categories.load()
    category, content = known[span.category], known[span.content]
    letters = category.letter
    if content is not category and content.axis:
        letters += "·" + content.letter
    if span.shown == "unsure":
        letters += " unsure"
    if span.source.kind == WRITER.kind:
        return letters
    name = " ".join(span.source.name.split())
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1].rstrip() + "…"
    return f"{letters} {span.source.kind}: {name}".removesuffix(": ")


def _parts(article: Article, analysis: Analysis, styles: dict[str, Style], *, plain: bool) -> Iterator[Text]:
    for block in article.blocks:
        if block.shown:
            yield _block(article, block, analysis, styles, plain=plain)
    if article.cut_off:
        yield Text(printable(article.cut_off), Style(bold=True))
    left_out = Counter(b.reason or b.kind.value for b in article.blocks if not b.shown)
    if left_out:
        reasons = ", ".join(f"{reason} ({n})" for reason, n in left_out.most_common())
        yield Text(printable(f"Left out: {left_out.total()} blocks: {reasons}"), Style(dim=True))
    if analysis.spans or not analysis.notice:
        yield _legend(analysis, styles)


def _block(article: Article, block: Block, analysis: Analysis, styles: dict[str, Style], *, plain: bool) -> Text:
    text = Text(_PREFIXES.get(block.kind, ""), _BLOCKS.get(block.kind, Style()))
    spans = [s for s in analysis.spans if block.start <= s.start and s.end <= block.end]
    at = block.start
    for span, following in pairwise([*spans, None]):
        assert span is not None
        text.append(printable(article.text[at : span.start]))
        style = styles[span.category]
        if plain:
            text.append(f"[{printable(tag(span))}] ")
        else:
            text.append(f" {printable(tag(span))} ", style + Style(reverse=True, bold=True, underline=False))
            text.append(" ", style)
        text.append(printable(article.text[span.start : span.end]), style)
        at = span.end
        gap = article.text[at : following.start if following else block.end]
        if plain and any(c.isalnum() for c in gap):
            # Without colours nothing else says that the span has ended.
            lead = len(gap) - len(gap.lstrip())
            text.append(gap[:lead] + "[–] " + printable(gap[lead:]))
            at += len(gap)
    text.append(printable(article.text[at : block.end]))
    return text


def _legend(analysis: Analysis, styles: dict[str, Style]) -> Text:
    known = categories.load()
    counts = Counter(s.category for s in analysis.spans)
    text = Text(f"{known.sentence}:\n")
    for number, category in enumerate(known.by_order):
        text.append("   " if number else "")
        text.append(f" {category.letter} {category.title} ", styles[category.id])
        text.append(f" {counts[category.id]}")
    return text


def _style(ink: Ink, shape: UnderlineShape) -> Style:
    return Style(color=ink.line, bgcolor=ink.wash) + _SHAPES[shape]


def _dark_background() -> bool:
    """What the terminal says of its background; most are dark. Both sets of colours can be read on either.

    A terminal with 16 colours gets the light set, whose colours stay apart there.
    """
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return background not in {"7", "15"}
