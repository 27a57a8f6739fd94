"""What a reader drops on the window or pastes into it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

# A browser puts a page's structure on the clipboard; an editor puts its colours there. Only structure is worth reading.
_STRUCTURE = re.compile(r"<(?:p|h[1-6]|article|figure|blockquote)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file, or the words of one: `html` where there is structure, `text` as the plain form of the same words."""

    path: Path | None = None
    html: str = ""
    text: str = ""


def paths_in(data: QMimeData | None) -> list[Path]:
    """The files and folders that a drop or the clipboard holds."""
    urls = data.urls() if data is not None else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def from_mime(data: QMimeData | None) -> Incoming | None:
    """What a drop or the clipboard holds; None if nothing an article could be in."""
    if data is None:  # an empty clipboard, on some platforms
        return None
    if paths := paths_in(data):
        return Incoming(path=paths[0])
    text = data.text() if data.hasText() else ""
    html = data.html() if data.hasHtml() else ""
    if html and _STRUCTURE.search(html):
        return Incoming(html=html, text=text)
    return Incoming(text=text) if text.strip() else None
