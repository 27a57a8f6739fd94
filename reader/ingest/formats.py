"""The formats that can be read, and the one way in for each kind of input.

A new format is one module beside this one and one line in READERS.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from reader.domain.article import Article
from reader.domain.errors import InputError
from reader.ingest import plaintext
from reader.ingest.decode import decode
from reader.ingest.plaintext import article_from_sentences

__all__ = ["READERS", "Reader", "Source", "article_from_sentences", "read_file", "read_html", "read_text"]

#: Bytes. A saved page with its pictures inside seldom has more than 30 million.
MAX_FILE = 100_000_000

_SNIFFED = 4096  # bytes that a format is recognised from
_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_HTML_TAGS = re.compile(rb"<(?:p|div|span|article|section|meta|title|h[1-6]|br|table|figure|main)\b[^<>]*>", re.I)
_BINARY_STARTS = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a recording",
    b"bplist": "a binary property list",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "a Rich Text document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What is to be read: bytes, where they come from (for messages and relative files), and their SHA-256."""

    data: bytes
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    suffixes: in lower case, with the dot; they decide only where no reader knows the content.
    sniff: whether the first 4,096 bytes of a file are of this format for certain.
    label: the format's name in the file dialog.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Source], Article]
    label: str


def _is_html(head: bytes) -> bool:
    head = head.replace(b"\x00", b"")  # UTF-16
    return bool(_HTML_START.match(head)) or len(_HTML_TAGS.findall(head)) >= 3


def _read_html_file(source: Source) -> Article:
    from reader.ingest import webpage  # brings trafilatura: only when a page is opened

    return webpage.read_html(decode(source.data, html=True), file_sha256=source.sha256, source_path=str(source.path))


def _read_text_file(source: Source) -> Article:
    plaintext.check_size(len(source.data))
    return plaintext.read_text(decode(source.data), file_sha256=source.sha256, source_path=str(source.path))


READERS: tuple[Reader, ...] = (
    Reader("html", (".html", ".htm", ".xhtml", ".shtml"), _is_html, _read_html_file, "Saved web pages"),
    Reader("text", (".txt", ".text", ".md", ".asc"), lambda _head: False, _read_text_file, "Plain text"),
)


def read_file(path: Path) -> Article:
    """The article in a file; its format is recognised from its content first, from its suffix second.

    Raises InputError where there is no such file, where it may not be read, or where it holds no article.
    """
    source = _source(path)
    return reader_for(source).read(source)


def read_text(text: str, name: str = "pasted text") -> Article:
    """The article in a plain text, from the clipboard for example. Raises InputError where it holds none."""
    return replace(plaintext.read_text(text), source_path=name)


def read_html(html: str, name: str = "pasted page") -> Article:
    """The article in markup, from the clipboard for example. Raises InputError where it holds none."""
    from reader.ingest import webpage

    if not html.strip():
        raise InputError("There is no text in it.", "Copy the article again and paste it.")
    return replace(webpage.read_html(html), source_path=name)


def reader_for(source: Source) -> Reader:
    """The reader of a source. Raises InputError where it is of no format that can be read."""
    head = source.data[:_SNIFFED]
    for reader in READERS:
        if reader.sniff(head):
            return reader
    for start, what in _BINARY_STARTS.items():
        if head.startswith(start):
            raise InputError(
                f"“{source.path.name}” is {what}; Sayso cannot read that.",
                "Save the article as a web page or as plain text, and open that.",
            )
    suffix = source.path.suffix.lower()
    # What looks like nothing else may still be text; the text reader refuses what is not.
    return next((r for r in READERS if suffix in r.suffixes), READERS[-1])


def _source(path: Path) -> Source:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(f"“{path.name}” is a folder.", "Open the saved page or text file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"“{path.name}” is not a regular file.", "Choose a saved page or a text file.")
        if status.st_size > MAX_FILE:
            raise InputError(
                f"“{path.name}” has {status.st_size // 1_000_000} million bytes; "
                f"Sayso reads up to {MAX_FILE // 1_000_000} million.",
                "Save the article alone, for example from the browser's reading view.",
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file “{path}”.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise InputError(f"“{path}” may not be read.", "Ask its owner for permission, or copy it.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero character in the name
        raise InputError(
            f"“{path}” could not be read.", "Check the name, the disk and the connection to it."
        ) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"“{path.name}” is empty.", "Save the article again and open the new file.")
    return Source(data, path, hashlib.sha256(data).hexdigest())
