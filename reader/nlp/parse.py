"""One block's grammar as plain lists: what the rules read instead of spaCy objects.

A spaCy token property costs a call into C each time; the rules look at each token many times, so the few things
they need are read once. Token indices count within the block; character offsets are code points of `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'"})


@dataclass(slots=True)
class Parse:
    """Parallel lists, one entry a token. `head[i] == i` at a sentence's root; `sents` are [first, last + 1) pairs."""

    block_id: str
    text: list[str]
    lower: list[str]
    lemma: list[str]
    tag: list[str]
    pos: list[str]
    dep: list[str]
    head: list[int]
    ent: list[str]
    start: list[int]
    end: list[int]
    left: list[int]
    right: list[int]
    children: list[list[int]]
    sents: list[tuple[int, int]]
    sent_of: list[int]

    def __len__(self) -> int:
        return len(self.text)

    def sentences(self) -> list[tuple[int, int]]:
        """Where the sentences stand in the article, in code points."""
        return [(self.start[first], self.end[end - 1]) for first, end in self.sents]

    def subtree(self, i: int) -> range:
        """The tokens from `i`'s leftmost to its rightmost descendant (English parses are nearly always projective)."""
        return range(self.left[i], self.right[i] + 1)

    def children_by(self, i: int, *deps: str) -> list[int]:
        """Children of `i` with one of these dependency labels, in text order."""
        return [c for c in self.children[i] if self.dep[c] in deps]

    def has_child(self, i: int, *deps: str) -> bool:
        """Whether `i` has a child with one of these labels."""
        return any(self.dep[c] in deps for c in self.children[i])

    def ancestors(self, i: int) -> list[int]:
        """From the head of `i` up to the root."""
        found = []
        while self.head[i] != i:
            i = self.head[i]
            found.append(i)
        return found

    def words(self, first: int, last: int) -> str:
        """Tokens first..last (inclusive) as they stand, joined by single spaces where the text has any white space."""
        parts = []
        for i in range(first, last + 1):
            parts.append(self.text[i])
            if i < last and self.end[i] < self.start[i + 1]:
                parts.append(" ")
        return "".join(parts)

    def is_punct(self, i: int) -> bool:
        """Punctuation, brackets, quotation marks and white space."""
        return self.pos[i] in ("PUNCT", "SPACE") or self.dep[i] == "punct"


_JOINERS = frozenset({"and", "but", "or", "yet", "so", "-", "–", "—", ",", ";"})
_NEAR = 4  # words between a misread name and its verb
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def _mend_subjects(parse: Parse) -> None:
    """Give a coordinated finite verb the noun phrase right before it, where the parser hung that to the clause before.

    In "… against Europe and Washington has said …" small models read "Europe and Washington"; the verb that follows
    directly, tensed and without a subject, tells better.
    """
    moved = False
    for verb in range(len(parse)):
        if parse.dep[verb] != "conj" or parse.pos[verb] not in ("VERB", "AUX"):
            continue
        group = [verb, *parse.children_by(verb, "aux", "auxpass", "neg", "advmod")]
        start = min(group)
        if parse.tag[start] not in _FINITE or parse.has_child(verb, "nsubj", "nsubjpass", "expl") or start < 2:
            continue
        noun = start - 1
        while parse.head[noun] != noun and parse.head[noun] < start and parse.dep[noun] in ("pobj", "prep", "compound"):
            noun = parse.head[noun]
        before = parse.left[noun] - 1
        if (
            parse.dep[noun] in ("conj", "appos")
            and parse.pos[noun] in ("NOUN", "PROPN", "PRON")
            and parse.right[noun] == start - 1
            and before >= 0
            and parse.lower[before] in _JOINERS
        ):
            parse.children[parse.head[noun]].remove(noun)
            parse.head[noun], parse.dep[noun] = verb, "nsubj"
            parse.children[verb] = sorted([*parse.children[verb], noun])
            moved = True
    if moved:
        _set_edges(parse)


#: Names of public life that the model takes for verbs at the start of a sentence.
_NAMES_LIKE_VERBS = frozenset(
    {"trump", "may", "will", "mark", "grant", "bush", "chase", "hunt", "drew", "pat", "rob", "sue"}
)


def _mend_names(parse: Parse) -> None:
    """Turn "Trump" in "Trump admires …" from the verb the parser saw into the subject of the tensed verb below it."""
    for name in range(len(parse)):
        if parse.lower[name] not in _NAMES_LIKE_VERBS or not parse.text[name][0].isupper():
            continue
        if parse.pos[name] not in ("VERB", "AUX") or parse.dep[name] in ("aux", "auxpass"):
            continue
        verbs = [c for c in parse.children[name] if c > name and parse.tag[c] in ("VBD", "VBZ") and c - name <= _NEAR]
        if not verbs:
            continue
        verb, above = verbs[0], parse.head[name]
        parse.dep[verb], parse.head[verb] = parse.dep[name], verb if above == name else above
        if above != name:
            parse.children[above] = sorted([verb if c == name else c for c in parse.children[above]])
        for child in parse.children[name]:
            if child != verb:
                parse.head[child] = verb
        parse.children[verb] = sorted({*parse.children[verb], *parse.children[name], name} - {verb})
        parse.children[name] = []
        parse.head[name], parse.dep[name], parse.pos[name], parse.tag[name] = verb, "nsubj", "PROPN", "NNP"
        _set_edges(parse)


def _set_edges(parse: Parse) -> None:
    """Compute the edges of every subtree anew from the heads."""
    parse.left = list(range(len(parse)))
    parse.right = list(range(len(parse)))
    for i in range(len(parse)):
        for ancestor in parse.ancestors(i):
            parse.left[ancestor] = min(parse.left[ancestor], i)
            parse.right[ancestor] = max(parse.right[ancestor], i)


def from_doc(doc: Doc, block_id: str, offset: int) -> Parse:
    """Read a parsed Doc whose text begins at code point `offset` of the article."""
    tokens = list(doc)
    head = [t.head.i for t in tokens]
    children: list[list[int]] = [[] for _ in tokens]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    sents = [(s.start, s.end) for s in doc.sents]
    sent_of = [n for n, (a, b) in enumerate(sents) for _ in range(a, b)]
    parse = Parse(
        block_id=block_id,
        text=[t.text for t in tokens],
        lower=[t.lower_.translate(_TYPOGRAPHIC) for t in tokens],
        lemma=[t.lemma_.lower().translate(_TYPOGRAPHIC) for t in tokens],
        tag=[t.tag_ for t in tokens],
        pos=[t.pos_ for t in tokens],
        dep=[t.dep_ for t in tokens],
        head=head,
        ent=[t.ent_type_ for t in tokens],
        start=[offset + t.idx for t in tokens],
        end=[offset + t.idx + len(t) for t in tokens],
        left=[t.left_edge.i for t in tokens],
        right=[t.right_edge.i for t in tokens],
        children=children,
        sents=sents,
        sent_of=sent_of,
    )
    _mend_names(parse)
    _mend_subjects(parse)
    return parse
