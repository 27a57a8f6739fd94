"""Each construct of the pattern language, on parses written by hand."""

from __future__ import annotations

import pytest

from reader.nlp.parse import Parse
from reader.nlp.rules.conditions import compile_conditions
from reader.nlp.rules.pattern import PatternError, compile_item, compile_pattern
from tests.nlp.grammar import parse_of, sentence

RAIN = sentence(
    "The the DT DET det 1",
    "rains rain NNS NOUN nsubj 3",
    "may may MD AUX aux 3",
    "reach reach VB VERB ROOT 3",
    "Lindhaven Lindhaven NNP PROPN dobj 3 GPE",
    "before before IN ADP prep 3",
    "May May NNP PROPN pobj 5 DATE",
    ". . . PUNCT punct 3",
)
FLED = sentence(
    "He he PRP PRON nsubj 1",
    "fled flee VBD VERB ROOT 1",
    "; ; : PUNCT punct 1",
    "nobody nobody NN PRON nsubj 4",
    "saw see VBD VERB ccomp 1",
    "him he PRP PRON dobj 4",
    "! ! . PUNCT punct 4",
    "! ! . PUNCT punct 4",
)
LISTS = {
    "waters": frozenset({"rain", "snow", "high tide"}),
    "movers": frozenset({"flee", "reach"}),
    "phrases": frozenset({"may reach", "as it were", "indeed"}),
}


def found(pattern: str, parse: Parse) -> list[str]:
    """The words of every match of a pattern, the anchor in brackets."""
    words = []
    for compiled in compile_pattern(pattern, LISTS):
        for i in range(len(parse)):
            match = compiled.matches_at(parse, i)
            if match is not None:
                tokens, anchor = match
                words.append(" ".join(f"[{parse.text[t]}]" if t == anchor else parse.text[t] for t in tokens))
    return words


@pytest.fixture(scope="module")
def rain() -> Parse:
    return parse_of(RAIN)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("rains", ["[rains]"]),
        ("Rains", ["[rains]"]),
        ("rain", []),
        ("~rain", ["[rains]"]),
        ("may", ["[may]", "[May]"]),
        ("may&<MD>", ["[may]"]),
        ("<MD>", ["[may]"]),
        ("may&<NN*>", ["[May]"]),
        ("may&{AUX}", ["[may]"]),
        ("may&:pobj", ["[May]"]),
        ("may&!:pobj", ["[may]"]),
        ("may&!<MD>&!<CD>", ["[May]"]),
        ("may&#DATE", ["[May]"]),
        ("@waters", ["[rains]"]),
        ("rains|reach", ["[rains]", "[reach]"]),
        ("~rain|~snow may", ["[rains] may"]),
        ("the _ may", ["[The] rains may"]),
        ("the may", []),
        ("the rains? may", ["[The] rains may"]),
        ("rains not? may", ["[rains] may"]),
        ("rains ... before", ["[rains] before"]),
        ("rains ... may", ["[rains] may"]),
        ("may =reach", ["may [reach]"]),
        ("the ... =may ... before", ["The [may] before"]),
        ("^ the", ["[The]"]),
        ("^ rains", []),
        ("may $", ["[May]"]),
        ("before $", []),
        ("reach {PROPN} before", ["[reach] Lindhaven before"]),
        ("~reach #GPE", ["[reach] Lindhaven"]),
    ],
)
def test_constructs(rain: Parse, pattern: str, matches: list[str]) -> None:
    assert found(pattern, rain) == matches


@pytest.mark.parametrize(
    "pattern", ["before may he", "before _ he", "before ... he", "before ... fled", "he? ... may he"]
)
def test_a_match_never_crosses_a_sentence_border(pattern: str) -> None:
    assert found(pattern, parse_of(RAIN, FLED)) == []


def test_borders_are_those_of_the_sentence_not_of_the_block() -> None:
    both = parse_of(RAIN, FLED)
    assert found("^ he", both) == ["[He]"]
    assert found("may $", both) == ["[May]"]
    assert found("him $", both) == ["[him]"]
    assert found("! $", both) == ["[!]", "[!]"]


def test_a_gap_ends_at_a_full_mark_and_at_six_words() -> None:
    fled = parse_of(FLED)
    assert found("he ... fled", fled) == ["[He] fled"]
    assert found("fled ... saw", fled) == []
    words = [f"w{n} w NN NOUN dep 0" for n in range(9)]
    long = parse_of(sentence("start start NN NOUN ROOT 0", *words))
    assert found("start ... w6", long) == ["[start] w6"]
    assert found("start ... w7", long) == []


def test_list_entries_of_several_words(rain: Parse) -> None:
    assert found("@phrases", rain) == ["[may] reach"]
    assert found("~rain @phrases", rain) == ["rains [may] reach"]
    tide = parse_of(sentence("High high JJ ADJ amod 1", "tide tide NN NOUN ROOT 1", "came come VBD VERB relcl 1"))
    assert found("@waters", tide) == ["[High] tide"]
    assert found("@waters came", tide) == ["[High] tide came"]
    assert found("!@waters came", tide) == ["tide [came]"]


def test_list_entries_of_several_words_beside_alternatives(rain: Parse) -> None:
    assert found("snow|@phrases", rain) == ["[may] reach"]


def test_typographic_apostrophes_in_patterns() -> None:
    parse = parse_of(sentence("it it PRP PRON nsubj 1", "'s be VBZ AUX ROOT 1"))
    assert found("it ’s", parse) == ["[it] 's"]


def test_unnamed_list_entries_match_by_lemma_and_form() -> None:
    assert found("@movers", parse_of(FLED)) == ["[fled]"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("", "names no word"),
        ("^", "names no word"),
        ("...", "names no word"),
        ("_", "names no word"),
        ("rain?", "names no word"),
        ("!rain", "names no word"),
        (":nsubj", "names no word"),
        ("<VB*>", "names no word"),
        ("rain||snow", "cannot be read"),
        ("rain&", "cannot be read"),
        ("@nowhere", "no word list “nowhere”"),
        ("rain !@nowhere", "no word list “nowhere”"),
        ("rain <VB", "cannot be read"),
    ],
)
def test_wrong_patterns_are_refused(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        compile_pattern(pattern, LISTS)


def test_items_alone(rain: Parse) -> None:
    item = compile_item("_&:nobody", {})
    assert not any(item(rain, i) for i in range(len(rain)))
    item = compile_item("!<NN*>&!{PUNCT}", {})
    assert [rain.text[i] for i in range(len(rain)) if item(rain, i)] == ["The", "may", "reach", "before"]


@pytest.mark.parametrize(
    ("word", "where", "holds"),
    [
        ("rains", {"head": "reach"}, True),
        ("rains", {"head": "may"}, False),
        ("rains", {"child": "the"}, True),
        ("rains", {"no_child": "the"}, False),
        ("rains", {"no_child": "a"}, True),
        ("may", {"subject": "~rain"}, True),
        ("before", {"subject": "@waters"}, True),
        ("before", {"no_subject": "@waters"}, False),
        ("Lindhaven", {"verb": "<VB>"}, True),
        ("Lindhaven", {"verb": "!<VB>"}, False),
        ("may", {"not_before": "reach"}, False),
        ("may", {"not_before": "rains"}, True),
        ("may", {"not_after": "rains"}, False),
        ("may", {"not_after": "reach"}, True),
        ("may", {"subject": "~rain", "not_before": "reach"}, False),
    ],
)
def test_conditions(rain: Parse, word: str, where: dict[str, object], holds: bool) -> None:
    condition = compile_conditions(where, LISTS)
    assert condition is not None
    assert condition(rain, rain.text.index(word)) is holds


def test_conditions_look_at_the_same_sentence_only() -> None:
    both = parse_of(RAIN, FLED)
    before = compile_conditions({"not_before": "he"}, {})
    after = compile_conditions({"not_after": "."}, {})
    assert before is not None
    assert after is not None
    assert before(both, both.text.index("."))
    assert after(both, both.text.index("He"))


def test_no_conditions_and_wrong_ones() -> None:
    assert compile_conditions({}, {}) is None
    with pytest.raises(PatternError, match="unknown condition “colour”"):
        compile_conditions({"colour": "red"}, {})
    with pytest.raises(PatternError, match="no word list"):
        compile_conditions({"head": "@nowhere"}, {})
