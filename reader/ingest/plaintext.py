"""Plain text: a text file, the pasted text of a web page, or sentences one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reader.domain.article import Article, BlockKind, Metadata
from reader.domain.errors import InputError
from reader.ingest import furniture, language
from reader.ingest.lines import classify, is_sentence, is_stopped_headline
from reader.ingest.pieces import Piece, assemble, sha256_of
from reader.ingest.roles import settle

EXTRACTOR = "sayso-text 1"

#: Code points of text. A long book has 3 million; an analysis of more would take many minutes.
MAX_TEXT = 5_000_000

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_SPACE = re.compile(r"[^\S\n]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NAME = re.compile(r"(?:[A-Z][\w'’-]*\.? ){1,3}(?:(?:de|da|van|von|der|al|el|bin|la|di|du) )*[A-Z][\w'’-]+")
_BYLINE_START = re.compile(r"(?i)^(?:written |reported |posted |published )?by:? ")
_LONGEST_STOPPED_HEAD = 2  # lines: headline and subheading
_LEAST_TEXT = 4  # lines; in fewer, a short sentence may be all there is
_HEADER_LINES = 30  # how far down a title may stand

#: Characters. Files that break lines by hand do so at 60 to 100; a paragraph on one line is as a rule longer.
_WRAPPED = range(45, 101)


def read_text(text: str, *, file_sha256: str = "", source_path: str = "") -> Article:
    """The article in a plain text.

    Raises InputError where it is empty or too long.
    """
    check_length(text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")))
    return _article([_SPACE.sub(" ", p).strip() for p in _paragraphs(text)], file_sha256, source_path)


def article_from_sentences(texts: Sequence[str]) -> Article:
    """The article of sentences that stand in reading order: one block each, in this order, with the text unchanged.

    The kinds are those that a plain text with these sentences as paragraphs would have.
    Raises ValueError where a sentence is empty.
    """
    if not all(texts):
        raise ValueError("every sentence needs at least one character")
    return _article(texts, "", "")


def check_length(text: str) -> None:
    """Raises InputError where a text is empty or longer than Sayso reads."""
    if not text.strip():
        raise InputError("There is no text in it.", "Choose a file that holds an article.")
    if len(text) > MAX_TEXT:
        raise _too_long(len(text))


def check_size(size: int) -> None:
    """Raises InputError where a file has too many bytes for the text that Sayso reads, in whatever encoding."""
    if size > 4 * MAX_TEXT:
        raise _too_long(size)


def _too_long(characters: int) -> InputError:
    return InputError(
        f"This text has about {characters / 1_000_000:.1f} million characters; "
        f"Sayso reads up to {MAX_TEXT // 1_000_000} million.",
        "Split it into articles and open them one by one.",
    )


def _article(texts: Sequence[str], file_sha256: str, source_path: str) -> Article:
    pieces = [classify(text) for text in texts]
    head = _head(pieces)
    cut = settle(pieces)
    _free_lonely_headings(pieces)
    tag = language.guess(" ".join(p.text for p in pieces if p.shown))
    metadata = Metadata(title=next((p.text for p in pieces if p.kind is BlockKind.TITLE), ""), language=tag, **head)
    joined = sha256_of("\n\n".join(texts))
    return assemble(
        pieces,
        metadata,
        extractor=EXTRACTOR,
        file_sha256=file_sha256 or joined,
        source_path=source_path,
        cut_off=cut,
    )


def _paragraphs(text: str) -> list[str]:
    """A line is a paragraph, unless the lines were broken by hand at one width: then blank lines part paragraphs."""
    groups = [[line for line in group.split("\n") if line.strip()] for group in _BLANK_LINE.split(text)]
    groups = [group for group in groups if group]
    inner = [len(line.strip()) for group in groups for line in group[:-1]]
    by_hand = len(inner) >= 3 and sum(n in _WRAPPED for n in inner) >= 0.7 * len(inner)
    if by_hand:
        ended = sum(is_sentence(line) for group in groups for line in group[:-1])
        by_hand = ended <= 0.4 * len(inner)
    if by_hand:
        return [" ".join(line.strip() for line in group) for group in groups]
    return [line for group in groups for line in group]


def _head(pieces: list[Piece]) -> dict[str, str]:
    """Find title, byline, date, outlet and section above the first full sentence. Returns what it says as metadata."""
    rules = furniture.load()
    _find_stopped_headlines(pieces)
    first = next((i for i, p in enumerate(pieces) if p.kind is BlockKind.PARAGRAPH and is_sentence(p.text)), 0)
    head = [p for p in pieces[:first][-_HEADER_LINES:] if p.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)]
    seen = Counter(p.text for p in head)
    found: dict[str, str] = {}
    titles: list[Piece] = []
    for piece in head:
        line = furniture.normal(piece.text)
        words = line.lower().split()
        if line.lower() in rules.sections:
            piece.leave_out("Name of a section")
        elif len(words) <= 5 and (seen[piece.text] > 1 or set(words) & rules.outlets):
            found.setdefault("outlet", piece.text)
            piece.leave_out("Name of the outlet")
        elif len(words) <= 4 and _NAME.fullmatch(line):
            piece.kind, piece.level = BlockKind.BYLINE, 0
        elif len(words) >= 3:
            titles.append(piece)
    if titles:
        title = max(titles[-2:], key=lambda p: (p.kind is BlockKind.HEADING, p is titles[-1]))
        title.kind, title.level = BlockKind.TITLE, 1
    for piece in pieces:
        if piece.kind is BlockKind.BYLINE:
            found.setdefault("author", _BYLINE_START.sub("", piece.text).strip())
        elif piece.kind is BlockKind.DATE:
            found.setdefault("published", piece.text)
    return found


def _find_stopped_headlines(pieces: Sequence[Piece]) -> None:
    """Headline and subheading above an article that begins with neither: some archives end them with a full stop."""
    for piece in pieces[:_LONGEST_STOPPED_HEAD]:
        if len(pieces) < _LEAST_TEXT or piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            return
        if piece.kind is BlockKind.PARAGRAPH:
            if not is_stopped_headline(piece.text):
                return
            piece.kind, piece.level = BlockKind.HEADING, 2


def _free_lonely_headings(pieces: list[Piece]) -> None:
    """Where nothing is text, a fragment heads nothing: then it is read as text itself."""
    if any(p.kind is BlockKind.PARAGRAPH for p in pieces):
        return
    for piece in pieces:
        if piece.kind in (BlockKind.HEADING, BlockKind.TITLE) and len(piece.text.split()) >= 4:
            piece.kind, piece.level = BlockKind.PARAGRAPH, 0
