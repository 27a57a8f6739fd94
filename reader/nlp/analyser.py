"""Article → Analysis: the one door of this station."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reader import categories, paths
from reader.domain.analysis import Analysis, Firing, Question, Span, Stamp
from reader.domain.article import CLAIM_KINDS, Article, Block, BlockKind
from reader.domain.progress import Progress, silent
from reader.nlp import model
from reader.nlp.memory import Memory
from reader.nlp.parse import Parse
from reader.nlp.quotes import Quote, find_quotes
from reader.nlp.reading import Reading, read_block
from reader.nlp.resolve import on_lines
from reader.nlp.rules.ruleset import RuleSet
from reader.nlp.sources import SourceKinds
from reader.nlp.spans import questions_of, spans_of
from reader.nlp.units import Unit, decide_units, units_of
from reader.nlp.voices import VoiceTeller

if TYPE_CHECKING:
    from spacy.language import Language

#: Blocks that make no claims but name people with their roles.
_NAMING_KINDS = frozenset({BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION})
#: An article needs this many of its writer's own clauses before its manner says anything.
_ENOUGH_CLAUSES = 8


@cache
def shipped_rules() -> RuleSet:
    """The rule set as it ships."""
    return rules_with()


def rules_with(user_rules: Path | None = None, switched_off: Iterable[str] = ()) -> RuleSet:
    """Our rules, then the user's own, without those switched off. Raises RuleError."""
    folders = [paths.resources() / "rules" / "en"]
    if user_rules is not None:
        folders.append(user_rules)
    return RuleSet(folders, switched_off)


def versions() -> dict[str, str]:
    """Versions of spaCy, the model and the shipped rule set; loads no model."""
    return {**model.versions(), "rules": shipped_rules().version}


class Analyser:
    """Holds the loaded model and the rules in effect. Not safe for use by several threads at once."""

    def __init__(self, nlp: Language, rules: RuleSet) -> None:
        self._nlp = nlp
        self._rules = rules
        self._kinds = SourceKinds(rules.sources, rules.lists)
        self._categories = categories.load()

    @classmethod
    def load(cls, user_rules: Path | None = None, switched_off: Iterable[str] = ()) -> Analyser:
        """Load model and rules. Raises SetupError (no model) or RuleError (a rule file is not as it should be)."""
        rules = rules_with(user_rules, switched_off)  # first: what is wrong with them is known at once
        return cls(model.load(), rules)

    @property
    def rules(self) -> RuleSet:
        """The rules in effect."""
        return self._rules

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """Label every claim of an article. `progress` counts words of the text; may raise Cancelled through it."""
        stamp = self._stamp(article)
        language = article.metadata.language
        if language and language.split("-")[0].lower() != "en":
            return Analysis((), stamp, "This text is not in English. It can be read, but Sayso gives it no colours.")
        parses = self._parse(article, progress)
        spans, questions = self.label(article, parses)
        claims = {block.id for block in article.claim_blocks()}
        sentences = tuple(place for parse in parses if parse.block_id in claims for place in parse.sentences())
        return Analysis(spans, stamp, questions=questions, sentences=sentences)

    def _parse(self, article: Article, progress: Progress) -> list[Parse]:
        wanted = [b for b in article.blocks if b.shown and (b.kind in CLAIM_KINDS or b.kind in _NAMING_KINDS)]
        words = {b.id: article.text_of(b).count(" ") + 1 for b in wanted}
        total, done, parses = sum(words.values()), 0, []
        progress(0, total)
        for parse in model.parse_blocks(self._nlp, ((b.id, b.start, article.text_of(b)) for b in wanted)):
            parses.append(parse)
            done += words.pop(parse.block_id, 0)
            progress(done, total)
        return parses

    def label(self, article: Article, parses: Sequence[Parse]) -> tuple[tuple[Span, ...], tuple[Question, ...]]:
        """Spans and questions of an article whose blocks are parsed: everything after the grammar."""
        blocks = {b.id: b for b in article.blocks}
        memory = Memory(self._kinds, self._rules.lists)
        memory.learn(parses)
        readings = self._read(article, [p for p in parses if blocks[p.block_id].kind in CLAIM_KINDS], blocks)
        VoiceTeller(memory, self._kinds, article.text).tell(readings)
        units = [units_of(reading, self._rules) for reading in readings]
        flat = [u for us in units for u in us]
        decide_units(flat, (), self._rules, self._categories)
        extra = self._manner(flat)
        if extra:
            decide_units(flat, extra, self._rules, self._categories)
            for unit in flat:
                if not unit.stack:
                    unit.firings.extend(extra)
        spans: list[Span] = []
        questions: list[Question] = []
        for reading, own in zip(readings, units, strict=True):
            spans.extend(spans_of(reading, own, self._categories, len(spans)))
            questions.extend(questions_of(reading, own))
        return tuple(spans), tuple(questions)

    def _read(self, article: Article, parses: Sequence[Parse], blocks: dict[str, Block]) -> list[Reading]:
        order = list(dict.fromkeys(p.block_id for p in parses))
        number = {block_id: n for n, block_id in enumerate(order)}
        by_block: dict[int, list[tuple[int, Quote]]] = {}
        for n, quote in enumerate(find_quotes([article.text_of(blocks[b]) for b in order])):
            by_block.setdefault(quote.block, []).append((n, quote))
        return [
            read_block(p, self._rules, by_block.get(number[p.block_id], []), blocks[p.block_id].start) for p in parses
        ]

    def _manner(self, units: Sequence[Unit]) -> tuple[Firing, ...]:
        """How the article as a whole reads, on the lines between the priors; the nearest of them gives the reason."""
        own = [u for u in units if not u.stack and len(u.tokens) >= 3]
        if len(own) < _ENOUGH_CLAUSES:
            return ()
        found = []
        for axis in dict.fromkeys(p.axis for p in self._rules.priors):
            priors = [p for p in self._rules.priors if p.axis == axis]
            share = sum(u.axes[axis] >= 0.5 for u in own) / len(own)
            weight = on_lines(share, [(p.share, p.weight) for p in priors])
            nearest = min(priors, key=lambda p: abs(p.share - share))
            found.append(Firing(nearest.id, axis, round(weight, 2), nearest.why))
        return tuple(found)

    def _stamp(self, article: Article) -> Stamp:
        import importlib.metadata

        found = model.versions()
        return Stamp(
            program=f"sayso {importlib.metadata.version('sayso')}",
            extractor=article.extractor,
            spacy=found["spacy"],
            model=found["model"],
            model_version=found["model_version"],
            rules=self._rules.version,
            file_sha256=article.file_sha256,
            text_sha256=hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        )
