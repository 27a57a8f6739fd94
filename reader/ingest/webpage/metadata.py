"""What a page says about itself: SingleFile's header, JSON-LD, OpenGraph and meta tags. Nothing is fetched."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.domain.article import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SINGLEFILE = re.compile(r"<!--\s*Page saved with SingleFile(.{0,4000}?)-->", re.DOTALL)
_SINGLEFILE_URL = re.compile(r"^\s*url:\s*(\S+)", re.MULTILINE)
_SINGLEFILE_DATE = re.compile(r"^\s*saved date:\s*([^\n(]+)", re.MULTILINE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_HEADER_REGION = 20_000  # characters; both headers stand at the top of a file
_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BlogPosting",
    "WebPage",
)
_TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "headline", "title")
_AUTHOR_META = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "sailthru.author",
)
_OUTLET_META = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "publisher",
    "cre",
    "apple-mobile-web-app-title",
)
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dcterms.created",
    "dc.date.issued",
    "parsely-pub-date", "pubdate", "publishdate", "publish-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_LEADING_BY = re.compile(r"(?i)^\s*by:?\s+")
_SPACE = re.compile(r"\s+")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_DEEPEST_JSON = 12


def read(root: HtmlElement, markup: str) -> Metadata:
    """The metadata of a page. `markup`: the source, for the headers that stand in comments."""
    top = markup[:_HEADER_REGION]
    meta = _meta_tags(root)
    linked = _article_data(root)
    saved_url, saved = _saved(top)
    titles = [linked.get("headline"), *(meta.get(k) for k in _TITLE_META), root.findtext("head/title")]
    authors = [_names(linked.get("author")), *(meta.get(k) for k in _AUTHOR_META)]
    outlets = [_names(linked.get("publisher")), *(meta.get(k) for k in _OUTLET_META)]
    dates = [linked.get("datePublished"), *(meta.get(k) for k in _DATE_META), *_time_tags(root)]
    urls = [saved_url, *_links(root, "canonical"), meta.get("og:url"), linked.get("url")]
    author = next((a for a in map(_text, authors) if a and not a.startswith(("http:", "https:", "//"))), "")
    return Metadata(
        title=_first(titles),
        author=_LEADING_BY.sub("", author),
        outlet=_first(outlets),
        url=next((u for u in map(_text, urls) if u.startswith(("http://", "https://"))), ""),
        published=iso_date(_first(dates)),
        saved=saved,
        language=_text(
            root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or meta.get("og:locale") or ""
        ).replace("_", "-"),
    )


def iso_date(text: str) -> str:
    """The date in ISO 8601 where it can be read, else as it stands."""
    if match := _ISO.match(text):
        return match.group().replace(" ", "T") if len(match.group()) > 10 else match.group()
    for form in ("%a %b %d %Y %H:%M:%S", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%a, %d %b %Y %H:%M:%S"):
        with contextlib.suppress(ValueError):
            found = datetime.strptime(re.split(r"\s*(?:GMT|UTC|[+-]\d{4})", text)[0].strip(), form)
            return found.isoformat() if "%H" in form else found.date().isoformat()
    return text


def _saved(top: str) -> tuple[str, str]:
    if header := _SINGLEFILE.search(top):
        url = _SINGLEFILE_URL.search(header.group(1))
        date = _SINGLEFILE_DATE.search(header.group(1))
        return (url.group(1) if url else ""), (iso_date(date.group(1).strip()) if date else "")
    if match := _SAVED_FROM.search(top):
        return match.group(1), ""
    return "", ""


def _meta_tags(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _article_data(root: HtmlElement) -> dict[str, Any]:
    """The JSON-LD node that describes the article, or an empty one."""
    best: dict[str, Any] = {}
    rank = len(_ARTICLE_TYPES)
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            types = node.get("@type")
            for name in types if isinstance(types, list) else [types]:
                place = (
                    0
                    if str(name).endswith("Article")
                    else _ARTICLE_TYPES.index(name)
                    if name in _ARTICLE_TYPES
                    else rank
                )
                if place < rank:
                    best, rank = node, place
    return best


def _nodes(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_JSON:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(data.get(key), depth + 1)
    elif isinstance(data, list):
        for item in data:
            yield from _nodes(item, depth + 1)


def _names(value: Any, depth: int = 0) -> str:
    if depth > _DEEPEST_JSON:
        return ""
    if isinstance(value, dict):
        return _names(value.get("name"), depth + 1)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(name for name in (_names(v, depth + 1) for v in value) if name))
    return value if isinstance(value, str) else ""


def _time_tags(root: HtmlElement) -> Iterator[str]:
    for tag in root.iter("time"):
        if tag.get("datetime"):
            yield tag.get("datetime")


def _links(root: HtmlElement, rel: str) -> Iterator[str]:
    for tag in root.iter("link"):
        if (tag.get("rel") or "").lower() == rel and tag.get("href"):
            yield tag.get("href")


def _first(values: list[Any]) -> str:
    return next((text for text in map(_text, values) if text), "")


def _text(value: Any) -> str:
    return _SPACE.sub(" ", value).strip() if isinstance(value, str) else ""
