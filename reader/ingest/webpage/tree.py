"""From markup to an element tree that is safe to walk: bounded in size and depth, without embedded files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Characters of markup after embedded pictures, scripts and style sheets are gone. Real pages have less than 2 million.
MAX_MARKUP = 20_000_000

#: Levels. libxml2 silently drops what lies deeper than 2,048; trafilatura fails beyond 250. Real pages stay below 80.
MAX_DEPTH = 200

_DATA_ADDRESS = re.compile(r"data:[a-zA-Z]+/[^\"'()<>\s]{64,}")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_INLINE_TAG = re.compile(
    r"</?(?:span|font|b|i|u|s|em|strong|small|big|a|q|ins|del|sub|sup|label|code|tt|mark)\b[^>]{0,2000}>", re.IGNORECASE
)
_BOX_TAG = re.compile(
    r"</?(?:div|section|article|main|center|ul|ol|li|dl|dd|blockquote|table|tbody|tr|td|form|fieldset|aside|header"
    r"|footer|nav)\b[^>]{0,2000}>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = "<br><br>"
_BREAKS = re.compile(r"(?:<br><br>\s*){2,}")


def parse(markup: str) -> HtmlElement:
    """The page's root element. Comments, style sheets and embedded files are gone; JSON-LD scripts are still there.

    Raises InputError where the page is too large or holds no markup that can be read.
    """
    markup = lightened(markup)
    if len(markup) > MAX_MARKUP:
        raise InputError(
            f"This page has {len(markup) / 1_000_000:.1f} million characters of markup; "
            f"Sayso reads up to {MAX_MARKUP // 1_000_000} million.",
            "Save the article alone, for example from the browser's reading view.",
        )
    root = _parsed(markup)
    if _deepest(root) > MAX_DEPTH:
        # The text counts, not the boxes it is packed in.
        markup = _BREAKS.sub(_BREAK, _BOX_TAG.sub(_BREAK, _INLINE_TAG.sub("", markup)))
        root = _parsed(markup)
    if _deepest(root) > MAX_DEPTH:
        root = _parsed(_BREAKS.sub(_BREAK, _ANY_TAG.sub(_BREAK, markup)))
    return root


def lightened(markup: str) -> str:
    """The markup without embedded files, scripts (other than JSON-LD) and style sheets. Linear in time."""
    markup = _DATA_ADDRESS.sub("", markup)
    markup = _without(markup, "style", keep="")
    markup = _without(markup, "script", keep="ld+json")
    return markup.replace("\x00", "")


def _without(markup: str, tag: str, keep: str) -> str:
    lower = markup.lower()
    if len(lower) != len(markup):  # a few letters change length in lower case: then offsets would not fit
        lower = markup
    opening, closing = f"<{tag}", f"</{tag}"
    parts: list[str] = []
    done = 0
    while (start := lower.find(opening, done)) >= 0:
        head_end = lower.find(">", start)
        end = lower.find(closing, start)
        if head_end < 0 or end < 0:
            break
        end = lower.find(">", end) + 1 or len(markup)
        parts.append(markup[done : end if keep and keep in lower[start:head_end] else start])
        done = end
    parts.append(markup[done:])
    return "".join(parts)


def _parsed(markup: str) -> HtmlElement:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    data = _XML_DECLARATION.sub("", markup).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError("This page holds no text.", "Save the article again and open the new file.") from error
    return root


def _deepest(root: HtmlElement) -> int:
    from lxml import etree

    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
