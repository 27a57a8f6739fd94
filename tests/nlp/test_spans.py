"""What holds for the spans of every text: order, borders, offsets in code points."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import get_args

import pytest
from spacy.language import Language

from reader import categories
from reader.domain import analysis as domain
from reader.domain.article import BlockKind
from reader.nlp import model
from reader.nlp.analyser import Analyser
from tests.nlp.readings import Read
from tests.services.fakes import article

Reads = Callable[..., Read]

SENTENCES = (
    "The bridge was closed on Monday after a crack of four metres opened in its deck.",
    "The Transport Ministry said the bridge had passed its last inspection in May, and police confirmed it.",
    "Traffic may not return to normal before spring, if the weather allows it.",
    "It was a disgraceful way to run a city, and everybody who lives there knows that it cannot go on.",
    "“I saw the lamps fall into the river,” said Maria Lopez, who lives beneath the ramp.",
    '"We will act," the mayor said, "when it is safe."',
    "Economists expect prices to rise by two per cent, although some call the forecast reckless.",
    "At least ten people were taken to hospital, according to the fire service.",
    "Is anybody surprised?",
    "He left – and “nobody” saw him (or so they say).",
    "Two rockets were shot down, the governor said Russia fired them, and more attacks are likely.",
    "“It never closed. He said so",
    "''We go , '' he said .",
    "No. Never! Why not?",
    "😀 The minister said 👍🏽 it was fine 🇺🇦.",
    "Sources told the Mirror that the army believes the war is lost.",
    "– bread\n– water, which may be short",
    "...",
    "e\u0301te\u0301 \u200bwas\u00a0hot; the dam, it seems, held.",
)
CATEGORIES = {c.id: c for c in categories.load().by_order}
KINDS = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION, BlockKind.HEADING,
         BlockKind.CAPTION, BlockKind.FURNITURE)  # fmt: skip


def check_spans(read: Read) -> None:
    """Everything that holds whatever the labels are."""
    text, at = read.article.text, 0
    claims = list(read.article.claim_blocks())
    for number, span in enumerate(read.spans):
        assert span.id == f"s{number}"
        assert at <= span.start < span.end <= len(text)
        assert any(b.start <= span.start and span.end <= b.end for b in claims), "inside one block that makes claims"
        words = read.text(span)
        assert words == words.strip()
        check_values(span)
        if span.source.start is not None and span.source.end is not None:
            assert text[span.source.start : span.source.end] == span.source.text != ""
        else:
            assert span.source.text == ""
        for start, end in (*span.cues, *span.mentions, *(f.cue for f in span.firings if f.cue)):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
        assert all(span.start <= a and b <= span.end for a, b in span.mentions)
        at = span.end


def check_values(span: domain.Span) -> None:
    """The values of one span fit each other."""
    assert span.category in CATEGORIES
    assert CATEGORIES[span.content].content
    assert span.content == span.category or not CATEGORIES[span.category].content
    assert set(span.axes) == set(domain.AXES)
    assert all(0.0 <= value <= 1.0 for value in (*span.axes.values(), span.confidence))
    axis = CATEGORIES[span.category].axis
    assert not axis or span.axes[axis] >= 0.5
    assert span.certainty in get_args(domain.Certainty)
    assert span.source.kind in get_args(domain.SourceKind)
    assert span.shown in ("clear", "fair", "unsure")
    assert (span.form is None) == (span.source.kind == "writer")
    assert span.rule
    assert span.why
    assert span.runner_up is not None
    assert span.runner_up.category != span.category


def mixed(seed: int) -> tuple[list[str], dict[int, BlockKind]]:
    """Paragraphs of random sentences, and their roles."""
    pick = random.Random(seed)
    texts = [pick.choice((" ", "  ", "\n")).join(pick.choices(SENTENCES, k=pick.randint(1, 4))) for _ in range(6)]
    return texts, {n: pick.choice(KINDS) for n in range(len(texts))}


@pytest.mark.parametrize("seed", range(40))
def test_random_mixes(analyser: Analyser, seed: int) -> None:
    texts, kinds = mixed(seed)
    given = article(*texts, kinds=kinds)
    check_spans(Read(given, analyser.analyse(given)))


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_spans_stay_inside_sentences(nlp: Language, analyser: Analyser, seed: int) -> None:
    texts, _ = mixed(seed)
    given = article(*texts)
    borders = {
        parse.start[first]
        for parse in model.parse_blocks(nlp, ((b.id, b.start, given.text_of(b)) for b in given.blocks))
        for first, _ in parse.sents
    }
    for span in analyser.analyse(given).spans:
        inside = [b for b in borders if span.start < b < span.end]
        assert inside == [], given.text[span.start : span.end]


@pytest.mark.parametrize(
    "text", ["", " ", "...", "“", "”", "“”", "a", "😀", "\n\n", "\x00 x", "?", "(", "-" * 2000, "said", "he said " * 40]
)
def test_odd_texts(read: Reads, text: str) -> None:
    check_spans(read(text))


def test_a_very_long_paragraph(read: Reads) -> None:
    found = read("The minister said that the bridge was safe. It was a disgrace. " * 400)
    check_spans(found)
    assert len(found.spans) == 800


def test_offsets_are_code_points(read: Reads) -> None:
    found = read("😀🇺🇦 It rained 👍🏽.", "🎉 The minister said 𝔱𝔥𝔢 bridge was safe 🎉.")
    check_spans(found)
    span = found.at("bridge was safe")
    assert found.article.text[span.source.start : span.source.end] == "The minister"
    assert found.cues(span) == ["said"]


def test_combining_marks_and_invisible_characters(read: Reads) -> None:
    found = read("The cafe\u0301’s owner,\u200b Jose\u0301, said\u00a0it was closed.")
    check_spans(found)
    assert any("said" in span.why for span in found.spans)


def test_only_claims_are_marked(analyser: Analyser) -> None:
    roles = list(BlockKind)
    given = article(*["The bridge was closed on Monday." for _ in roles], kinds=dict(enumerate(roles)))
    marked = {b.kind for b in given.blocks for s in analyser.analyse(given).spans if b.start <= s.start < b.end}
    assert marked == {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION}


@pytest.mark.parametrize("text", ["Will the dam hold?", "“Will the dam hold?”", "Who knows (and why)?", "Really?!"])
def test_questions_are_unmarked(read: Reads, text: str) -> None:
    if text != "Really?!":
        assert read(text).spans == ()
    assert read(text, "The dam held.").at("The dam held").category == "reported-fact"


def test_datelines_are_unmarked(read: Reads) -> None:
    found = read("PARIS (Reuters) - The bridge was closed on Monday.")
    assert [found.text(s) for s in found.spans] == ["The bridge was closed on Monday."]


def test_two_colours_in_a_sentence(read: Reads) -> None:
    found = read("The bridge was closed on Monday, and it may stay closed for a year.")
    assert found.letters == "FP"
    assert found.text(found.spans[0]) == "The bridge was closed on Monday, and"
    assert found.text(found.spans[1]) == "it may stay closed for a year."


def test_opening_marks_go_with_what_follows(read: Reads) -> None:
    for span in read("He left on Monday, and “it was a disgrace,” said Ann Lee, a teacher.").spans:
        assert span.end - span.start > 1
    found = read("Prices fell. “It was an awful year,” said Ann Lee, a teacher.")
    assert found.text(found.spans[1]).startswith("“")


def test_a_flat_fact_has_no_cues(read: Reads) -> None:
    span = read("The central bank raised its key rate to 5% in Paris.").spans[0]
    assert (span.category, span.cues, span.source.kind, span.form) == ("reported-fact", (), "writer", None)
    assert span.why == "No mark found: stated flatly."


def test_a_question_is_unmarked_and_still_in_somebodys_mouth(read: Callable[..., Read]) -> None:
    found = read("The minister asked: “Will the dam hold?” Will it hold?")
    asked, written = found.analysis.questions
    assert [s.text for s in asked.sources] == ["The minister"]
    assert asked.axes["attributed"] >= 0.5 > written.axes["attributed"]
