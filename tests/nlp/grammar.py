"""Parses written by hand, so that tests of the pattern language and the clauses depend on no model."""

from __future__ import annotations

from reader.nlp.parse import Parse


def sentence(*rows: str) -> list[list[str]]:
    """Rows of "form lemma TAG POS dep head [ENT]"; `head` counts from 0 in the sentence."""
    return [row.split() for row in rows]


def parse_of(*sentences: list[list[str]]) -> Parse:
    """A block of sentences, its tokens separated by single spaces."""
    rows: list[list[str]] = []
    heads: list[int] = []
    sents: list[tuple[int, int]] = []
    for lines in sentences:
        first = len(rows)
        heads += [first + int(line[5]) for line in lines]
        rows += lines
        sents.append((first, len(rows)))
    children: list[list[int]] = [[] for _ in rows]
    left, right = list(range(len(rows))), list(range(len(rows)))
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
        at = i
        while heads[at] != at:
            at = heads[at]
            left[at], right[at] = min(left[at], i), max(right[at], i)
    start, at = [], 0
    for row in rows:
        start.append(at)
        at += len(row[0]) + 1
    return Parse(
        block_id="b0",
        text=[r[0] for r in rows],
        lower=[r[0].lower() for r in rows],
        lemma=[r[1] for r in rows],
        tag=[r[2] for r in rows],
        pos=[r[3] for r in rows],
        dep=[r[4] for r in rows],
        head=heads,
        ent=[r[6] if len(r) > 6 else "" for r in rows],
        start=start,
        end=[s + len(r[0]) for s, r in zip(start, rows, strict=True)],
        left=left,
        right=right,
        children=children,
        sents=sents,
        sent_of=[n for n, (a, b) in enumerate(sents) for _ in range(a, b)],
    )
