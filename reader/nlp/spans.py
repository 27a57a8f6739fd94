"""Units become spans: runs of one label and one source inside a sentence, with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.categories import Categories
from reader.domain.analysis import AXES, WRITER, Firing, Form, Offsets, Question, Source, Span
from reader.nlp.parse import Parse
from reader.nlp.reading import Reading, Stack
from reader.nlp.resolve import CARRIED, CARRIED_WHY, FLAT, FLAT_WHY, Decision, certainty_of, decide, reads_mind, shown
from reader.nlp.units import Unit

_DEPENDENT = frozenset({"relcl", "acl", "advcl", "ccomp"})
#: Conjunctions whose clause claims something beside its governor (codebook, "Participial and as-clauses").
_CLAIMING = frozenset({"as", "while", "whilst", "although", "though", "whereas"})
#: Axes that decide no category, and so hold for a run if they hold anywhere in it.
_INFORMING = frozenset({"attributed", "uncertain"})
_FEWEST_WORDS = 3  # a run of fewer words that is no clause of its own does not break a span off (codebook)


@dataclass(slots=True)
class _Run:
    """Tokens first..last under one label. leads: the units whose label it is; units: all that stand in it."""

    first: int
    last: int
    leads: list[Unit]
    units: list[Unit]

    @property
    def unit(self) -> Unit:
        return max(self.leads, key=lambda u: len(u.tokens))

    def take(self, other: _Run, leads: Sequence[Unit] = ()) -> None:
        """Grow over the tokens and units of a run beside this one."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.leads += [u for u in leads if u not in self.leads]
        self.units += [u for u in other.units if u not in self.units]


def source_of(stack: Stack) -> Source:
    """The holder of a content: the innermost voice, with the outer ones as its chain."""
    if not stack:
        return WRITER
    chain = tuple(v.source for v in stack[:-1] if v.source.start is not None)
    inner = stack[-1].source
    if inner.start is None and chain:
        return replace(chain[-1], chain=chain[:-1])
    return replace(inner, chain=tuple(s for s in chain if s.start != inner.start and s.name != inner.name))


def _judges(stack: Stack) -> Stack:
    """Who judges: what the writer reads in an official's mind ("he feels he has to") is the writer's judgement."""
    return tuple(v for v in stack if not (reads_mind(v) and v.kind.institution))


def _identity(stack: Stack) -> tuple[tuple[str, str], ...]:
    seen: list[tuple[str, str]] = []
    for voice in stack:
        one = (voice.source.name or voice.source.text, voice.kind.kind)
        if one not in seen:
            seen.append(one)
    return tuple(seen)


def _decision(unit: Unit) -> Decision:
    assert unit.decision is not None, "units are decided before spans are made"
    return unit.decision


def _label(unit: Unit) -> tuple[str, tuple[tuple[str, str], ...]]:
    return _decision(unit).category, _identity(unit.stack)


def spans_of(reading: Reading, units: Sequence[Unit], categories: Categories, number_from: int) -> Iterator[Span]:
    """The spans of a block, in order. Questions are unmarked. `number_from`: the number of the first span's id."""
    parse = reading.parse
    of: dict[int, Unit] = {t: u for u in units for t in u.tokens}
    for first, end in parse.sents:
        if _is_question(reading, first, end):  # it is unmarked; the clause that reports it tells an event
            asking = {t: u for t, u in of.items() if t in reading.reporting and reading.quoted[t] < 0}
            runs = [
                _act_of_asking(run, categories) for run in _runs(reading, asking, first, end) if run.last > run.first
            ]
        else:
            runs = _runs(reading, of, first, end)
        for run in runs:
            yield _span(reading, run, categories, f"s{number_from}")
            number_from += 1


def questions_of(reading: Reading, units: Sequence[Unit]) -> Iterator[Question]:
    """The questions of a block, in order."""
    parse = reading.parse
    for sent, (first, end) in enumerate(parse.sents):
        own = [u for u in units if u.sent == sent]
        if own and _is_question(reading, first, end):
            start, stop = parse.start[first], parse.end[end - 1]
            axes = {axis: max(u.axes[axis] for u in own) for axis in AXES}
            places = {s.start: s for u in own for s in (v.source for v in u.stack) if s.start is not None}
            yield Question(start, stop, axes, tuple(s for at, s in sorted(places.items()) if start <= at < stop))


def _act_of_asking(run: _Run, categories: Categories) -> _Run:
    """The same run without content: nobody states anything in it."""
    silent = {"official": 0.1, "speculative": 0.1, "uncertain": 0.1, "opinion": 0.1, "writer_opinion": 0.1}
    units = []
    for unit in run.units:
        axes = {**unit.axes, **silent}
        units.append(replace(unit, axes=axes, decision=decide(axes, (), categories)))
    return _Run(run.first, run.last, units, units)


def _is_question(reading: Reading, first: int, end: int) -> bool:
    parse = reading.parse
    last = end - 1
    while last > first and (parse.text[last] in "\"”’')]»" or parse.pos[last] == "SPACE" or parse.text[last] == "''"):
        last -= 1
    return parse.text[last].endswith("?")


def _runs(reading: Reading, of: Mapping[int, Unit], first: int, end: int) -> list[_Run]:
    parse = reading.parse
    owner = _reporting_goes_with_content(of, first, end)
    _flat_dependents_follow(reading, owner)
    runs = _merged(_Run(i, i, [lead], [of[i]]) for i, lead in sorted(owner.items()))
    runs = _absorb(reading, runs)
    for n, run in enumerate(runs):  # punctuation goes with what stands before it, opening marks with what follows
        while run.first > first and _opens(parse, run.first - 1):
            run.first -= 1
        limit = runs[n + 1].first if n + 1 < len(runs) else end
        while run.last + 1 < limit and not _opens(parse, run.last + 1) and parse.pos[run.last + 1] != "SPACE":
            run.last += 1
    return runs


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    """Neighbours of one label as one run."""
    merged: list[_Run] = []
    for run in runs:
        if merged and _label(merged[-1].unit) == _label(run.unit):
            merged[-1].take(run, run.leads)
        else:
            merged.append(run)
    return merged


def _opens(parse: Parse, i: int) -> bool:
    """Whether token `i` is a mark that belongs to what follows it: an opening bracket or quotation mark."""
    if parse.text[i] in ("“", "‘", "(", "[", "«", "``"):
        return True
    if parse.text[i] not in ('"', "''", "'"):
        return False
    return (i + 1 < len(parse) and parse.end[i] == parse.start[i + 1]) and (i == 0 or parse.end[i - 1] < parse.start[i])


def _reporting_goes_with_content(of: Mapping[int, Unit], first: int, end: int) -> dict[int, Unit]:
    """The reporting clause takes the label of the content it reports (codebook, order of decision, 2)."""
    owner = {i: of[i] for i in range(first, end) if i in of}
    for i, unit in list(owner.items()):
        if not unit.reporting:
            continue
        mine = {id(v) for v in unit.stack}
        contents = [u for u in owner.values() if not u.reporting and mine & {id(v) for v in u.stack}]
        if contents:
            nearest = min(contents, key=lambda u: (min(abs(t - i) for t in u.tokens), -len(u.tokens)))
            if _decision(unit).category != _decision(nearest).category or len(nearest.stack) == len(unit.stack):
                owner[i] = nearest
    return owner


def _flat_dependents_follow(reading: Reading, owner: dict[int, Unit]) -> None:
    """A dependent clause without a mark of its own takes the label of the clause it depends on, in the same voice."""
    by_clause: dict[int, Unit] = {}
    for unit in owner.values():
        by_clause.setdefault(unit.clause, unit)
    for i, unit in owner.items():
        clause = reading.clauses[unit.clause]
        governor = by_clause.get(clause.parent)
        if governor is None or governor is unit or clause.kind not in _DEPENDENT or unit.marked:
            continue
        if any(reading.parse.lower[m] in _CLAIMING for m in reading.parse.children_by(clause.head, "mark")):
            continue
        if _identity(unit.stack) == _identity(governor.stack):
            owner[i] = governor


def _absorb(reading: Reading, runs: list[_Run]) -> list[_Run]:
    parse = reading.parse

    def words(run: _Run) -> int:
        return sum(not parse.is_punct(t) for t in range(run.first, run.last + 1))

    changed = True
    while changed and len(runs) > 1:
        changed = False
        for n, run in enumerate(runs):
            small = words(run) < _FEWEST_WORDS
            sides = [runs[k] for k in (n - 1, n + 1) if 0 <= k < len(runs)]
            if small:
                into = max(sides, key=words)
            elif len(sides) == 2 and _label(sides[0].unit) == _label(sides[1].unit) and words(run) <= _FEWEST_WORDS:
                into = sides[0]
            else:
                continue
            into.take(run)
            runs.remove(run)
            changed = True
            break
        runs = _merged(runs)
    return runs


def _span(reading: Reading, run: _Run, categories: Categories, span_id: str) -> Span:
    parse = reading.parse
    unit = run.unit
    decision = _decision(unit)
    same = [u for u in (*run.leads, *run.units) if _decision(u).category == decision.category]
    axes = {axis: max(u.axes[axis] for u in (run.units if axis in _INFORMING else same)) for axis in AXES}
    firings = _distinct([f for u in run.units for f in u.firings])
    category = categories[decision.category]
    content = _content(same, decision, categories)
    rule, why, cues = _reason(unit, same, category.axis, firings)
    marks = {m for u in same for m in u.certainties}
    holders = _judges(unit.stack) if category.axis == "opinion" else unit.stack
    return Span(
        id=span_id,
        start=parse.start[run.first],
        end=parse.end[run.last],
        category=decision.category,
        content=content,
        axes=axes,
        source=source_of(holders),
        form=_form(reading, run) if holders else None,
        certainty=certainty_of(marks, axes["speculative"]),
        cues=cues,
        rule=rule,
        why=why,
        confidence=decision.confidence,
        shown=shown(decision.confidence),
        runner_up=decision.runner_up,
        mentions=_mentions(run, parse.start[run.first], parse.end[run.last]),
        firings=firings,
    )


def _mentions(run: _Run, start: int, end: int) -> tuple[Offsets, ...]:
    """Where the holders of the run are named inside it."""
    places = {
        (s.start, s.end)
        for unit in run.units
        for s in (v.source for v in unit.stack)
        if s.start is not None and s.end is not None and start <= s.start and s.end <= end
    }
    return tuple(sorted(places))


def _content(units: Sequence[Unit], decision: Decision, categories: Categories) -> str:
    """What the category would be if no official had said it, over the whole run."""
    found = {_decision(u).content for u in units}
    for category in categories.by_order:
        if category.content and category.id in found and (category.axis or len(found) == 1):
            return category.id
    return decision.content


def _distinct(firings: Sequence[Firing]) -> tuple[Firing, ...]:
    return tuple(dict.fromkeys(firings))


def _reason(
    unit: Unit, units: Sequence[Unit], axis: str, firings: Sequence[Firing]
) -> tuple[str, str, tuple[Offsets, ...]]:
    """The deciding rule, its sentence and its cue words."""
    # A mark in the words comes before what surrounds it (the sentence, the article's manner, the kind of source).
    spoke = sorted((f for f in firings if f.axis == axis and f.weight > 0), key=lambda f: (f.cue is None, -f.weight))
    if spoke:
        cues = sorted({f.cue for f in spoke if f.cue is not None and f.weight >= 0.5 * spoke[0].weight})
        return spoke[0].rule, spoke[0].why, tuple(cues)
    if unit.stack:
        voice = unit.stack[-1]
        source = voice.source.name or "somebody unnamed"
        # Where no axis decided, the cue tells whose words these are, and nothing marks what they say.
        told = sorted({v.cue for u in units for v in u.stack if v.cue is not None}) if axis else []
        if voice.rule is None:
            return CARRIED, (voice.why or CARRIED_WHY).replace("{source}", source), tuple(told)
        return voice.rule.id, voice.why, tuple(told)
    return FLAT, FLAT_WHY, ()


def _form(reading: Reading, run: _Run) -> Form:
    """Direct where all of the content stands in quotation marks, mixed where a part does."""
    parse = reading.parse
    content = [t for t in range(run.first, run.last + 1) if not parse.is_punct(t) and t not in reading.reporting]
    inside = [t for t in content if reading.quoted[t] >= 0]
    if not inside:
        return "indirect"
    return "direct" if len(inside) == len(content) else "mixed"
