"""Formats are recognised from content first; encodings are detected; quick to import."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from reader.ingest.formats import read_file, read_html, read_text

SENTENCE = "“Café Müller” stays closed – the ministry said on Monday that ships wait outside for a third day. "
PAGE = "<!DOCTYPE html><html><body><article>" + f"<p>{SENTENCE}</p>" * 9 + "</article></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("content", [SENTENCE * 4, PAGE], ids=["text", "page"])
def test_encodings(tmp_path: Path, encoding: str, content: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content.encode(encoding))
    assert SENTENCE.strip() in read_file(path).text


def test_a_declared_encoding_is_used(tmp_path: Path) -> None:
    russian = "В понедельник министерство заявило, что порт останется закрытым, и корабли ждут уже третий день. "
    path = tmp_path / "a.html"
    markup = f"<html><head><meta charset=koi8-r></head><body><article>{f'<p>{russian * 2}</p>' * 6}"
    path.write_bytes(markup.encode("koi8-r"))
    assert russian.strip() in read_file(path).text


def test_broken_bytes_do_not_refuse_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(SENTENCE.encode() * 9 + b"\xff\xfe" + SENTENCE.encode())
    assert "\ufffd" in read_file(path).text


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.pdf", "a"])
def test_content_counts_more_than_the_suffix(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(PAGE, encoding="utf-8")
    assert read_file(path).extractor.startswith("sayso-html")
    path.write_text("A pasted sentence about <b>tags</b> in a text.", encoding="utf-8")
    if name in ("a.txt", "a"):
        assert read_file(path).extractor.startswith("sayso-text")


def test_stamp_of_a_file_and_of_a_pasted_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE, encoding="utf-8")
    article = read_file(path)
    assert article.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert article.source_path == str(path)
    assert read_text("Some text is here.", "notes").source_path == "notes"
    assert read_html(PAGE).source_path == "pasted page"


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    assert read_file(path) == read_file(path)


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = ["trafilatura", "lxml", "charset_normalizer"]
    code = f"import sys, reader.ingest.formats; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
