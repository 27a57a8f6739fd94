"""Who holds what: every attribution with its source resolved, in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.analysis import Source
from reader.nlp.attribution import Attribution, iter_voiced, source_words
from reader.nlp.carry import carry_introduced, carry_quotations
from reader.nlp.memory import Entity, Memory
from reader.nlp.parse import Parse
from reader.nlp.reading import Reading, Stack, Voice
from reader.nlp.rules.ruleset import fill
from reader.nlp.sources import UNNAMED, SourceKinds

#: Frames in which the source takes a stand: things cannot ("the system offered a way").
_STANDS = frozenset({"object", "infinitive", "passive", "adjective", "quotation"})
_GROUPS = frozenset({"police", "they", "we", "them", "us", "staff", "intelligence"})
_PRONOUNS = frozenset({"i", "we", "he", "she", "they", "it", "you"})

Held = list[tuple[Attribution, Voice]]


class VoiceTeller:
    """Resolves the sources of an article's readings and fills their stacks."""

    def __init__(self, memory: Memory, kinds: SourceKinds, text: str) -> None:
        self._memory = memory
        self._kinds = kinds
        self._text = text

    def tell(self, readings: Sequence[Reading]) -> None:
        """Fill `stacks` and `reporting` of every reading."""
        voices = [self._resolve(reading) for reading in readings]
        for reading, held in zip(readings, voices, strict=True):
            reading.stacks = _stacks(reading, held)
            for attribution, _ in held:
                reading.reporting |= attribution.reporting
        carry_quotations(readings, voices)
        carry_introduced(readings, voices)

    def _resolve(self, reading: Reading) -> Held:
        parse = reading.parse
        by_sentence: dict[int, list[Attribution]] = {}
        for attribution in iter_voiced(reading.attributions):
            # What a speaker says others think is the speaker's own word.
            if attribution.frame == "colon" or reading.quoted[attribution.anchor] not in reading.spoken_quotes:
                by_sentence.setdefault(parse.sent_of[attribution.anchor], []).append(attribution)
        held: Held = []
        for sent in range(len(parse.sents)):
            spoken: list[Entity] = []
            for attribution in sorted(by_sentence.get(sent, ()), key=lambda a: len(a.nested_in)):
                if attribution.source is not None:
                    self._memory.note_subjects(parse, sent, attribution.source)
                voice = self._voice(parse, attribution)
                outer = next((v for a, v in reversed(held) if a in attribution.nested_in), None)
                if voice is None or (outer is not None and _told_by(voice, attribution, outer)):
                    continue
                held.append((attribution, voice))
                if voice.entity is not None and not attribution.nested_in:
                    spoken.append(voice.entity)
            self._memory.note_subjects(parse, sent, len(parse))
            for entity in spoken:
                self._memory.seen(entity)
        return held

    def _voice(self, parse: Parse, attribution: Attribution) -> Voice | None:
        words, holder = source_words(parse, attribution), attribution.holder
        kind, entity, individual = UNNAMED, None, False
        source = Source(kind="unnamed")
        if words is not None and holder is not None:
            name, kind, entity = self._memory.resolve(parse, holder)
            if attribution.frame in _STANDS and not self._kinds.could_speak(parse, holder, kind):
                return None
            start, end = parse.start[words[0]], parse.end[words[1]]
            source = Source(start, end, self._text[start:end], name, kind.kind, kind.subkind)
            one = parse.tag[holder] in ("NN", "NNP", "PRP") and parse.lower[holder] not in _GROUPS
            individual = kind.people and one
        first, last = attribution.cue[0], attribution.cue[-1]
        return Voice(
            source,
            kind,
            "writing" if attribution.written and attribution.rule.manner == "speech" else attribution.rule.manner,
            attribution.rule,
            cue=(parse.start[first], parse.end[last]),
            unsaid=attribution.unsaid,
            quoted=attribution.quoted,
            individual=individual,
            why=fill(attribution.rule.why, parse.words(first, last), source.text),
            entity=entity,
        )


def _told_by(inner: Voice, attribution: Attribution, outer: Voice) -> bool:
    """Whether what `inner` holds is part of what `outer` tells: a stand, or the same holder's words."""
    return attribution.frame in _STANDS or attribution.frame == "noun" or _same_holder(inner, outer)


def _same_holder(inner: Voice, outer: Voice) -> bool:
    """In "voters say they plan …" the inner pronoun means the outer holder: there is one voice."""
    if outer.manner in ("belief", "attitude"):
        return False  # what somebody says inside what he is taken to think is still said
    if inner.entity is not None and inner.entity is outer.entity:
        return True
    return inner.source.text.lower() in _PRONOUNS


def _stacks(reading: Reading, held: Held) -> list[Stack]:
    """For each token its voices, outermost first. Tokens with the same voices share one tuple."""
    covering: list[list[tuple[int, Voice]]] = [[] for _ in range(len(reading.parse))]
    for attribution, voice in held:
        for t in attribution.all_tokens:
            covering[t].append((len(attribution.nested_in), voice))
    shared: dict[tuple[int, ...], Stack] = {(): ()}
    stacks: list[Stack] = []
    for voices in covering:
        voices.sort(key=lambda depth_and_voice: depth_and_voice[0])
        stack = tuple(voice for _, voice in voices)
        stacks.append(shared.setdefault(tuple(id(v) for v in stack), stack))
    return stacks
