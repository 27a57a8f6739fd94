"""What stands inside quotation marks, over sentences and paragraphs."""

from __future__ import annotations

import pytest

from reader.nlp.quotes import find_quotes


def quoted(*texts: str) -> list[tuple[int, str]]:
    """Each quotation with the number of its block."""
    return [(q.block, texts[q.block][q.start : q.end]) for q in find_quotes(texts)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“We go,” he said. “We stay.”", ["“We go,”", "“We stay.”"]),
        ('"We go," he said. "We stay."', ['"We go,"', '"We stay."']),
        ("''We go,'' he said.", ["''We go,''"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ("'' We go , '' he said .", ["'' We go , ''"]),
        ("«Nous allons», dit-il.", ["«Nous allons»"]),
        ("‘We go,’ he said.", ["‘We go,’"]),
        ("'We go,' he said. 'It's time.'", ["'We go,'", "'It's time.'"]),
        ('She said: "We go"—and went.', ['"We go"']),
        ('"We go". He left.', ['"We go"']),
        ('(He called it "odd".)', ['"odd"']),
        ("”Both closing marks” he said.", ["”Both closing marks”"]),
        ("“One” and «two» and \"three\".", ["“One”", "«two»", '"three"']),
        ("“He said ‘go’ to me,” she said.", ["“He said ‘go’ to me,”"]),
    ],
)  # fmt: skip
def test_marks(text: str, inside: list[str]) -> None:
    assert [words for _, words in quoted(text)] == inside
    assert all(q.closed and not q.continues for q in find_quotes([text]))


@pytest.mark.parametrize(
    "text",
    [
        "It's the dogs' day.",
        "The boys' ball and the girls' ball.",
        "Rock 'n' roll of the '90s isn't what it's been.",
        "It’s the dogs’ day, and they’re off.",
        "James' car and Charles' bicycle.",
    ],
)
def test_apostrophes_are_no_marks(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize("text", ['A 12" pipe and a 6" nail.', "He is 6'2\" tall."])
def test_inches_are_no_marks(text: str) -> None:
    assert quoted(text) == []


def test_inches_beside_a_quotation() -> None:
    assert quoted('He is 6\'2" tall and "strong".') == [(0, '"strong"')]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("“One.", "“Two.", "“Three,” he said."),
        ('"One.', '"Two.', '"Three," he said.'),
        ("“One.", "Two.", "Three,” he said."),
    ],
    ids=["opened again", "straight", "only closed"],
)
def test_a_quotation_over_paragraphs(paragraphs: tuple[str, ...]) -> None:
    quotes = find_quotes([*paragraphs, "Nobody spoke."])
    assert [q.block for q in quotes] == [0, 1, 2]
    assert [q.continues for q in quotes] == [False, True, True]
    assert [q.closed for q in quotes] == [False, False, True]
    assert [(q.start, q.end) for q in quotes[:2]] == [(0, len(paragraphs[0])), (0, len(paragraphs[1]))]
    assert "said" not in paragraphs[2][quotes[2].start : quotes[2].end]


def test_a_second_speaker_is_no_continuation() -> None:
    quotes = find_quotes(["“One,” he said.", "“Two,” she said."])
    assert [q.continues for q in quotes] == [False, False]


def test_a_mark_never_closed_ends_with_its_paragraph() -> None:
    texts = ["He said “it is open.", "No mark stands here.", "Nor here."]
    quotes = find_quotes(texts)
    assert [(q.block, q.closed) for q in quotes] == [(0, False)]
    assert quotes[0].end == len(texts[0])


def test_a_mark_never_closed_before_another_quotation() -> None:
    quotes = find_quotes(["“One is open. He said “two” then."])
    assert [(q.start, q.closed) for q in quotes] == [(0, False), (22, True)]


def test_no_text_no_quotation() -> None:
    assert find_quotes([]) == []
    assert quoted("", "No mark.") == []


def test_quotations_are_in_order_and_do_not_overlap() -> None:
    texts = ["“A ‘b’ c «d” e» f", '"A "b" c"', "“A", "“B”", "''x'' ``y'' 'z'"]
    at = (0, 0)
    for quote in find_quotes(texts):
        assert at <= (quote.block, quote.start)
        assert 0 <= quote.start < quote.end <= len(texts[quote.block])
        at = (quote.block, quote.end)


def test_british_marks_with_a_quotation_inside() -> None:
    assert (0, "‘She said “go” to me,’") in quoted("‘She said “go” to me,’ he said.")


def test_a_mark_behind_a_comma_closes_though_a_space_is_missing() -> None:
    text = '"It is open,"Ann Lee said.'
    assert [text[q.start : q.end] for q in find_quotes([text])] == ['"It is open,"']
