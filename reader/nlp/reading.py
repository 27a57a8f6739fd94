"""A block, read: its clauses, quotations and attributions, before and after their sources are resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.domain.analysis import Offsets, Source
from reader.nlp.attribution import Attribution, iter_voiced, nest
from reader.nlp.clauses import Clause, find_clauses
from reader.nlp.frames import Finder
from reader.nlp.memory import Entity
from reader.nlp.parse import Parse
from reader.nlp.quotes import Quote
from reader.nlp.rules.ruleset import Rule, RuleSet
from reader.nlp.sources import Kind

_LONG_FRAGMENT = 5  # words from which a quotation without a verb counts as speech, not as a scare quote


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One holder of a content. `rule` is None and `cue` is None where a quotation was carried over.

    quoted: some of the content stands in quotation marks. individual: a single person, not a body or a group.
    """

    source: Source
    kind: Kind
    manner: str
    rule: Rule | None
    cue: Offsets | None
    unsaid: bool = False
    quoted: bool = False
    individual: bool = False
    why: str = ""
    entity: Entity | None = None


Stack = tuple[Voice, ...]


@dataclass(slots=True)
class Reading:
    """One block, read: grammar, clauses and, for each token, the voices that hold it (outermost first).

    quoted: for each token the number of its quotation, -1 outside. reporting: tokens of clauses that report.
    spoken_quotes: the quotations with both marks in which somebody speaks; continuing_quotes: those that go on from a
    block before; running_quotes: those that go on in the next. masked: words of pseudo-cues, which are no cue for
    other rules.
    """

    parse: Parse
    clauses: list[Clause]
    clause_of: list[int]
    quoted: list[int]
    attributions: list[Attribution] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)
    reporting: set[int] = field(default_factory=set)
    spoken_quotes: frozenset[int] = frozenset()
    continuing_quotes: frozenset[int] = frozenset()
    running_quotes: frozenset[int] = frozenset()
    masked: frozenset[int] = frozenset()

    def quotations(self) -> dict[int, set[int]]:
        """The tokens of each quotation, by its number."""
        members: dict[int, set[int]] = {}
        for i, number in enumerate(self.quoted):
            if number >= 0:
                members.setdefault(number, set()).add(i)
        return members


def _quoted_tokens(parse: Parse, quotes: Sequence[tuple[int, Quote]], block_start: int) -> list[int]:
    """For each token the number of the quotation it stands in, -1 outside. `quotes`: (number, quote) of this block."""
    inside = [-1] * len(parse)
    for number, quote in quotes:
        first, last = block_start + quote.start, block_start + quote.end
        for i in range(len(parse)):
            if first <= parse.start[i] < last:
                inside[i] = number
    return inside


def read_block(parse: Parse, rules: RuleSet, quotes: Sequence[tuple[int, Quote]], block_start: int) -> Reading:
    """Clauses and attributions of one block; sources are not resolved yet."""
    clauses, clause_of = find_clauses(parse)
    quoted = _quoted_tokens(parse, quotes, block_start)
    reading = Reading(parse, clauses, clause_of, quoted)
    masks = [m for i in range(len(parse)) for m in rules.mask_index.find(parse, i)]
    taken = {t for m in masks if m.rule.of != "cues" for t in m.tokens}
    reading.attributions = Finder(rules, parse, clauses, clause_of, quoted, taken).find()
    reading.masked = frozenset(t for m in masks if m.rule.of != "attribution" for t in m.tokens)
    members = reading.quotations()
    running = {n for n, quote in quotes if quote.runs_on}
    spoken = {n: tokens for n, tokens in members.items() if n in running or is_speech(parse, tokens)}
    whole = {n for n, quote in quotes if quote.closed or quote.continues}
    reading.spoken_quotes = frozenset((whole | running) & spoken.keys())
    reading.continuing_quotes = frozenset(n for n, quote in quotes if quote.continues)
    reading.running_quotes = frozenset(running)
    _spread_over_quotations(reading, spoken)
    nest(reading.attributions)
    return reading


def _spread_over_quotations(reading: Reading, spoken: dict[int, set[int]]) -> None:
    """A quotation of several sentences, or one that is interrupted, belongs as a whole to whoever says a part of it."""
    parse = reading.parse
    for attribution in sorted(iter_voiced(reading.attributions), key=lambda a: -len(a.content)):
        if reading.quoted[attribution.anchor] >= 0 or attribution.frame not in ("clause", "quotation", "according"):
            continue
        sent = parse.sent_of[attribution.anchor]
        for tokens in spoken.values():
            beside = any(parse.sent_of[t] == sent for t in tokens)
            if tokens & attribution.content or (beside and not _held_otherwise(reading, attribution, tokens)):
                attribution.content |= tokens
                attribution.quoted = True


def _held_otherwise(reading: Reading, attribution: Attribution, tokens: set[int]) -> bool:
    return any(a is not attribution and tokens & a.content for a in iter_voiced(reading.attributions))


def is_speech(parse: Parse, tokens: set[int]) -> bool:
    """Whether a quotation is somebody speaking, not a scare quote: it has a verb or is long."""
    words = [t for t in tokens if not parse.is_punct(t)]
    if len(words) >= _LONG_FRAGMENT:
        return True
    return len(words) >= 3 and any(parse.tag[t] in ("VBD", "VBZ", "VBP", "MD") for t in words)
