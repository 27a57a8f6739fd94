"""What the pieces of a page are when seen together: captions that stand twice, lists of other stories, walls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.domain.article import CLAIM_KINDS, BlockKind
from reader.ingest import furniture
from reader.ingest.lines import is_credit, is_sentence
from reader.ingest.pieces import Piece

_WORD = re.compile(r"[^\W_]+")
_PICTURED = re.compile(
    r"\b(?:is|are) (?:seen|pictured|shown)\b|\b(?:pictured|seen here|looks? on|poses?)\b|\b(?:19|20)\d\d\.?$",
    re.IGNORECASE,
)
_LEAST_CAPTION = 4  # words; fewer stand twice by chance
_LONGEST_SIGNATURE = 12  # words that a caption may have more where it stands the second time
_LONGEST_TEASER = 25  # words; what follows “Related stories” is no longer than this
_LEAST_TEXT = 6  # paragraphs; a shorter article may be about the person it introduces
_LAST_LINES = 4

#: Words of text below which a wall has nothing but more of itself under it.
_TEXT_BELOW_WALL = 60


def settle(pieces: Sequence[Piece]) -> str:
    """Give every piece its last role, in place. Returns `Article.cut_off`."""
    sign_captions(pieces)
    drop_second_captions(pieces)
    name_writers(pieces)
    close_lists(pieces)
    return cut_off(pieces)


def sign_captions(pieces: Sequence[Piece]) -> None:
    """The line above a picture's signature is its caption, where it reads like one."""
    for piece, after in pairwise(pieces):
        if piece.sure or piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        if after.kind is BlockKind.CAPTION and is_credit(furniture.normal(after.text)):
            line = furniture.normal(piece.text)
            if not line.endswith("?") and (_PICTURED.search(line) or not is_sentence(line)):
                piece.kind, piece.level = BlockKind.CAPTION, 0


def drop_second_captions(pieces: Sequence[Piece]) -> None:
    """Of a caption that stands twice, keep the fuller one: aggregators repeat it with the agency's name.

    The second time it may be a bare paragraph, or be cut short.
    """
    words = [tuple(_WORD.findall(p.text.lower())) for p in pieces]
    beginning_alike: dict[tuple[str, ...], list[int]] = {}
    for i, piece in enumerate(pieces):
        if piece.shown and len(words[i]) >= _LEAST_CAPTION:
            beginning_alike.setdefault(words[i][:_LEAST_CAPTION], []).append(i)
    for group in beginning_alike.values():
        fullest: int | None = None
        if not any(pieces[i].kind is BlockKind.CAPTION for i in group):
            continue
        for i in sorted(group, key=lambda i: (-len(words[i]), i)):
            if fullest is None or not _same_caption(words[i], words[fullest]):
                fullest = i
            elif BlockKind.CAPTION in (pieces[i].kind, pieces[fullest].kind):
                pieces[fullest].kind, pieces[fullest].level = BlockKind.CAPTION, 0
                pieces[i].leave_out("Caption that stands twice")


def _same_caption(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    short, long = sorted((one, two), key=len)
    return len(long) - len(short) <= _LONGEST_SIGNATURE and long[: len(short)] == short


def name_writers(pieces: Sequence[Piece]) -> None:
    """The last lines of an article may introduce its writer."""
    text = [p for p in pieces if p.kind is BlockKind.PARAGRAPH]
    if len(text) < _LEAST_TEXT:
        return
    for piece in text[-_LAST_LINES:]:
        if (rule := furniture.load().match(piece.text, at_end=True)) is not None:
            piece.kind = rule.kind


def close_lists(pieces: Sequence[Piece]) -> None:
    """Under “Related stories” and its like, headlines belong to the list until the text goes on."""
    rules = furniture.load()
    reason = ""
    for piece in pieces:
        rule = rules.match(piece.text) if piece.kind is BlockKind.FURNITURE else None
        if rule is not None and rule.opens:
            reason = rule.reason
        elif reason and piece.kind in CLAIM_KINDS | {BlockKind.HEADING, BlockKind.TITLE}:
            if piece.kind is BlockKind.PARAGRAPH and (is_sentence(piece.text) or piece.sure):
                reason = ""
            elif len(_WORD.findall(piece.text)) <= _LONGEST_TEASER:
                piece.leave_out(reason)


def cut_off(pieces: Sequence[Piece]) -> str:
    """The sentence that says why the article may be incomplete, or ""."""
    walls = [i for i, p in enumerate(pieces) if p.wall and p.kind is BlockKind.FURNITURE]
    if not walls:
        return ""
    below = sum(len(_WORD.findall(p.text)) for p in pieces[walls[-1] + 1 :] if p.shown and p.kind in CLAIM_KINDS)
    if below > _TEXT_BELOW_WALL:
        return ""
    words = pieces[walls[-1]].text.strip().rstrip(".")
    return f"The save ends at a sign-up wall (“{words}”): the article may be cut off."
