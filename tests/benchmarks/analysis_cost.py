"""How much longer an analysis takes than the bare spaCy pipeline on the same text.

    python tests/benchmarks/analysis_cost.py [--words 10000] [--runs 5] [--limit 1.5]

Both use the same model with the same components, the same blocks and the same batch size; their runs alternate in one
process, each pair gives a ratio, and the median of the ratios counts. Exit status 1 if it is above `--limit`.
Processor time is measured, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from collections.abc import Callable
from time import process_time
from typing import TYPE_CHECKING

from reader import paths
from reader.domain.article import CLAIM_KINDS, Article, Block, BlockKind
from reader.ingest.formats import read_file

if TYPE_CHECKING:
    from spacy.language import Language

#: The batch size of `reader.nlp.model.parse_blocks`.
BATCH = 64


def paragraphs() -> list[str]:
    """The paragraphs of the sample article that ships."""
    sample = read_file(paths.resources() / "samples" / "harbour-closure.html")
    return [sample.text_of(b) for b in sample.blocks if b.kind in CLAIM_KINDS]


def long_article(words: int) -> Article:
    """About so many words: the sample's paragraphs again and again, in a random order that is always the same."""
    pick, pool = random.Random(7), paragraphs()
    texts: list[str] = []
    count = 0
    while count < words:
        texts.append(pick.choice(pool))
        count += len(texts[-1].split())
    blocks, at = [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(f"b{number}", BlockKind.PARAGRAPH, at, at + len(text)))
        at += len(text) + 2
    return Article("\n\n".join(texts), tuple(blocks))


def bare(nlp: Language, article: Article) -> None:
    """What spaCy does by itself."""
    for _ in nlp.pipe((article.text_of(b) for b in article.blocks), batch_size=BATCH):
        pass


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    started = process_time()
    work()
    return process_time() - started


def ratios(base: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[list[float], list[float]]:
    """Times of both, taken in turns, each pair in the other order than the one before."""
    base_times: list[float] = []
    other_times: list[float] = []
    for number in range(runs):
        pair = [(base, base_times), (other, other_times)]
        for work, times in pair if number % 2 == 0 else reversed(pair):
            times.append(seconds(work))
    return base_times, other_times


def report(name: str, base: list[float], other: list[float]) -> float:
    """Print one comparison; the median ratio."""
    each = [b / a for a, b in zip(base, other, strict=True)]
    ratio = statistics.median(each)
    print(
        f"{name:34} {statistics.median(base):6.2f} s → {statistics.median(other):6.2f} s"
        f"   ratio {ratio:.3f} (from {min(each):.3f} to {max(each):.3f})"
    )
    return ratio


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=1.5, help="how many times the bare pipeline is allowed")
    given = parser.parse_args()

    from reader.nlp import model
    from reader.nlp.analyser import Analyser, shipped_rules

    nlp = model.load()
    analyser = Analyser(nlp, shipped_rules())
    warm, article = long_article(500), long_article(given.words)
    bare(nlp, warm)
    analyser.analyse(warm)
    spans = len(analyser.analyse(article).spans)
    print(
        f"{len(article.text.split()):,} words, {len(article.blocks):,} blocks, {spans:,} spans, {given.runs} runs each"
    )
    base, whole = ratios(lambda: bare(nlp, article), lambda: analyser.analyse(article), given.runs)
    ratio = report("bare pipeline → analysis", base, whole)
    print(f"median ratio: {ratio:.2f} (limit {given.limit})")
    return 0 if ratio <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
