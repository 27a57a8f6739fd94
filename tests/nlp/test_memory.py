"""A later bare name, pronoun or description stands for whom the article named before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.domain.article import BlockKind
from reader.nlp.analyser import Analyser
from tests.nlp.readings import Read
from tests.services.fakes import article

Reads = Callable[..., Read]


LEE = "Ann Lee, the transport minister, opened it."
RADAKIN = "Admiral Tony Radakin left on Monday."
LOPEZ = "Maria Lopez, a neighbour, saw the fire."
TESLA = "Tesla Inc closed its plant on Monday."


@pytest.mark.parametrize(
    ("before", "says", "text", "name", "kind", "subkind"),
    [
        (LEE, "Lee said it fell.", "Lee", "Ann Lee", "official", "state"),
        (LEE, "She said it fell.", "She", "Ann Lee", "official", "state"),
        (RADAKIN, "Radakin said it fell.", "Radakin", "Tony Radakin", "official", "force"),
        (RADAKIN, "He said it fell.", "He", "Tony Radakin", "official", "force"),
        (RADAKIN, "The admiral said it fell.", "The admiral", "Tony Radakin", "official", "force"),
        (LOPEZ, "Lopez said it fell.", "Lopez", "Maria Lopez", "witness", ""),
        (LOPEZ, "She said it fell.", "She", "Maria Lopez", "witness", ""),
        ("Professor Jane Roe wrote the report.", "Roe said the wall fell.", "Roe", "Jane Roe", "expert", ""),
        (TESLA, "It said sales had fallen.", "It", "Tesla Inc", "official", "company"),
        (TESLA, "The company said it fell.", "The company", "Tesla Inc", "official", "company"),
        (
            "Katrin Solberg-Maas, the transport minister, opened it.",
            "She said it fell.",
            "She",
            "Katrin Solberg-Maas",
            "official",
            "state",
        ),
        ("Floods hit towns in Guangxi.", "Guangxi said it fell.", "Guangxi", "Guangxi", "official", "state"),
        # a role that stands before the name, and a firm known by what it owns
        ("They met its epidemiologist, Ruth Pen.", "Pen said it fell.", "Pen", "Ruth Pen", "expert", ""),
        (
            "Brackwell shares fell on Monday.",
            "Brackwell said it fell.",
            "Brackwell",
            "Brackwell",
            "official",
            "company",
        ),
        (
            "Drugstore chain Brackwell Stores bought a shop.",
            "Brackwell said it fell.",
            "Brackwell",
            "Brackwell Stores",
            "official",
            "company",
        ),
        (
            "Astremont's shares fell on Monday.",
            "Astremont's lawyers said it fell.",
            "Astremont's lawyers",
            "Astremont's lawyers",
            "official",
            "company",
        ),
        ("The company said it was closed.", "It said sales fell.", "It", "The company", "official", "company"),
    ],
)
def test_later_mentions(read: Reads, before: str, says: str, text: str, name: str, kind: str, subkind: str) -> None:
    found = read(before, says)
    span = found.spans[-1]
    assert found.text(span) == says
    assert span.source.text == text, "the words that stand there"
    assert (span.source.name, span.source.kind, span.source.subkind) == (name, kind, subkind)
    assert span.source.start == found.article.text.index(says)


def test_a_description_of_a_body(read: Reads) -> None:
    source = read("The Defence Ministry published it.", "The ministry said the war was over.").spans[-1].source
    assert source.text == "The ministry"
    assert "Defence Ministry" in source.name
    assert (source.kind, source.subkind) == ("official", "state")


def test_a_role_told_later_counts_from_the_start(read: Reads) -> None:
    found = read("Radakin said the cables were cut.", "Admiral Tony Radakin left on Monday.")
    assert found.spans[0].source.kind == "official"
    assert found.spans[0].source.name == "Tony Radakin"


def test_headings_and_captions_teach_names(analyser: Analyser) -> None:
    given = article(
        "Ann Lee, the transport minister, opens a bridge",
        "Lee said the bridge would be closed on Monday.",
        kinds={0: BlockKind.CAPTION},
    )
    span = Read(given, analyser.analyse(given)).spans[0]
    assert (span.source.name, span.source.kind) == ("Ann Lee", "official")


def test_pronouns_follow_the_latest_speaker(read: Reads) -> None:
    found = read(
        "“I saw it fall,” said Maria Lopez, a neighbour.",
        "Admiral Tony Radakin said the cables were cut.",
        "He said it was raining.",
        "She said the roof flew off.",
    )
    assert found.at("it was raining").source.name == "Tony Radakin"
    assert found.at("the roof flew off").source.kind in ("witness", "person", "official")


def test_an_article_starts_with_an_empty_memory(read: Reads) -> None:
    read("Ann Lee, the transport minister, opened it.", "She said it fell.")
    source = read("She said the roof fell.").spans[0].source
    assert (source.name, source.kind) == ("She", "person")


def test_it_is_never_a_person(read: Reads) -> None:
    source = read("Maria Lopez, a neighbour, saw the fire.", "It said the roof fell.").spans[-1].source
    assert source.name != "Maria Lopez"


def test_they_are_the_police(read: Reads) -> None:
    found = read("Police closed the road on Monday.", "They said a bridge had fallen.")
    assert found.letters == "FS"


def test_words_in_a_name_are_no_role(read: Reads) -> None:
    union = read("The United Counter Workers said the shop was closed.").spans[0].source
    assert (union.kind, union.subkind) == ("official", "organisation")
    assert read("Valeska Paris, an Australian woman, said the ship was old.").spans[0].source.kind != "official"


def test_who_means_the_person_not_what_he_wears(read: Reads) -> None:
    found = read(
        "The buyer is Devlin Marsh, a former player with a long coat, who said on Monday that he loved the club."
    )
    assert found.at("he loved the club").source.name == "Devlin Marsh"


def test_a_quotation_that_goes_on_is_the_speakers_from_its_first_sentence(read: Reads) -> None:
    found = read("“I think the wall will hold.", "It is new,” said Maria Lopez.")
    assert {s.source.name for s in found.spans} == {"Maria Lopez"}


def test_an_it_that_means_nobody_known_is_a_body(read: Reads) -> None:
    assert read("It said the wall was safe.").spans[0].source.kind == "official"
