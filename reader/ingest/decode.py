"""From a file's bytes to its text, whatever the encoding."""

from __future__ import annotations

import codecs
import re

from reader.domain.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{2,40})", re.I
)
_SAMPLE = 100_000  # bytes in which an encoding is looked for
_MOST_STRANGE = 0.1  # of the characters; more control characters than this and it is no text
_TEXT_CONTROLS = "\t\n\r\f\x0b\x1b\x85"


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of these bytes. Bytes that fit no encoding become U+FFFD rather than an error.

    html: the encoding may be declared inside.
    Raises InputError where the bytes are no text.
    """
    text = _decoded(data, html)
    sample = text[:_SAMPLE]
    strange = sum(1 for c in sample if (c < " " or "\x7f" <= c < "\xa0" or c == "\ufffd") and c not in _TEXT_CONTROLS)
    if strange > _MOST_STRANGE * len(sample):
        raise not_text()
    return text


def not_text() -> InputError:
    """The error for bytes that are no text."""
    return InputError(
        "This file holds no text that Sayso can read.",
        "Save the article as a web page or as plain text, and open that.",
    )


def _decoded(data: bytes, html: bool) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    if name := _utf16_without_bom(data):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # One broken character in a long file does not make it another encoding.
        if error.start > 0 and _mostly_utf8(data):
            return data.decode("utf-8", "replace")
    if html and (match := _DECLARED.search(data[:_SAMPLE])):
        declared = (match.group(1) or match.group(2)).decode("ascii", "replace")
        try:
            name = codecs.lookup(declared).name
        except LookupError:
            name = ""
        if name and name not in ("utf-8", "utf-16", "utf-32"):
            # Browsers read latin-1 as cp1252, and so do the pages that declare it.
            return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name, "replace")
    return data.decode(_guessed(data[:_SAMPLE]), "replace")


def _guessed(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    try:
        western = sample.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    # In an English text the few bytes above ASCII are quotation marks and accents: no statistics can tell more.
    if western and sum(b >= 0x80 for b in sample) < 0.05 * len(sample):
        return "cp1252"
    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _mostly_utf8(data: bytes) -> bool:
    text = data[:_SAMPLE].decode("utf-8", "replace")
    high = sum(c > "\x7f" for c in text)
    return text.count("\ufffd") <= 0.2 * high


def _utf16_without_bom(data: bytes) -> str:
    """UTF-16 of a Western text has a zero in every other byte."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""
