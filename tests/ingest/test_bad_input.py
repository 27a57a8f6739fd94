"""Every bad input gets one plain sentence and a remedy; never a traceback, never a hang."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.domain.errors import InputError
from reader.ingest.formats import READERS, read_file, read_html, read_text

SENTENCE = "The ministry said on Monday that the harbour would stay closed, as ships waited outside for a third day. "
PARAGRAPHS = f"<p>{SENTENCE * 3}</p>" * 8


def make(content: bytes, name: str = "x.html") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


def fifo(folder: Path) -> Path:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (make(b""), "is empty"),
        (make(b" \r\n\t", "x.txt"), "is empty"),
        (make(b"\x00" * 5000), "is empty"),
        (make(bytes(range(256)) * 40, "x.txt"), "no text"),
        (make(b"%PDF-1.7 something"), "is a PDF"),
        (make(b"PK\x03\x04 something", "x.docx"), "office document"),
        (lambda folder: folder, "is a folder"),
        (lambda folder: folder / "missing.html", "There is no file"),
        (lambda folder: folder / "a\0b", "could not be read"),
        (fifo, "not a regular file"),
        (make(b"<html><body></body></html>"), "No article was found"),
        (make(b"<html><body><nav><a href=a>Home</a> <a href=b>News</a></nav></body></html>"), "No article was found"),
        (make(b"<html><body>" + b"<script " * 50_000), "No article was found"),
        (make(SENTENCE.encode() * 490_000, "x.txt"), "million characters"),
        (make(b"<html><body>" + PARAGRAPHS.encode() * 8_500), "million characters of markup"),
    ],
)
def test_bad_input_is_told_in_plain_words(tmp_path: Path, given: Callable[[Path], Path], says: str) -> None:
    path = given(tmp_path)
    started = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_file(path)
    assert says in caught.value.what
    assert caught.value.what.endswith(".")
    assert caught.value.remedy.endswith(".")
    assert time.perf_counter() - started < 10


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError

    path = make(b"text", "x.txt")(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse)  # the tests may run as root, who may read everything
    with pytest.raises(InputError, match="may not be read"):
        read_file(path)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_clipboard(text: str) -> None:
    for reader in (read_text, read_html):
        with pytest.raises(InputError):
            reader(text)


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body>" + "<div>" * 10_000 + PARAGRAPHS + "</div>" * 10_000,
        "<html><body>" + "<b><i>" * 5_000 + PARAGRAPHS,
        "<html><body>" + "<x-y>" * 10_000 + PARAGRAPHS,
        "<html><body>" + "<table><tr><td>" * 3_000 + PARAGRAPHS,
        "<html><body><article>" + PARAGRAPHS + "<" * 100_000,
        "<html><body><article>" + PARAGRAPHS + "<!-- " + "x" * 100_000,
        "<html><body><article>" + PARAGRAPHS + '<img src="data:image/png;base64,' + "A" * 8_000_000 + '">',
        '<?xml version="1.0" encoding="utf-16"?><html><body><article>' + PARAGRAPHS,
        "<html><body><article>" + PARAGRAPHS + "\ud800",
    ],
    ids=["divs", "inline", "custom", "tables", "brackets", "comment", "data", "xml", "surrogate"],
)
def test_hostile_markup_still_gives_its_text(markup: str) -> None:
    started = time.perf_counter()
    article = read_html(markup)
    assert SENTENCE.strip() in article.text
    assert time.perf_counter() - started < 10


def test_no_reader_opens_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    read_html(
        '<html><head><link rel=stylesheet href="http://example.org/a.css"><base href="http://example.org/"></head><body>'
        f'<article>{PARAGRAPHS}<img src="http://example.org/a.png"><iframe src="http://example.org/"></iframe>'
    )


def test_the_table_of_readers_is_consistent() -> None:
    suffixes = [suffix for reader in READERS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)
    assert all(reader.label for reader in READERS)
