"""Who is given as the source of what, and in which form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.nlp.readings import Read

Reads = Callable[..., Read]


@pytest.mark.parametrize(
    ("text", "words", "source", "form"),
    [
        # direct, indirect, mixed
        ("“The bridge is safe,” the minister said.", "bridge is safe", "the minister", "direct"),
        ("“The bridge is safe,” said the minister.", "bridge is safe", "the minister", "direct"),
        ('"The bridge is safe," said the minister.', "bridge is safe", "the minister", "direct"),
        ("The minister said, “The bridge is safe.”", "bridge is safe", "The minister", "direct"),
        ("The ministry said that the bridge was safe.", "bridge was safe", "The ministry", "indirect"),
        ("The ministry said the bridge was safe.", "bridge was safe", "The ministry", "indirect"),
        ("The minister said the bridge was “as safe as a house”.", "bridge was", "The minister", "mixed"),
        # the place of the cue
        ("The bridge was safe, police said.", "bridge was safe", "police", "indirect"),
        ("The bridge, the minister said, is safe.", "is safe", "the minister", "indirect"),
        ("“The bridge,” said the minister, “is safe for every car.”", "for every car", "the minister", "direct"),
        ("According to the police, the bridge fell on Monday.", "bridge fell", "the police", "indirect"),
        ("The bridge fell on Monday, according to the police.", "bridge fell", "the police", "indirect"),
        # without a that-clause
        ("The ministry vowed to close the bridge.", "close the bridge", "The ministry", "indirect"),
        ("Malaysia intends to recover all funds.", "recover all funds", "Malaysia", "indirect"),
        ("The mayor denied the charge.", "the charge", "The mayor", "indirect"),
        ("The army warned of more attacks.", "more attacks", "The army", "indirect"),
        ("The report was described by the minister as nonsense.", "nonsense", "the minister", "indirect"),
        ("The council issued a statement saying the bridge was safe.", "was safe", "The council", "indirect"),
        ("Unemployment fell to 4.1%, Labor Department figures showed.", "fell", "Labor Department figures", "indirect"),
    ],
)
def test_an_official_source(read: Reads, text: str, words: str, source: str, form: str) -> None:
    span = read(text).at(words)
    assert (span.category, span.source.text, span.form) == ("official-statement", source, form)
    assert span.source.start == text.index(source)
    assert span.source.end == text.index(source) + len(source)
    assert (span.source.start, span.source.end) in span.mentions


@pytest.mark.parametrize(
    ("text", "words", "source", "kind"),
    [
        ("Locals say there were four explosions.", "four explosions", "Locals", "witness"),
        ("“I saw the roof fly off,” said Maria Lopez, a neighbour.", "I saw", "Maria Lopez", "witness"),
        ("Economists said prices fell in June.", "prices fell", "Economists", "expert"),
        ("The deal fell through, the newspaper reported.", "deal fell", "the newspaper", "media"),
        ("The study found that rain had fallen in May.", "rain had fallen", "The study", "document"),
        ("A former ambassador said the talks ended in May.", "talks ended", "A former ambassador", "expert"),
    ],
)
def test_other_sources(read: Reads, text: str, words: str, source: str, kind: str) -> None:
    span = read(text).at(words)
    assert span.category == "reported-fact"
    assert span.source.text.startswith(source)
    assert span.source.kind == kind
    assert span.axes["attributed"] >= 0.5


@pytest.mark.parametrize(
    ("text", "subkind"),
    [
        ("The ministry said the bridge was safe.", "state"),
        ("Police said the bridge was safe.", "force"),
        ("The court said the bridge was safe.", "court"),
        ("The company said the bridge was safe.", "company"),
        ("The rebels said the bridge was safe.", "armed or unrecognised authority"),
    ],
)
def test_the_subkind_of_an_official(read: Reads, text: str, subkind: str) -> None:
    source = read(text).at("the bridge was safe").source
    assert (source.kind, source.subkind) == ("official", subkind)


@pytest.mark.parametrize(
    "text",
    [
        "The minister did not say whether the bridge was safe.",
        "The police have not said how many people were hurt.",
        "A spokesman declined to comment.",
        "The two leaders met and talked.",
        "Police arrested two men.",
        "He was told to wait.",
        "The bridge fell into the river.",
        "The attack shows that the war is not over.",
    ],
)
def test_no_content_no_attribution(read: Reads, text: str) -> None:
    assert "S" not in read(text).letters


def test_a_relative_clause_ends_its_attribution(read: Reads) -> None:
    found = read("The minister, who said the bridge was safe, left on Monday.")
    assert found.at("the bridge was safe").category == "official-statement"
    assert found.at("left on Monday").category == "reported-fact"
    assert found.at("left on Monday").source.kind == "writer"


def test_a_noun_holds_its_content(read: Reads) -> None:
    span = read("The minister's claim that the bridge was safe angered the town.").at("the bridge was")
    assert span.category == "official-statement"
    assert "minister" in span.source.text


def test_the_writers_clause_beside_a_witness(read: Reads) -> None:
    found = read("Dock workers say they heard two loud cracks, and a tug pulled a boat out of the mud.")
    assert found.at("two loud cracks").source.text == "Dock workers"
    assert found.at("a tug pulled").source.kind == "writer"


def test_nested_sources_outermost_first(read: Reads) -> None:
    span = read("Sources told the Mirror that the army believes the war is lost.").at("the war is lost")
    assert span.source.text == "the army"
    assert [s.text for s in span.source.chain] == ["Sources"]
    assert span.category == "speculation"


def test_a_quotation_goes_on_after_its_speaker(read: Reads) -> None:
    found = read("“The road was closed in May,” the minister said. “Two cars fell into the river.”")
    assert found.letters == "SS"
    carried = found.at("Two cars fell")
    assert "minister" in carried.source.name
    assert carried.cues == ()
    assert "minister" in carried.why


def test_a_quotation_goes_on_in_the_next_paragraph(read: Reads) -> None:
    found = read("“I saw it fall,” said Maria Lopez, a neighbour.", "“I ran home.”", "The fire burned for two hours.")
    assert found.at("I ran home").source.name == "Maria Lopez"
    assert found.at("The fire burned").source.kind == "writer"


def test_a_speaker_named_at_the_end_of_a_long_quotation(read: Reads) -> None:
    found = read("“The wall is made of brick.", "“It fell on Monday.", "“Two men were hurt,” said the mayor.")
    assert found.letters == "SSS"
    assert {s.source.text for s in found.spans} == {"the mayor"}
    assert {s.form for s in found.spans} == {"direct"}


def test_scare_quotes_are_no_attribution(read: Reads) -> None:
    span = read("The “smart” bridge was closed on Monday.").spans[0]
    assert span.source.kind == "writer"
    assert span.form is None


def test_the_reason_names_cue_and_source(read: Reads) -> None:
    found = read("The ministry said that the bridge was safe.")
    span = found.spans[0]
    assert found.cues(span) == ["said"]
    assert "The ministry" in span.why


def test_reasons_are_filled_in(read: Reads) -> None:
    span = read("The ministry said that the bridge was safe.").spans[0]
    assert "said" in span.why
    assert "{" not in span.why


def test_an_order_that_names_what_is_ordered(read: Reads) -> None:
    assert read("The police ordered 300 residents to leave the valley.").letters == "S"


def test_the_words_of_an_agent(read: Reads) -> None:
    span = read("The mayor was accused by prosecutors of taking bribes.").at("taking bribes")
    assert span.source.text == "prosecutors"


def test_the_name_behind_a_relative_pronoun(read: Reads) -> None:
    span = read("The minister, who said the bridge was safe, left on Monday.").at("the bridge was safe")
    assert span.source.name == "The minister"


def test_a_colon_gives_the_floor_to_the_block_after_it(read: Reads) -> None:
    told = read("The church denied the charges in a letter:", "The girl was never locked in.", "It rained on Monday.")
    assert [told.at(words).source.kind for words in ("never locked in", "rained on Monday")] == ["official", "writer"]


def test_a_colon_gives_the_floor_to_all_posts_after_it(read: Reads) -> None:
    posts = (
        "I refuse to accept this.",
        "We must act now.",
        "Horrible news from #Halden.",
        "My thoughts are with the families.",
        "This must stop!",
    )
    told = read("Senators called for a new law after the flood:", *posts)
    assert {s.category for s in told.spans} == {"official-statement"}
    assert len(told.spans) == 1 + len(posts)


def test_what_the_writer_reads_in_a_mind_is_the_writers_judgement(read: Reads) -> None:
    span = read("Clearly Putin is desperate to find scapegoats.").at("desperate")
    assert (span.category, span.source.kind) == ("analyst-opinion", "writer")


def test_the_object_of_a_verb_acts_in_its_infinitive(read: Reads) -> None:
    span = read("The victory led Clinton to declare that the race was over.").at("the race was over")
    assert span.source.text == "Clinton"


def test_an_as_clause_that_leads_in_a_sentence(read: Reads) -> None:
    span = read("As the ministry noted, the bridge was safe.").at("the bridge was safe")
    assert span.source.text == "the ministry"
    assert read("But as the ministry noted, the bridge was safe.").at("bridge was safe").source.text == "the ministry"


def test_as_reported_by_somebody(read: Reads) -> None:
    span = read("As reported by Reuters, the bridge fell on Monday.").at("the bridge fell")
    assert span.source.text == "Reuters"


def test_a_stand_on_the_noun_before_it(read: Reads) -> None:
    span = read("The army sold the land, a deal the minister has criticized.").at("has criticized")
    assert span.source.text == "the minister"


def test_what_somebody_calls_for(read: Reads) -> None:
    assert read("The minister called for the bases to be closed.").letters == "S"


def test_a_stand_that_somebody_tells_is_his_word(read: Reads) -> None:
    span = read("The minister said residents opposed the plan.").at("opposed the plan")
    assert span.source.text == "The minister"
    assert span.source.chain == ()


def test_a_purpose_holds_nothing(read: Reads) -> None:
    span = read("The miners left to support their families.").spans[0]
    assert span.source.kind == "writer"


def test_a_cause_of_words_does_not_say_them(read: Reads) -> None:
    (span,) = read("The report prompted calls to close the bridge.").spans
    assert span.source.kind == "writer"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("In the minister's view, the plan is sound.", "the minister's"),
        ("The crowd cheered and 64 percent called him competent.", "64 percent"),
        ("In the CBS poll, most voters favored the plan.", "most voters"),
    ],
)
def test_views_that_are_held_not_said(read: Reads, text: str, source: str) -> None:
    assert source in {s.source.text for s in read(text).spans}


def test_what_is_made_clear(read: Reads) -> None:
    assert read("The minister made it clear that the bridge was safe.").letters == "S"


def test_told_is_passive_beside_another_passive(read: Reads) -> None:
    (span,) = read("The boy was hauled in and told that the school was closed.").spans
    assert span.source.kind == "writer"


def test_who_speaks_before_a_relative_clause(read: Reads) -> None:
    found = read("There is no such plan at the palace, a White House official who asked for silence said Wednesday.")
    assert "a White House official who asked for silence" in {s.source.text for s in found.spans}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Even the mayor said that the bridge was safe.", "the mayor"),
        ("The mayors both said that the bridge was safe.", "The mayors"),
        ("Republican leaders – Ryan and Lee – said that it was safe.", "Republican leaders – Ryan and Lee –"),
    ],
)
def test_the_words_of_a_source(read: Reads, text: str, source: str) -> None:
    assert read(text).spans[0].source.text == source


def test_a_speaker_inside_a_quotation_that_runs_on(read: Reads) -> None:
    found = read("“We know that the bridge is safe.", "We built it,” the minister said.")
    assert {s.source.text for s in found.spans} == {"the minister"}


def test_words_before_a_lone_closing_mark(read: Reads) -> None:
    span = read("The bridge stood well,” the minister told the paper.").at("The bridge stood well")
    assert span.source.text == "the minister"


def test_what_nobody_wants_though_the_parser_joins_it(read: Reads) -> None:
    text = "He wants to smash the power networks and as winter approaches this could impose misery upon civilians."
    assert read(text).at("could impose misery").source.kind == "writer"


def test_a_quoted_word_is_no_quotation_to_a_verb_behind_it(read: Reads) -> None:
    text = "The minister has vowed to “defend” the land and, though it costs lives, he feels he has to do something."
    assert read(text).at("has vowed").category == "official-statement"
