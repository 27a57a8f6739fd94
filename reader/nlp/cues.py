"""Cues and their scope: which rules fire in a block, and which clauses each of them speaks for.

Scope in the manner of ConText (Harkema et al. 2009), with clauses as its borders instead of word windows:
    own         the clause the anchor stands in
    clause      that clause and the complement clauses below it
    complement  the complement clauses below the anchor, or the clause itself if it has none
    governor    the clause and the one it depends on ("if …, … would …")
    sentence    every clause of the sentence
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.nlp.clauses import Clause
from reader.nlp.parse import Parse
from reader.nlp.reading import Reading
from reader.nlp.rules.ruleset import Match, Rule, RuleSet


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule found in a block: the tokens of its cue, and the indices of the clauses it speaks for."""

    rule: Rule
    tokens: tuple[int, ...]
    anchor: int
    clauses: frozenset[int]


def find_cues(reading: Reading, rules: RuleSet) -> list[Cue]:
    """All cues of a block. Words of a pseudo-cue ("hard drive", "May 4") are no cue for any other rule."""
    parse, clauses, clause_of, masked = reading.parse, reading.clauses, reading.clause_of, reading.masked
    cues: list[Cue] = []
    seen: set[tuple[str, int]] = set()
    below = _complements(clauses)
    for i in range(len(parse)):
        for match in rules.cue_index.find(parse, i):
            if match.anchor in masked or (match.rule.id, match.anchor) in seen:
                continue
            seen.add((match.rule.id, match.anchor))
            scope = _scope(match, parse, clauses, clause_of, below)
            cues.append(Cue(match.rule, match.tokens, match.anchor, frozenset(scope)))
    return cues


def _complements(clauses: list[Clause]) -> dict[int, list[int]]:
    below: dict[int, list[int]] = {}
    for n, clause in enumerate(clauses):
        joined = clause.kind == "conj" and clause.parent >= 0 and clauses[clause.parent].kind == "ccomp"
        told = clause.kind == "acl" and clause.finite  # "there is no doubt that …"
        if clause.parent >= 0 and (clause.kind in ("ccomp", "csubj") or joined or told):
            below.setdefault(clause.parent, []).append(n)
    return below


def _descend(n: int, below: dict[int, list[int]]) -> set[int]:
    found = {n}
    for child in below.get(n, ()):
        found |= _descend(child, below)
    return found


def _scope(
    match: Match, parse: Parse, clauses: list[Clause], clause_of: list[int], below: dict[int, list[int]]
) -> set[int]:
    own = clause_of[match.anchor]
    scope = match.rule.scope
    if scope == "own":
        return {own}
    if scope == "sentence":
        return {n for n, c in enumerate(clauses) if c.sent == parse.sent_of[match.anchor]}
    if scope == "governor":
        parent = clauses[own].parent
        return _descend(own, below) | (_descend(parent, below) if parent >= 0 else set())
    if scope == "complement":
        inner = {n for child in below.get(own, ()) for n in _descend(child, below)}
        return inner or {own}
    return _descend(own, below)
