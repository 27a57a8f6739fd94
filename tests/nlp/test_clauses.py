"""Which words belong together under one predicate."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.nlp.clauses import Clause, find_clauses
from reader.nlp.parse import Parse

Parses = Callable[[str], Parse]


def clauses(parse: Parse) -> list[str]:
    """The words of each clause, punctuation left out."""
    found, _ = find_clauses(parse)
    return [" ".join(parse.text[t] for t in c.tokens if not parse.is_punct(t)) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell.", ["The bridge fell"]),
        ("The bridge fell and the road was closed.", ["The bridge fell and", "the road was closed"]),
        ("The bridge fell because the ropes broke.", ["The bridge fell", "because the ropes broke"]),
        ("Prices fell, as the market had feared.", ["Prices fell", "as the market had feared"]),
        ("Although it rained, the match began.", ["Although it rained", "the match began"]),
        ("If the dam fails, people will have to leave.", ["If the dam fails", "people will have to leave"]),
        ("The ministry said that the bridge was safe.", ["The ministry said", "that the bridge was safe"]),
        ("The mayor, who had opened the bridge, left.", ["who had opened the bridge", "The mayor left"]),
        ("The bridge fell; nobody was hurt.", ["The bridge fell", "nobody was hurt"]),
        ("He fled. She stayed.", ["He fled", "She stayed"]),
        ("Funds stolen from the bank were found.", ["Funds stolen from the bank were found"]),
        ("He went home to sleep.", ["He went home to sleep"]),
        ("They plan to open and close the bridge.", ["They plan to open and close the bridge"]),
        ("He sang and danced.", ["He sang and", "danced"]),
    ],
)
def test_clauses(parse: Parses, text: str, expected: list[str]) -> None:
    assert clauses(parse(text)) == expected


def test_a_participle_after_a_comma_is_a_clause(parse: Parses) -> None:
    read = parse("The council issued a statement, saying the bridge was safe.")
    found, of = find_clauses(read)
    saying = found[of[read.text.index("saying")]]
    assert saying.participial
    assert found[saying.parent].head == read.text.index("issued")
    assert not found[of[read.text.index("issued")]].participial


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said that the mayor, who left, knew that it had rained, and that nobody minded.",
        "Two rockets were shot down, the governor said, and more attacks are likely. He left.",
        "Nothing.",
        "“Go,” he said. “Why would I?” She laughed (and left).",
    ],
)
def test_every_token_stands_in_one_clause_of_its_sentence(parse: Parses, text: str) -> None:
    read = parse(text)
    found, of = find_clauses(read)
    assert sorted(t for c in found for t in c.tokens) == list(range(len(read)))
    assert [c.head for c in found] == sorted(c.head for c in found)
    for number, clause in enumerate(found):
        _check(read, found, of, number, clause)


def _check(read: Parse, found: list[Clause], of: list[int], number: int, clause: Clause) -> None:
    assert clause.head in clause.tokens
    assert clause.tokens == sorted(clause.tokens)
    assert all(of[t] == number for t in clause.tokens)
    assert {read.sent_of[t] for t in clause.tokens} == {clause.sent}
    assert clause.parent == -1 or found[clause.parent].sent == clause.sent


def test_nothing_has_no_clauses(parse: Parses) -> None:
    assert find_clauses(parse("")) == ([], [])
