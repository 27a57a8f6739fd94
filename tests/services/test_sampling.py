"""Samples: the same seed draws the same sentences, nobody sees the machine's labels, and agreement is told honestly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent
from reader.domain.sampling import Frame, Sample
from reader.services import arranging, doctor, library, sampling
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from tests.services.fakes import STAMP, span
from tests.services.test_library import FakeReading

CATEGORIES = ("official-statement", "speculation", "analyst-opinion", "reported-fact")
#: What the machine sees in a sentence with this word.
_SEEN = {"said": "official-statement", "may": "speculation", "bad": "analyst-opinion", "was": "reported-fact"}


class SentenceReading(FakeReading):
    """A line is a sentence; address, then outlet, date and language on the first line. The title has no sentences."""

    def read_file(self, path: Path) -> Article:
        found = super().read_file(path)
        outlet, published, language = path.stem.split("_")[1:4]
        return replace(found, metadata=replace(found.metadata, outlet=outlet, published=published, language=language))

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        block = given.blocks[-1]
        lines = [m for m in re.finditer(r".+", given.text) if m.start() >= block.start and "Nothing" not in m[0]]
        seen = [(m.start(), m.end(), _SEEN[word]) for m in lines for word in _SEEN if word in m[0]]
        return Analysis(tuple(span(*one) for one in seen), STAMP, sentences=tuple(m.span() for m in lines))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        yield found


WORDS = ("it was so", "she said it", "it may be", "it is bad", "what then?")


def put_in(opened: Library, folder: Path, number: int, about: str = "Gazette_2022-05-01_en", more: str = "") -> None:
    lines = "\n".join(f"Article {number}: {words}." for words in WORDS) + more
    file = folder / f"{number}_{about}.txt"
    file.write_text(f"https://example.org/{number}\nTitle {number}\n\n{lines}", encoding="utf-8")
    wishes = Wishes(tags=("even" if number % 2 == 0 else "odd",))
    (one,) = opened.import_paths([file], SentenceReading(), wishes)
    assert one.status in ("imported", "version"), one.error


@pytest.fixture
def ten(opened: Library, tmp_path: Path) -> Library:
    for number in range(10):
        put_in(opened, tmp_path, number)
    return opened


def texts(opened: Library, sample: Sample) -> list[str]:
    return [one.text for one in sampling.sentences(opened, sample.id, "ada")]


def test_a_seed_draws_the_same_sentences(ten: Library, tmp_path: Path) -> None:
    first, second = (sampling.draw(ten, name, 20, 7) for name in "ab")
    other = sampling.draw(ten, "c", 20, 8)
    drawn = texts(ten, first)
    assert drawn == texts(ten, second) != texts(ten, other)
    assert len(set(drawn)) == 20
    library.create(tmp_path / "again", "unencrypted")
    with library.open_library(tmp_path / "again", Keys(), 3) as again:
        for number in reversed(range(10)):  # imported in another order
            put_in(again, tmp_path, number)
        assert texts(again, sampling.draw(again, "a", 20, 7)) == drawn
    new = sampling.draw(ten, "d", 5)
    assert texts(ten, sampling.draw(ten, "e", 5, new.seed)) == texts(ten, new)
    assert sampling.draw(ten, "f", 5).seed != new.seed


def test_every_sentence_has_the_same_chance(ten: Library) -> None:
    all_ = texts(ten, sampling.draw(ten, "all", 50, 0))
    assert len(set(all_)) == 50
    counts = dict.fromkeys(all_, 0)
    for seed in range(100):
        sample = sampling.draw(ten, str(seed), 10, seed)
        for text in texts(ten, sample):
            counts[text] += 1
        sampling.remove(ten, sample.id)
    assert min(counts.values()) > 5  # 20 are expected; four deviations are 16
    assert max(counts.values()) < 37


def test_what_is_recorded(ten: Library) -> None:
    told: list[tuple[int, int]] = []
    sample = sampling.draw(ten, "first", 3, 7, Frame(tag=("odd",), since="2022"), lambda *step: told.append(step))
    assert (sample.id, sample.name, sample.seed, sample.size, sample.coders) == (1, "first", 7, 3, {})
    assert sample.frame == {
        "articles": "5", "sentences": "25", "articles_without_sentences": "0", "drawn": "3",
        "program": f"sayso {doctor.program_version()}", "tag": "odd", "since": "2022",
    }  # fmt: skip
    assert sample.stamp == {
        "program": "sayso 0", "extractor": "fake 1", "spacy": "3", "model": "fake", "model_version": "1",
        "rules": "d" * 64,
    }  # fmt: skip
    assert told == [(n, 5) for n in range(1, 6)]
    assert sampling.samples(ten) == [sample]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({}, {0, 1, 2, 3, 4}),
        ({"outlet": ("gazette",)}, {0, 3, 4}),
        ({"outlet": ("Gazette", "Herald")}, {0, 1, 2, 3, 4}),
        ({"tag": ("odd",)}, {1, 3}),
        ({"tag": ("none",)}, set()),
        ({"since": "2022"}, {1, 2}),
        ({"since": "2021-03", "until": "2022-06"}, {0, 1}),
        ({"until": "2022-06-30"}, {0, 1}),
        ({"language": "en"}, {0, 1, 2, 3}),
        ({"language": "EN-gb"}, {1}),
    ],
)
def test_the_frame(opened: Library, tmp_path: Path, frame: dict[str, Any], expected: set[int]) -> None:
    put_in(opened, tmp_path, 0, "Gazette_2021-03-04_en")
    put_in(opened, tmp_path, 1, "Herald_2022-06-30T10:00_en-GB")
    put_in(opened, tmp_path, 2, "Herald_2022-07-01_en")
    put_in(opened, tmp_path, 3, "Gazette_yesterday_en")
    put_in(opened, tmp_path, 4, "Gazette__eng")
    size = 5 * len(expected)
    if size:
        drawn = texts(opened, sampling.draw(opened, "x", size, 7, Frame(**frame)))
        assert {int(text.split(":")[0].split()[1]) for text in drawn} == expected
    with pytest.raises(InputError, match=f"draw from: {size}[.]"):
        sampling.draw(opened, "y", size + 1, 7, Frame(**frame))


def test_old_versions_and_removed_articles_are_not_drawn(opened: Library, tmp_path: Path) -> None:
    for number in (0, 1):
        put_in(opened, tmp_path, number)
    put_in(opened, tmp_path, 0, more="\nOne more.")
    put_in(opened, tmp_path, 0, more="\nTwo more.")
    arranging.remove(opened, [2])
    drawn = texts(opened, sampling.draw(opened, "x", 6, 7))
    assert "Two more." in drawn
    assert len(set(drawn)) == 6
    arranging.remove(opened, [4])  # the newest version: what came before it is the newest now
    arranging.remove(opened, [3])
    put_in(opened, tmp_path, 2, more="\nNothing.")
    assert len(set(texts(opened, sampling.draw(opened, "y", 10, 7)))) == 10


def test_a_coder_sees_what_stands_around_and_nothing_of_others(ten: Library) -> None:
    sample = sampling.draw(ten, "x", 50, 7)
    sampling.code(ten, sample.id, 1, "grace", ["speculation"])
    found = sampling.sentences(ten, sample.id, "ada")
    assert [one.number for one in found] == list(range(1, 51))
    middle = next(one for one in found if one.text == "Article 3: it may be.")
    assert middle.before == "Article 3: it was so. Article 3: she said it."
    assert middle.after == "Article 3: it is bad. Article 3: what then?."
    assert {one.code for one in found} == {None}
    assert not any(category in repr(found) for category in CATEGORIES)
    first = next(one for one in found if one.text == "Article 3: it was so.")
    assert first.before == ""


def test_codes(ten: Library) -> None:
    sample = sampling.draw(ten, "x", 4, 7)
    sampling.code(ten, sample.id, 1, " ada ", ["reported-fact", "speculation", "speculation"])
    sampling.code(ten, sample.id, 2, "ada", [])
    sampling.code_all(ten, sample.id, "ada", {3: ["speculation"], 4: None})
    coded = [one.code for one in sampling.sentences(ten, sample.id, "ada")]
    assert coded == [("speculation", "reported-fact"), (), ("speculation",), None]
    sampling.code(ten, sample.id, 1, "ada", [])
    sampling.code(ten, sample.id, 2, "ada", None)
    assert [one.code for one in sampling.sentences(ten, sample.id, "ada")] == [(), None, ("speculation",), None]
    assert sampling.samples(ten)[0].coders == {"ada": 2}


def test_one_wrong_code_and_none_is_kept(ten: Library) -> None:
    sample = sampling.draw(ten, "x", 4, 7)
    for codes, says in (
        ({1: ["speculation"], 2: ["fact"]}, "Sentence 2: there is no category “fact”"),
        ({1: ["speculation"], 9: []}, "no sentence 9 in sample 1"),
    ):
        with pytest.raises(InputError, match=says):
            sampling.code_all(ten, sample.id, "ada", codes)
    assert sampling.samples(ten)[0].coders == {}
    for coder in (" ", "machine"):
        with pytest.raises(InputError, match="cannot be called"):
            sampling.code(ten, sample.id, 1, coder, [])


def test_samples_that_cannot_be(ten: Library) -> None:
    sampling.draw(ten, "x", 4, 7)
    for wrong, says in (
        ({"name": "x"}, "a sample “x” already"), ({"name": " "}, "needs a name"), ({"size": 0}, "at least one"),
        ({"seed": -1}, "seed must be"), ({"seed": 2**63}, "seed must be"),
        ({"frame": Frame(since="May")}, "“May” is no date"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=says):
            sampling.draw(ten, **{"name": "y", "size": 4, "seed": 2**63 - 1, **wrong})
    sampling.remove(ten, 1)
    assert sampling.samples(ten) == []
    for act in (
        lambda: sampling.sentences(ten, 1, "ada"), lambda: sampling.agreement(ten, 1), lambda: sampling.remove(ten, 1),
        lambda: sampling.code(ten, 1, 1, "ada", []),
    ):  # fmt: skip
        with pytest.raises(InputError, match="no sample 1"):
            act()


def right(text: str) -> list[str]:
    return [category for word, category in _SEEN.items() if word in text]


def test_agreement(ten: Library) -> None:
    sample = sampling.draw(ten, "x", 50, 7)
    assert sampling.agreement(ten, sample.id).rows == ()
    assert "Nobody has coded it yet." in sampling.agreement(ten, sample.id).methods
    shown = sampling.sentences(ten, sample.id, "ada")
    sampling.code_all(ten, sample.id, "ada", {one.number: right(one.text) for one in shown})
    everything_may_be = {one.number: [*right(one.text), "speculation"] for one in shown[:30]}
    sampling.code_all(ten, sample.id, "grace", everything_may_be)
    found = sampling.agreement(ten, sample.id)
    rows = {(row.coder, row.against, row.category): row for row in found.rows}
    assert len(rows) == len(found.rows) == 3 * 5
    fact = rows["ada", "machine", "reported-fact"]
    assert (fact.n, fact.marked, fact.against_marked, fact.kappa.value, fact.alpha.value) == (50, 10, 10, 1, 1)
    guess = rows["grace", "machine", "speculation"]
    really = sum("may" in one.text for one in shown[:30])
    assert (guess.n, guess.marked, guess.against_marked) == (30, 30, really)
    assert (guess.precision.value, guess.recall.value, guess.kappa.value) == (1, really / 30, 0)
    assert found.between_coders["reported-fact"].value == 1
    assert (found.between_coders["speculation"].value or 0) < 0


def test_the_methods_paragraph_says_what_must_be_known(ten: Library) -> None:
    sample = sampling.draw(ten, "first", 20, 7, Frame(("Gazette",), ("odd",), until="2023", language="en"))
    shown = sampling.sentences(ten, sample.id, "ada")
    sampling.code_all(ten, sample.id, "ada", {one.number: right(one.text) for one in shown})
    sampling.code(ten, sample.id, 1, "grace", [])
    said = sampling.agreement(ten, sample.id).methods
    for part in (
        "random sample of 20 sentences", f"on {sample.created[:10]} (seed 7)", "the 25 sentences", "of 5 articles",
        "of the outlet Gazette, with the tag odd, published in 2023 or before, in the language “en”",
        "coded by 2 coders: ada (20 sentences), grace (1 sentence)", "They coded blind",
        "sayso 0 with rule set " + "d" * 64, "language model fake 1 (spaCy 3)", "extractor fake 1",
        "ada and the machine (20 sentences): official statement (given by ada ", "kappa 1.00 [1.00, 1.00]",
        "precision undefined", "alpha of all coders", "95 % intervals by the percentile bootstrap",
        "With 1 sentence of 5 articles these figures are rough", "Too rare in this sample to say much",
        "Not all sentences were coded by grace",
    ):  # fmt: skip
        assert part in said
    assert "several" not in said


def test_the_methods_paragraph_names_every_version_and_what_is_missing(opened: Library, tmp_path: Path) -> None:
    put_in(opened, tmp_path, 0)
    sample = sampling.draw(opened, "x", 5, 7)
    newer = replace(STAMP, rules="e" * 64)

    class Newer(SentenceReading):
        def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
            return replace(super().analyse(given, progress), stamp=newer)

    file = tmp_path / "9_Gazette_2022_en.txt"
    file.write_text("One.\nTwo.", encoding="utf-8")
    list(opened.import_paths([file], Newer(), Wishes()))
    mixed = sampling.draw(opened, "y", 7, 7)
    assert mixed.stamp["rules"] == f"{'d' * 64}; {'e' * 64}"
    assert "Not all articles were analysed by the same version" in sampling.agreement(opened, mixed.id).methods
    assert "Not all articles" not in sampling.agreement(opened, sample.id).methods
