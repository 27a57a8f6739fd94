"""Words without a cue of their own belong to the speaker whose words they continue (codebook, "Continued quotation"):
the one before, the one named just after, or the one who is given the floor by a colon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from reader.domain.analysis import Source
from reader.nlp.attribution import Attribution
from reader.nlp.reading import Reading, Voice, is_speech
from reader.nlp.resolve import INTRODUCED_WHY
from reader.nlp.sources import UNNAMED

_NEAR = 3  # sentences within which an unattributed quotation belongs to the speaker before or after it
_SAYING = frozenset({"speech", "writing", "claim"})
_MOST_BLOCKS = 16  # blocks that a colon may introduce
_FEW_BLOCKS = 2  # blocks that it introduces where they do not read as somebody's own words
_PERSONAL = frozenset({"i", "we", "my", "our", "us", "me", "!"})
_POSTED = ("#", "@", "http")


def carry_quotations(readings: Sequence[Reading], voices: Sequence[Sequence[tuple[Attribution, Voice]]]) -> None:
    """Fill the stacks of quotations that nobody holds yet. `voices`: the attributions of each reading."""
    numbered = ((r, s) for r, reading in enumerate(readings) for s in range(len(reading.parse.sents)))
    place = {key: n for n, key in enumerate(numbered)}
    speakers: dict[int, Voice] = {}
    for r, held in enumerate(voices):
        for attribution, voice in held:
            if voice.manner in _SAYING and not attribution.nested_in:
                speakers[place[r, readings[r].parse.sent_of[attribution.anchor]]] = voice
    last: Voice | None = None
    last_at = -10 * _NEAR
    for r, reading in enumerate(readings):
        parse = reading.parse
        for number, members in reading.quotations().items():
            tokens = sorted(members)
            first, final = place[r, parse.sent_of[tokens[0]]], place[r, parse.sent_of[tokens[-1]]]
            holder = next((reading.stacks[t][0] for t in tokens if reading.stacks[t]), None)
            goes_on = number in reading.continuing_quotes
            spoken = goes_on or number in reading.running_quotes or is_speech(parse, members)
            if holder is None and spoken and _stands_alone(reading, tokens):
                continues = goes_on or first - last_at <= 1
                holder = _speaker(
                    first, final, last if continues or first - last_at <= _NEAR else None, continues, speakers
                )
                _hold(reading, tokens, holder)
            if holder is not None:
                last, last_at = holder, final


def carry_introduced(readings: Sequence[Reading], voices: Sequence[Sequence[tuple[Attribution, Voice]]]) -> None:
    """Blocks without marks of quotation after "The minister replied:" are what he replied; so are the posts after
    "Candidates offered their prayers:". `voices`: the attributions of each reading.
    """
    for r, reading in enumerate(readings):
        parse = reading.parse
        words = [t for t in range(len(parse)) if parse.pos[t] != "SPACE"]
        if not words or parse.text[words[-1]] != ":":
            continue
        sent = parse.sent_of[words[-1]]
        sayers = (v for a, v in voices[r] if v.manner in _SAYING and parse.sent_of[a.anchor] == sent)
        holder = next(sayers, None)
        if holder is None or holder.unsaid:
            continue
        following = list(takewhile(_free, readings[r + 1 : r + 1 + _MOST_BLOCKS]))
        posts = sum(_is_personal(n) for n in following) * 2 >= len(following)
        ended = len(following) <= _FEW_BLOCKS and r + 1 + len(following) < len(readings)
        for told in following if posts or ended else following[:1]:
            told.stacks = [(replace(_carried(holder), why=INTRODUCED_WHY),)] * len(told.parse)


def _free(reading: Reading) -> bool:
    """Whether nobody holds anything of a block but the one who says "I" or "we" in it."""
    return all(voice.source.text.lower() in ("i", "we") for stack in reading.stacks for voice in stack)


def _is_personal(reading: Reading) -> bool:
    """Whether a block reads as somebody's own words: a first person, an address, or no full sentence."""
    parse = reading.parse
    own = any(w in _PERSONAL or w.startswith(_POSTED) for w in parse.lower)
    return own or not any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in parse.tag)


def _stands_alone(reading: Reading, tokens: Sequence[int]) -> bool:
    """Whether the quotation makes up most of its sentence: words quoted inside a narrated sentence are no speech."""
    parse, inside = reading.parse, set(tokens)
    first, end = parse.sents[parse.sent_of[tokens[0]]]
    outside = [t for t in range(first, end) if t not in inside and not parse.is_punct(t)]
    return len(outside) <= len(tokens) // 2


def _speaker(first: int, final: int, last: Voice | None, continues: bool, speakers: dict[int, Voice]) -> Voice:
    """Who speaks in sentences first..final. `last`: the speaker of a quotation shortly before."""
    if last is not None and continues:
        return _carried(last)
    for n in [*range(first, first - _NEAR, -1), *range(final + 1, final + _NEAR)]:
        if n in speakers:
            return _carried(speakers[n])
    return (
        _carried(last)
        if last is not None
        else Voice(Source(kind="unnamed"), UNNAMED, "speech", None, None, quoted=True)
    )


def _carried(voice: Voice) -> Voice:
    manner = "writing" if voice.manner == "writing" else "speech"
    return Voice(voice.source, voice.kind, manner, None, None, quoted=True, entity=voice.entity)


def _hold(reading: Reading, tokens: Sequence[int], holder: Voice) -> None:
    """Give the quotation, and the marks beside it, to its holder."""
    parse, stack = reading.parse, (holder,)
    for t in tokens:
        reading.stacks[t] = stack
    for t in (tokens[0] - 1, tokens[-1] + 1):
        if 0 <= t < len(parse) and parse.is_punct(t) and not reading.stacks[t]:
            reading.stacks[t] = stack
