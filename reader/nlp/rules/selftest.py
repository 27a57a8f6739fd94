"""Every rule's own tests: the sentences it must fire on and those it must leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.nlp import model
from reader.nlp.attribution import iter_voiced
from reader.nlp.cues import find_cues
from reader.nlp.parse import Parse
from reader.nlp.quotes import find_quotes
from reader.nlp.reading import read_block
from reader.nlp.rules.ruleset import Rule, RuleSet, SourceRule
from reader.nlp.sources import SourceKinds

if TYPE_CHECKING:
    from spacy.language import Language


def rules_in(parse: Parse, text: str, rules: RuleSet) -> set[str]:
    """The ids of all cue, pseudo-cue and attribution rules that fire in one sentence."""
    reading = read_block(parse, rules, list(enumerate(find_quotes([text]))), 0)
    fired = {c.rule.id for c in find_cues(reading, rules)}
    fired |= {m.rule.id for i in range(len(parse)) for m in rules.mask_index.find(parse, i)}
    return fired | {a.rule.id for a in iter_voiced(reading.attributions)}


def _kinds_in(parse: Parse, kinds: SourceKinds) -> str:
    """The id of the source rule of a noun phrase that stands alone."""
    root = next((i for i in range(len(parse)) if parse.head[i] == i), 0)
    return kinds.classify(parse, root).rule


def failures(nlp: Language, rules: RuleSet) -> Iterator[str]:
    """One sentence for each test of a rule that does not hold."""
    cases: list[tuple[Rule | SourceRule, str, bool]] = []
    for rule in rules.by_id.values():
        cases += [(rule, text, True) for text in rule.matches] + [(rule, text, False) for text in rule.ignores]
    kinds = SourceKinds(rules.sources, rules.lists)
    parses = model.parse_blocks(nlp, ((str(n), 0, text) for n, (_, text, _) in enumerate(cases)))
    for (rule, text, wanted), parse in zip(cases, parses, strict=True):
        if isinstance(rule, SourceRule):
            found = _kinds_in(parse, kinds) == rule.id
        else:
            found = rule.id in rules_in(parse, text, rules)
        if found != wanted:
            verb = "does not fire on" if wanted else "fires on"
            yield f"{rule.place}: {rule.id} {verb}: {text}"
