"""Who holds what: every attribution with its source resolved, and quotations without a cue given to their speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.domain.analysis import Offsets, Source
from reader.nlp.attribution import Attribution, Finder, iter_voiced, nest, source_words
from reader.nlp.clauses import Clause, find_clauses
from reader.nlp.memory import Entity, Memory
from reader.nlp.parse import Parse
from reader.nlp.quotes import Quote
from reader.nlp.rules.ruleset import Rule, RuleSet
from reader.nlp.sources import UNNAMED, Kind, SourceKinds

_NEAR = 3  # sentences within which an unattributed quotation belongs to the speaker before or after it
_ACTS = frozenset({"object", "infinitive", "passive", "adjective"})
_LONG_FRAGMENT = 5  # words from which a quotation without a verb counts as speech, not as a scare quote


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One holder of a content. `rule` is None and `cue` is None where a quotation was carried over.

    quoted: some of the content stands in quotation marks.
    """

    source: Source
    kind: Kind
    manner: str
    rule: Rule | None
    cue: Offsets | None
    negated: bool = False
    quoted: bool = False
    entity: Entity | None = None


Stack = tuple[Voice, ...]


@dataclass(slots=True)
class Reading:
    """One block, read: grammar, clauses and, for each token, the voices that hold it (outermost first)."""

    parse: Parse
    clauses: list[Clause]
    clause_of: list[int]
    quoted: list[int]
    attributions: list[Attribution] = field(default_factory=list)
    stacks: list[Stack] = field(default_factory=list)
    reporting: set[int] = field(default_factory=set)
    #: Quotations with both marks in which somebody speaks.
    spoken_quotes: frozenset[int] = frozenset()


def quoted_tokens(parse: Parse, quotes: Sequence[tuple[int, Quote]], block_start: int) -> list[int]:
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
    quoted = quoted_tokens(parse, quotes, block_start)
    reading = Reading(parse, clauses, clause_of, quoted)
    reading.attributions = Finder(rules, parse, clauses, clause_of, quoted).find()
    closed = {number for number, quote in quotes if quote.closed or quote.continues}
    inside: dict[int, set[int]] = {}
    for i, number in enumerate(quoted):
        if number in closed:
            inside.setdefault(number, set()).add(i)
    reading.spoken_quotes = frozenset(n for n, tokens in inside.items() if is_speech(parse, tokens))
    _spread_over_quotations(reading)
    nest(reading.attributions)
    return reading


def _spread_over_quotations(reading: Reading) -> None:
    """A quotation of several sentences, or one that is interrupted, belongs as a whole to whoever says a part of it."""
    parse, quoted = reading.parse, reading.quoted
    members: dict[int, set[int]] = {}
    for i, number in enumerate(quoted):
        if number >= 0:
            members.setdefault(number, set()).add(i)
    for attribution in sorted(iter_voiced(reading.attributions), key=lambda a: -len(a.content)):
        if quoted[attribution.anchor] >= 0 or attribution.frame in ("noun", "infinitive", "object", "passive"):
            continue
        sent = parse.sent_of[attribution.anchor]
        for number, tokens in members.items():
            touched = tokens & attribution.content
            beside = any(parse.sent_of[t] == sent for t in tokens)
            if touched and is_speech(parse, tokens):
                attribution.content |= tokens
                attribution.quoted = True
            elif beside and is_speech(parse, tokens) and not _held_otherwise(reading, attribution, tokens):
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


class VoiceTeller:
    """Resolves the sources of an article's readings, in reading order, and fills their stacks."""

    def __init__(self, memory: Memory, kinds: SourceKinds, text: str) -> None:
        self._memory = memory
        self._kinds = kinds
        self._text = text

    def tell(self, readings: Sequence[Reading]) -> None:
        """Fill `stacks` and `reporting` of every reading."""
        here = 0
        voices: list[list[tuple[Attribution, Voice]]] = []
        for reading in readings:
            voices.append(self._resolve(reading, here))
            here += len(reading.parse)
        for reading, held in zip(readings, voices, strict=True):
            reading.stacks = _stacks(reading, held)
            for attribution, _ in held:
                reading.reporting |= attribution.reporting
        self._carry(readings, voices)

    def _resolve(self, reading: Reading, here: int) -> list[tuple[Attribution, Voice]]:
        parse = reading.parse
        by_sentence: dict[int, list[Attribution]] = {}
        for attribution in iter_voiced(reading.attributions):
            by_sentence.setdefault(parse.sent_of[attribution.anchor], []).append(attribution)
        held: list[tuple[Attribution, Voice]] = []
        spoken_quotes = reading.spoken_quotes
        for sent in range(len(parse.sents)):
            spoken: list[Entity] = []
            for attribution in sorted(by_sentence.get(sent, ()), key=lambda a: len(a.nested_in)):
                if reading.quoted[attribution.anchor] in spoken_quotes:
                    continue  # what a speaker says others think is the speaker's own word
                if attribution.source is not None:
                    self._memory.note_subjects(parse, sent, here, attribution.source)
                outer = next((v for a, v in reversed(held) if a in attribution.nested_in), None)
                voice = self._voice(parse, attribution, here)
                if voice is None or (outer is not None and _same_holder(voice, outer)):
                    continue
                held.append((attribution, voice))
                if voice.entity is not None and not attribution.nested_in:
                    spoken.append(voice.entity)
            self._memory.note_subjects(parse, sent, here, len(parse))
            for entity in spoken:
                self._memory.seen(entity, here)
        return held

    def _voice(self, parse: Parse, attribution: Attribution, here: int) -> Voice | None:
        cue = (parse.start[attribution.cue[0]], parse.end[attribution.cue[-1]])
        words = source_words(parse, attribution)
        holder = attribution.holder
        if words is None or holder is None:
            return Voice(Source(kind="unnamed"), UNNAMED, attribution.rule.manner, attribution.rule, cue, attribution.negated, attribution.quoted)
        name, kind, entity = self._memory.resolve(parse, holder, here + holder)
        if attribution.frame in _ACTS and not self._kinds.could_speak(parse, holder, kind):
            return None  # "the system offered a way": things do not take a stand
        start, end = parse.start[words[0]], parse.end[words[1]]
        source = Source(start, end, self._text[start:end], name, kind.kind, kind.subkind)
        return Voice(source, kind, attribution.rule.manner, attribution.rule, cue, attribution.negated, attribution.quoted, entity)

    def _carry(self, readings: Sequence[Reading], voices: Sequence[Sequence[tuple[Attribution, Voice]]]) -> None:
        """Give quotations without a cue to the speaker whose words they continue (codebook, "Continued quotation")."""
        order: list[tuple[int, int]] = [(r, s) for r, reading in enumerate(readings) for s in range(len(reading.parse.sents))]
        place = {rs: n for n, rs in enumerate(order)}
        speakers: dict[int, Voice] = {}
        for r, held in enumerate(voices):
            for attribution, voice in held:
                n = place[r, readings[r].parse.sent_of[attribution.anchor]]
                if voice.manner in ("speech", "claim") and not attribution.nested_in:
                    speakers[n] = voice
        last: Voice | None = None
        last_at = -10 * _NEAR
        last_quote = -1
        for r, reading in enumerate(readings):
            parse = reading.parse
            numbers = sorted({q for q in reading.quoted if q >= 0})
            done: dict[int, Voice | None] = {}
            for number in numbers:
                tokens = [i for i, q in enumerate(reading.quoted) if q == number]
                first = place[r, parse.sent_of[tokens[0]]]
                final = place[r, parse.sent_of[tokens[-1]]]
                holder = next((reading.stacks[t][0] for t in tokens if reading.stacks[t]), None)
                if holder is None and is_speech(parse, set(tokens)) and self._stands_alone(reading, tokens):
                    holder = self._speaker_for(first, final, last, last_at, speakers, number == last_quote)
                    stack = (holder,)
                    for t in tokens:
                        reading.stacks[t] = stack
                    done[number] = holder
                if holder is not None:
                    last, last_at, last_quote = holder, final, number
            self._fill_sentences(reading, done)

    @staticmethod
    def _stands_alone(reading: Reading, tokens: list[int]) -> bool:
        """Whether the quotation makes up most of its sentence: words quoted inside a narrated sentence are no speech."""
        parse = reading.parse
        inside = set(tokens)
        first, end = parse.sents[parse.sent_of[tokens[0]]]
        outside = [t for t in range(first, end) if t not in inside and not parse.is_punct(t)]
        return len(outside) <= len(tokens) // 2

    def _speaker_for(
        self, first: int, final: int, last: Voice | None, last_at: int, speakers: dict[int, Voice], runs_on: bool
    ) -> Voice:
        if last is not None and (runs_on or first - last_at <= 1):
            return _carried(last)
        for n in [*range(first, first - _NEAR, -1), *range(final + 1, final + _NEAR)]:
            if n in speakers:
                return _carried(speakers[n])
        if last is not None and first - last_at <= _NEAR:
            return _carried(last)
        return Voice(Source(kind="unnamed"), Kind("unnamed", people=True), "speech", None, None, quoted=True)

    @staticmethod
    def _fill_sentences(reading: Reading, done: dict[int, Voice | None]) -> None:
        """Marks beside a carried quotation go with it."""
        parse = reading.parse
        for first, end in parse.sents:
            held = {reading.stacks[t] for t in range(first, end) if reading.stacks[t]}
            if len(held) == 1 and any(reading.quoted[t] in done for t in range(first, end)):
                for t in range(first, end):
                    if parse.is_punct(t) and not reading.stacks[t]:
                        reading.stacks[t] = next(iter(held))


def _same_holder(inner: Voice, outer: Voice) -> bool:
    """ "Voters say they plan …": the inner pronoun means the outer holder; there is one voice. """
    if inner.entity is not None and inner.entity is outer.entity:
        return True
    return inner.source.text.lower() in ("i", "we", "he", "she", "they", "it", "you")


def _carried(voice: Voice) -> Voice:
    return Voice(voice.source, voice.kind, "speech", None, None, quoted=True, entity=voice.entity)


def _stacks(reading: Reading, held: Sequence[tuple[Attribution, Voice]]) -> list[Stack]:
    """For each token its voices, outermost first."""
    covering: list[list[tuple[int, Voice]]] = [[] for _ in range(len(reading.parse))]
    for attribution, voice in held:
        depth = len(attribution.nested_in)
        for t in attribution.all_tokens:
            covering[t].append((depth, voice))
    cache: dict[tuple[int, ...], Stack] = {}
    stacks: list[Stack] = []
    for voices in covering:
        if not voices:
            stacks.append(())
            continue
        voices.sort(key=lambda dv: dv[0])
        key = tuple(id(v) for _, v in voices)
        stacks.append(cache.setdefault(key, tuple(v for _, v in voices)))
    return stacks
