"""In which language a text is written, guessed from its commonest short words or its script."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from reader import paths
from reader.rulefile import Shape, read_entries

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_SAMPLE = 20_000  # characters; more does not change the answer
_LEAST_SHARE = 0.12  # of the words; running text has 0.3 to 0.5, a list of names less than 0.1


@cache
def _languages() -> dict[str, frozenset[str]]:
    entries = read_entries(
        paths.resources() / "rules" / "languages.toml", {"language": Shape({"tag": str, "words": list}, {})}
    )
    return {e.values["tag"]: frozenset(e.values["words"]) for e in entries}


def guess(text: str) -> str:
    """The language as a BCP 47 tag ("en"), or "" where the text does not tell."""
    sample = text[:_SAMPLE]
    letters = sum(c.isalpha() for c in sample) or 1
    for tag, script in _SCRIPTS:
        if len(script.findall(sample)) > 0.1 * letters:
            return tag
    words = Counter(_WORD.findall(sample.lower()))
    total = sum(words.values())
    if total < 5:
        return ""
    scores = {tag: sum(words[w] for w in known) / total for tag, known in _languages().items()}
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] >= _LEAST_SHARE else ""
