"""One attribution: cue, source and content, as token indices of one block.

The terms are those of the attribution literature (Prasad et al. 2007; Pareti 2012, PARC 3.0; Newell et al. 2018,
PolNeAR): a cue links a source to a content. How they are found is in `frames`; which words are cues is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reader.nlp.parse import Parse
from reader.nlp.rules.ruleset import Rule
from reader.nlp.sources import noun_phrase, trim

RELATIVES = frozenset({"who", "which", "that", "whom"})


@dataclass(slots=True)
class Attribution:
    """One cue with its source and content.

    source: head token of the words that name the source, None where nobody is named; holder: the token whose name
    counts (the antecedent of a relative pronoun, else the source). content: tokens that are attributed; reporting:
    tokens of the clause that reports. empty: a cue that says there is no content ("did not say whether").
    unsaid: the saying itself is negated or still to come ("did not say that", "will announce").
    written: the reporting clause names something written ("said in a post").
    nested_in: the attributions whose content holds this cue, outermost first.
    """

    rule: Rule
    cue: tuple[int, ...]
    anchor: int
    source: int | None
    holder: int | None
    content: set[int]
    reporting: set[int]
    frame: str
    unsaid: bool = False
    written: bool = False
    empty: bool = False
    quoted: bool = False
    nested_in: list[Attribution] = field(default_factory=list)

    @property
    def all_tokens(self) -> set[int]:
        """Content and reporting clause: what the source's label covers."""
        return self.content | self.reporting


def nest(attributions: list[Attribution]) -> None:
    """Fill `nested_in`: the attributions whose content holds a cue, outermost first."""
    for inner in attributions:
        outer = [
            a for a in attributions if inner.anchor in a.content and a.anchor not in inner.content and a is not inner
        ]
        inner.nested_in = sorted(outer, key=lambda a: -len(a.content))


def source_words(parse: Parse, attribution: Attribution) -> tuple[int, int] | None:
    """First and last token of the words that name the source; None where nobody is named."""
    if attribution.source is None:
        return None
    first, last = noun_phrase(parse, attribution.source)
    cue = attribution.anchor
    if first <= cue <= last:  # a relative or participial clause of the source that holds the cue: stop before it
        if attribution.source < cue:
            last = cue - 1
            while last > attribution.source and (
                parse.lower[last] in RELATIVES or parse.is_punct(last) or parse.pos[last] in ("AUX", "ADV", "PART")
            ):
                last -= 1
        else:
            first = cue + 1
    return trim(parse, first, last)


def iter_voiced(attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Those that put a content in somebody's mouth."""
    return (a for a in attributions if a.content and not a.empty)
