"""A page as the lines a reader sees, in document order, each with what the markup says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul", "caption", "button", "legend", "label",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video", "audio",
    "canvas", "select", "option", "textarea", "head", "title", "input", "map", "area", "link", "meta", "base",
})  # fmt: skip
#: Elements that stand inside a word or a sentence: no space is put at their borders.
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_ASIDES = frozenset({"nav", "aside", "footer", "menu", "button", "dialog"})
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_BREAKS = re.compile(r"\n\s*\n|(?<=[.!?:;”\"…])[ \t]*\n")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAPTION_NAME = re.compile(
    r"(?:^|[\s_-])(?:fig|figure|image|img|photo|picture|media|wp|slide|gallery)?[_-]{0,2}"
    r"(?:caption|captions?-?text|cutline|(?:photo|image|img|picture|media)[_-]?(?:credit|copyright)s?)"
    r"(?:[_-]{1,2}text|[_-]{1,2}credit|[_-]{1,2}wrap(?:per)?)?(?:$|\s)",
    re.IGNORECASE,
)
_POPUP_NAME = re.compile(
    r"(?:tooltip|popover|rollover|hover-?card)[\w-]*(?:block|content|box|card|text|inner)\b|\b(?:tooltip|hovercard|popover)\b"
)
_LONGEST_CAPTION = 120  # words; a "caption" longer than this is a box that holds text of its own


@dataclass(slots=True)
class Line:
    """One line of a page.

    tag: of the block element that says most about it (p, h2, li, blockquote, figcaption, td, div ...).
    element: the innermost block element. linked: the share of its characters that are links, 0 to 1.
    caption: it belongs to a picture. aside: it stands in navigation, a footer, a form or the like.
    names: class and id of the innermost block element and its two ancestors, lower case.
    """

    text: str
    tag: str
    element: HtmlElement
    linked: float = 0.0
    caption: bool = False
    aside: bool = False
    names: str = ""
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """What is collected for the line at hand."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0


_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case; where a script has no spaces, its characters."""
    return _WORD.findall(text.lower())


def clean(text: str) -> str:
    """One line: white space as single spaces, invisible characters gone."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def lines_of(root: HtmlElement) -> list[Line]:
    """All visible lines of a page, in document order."""
    from lxml import etree

    body = root.find("body")
    if body is None:
        body = root
    lines: list[Line] = []
    now = _Open()
    stack: list[HtmlElement] = []
    skipped: HtmlElement | None = None
    links = 0
    walker = etree.iterwalk(body, events=("start", "end"))

    def add(text: str | None) -> None:
        if text:
            now.parts.append(text)
            if links:
                now.linked += len(text.strip())

    def flush() -> None:
        nonlocal now
        if any(part.strip() for part in now.parts):
            lines.extend(_finished(now, stack))
        now = _Open()

    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            stack.append(element)
            if not tag or tag in _SKIPPED or _is_hidden(element):
                skipped = element
                walker.skip_subtree()
            elif _is_caption(element):
                flush()
                lines.extend(_caption_lines(element))
                skipped = element
                walker.skip_subtree()
            else:
                if tag in _BLOCKS:
                    stack.pop()  # what came before belongs to the outer element
                    flush()
                    stack.append(element)
                elif tag in _CELLS and any(part.strip() for part in now.parts):
                    now.parts.append(" | ")
                elif tag == "br":
                    now.parts.append("\n")
                links += tag == "a"
                add(_on_one_line(element.text, tag))
        else:
            if element is skipped:
                skipped = None
            else:
                if tag in _BLOCKS:
                    flush()
                links -= tag == "a"
            stack.pop()
            if element is not body:
                add(_on_one_line(element.tail, ""))
    flush()
    return lines


def _on_one_line(text: str | None, tag: str) -> str | None:
    """Only `br` breaks a line, save in preformatted text."""
    if text is None or tag == "pre":
        return text
    return text.replace("\n", " ").replace("\r", " ")


def _finished(now: _Open, stack: list[HtmlElement]) -> list[Line]:
    raw = "".join(now.parts)
    length = len(raw.strip()) or 1
    block = next((e for e in reversed(stack) if e.tag in _BLOCKS or e.tag in _CELLS), stack[0])
    texts = (clean(part).strip("|").strip() for part in _BREAKS.split(raw))
    return [_line(text, block, min(1.0, now.linked / length)) for text in texts if text]


def _line(text: str, block: HtmlElement, linked: float, caption: bool = False) -> Line:
    chain = [block, *block.iterancestors()]
    tags = [e.tag for e in chain]
    tag = str(block.tag)
    for outer in ("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li", "tr"):
        if outer in tags[:6] and tag in ("p", "div", "span", "td", "th", "center", "header", "section"):
            tag = outer
            break
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in chain[:3]).lower()
    aside = any(t in _ASIDES for t in tags) or any(e.get("role") in ("navigation", "complementary") for e in chain)
    return Line(text, tag, block, linked, caption, aside, names, words_of(text))


def _caption_lines(element: HtmlElement) -> list[Line]:
    text = clean(_spaced_text(element))
    if not text:
        return []
    line = _line(text, element, 0.0, caption=True)
    line.tag = "figcaption"
    return [line]


def _spaced_text(element: HtmlElement) -> str:
    """The text of an element, with a space at every border that does not stand inside a sentence."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        border = "" if node.tag in _INLINE else " "
        if event == "start":
            if not isinstance(node.tag, str) or node.tag in _SKIPPED:
                walker.skip_subtree()
            else:
                parts.append(border + (node.text or ""))
        elif node is not element:
            parts.append(border + (node.tail or ""))
    return "".join(parts)


def _is_hidden(element: HtmlElement) -> bool:
    """Whether a reader of the page does not see it, or sees it only when pointing at something."""
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style, name = element.get("style"), element.get("class")
    return bool((style and _HIDDEN_STYLE.search(style)) or (name and _POPUP_NAME.search(name)))


def _is_caption(element: HtmlElement) -> bool:
    if element.tag == "figcaption":
        return _word_count(element) <= _LONGEST_CAPTION
    name = element.get("class")
    if not name or element.tag in ("body", "main", "article", "figure", "img") or not _CAPTION_NAME.search(name):
        return False
    return element.find(".//img") is None and 0 < _word_count(element) <= _LONGEST_CAPTION


def _word_count(element: HtmlElement) -> int:
    return len(words_of("".join(element.itertext())))
