"""The clauses of a block: which tokens belong together under one predicate.

A clause is what the codebook gives one label to. Restrictive participles ("funds stolen from the bank"), bare
infinitives and coordinated verbs that share an auxiliary stay with the clause they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.nlp.parse import Parse

_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
_AUXILIARIES = ("aux", "auxpass")


@dataclass(slots=True)
class Clause:
    """One clause. `kind` is the dependency label of its head; `tokens` are in text order, inner clauses excluded."""

    head: int
    parent: int
    kind: str
    sent: int
    finite: bool
    tokens: list[int] = field(default_factory=list)

    @property
    def participial(self) -> bool:
        """A clause without a tensed verb, as "saying the bridge was safe"."""
        return not self.finite and self.kind in ("advcl", "acl")


def _is_finite(parse: Parse, i: int) -> bool:
    return parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") or any(
        parse.tag[c] in ("VBD", "VBZ", "VBP", "MD") for c in parse.children_by(i, *_AUXILIARIES)
    )


def _shares_modal(parse: Parse, i: int, head: int) -> bool:
    """Whether a joined verb in its base form goes with the modal before it: "would face a fine and struggle"."""
    return parse.tag[i] in ("VB", "VBP") and any(parse.tag[c] == "MD" for c in parse.children_by(head, "aux"))


def _opens_clause(parse: Parse, i: int) -> bool:
    dep = parse.dep[i]
    if parse.head[i] == i:
        return True
    if dep in ("ccomp", "parataxis"):
        return parse.has_child(i, *_SUBJECTS) or _is_finite(parse, i) or parse.pos[i] in ("VERB", "AUX")
    if dep == "relcl":
        return True
    if dep == "advcl":
        return not any(parse.lower[c] == "to" for c in parse.children_by(i, "aux"))
    if dep == "acl":
        if parse.has_child(i, *_SUBJECTS) and _is_finite(parse, i):
            return True
        return parse.tag[i] in ("VBG", "VBN") and parse.left[i] > 0 and parse.text[parse.left[i] - 1] == ","
    if dep == "conj":
        if parse.pos[i] not in ("VERB", "AUX"):
            return False
        head = parse.head[i]
        if parse.dep[head] in ("xcomp", "pcomp") and not parse.has_child(i, *_SUBJECTS):
            return False
        if parse.has_child(i, *_SUBJECTS) or parse.has_child(i, *_AUXILIARIES):
            return parse.pos[head] in ("VERB", "AUX")
        return _is_finite(parse, i) and parse.pos[head] in ("VERB", "AUX") and not _shares_modal(parse, i, head)
    return False


def find_clauses(parse: Parse) -> tuple[list[Clause], list[int]]:
    """All clauses of a block, heads in text order, and for each token the index of its clause."""
    heads = [i for i in range(len(parse)) if _opens_clause(parse, i)]
    number = {h: n for n, h in enumerate(heads)}
    of = [-1] * len(parse)

    def clause_of(i: int) -> int:
        path = []
        while i not in number:
            if of[i] >= 0:
                break
            path.append(i)
            i = parse.head[i]
        found = number[i] if i in number else of[i]
        for p in path:
            of[p] = found
        return found

    clauses: list[Clause] = []
    for h in heads:
        of[h] = number[h]
    for h in heads:
        parent = clause_of(parse.head[h]) if parse.head[h] != h else -1
        clauses.append(Clause(h, parent, parse.dep[h], parse.sent_of[h], _is_finite(parse, h)))
    for i in range(len(parse)):
        clauses[clause_of(i)].tokens.append(i)
    return clauses, of
