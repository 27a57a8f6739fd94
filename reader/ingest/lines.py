"""What one line of text is, judged by its words alone: the classifier that plain text and sentence rows share.

It is careful: a full sentence stays a paragraph unless a rule knows the line, or it is signed as a picture is.
"""

from __future__ import annotations

import re

from reader.domain.article import BlockKind
from reader.ingest import furniture
from reader.ingest.pieces import Piece

_ENDING = re.compile(r"[.!?…][\s\"'`”’)\]»]*$")
_QUOTE_MARK = re.compile(r"[\"“”«»`]|''|(?:^|\s)'")
_BRACKETS_AT_END = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]\.?$")
_WHOLE_BRACKETS = re.compile(r"^[(\[]([^()\[\]]{2,80})[)\]]\.?$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BULLET = re.compile(r"^(?:[•▪◦‣·*–—-]|\d{1,2}[.)])\s+\S")
_PAST = re.compile(r"[a-z]+ed")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]")
_LONGEST_HEADING = 16  # words
_LONGEST_QUESTION = 15  # words
_SHORTEST_STOPPED = 4  # words


def classify(text: str) -> Piece:
    """The line as a piece, with the role its words give away."""
    rules = furniture.load()
    line = furniture.normal(text)
    if rule := rules.match(text):
        piece = Piece(text, rule.kind, wall=rule.wall)
        if rule.kind is BlockKind.FURNITURE:
            piece.leave_out(rule.reason)
        return piece
    if is_credit(line) or _is_signed(line):
        return Piece(text, BlockKind.CAPTION)
    if line.startswith("> "):
        return Piece(text, BlockKind.QUOTATION)
    if _BULLET.match(line):
        return Piece(text, BlockKind.LIST_ITEM)
    if is_heading(line):
        return Piece(text, BlockKind.HEADING, level=2)
    return Piece(text, BlockKind.PARAGRAPH)


def is_sentence(text: str) -> bool:
    """Whether it ends as a sentence does and is no headline set in capitals."""
    line = furniture.normal(text)
    return bool(_ENDING.search(line)) and len(_WORD.findall(line)) >= 4 and not is_heading(line)


def is_heading(line: str) -> bool:
    """Whether a line of its own reads as a heading: a short question, a fragment without an end, a line in capitals."""
    words = _WORD.findall(line)
    if not words or _QUOTE_MARK.match(line):
        return False
    if line.endswith("?"):
        asks = words[0].lower() in furniture.load().questions
        plain = not _QUOTE_MARK.search(line) and not _SENTENCE_BREAK.search(line)
        return asks and plain and len(words) <= _LONGEST_QUESTION
    if line.isupper() and len(words) <= _LONGEST_HEADING and any(len(w) > 3 for w in words):
        return True
    if len(words) > _LONGEST_HEADING or "#" in line or "@" in line:
        return False
    if _ENDING.search(line) or line[0].isdigit():
        return _is_capitalised(line)
    tells = len(words) >= 5 and words[0].lower() in furniture.load().subject
    return line[-1] not in ",;:-–—" and line[0].isupper() and not tells


def is_stopped_headline(text: str) -> bool:
    """Whether a line with a full stop is written as a headline: no articles, nothing in the past, no day or year.

    Only for a line at the head of an article: further down a short sentence may look the same.
    """
    line = furniture.normal(text)
    words = _WORD.findall(line)
    if not _SHORTEST_STOPPED <= len(words) <= _LONGEST_HEADING or not line.endswith((".", ";")):
        return False
    if _QUOTE_MARK.match(line) or _SENTENCE_BREAK.search(line) or not line[0].isalnum():
        return False
    prose = furniture.load().prose
    return not any(w.lower() in prose or w.isdigit() or _PAST.fullmatch(w) for w in words)


def is_credit(line: str) -> bool:
    """Whether the whole line signs a picture: “REUTERS/Ana Reis/File Photo”, “(Getty Images)”, “Ana Reis via AP”."""
    inner = _WHOLE_BRACKETS.match(line)
    body = inner.group(1) if inner else line
    if len(_WORD.findall(body)) > 12 or body.endswith((".", "?", "!")):
        return False
    parts = [part.strip() for part in re.split(r"/|\||,| - |\bvia\b|\bfor\b|©|\(|\)", body)]
    named = any(_is_agency(part) for part in parts)
    if inner:
        return named
    return named and ("/" in body or "©" in body or " via " in body or (len(parts) == 1 and _is_agency(body)))


def _is_agency(part: str) -> bool:
    credits = furniture.load().credits
    return part.lower() in credits.names


def _is_signed(line: str) -> bool:
    """Whether a line ends with a picture's credit in brackets."""
    match = _BRACKETS_AT_END.search(line)
    if match is None or match.start() == 0:
        return False
    inside, before = match.group(1), line[: match.start()].rstrip()
    parts = [part.strip() for part in re.split(r"/|\||,|:|\bvia\b|\bby\b|\bfor\b|©", inside)]
    credits = furniture.load().credits
    if any(_is_agency(p) for p in parts):
        return True
    if _ENDING.search(before) or line.endswith("."):
        return False
    words = _WORD.findall(inside)
    if {w.lower() for w in words} & credits.words and any(w[0].isupper() for w in words):
        return True
    # No agency that we know; but who signs a picture has a name of several words, and no full stop stands before it.
    capitals = [w for w in words if w[0].isupper()]
    small = furniture.load().small
    unnamed = [w for w in words if w[0].islower() and w not in small]
    return (
        len(_WORD.findall(before)) >= 6 and len(capitals) >= 2 and not unnamed and not any(w.isdigit() for w in words)
    )


def _is_capitalised(line: str) -> bool:
    """Whether it is set as an English headline.

    Names are capitals too: so every word of weight must have one, and among them a word that has none in a sentence.
    """
    words = [w for w in _WORD.findall(line) if w[0].isalpha()]
    weighty = [w for w in words if w.lower() not in furniture.load().small]
    if len(words) < 4 or _QUOTE_MARK.search(line) or not all(w[0].isupper() for w in weighty):
        return False
    return any(w[0].isupper() and w.lower() in furniture.load().unnamed for w in words[1:])
