"""A library of invented articles in the shapes of real ones: always the same for the same number of articles.

Words follow one another as in the sample article and the gold texts; among them stand invented names, few of them
often and many of them once. How many sentences an article has, and which marks they bear, is drawn from the gold.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader.domain import anchor
from reader.domain.analysis import AXES, Analysis, Firing, Source, Span
from reader.domain.article import Article, Block, BlockKind, Metadata
from reader.domain.library import LibraryArticle, Original
from reader.domain.progress import Progress, silent
from reader.services import shares
from reader.storage import articles, notes, search
from reader.storage.database import Database
from tests.benchmarks.analysis_cost import paragraphs
from tests.services.fakes import STAMP

GOLD = Path(__file__).resolve().parents[1] / "gold" / "gold.jsonl"
#: Spans an article has on average: 2 million in 100,000.
SPANS = 20
NAMES = 200_000
#: How many words are names.
_NAMED = 0.06
#: Articles written in one transaction.
_AT_ONCE = 250
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "or", "en")]


class Shapes:
    """What is drawn from, and the drawing."""

    def __init__(self, seed: int = 7) -> None:
        self.rng = random.Random(seed)
        rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
        self.marks = [(len(row["text"]), row["spans"]) for row in rows]
        counts: dict[str, int] = {}
        for row in rows:
            counts[row["doc"]] = counts.get(row["doc"], 0) + 1
        marked = sum(len(row["spans"]) for row in rows)
        self.lengths = [max(2, round(n * SPANS * len(counts) / marked)) for n in counts.values()]
        sentences = [row["text"].split() for row in rows] + [text.split() for text in paragraphs()]
        self.starts = [words[0] for words in sentences if words]
        self.sizes = [len(row["text"].split()) for row in rows]
        self.after: dict[str, list[str]] = {}
        for words in sentences:
            for word, following in pairwise(words):
                self.after.setdefault(word, []).append(following)

    def name(self) -> str:
        """An invented name; the first ones stand in many places, most in few."""
        number = int(math.exp(self.rng.random() * math.log(NAMES)))
        return name(number)

    def sentence(self, size: int) -> str:
        """So many words."""
        draw, word = self.rng.random, self.rng.choice(self.starts)
        found = [word]
        while len(found) < size:
            if draw() < _NAMED:
                found.append(self.name())
                continue
            following = self.after.get(word) or self.starts
            word = following[int(draw() * len(following))]
            found.append(word)
        return " ".join(found).rstrip(".") + "."


def name(number: int) -> str:
    """The invented name of a number, from 1."""
    parts = []
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts).capitalize() + "sk"


def build(database: Database, count: int, progress: Progress = silent) -> None:
    """Write so many articles, and half as many notes. `progress` counts articles."""
    shapes = Shapes()
    for first in range(0, count, _AT_ONCE):
        with database.writing() as session:
            for number in range(first, min(count, first + _AT_ONCE)):
                article, analysis = invented(shapes, number)
                article_id = articles.add(session, article, listed(article, analysis), Original("", None), None)
                articles.add_analysis(session, article_id, article, analysis)
                search.reindex(session, article_id)
                if number % 2 == 0:
                    start, end = shapes.rng.choice(analysis.sentences)
                    tags = [f"topic {shapes.rng.randrange(20)}"] if number % 8 == 0 else []
                    place = anchor.at(article.text, start, end)
                    notes.add(session, article_id, place, shapes.sentence(shapes.rng.randrange(5, 60)), tags)
                session.expunge_all()
        progress(min(count, first + _AT_ONCE), count)


def invented(shapes: Shapes, number: int) -> tuple[Article, Analysis]:
    """The article of a number, and what a machine might have found in it."""
    rng = shapes.rng
    parts: list[tuple[BlockKind, list[str]]] = [(BlockKind.TITLE, [shapes.sentence(9)])]
    left = rng.choice(shapes.lengths)
    while left > 0:
        size = min(left, rng.choice((1, 1, 2, 3)))
        parts.append((BlockKind.PARAGRAPH, [shapes.sentence(max(3, rng.choice(shapes.sizes))) for _ in range(size)]))
        left -= size
    parts.insert(2, (BlockKind.CAPTION, [shapes.sentence(14)]))
    parts.append((BlockKind.FURNITURE, ["Sign up to the newsletter."]))
    blocks: list[Block] = []
    sentences: list[tuple[int, int]] = []
    text = ""
    for kind, own in parts:
        text = text and text + "\n\n"
        start = len(text)
        for sentence in own:
            text = text + " " if len(text) > start else text
            if kind is BlockKind.PARAGRAPH:
                sentences.append((len(text), len(text) + len(sentence)))
            text += sentence
        blocks.append(Block(f"b{len(blocks)}", kind, start, len(text), kind is not BlockKind.FURNITURE))
    day = f"{rng.randrange(2005, 2025)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    outlet = f"The {name(int(math.exp(rng.random() * math.log(300))))} Gazette"
    address = f"https://example.org/{number}"
    author = name(rng.randrange(1, 5000))
    published = day if number % 50 else "undated"
    about = Metadata(text[: blocks[0].end], author, outlet, address, published, "", "en")
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = Article(text, tuple(blocks), about, file_sha256=digest, extractor="invented 1")
    spans = tuple(span for place in sentences for span in _spans(shapes, *place))
    return article, Analysis(spans, STAMP, sentences=tuple(sentences))


def _spans(shapes: Shapes, start: int, end: int) -> Iterator[Span]:
    """The marks of some gold sentence, stretched to this one."""
    length, marks = shapes.rng.choice(shapes.marks)
    stretch = (end - start) / length
    for mark in marks:
        first, last = start + int(mark["start"] * stretch), start + int(mark["end"] * stretch)
        kind = mark["source"]["kind"]
        called = f"{shapes.name()} {shapes.name()}" if kind != "writer" else ""
        axes = {axis: round(shapes.rng.random(), 3) for axis in AXES}
        yield Span(
            id=f"s{first}", start=first, end=last, category=mark["category"], content=mark["content"], axes=axes,
            source=Source(first, first + 5, called, called, kind) if called else Source(), form=mark["form"],
            certainty=mark["certainty"], cues=((first, first + 4),), rule="invented", why="Its shape is drawn.",
            confidence=round(shapes.rng.random(), 3), shown="fair", runner_up=None,
            firings=tuple(Firing(f"rule.{axis}", axis, 1.5, "It was drawn.", (first, first + 4)) for axis in AXES[:3]),
        )  # fmt: skip


def listed(article: Article, analysis: Analysis) -> LibraryArticle:
    """The article as the list shows it."""
    words, mix = shares.of_body(article, analysis)
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    about: dict[str, Any] = {
        key: getattr(article.metadata, key)
        for key in ("title", "outlet", "author", "published", "saved", "url", "language")
    }
    tags = (f"topic {words % 20}",) if words % 5 == 0 else ()
    return LibraryArticle(
        id=0, **about, words=words, mix=mix, tags=tags, collections=(), star=False, state="unread", text_sha256=digest
    )
