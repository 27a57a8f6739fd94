"""The whole way: the codebook's examples, the user's example, the shipped sample; stamp, language, progress."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.domain.analysis import from_dict, to_dict
from reader.domain.article import BlockKind, Metadata
from reader.domain.errors import Cancelled
from reader.ingest.formats import read_file
from reader.nlp import analyser as station
from reader.nlp.analyser import Analyser
from tests.nlp.readings import LETTERS, Read
from tests.nlp.test_spans import check_spans
from tests.services.fakes import article

Reads = Callable[..., Read]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT.parent / "shared" / "articles").glob("*.txt"))
SAMPLE = paths.resources() / "samples" / "harbour-closure.html"


# -- the codebook -----------------------------------------------------------------------------------------------------

WORKED = [
    ("The central bank raised its key rate to 5% on Thursday.", "F"),
    ("The bank said it would \"act as needed\" to bring prices down.", "S"),
    ("Economists expect another rise in June, though some call the policy reckless.", "PO"),
    ("The governor's move was a spectacular own goal.", "O"),
    ('"I saw the roof fly off," said Maria Lopez, a neighbour.', "F"),
    ('"They should be ashamed," said Lopez.', "O"),
    ("Police believe the fire may have been set on purpose.", "S"),
    ("The fire may have been set on purpose.", "P"),
    ("Two people familiar with the talks said a deal was close.", "P"),
    ("A spokesman declined to comment.", "F"),
    ("Unemployment fell to 4.1%, Labor Department figures showed.", "S"),
    ("If the dam fails, 40,000 people would have to leave.", "P"),
    ("The dam failed in May.", "F"),
    ("Will the dam hold?", ""),
    ("Two rockets were shot down, the governor said Russia fired them, and more attacks are likely.", "FSP"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "letters"), WORKED)
def test_worked_examples(read: Reads, text: str, letters: str) -> None:
    assert read(text).letters == letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("In practice governors find that they must go.", "O"),
        ("What frightens doctors more is the speed.", "O"),
        ("He has a point, up to a point.", "O"),
        ("They build a dam.", "F"),
        ("The dam makes bread cheaper in France.", "F"),
        ("The important dam failed.", "F"),
        ("They were supposed to leave at ten.", "P"),
    ],
)
def test_argument_is_told_from_plain_report(read: Reads, text: str, letters: str) -> None:
    assert read(text).letters == letters


def test_the_first_person_of_a_quotation_is_not_the_writers(read: Reads) -> None:
    def rules(text: str) -> set[str]:
        return {f.rule for span in read(text).spans for f in span.firings}

    assert "judge.first-person" in rules("We will not forget who sent us here.")
    assert "judge.first-person" not in rules("“We will not forget who sent us here.”")


def test_the_manner_of_an_article_lies_between_its_priors(read: Reads) -> None:
    report, judging = "The dam failed in May.", "The plan is absurd."

    def manner(judged: int) -> list[tuple[str, float]]:
        text = " ".join([judging] * judged + [report] * (25 - judged))
        found = {(f.rule, f.weight) for s in read(text).spans for f in s.firings}
        return sorted((rule, weight) for rule, weight in found if rule.startswith("article."))

    assert manner(0) == [("article.report", -1.0)]
    assert manner(4) == [("article.report", -0.8)]
    assert manner(6) == [("article.mixed", -0.4)]
    assert manner(25) == [("article.comment", 0.6)]


@pytest.mark.parametrize(
    ("text", "words", "source", "kind", "form"),
    [
        (WORKED[1][0], "act as needed", "The bank", "official", "mixed"),
        (WORKED[2][0], "another rise", "Economists", "expert", "indirect"),
        (WORKED[2][0], "reckless", "some", "person", "indirect"),
        (WORKED[4][0], "roof fly off", "Maria Lopez", "witness", "direct"),
        (WORKED[5][0], "should be ashamed", "Lopez", "person", "direct"),
        (WORKED[6][0], "may have been", "Police", "official", "indirect"),
        (WORKED[8][0], "a deal was close", "Two people familiar with the talks", "unnamed", "indirect"),
        (WORKED[10][0], "Unemployment fell", "Labor Department figures", "document", "indirect"),
    ],
)
def test_sources_of_worked_examples(read: Reads, text: str, words: str, source: str, kind: str, form: str) -> None:
    span = read(text).at(words)
    assert span.source.text.startswith(source)
    assert (span.source.kind, span.form) == (kind, form)


def test_an_officials_hedge_is_its_content(read: Reads) -> None:
    span = read("Police believe the fire may have been set on purpose.").spans[0]
    assert (span.category, span.content, span.certainty) == ("official-statement", "speculation", "possible")


def test_a_caption_is_unmarked(analyser: Analyser) -> None:
    given = article("Rescue workers carry a woman from the rubble in Izmir (Reuters)", kinds={0: BlockKind.CAPTION})
    assert analyser.analyse(given).spans == ()


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Malaysia intends to recover all funds.", "S"),
        ("The court ruled that the mayor had broken the law.", "S"),
        ("A senior official said the talks had failed.", "S"),
        ("Washington has said it will not tolerate an attack.", "S"),
        ("The two leaders met and talked.", "F"),
        ("Police arrested two men.", "F"),
        ("The police have not said how many people were hurt.", "F"),
        ("The meeting is set to begin on Monday.", "F"),
        ("Had he been convicted he would have faced ten years.", "F"),
        ("It was not immediately clear how the station was affected.", "P"),
        ("The report has not been independently confirmed.", "P"),
        ("The mayor has reportedly resigned.", "P"),
        ("Prices will likely rise in June.", "P"),
        ("This means attacks are probably coming.", "P"),
        ("There is little doubt that it would be a disaster.", "O"),
        ("It was an awkward balancing act.", "O"),
        ("The vote was a farce.", "O"),
        ("“I felt the house shake,” said Maria Lopez, a neighbour.", "F"),
    ],
)
def test_settled_cases(read: Reads, text: str, letters: str) -> None:
    assert read(text).letters == letters


# -- whole articles ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example(analyser: Analyser) -> Read:
    """The user's example article."""
    if not EXAMPLES:
        pytest.skip("the user's example is not here")
    given = read_file(EXAMPLES[0])
    return Read(given, analyser.analyse(given))


@pytest.mark.parametrize(
    ("words", "text", "name"),
    [
        ("Russia used Iranian drones", "Defence Ministry", "Defence Ministry"),
        ("Russia fired 75 missiles", "Commander-in-Chief of the Ukrainian Armed Forces", "Commander-in-Chief"),
        ("Crimea is Russian", "he", "Putin"),
        ("NATO will not tolerate an attack", "Washington", "Washington"),
        ("any attack on these cables", "he", "Tony Radakin"),
    ],
    ids=["ministry", "commander", "Putin", "Washington", "admiral"],
)
def test_officials_of_the_users_example(example: Read, words: str, text: str, name: str) -> None:
    span = example.at(words)
    assert span.category == "official-statement"
    assert text in span.source.text
    assert name in span.source.name
    assert span.source.kind == "official"


def test_the_truth_of_the_users_example_is_opinion(example: Read) -> None:
    start = example.article.text.index("But the truth is")
    end = example.article.text.index("And the military has")
    inside = [s for s in example.spans if start <= s.start < end]
    assert inside[0].start == start
    assert {s.category for s in inside} == {"analyst-opinion"}


def test_spans_of_the_users_example(example: Read) -> None:
    check_spans(example)
    assert {LETTERS[s.category] for s in example.spans} == set("FSPO")
    captions = [b for b in example.article.blocks if b.kind in (BlockKind.CAPTION, BlockKind.HEADING, BlockKind.TITLE)]
    assert not [s for s in example.spans for b in captions if b.start <= s.start < b.end]


@pytest.fixture(scope="module")
def sample(analyser: Analyser) -> Read:
    """The article that ships."""
    given = read_file(SAMPLE)
    return Read(given, analyser.analyse(given))


def test_the_sample_shows_all_four_colours(sample: Read) -> None:
    check_spans(sample)
    assert {LETTERS[s.category] for s in sample.spans} == set("FSPO")
    assert sample.at("had found “serious damage”").source.text == "The transport ministry"
    assert sample.at("reserves will last").source.text == "the energy ministry"
    assert sample.at("It was a reckless bargain").category == "analyst-opinion"
    assert sample.at("It may have been nothing more than the sea").category == "speculation"


def test_an_article_with_its_analysis_survives_as_data(sample: Read) -> None:
    again, analysis = from_dict(to_dict(sample.article, sample.analysis))
    assert analysis == sample.analysis
    assert again.text == sample.article.text


def test_every_span_lies_in_a_sentence(sample: Read) -> None:
    sentences = sample.analysis.sentences
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(sentences))
    for span in sample.analysis.spans:
        assert any(start <= span.start and span.end <= end for start, end in sentences)
    first = sample.article.text[slice(*sentences[0])]
    assert first.startswith("The gates of Port Halden")
    assert first.endswith("in the bay.")


def test_what_is_put_back_is_read(analyser: Analyser, sample: Read) -> None:
    left_out = next(b for b in sample.article.blocks if b.kind is BlockKind.FURNITURE)
    given = sample.article.with_shown([left_out.id])
    spans = analyser.analyse(given).spans
    assert [s for s in spans if left_out.start <= s.start < left_out.end]
    assert not [s for s in sample.spans if left_out.start <= s.start < left_out.end]


# -- stamp, language, progress ----------------------------------------------------------------------------------------


def test_the_stamp_is_filled(analyser: Analyser, sample: Read) -> None:
    stamp = sample.analysis.stamp
    assert all(getattr(stamp, name) for name in type(stamp).__slots__)
    assert stamp.program.startswith("sayso ")
    assert stamp.extractor == sample.article.extractor
    assert stamp.file_sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert stamp.text_sha256 == hashlib.sha256(sample.article.text.encode()).hexdigest()
    assert stamp.rules == analyser.rules.version
    versions = station.versions()
    assert (stamp.spacy, stamp.model, stamp.model_version) == tuple(
        versions[k] for k in ("spacy", "model", "model_version")
    )


def test_two_runs_are_equal(analyser: Analyser, sample: Read) -> None:
    analyser.analyse(article("Admiral Tony Radakin said something else in between."))
    assert analyser.analyse(sample.article) == sample.analysis


@pytest.mark.parametrize("language", ["de", "fr-FR", "UK"])
def test_another_language_has_no_colours(analyser: Analyser, language: str) -> None:
    given = dataclasses.replace(
        article("Der Minister sagte, die Brücke sei sicher."), metadata=Metadata(language=language)
    )
    analysis = analyser.analyse(given)
    assert analysis.spans == ()
    assert "not in English" in analysis.notice
    assert analysis.stamp.text_sha256


@pytest.mark.parametrize("language", ["", "en", "en-GB", "EN"])
def test_english_has_colours(analyser: Analyser, language: str) -> None:
    given = dataclasses.replace(article("The minister said the bridge was safe."), metadata=Metadata(language=language))
    analysis = analyser.analyse(given)
    assert len(analysis.spans) == 1
    assert analysis.notice == ""


def test_progress_grows_to_the_whole(analyser: Analyser, sample: Read) -> None:
    told: list[tuple[int, int]] = []
    analyser.analyse(sample.article, lambda done, total: told.append((done, total)))
    done = [d for d, _ in told]
    assert len({total for _, total in told}) == 1
    assert done == sorted(done)
    assert done[0] == 0
    assert told[-1][0] == told[-1][1] > 0
    assert len(told) > 3


@pytest.mark.parametrize("after", [0, 2])
def test_cancelled_stops_at_once(analyser: Analyser, sample: Read, after: int) -> None:
    told: list[int] = []

    def stop(done: int, _total: int) -> None:
        told.append(done)
        if len(told) > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        analyser.analyse(sample.article, stop)
    assert len(told) == after + 1
    assert analyser.analyse(sample.article) == sample.analysis


def test_an_article_without_claims(analyser: Analyser) -> None:
    told: list[tuple[int, int]] = []
    given = article("A title", kinds={0: BlockKind.TITLE})
    assert analyser.analyse(given, lambda d, t: told.append((d, t))).spans == ()
    assert told


# -- the shown reason is the reason -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("More attacks are likely to follow in the south.", "P"),
        ("The fire may have been set on purpose.", "P"),
        ("The bridge was probably hit by a ship.", "P"),
        ("The mayor has reportedly left the town.", "P"),
        ("The deal appears to be over.", "P"),
        ("The governor's move was a spectacular goal.", "O"),
        ("Sadly, it was a reckless bargain.", "O"),
        ("The ministry said that the bridge was safe.", "S"),
        ("The bridge was safe, according to the police.", "S"),
    ],
)
def test_without_its_cues_a_span_has_another_label_or_less_confidence(read: Reads, text: str, letter: str) -> None:
    before = read(text)
    assert before.letters == letter
    span = before.spans[0]
    assert span.cues
    cut = text
    for start, end in sorted(span.cues, reverse=True):
        cut = cut[:start] + cut[end:]
    after = read(" ".join(cut.split())).spans[0]
    assert after.category != span.category or after.confidence < span.confidence
