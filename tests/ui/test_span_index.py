"""Finding spans by place, order and filter."""

from reader import categories
from reader.domain.article import BlockKind
from reader.ui.span_index import SpanIndex, letters


def test_a_place_finds_its_span(draft) -> None:
    index = SpanIndex(draft.spans)
    for span in draft.spans:
        assert index.at(span.start) is span
        assert index.at(span.end - 1) is span
        assert index.at(span.end) is None


def test_between_finds_what_overlaps(draft) -> None:
    index = SpanIndex(draft.spans)
    first, second = draft.spans[:2]
    assert index.between(first.start, first.end) == (first,)
    assert index.between(first.end - 1, second.start + 1) == (first, second)
    assert index.between(first.end, second.start) == ()
    assert index.between(0, first.start) == ()


def test_next_and_previous_skip_what_is_not_wanted(draft) -> None:
    index = SpanIndex(draft.spans)
    first, second, third = draft.spans[:3]
    assert index.next_from(-1, 1, lambda _: True) is first
    assert index.next_from(first.start, 1, lambda s: s is not second) is third
    assert index.next_from(third.start, -1, lambda _: True) is second
    assert index.next_from(first.start, -1, lambda _: True) is None


def test_an_official_span_shows_a_second_letter_only_where_it_tells_more(draft) -> None:
    known = categories.load()
    by_content = {s.content: letters(s, known) for s in draft.spans if s.category == "official-statement"}
    assert by_content["reported-fact"] == ("official-statement",)
    assert by_content["speculation"] == ("official-statement", "speculation")
    assert by_content["analyst-opinion"] == ("official-statement", "analyst-opinion")


def test_unmarked_counts_stretches_with_words_that_are_shown(new_draft, said) -> None:
    draft = new_draft()
    draft.add(BlockKind.TITLE, "A title")
    draft.add(BlockKind.PARAGRAPH, said("All of it", "reported-fact"), ".")
    draft.add(BlockKind.PARAGRAPH, "Before, ", said("a fact", "reported-fact"), ", after.")
    draft.add(BlockKind.FURNITURE, "Sign up", shown=False)
    assert SpanIndex(draft.spans).unmarked(draft.article()) == 3
