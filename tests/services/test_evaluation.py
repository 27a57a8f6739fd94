"""The measures on small cases whose answers can be counted by hand, and the gold as a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader import paths
from reader.domain.analysis import UNMARKED, Analysis, Source, Span
from reader.domain.article import Article
from reader.domain.errors import InputError, SetupError
from reader.domain.progress import Progress, silent
from reader.services import evaluation
from reader.services.evaluation import gold, measures
from reader.services.evaluation.measures import Mark, Row, Share, Tally
from tests.services.fakes import STAMP, span

F, S, P, O = "reported-fact", "official-statement", "speculation", "analyst-opinion"  # noqa: E741 - their letters
ALL = (S, P, O, F)


def mark(start: int, end: int, category: str = F, **changes: object) -> Mark:
    """A mark whose content is its category, of an official where it is a statement."""
    usual: dict[str, object] = {"content": F if category == S else category}
    if category == S:
        usual |= {"kind": "official", "source": "the ministry", "name": "the ministry of trade"}
    return Mark(start, end, category, **{**usual, **changes})  # type: ignore[arg-type]


def row(text: str, wanted: Sequence[Mark], given: Sequence[Mark], doc: str = "GUM_a") -> Row:
    """A row of one document."""
    return Row("1", doc, text, tuple(wanted), tuple(given))


#: "One two" fact, "three four five" official statement.
FIVE = "One two three four five."
GOLD = (mark(0, 7), mark(8, 24, S))


def perfect() -> list[Row]:
    """All four categories, one unmarked row, in three documents."""
    marks = [GOLD, (mark(0, 24, P),), (mark(0, 24, O),), ()]
    return [
        row(FIVE, m, tuple(replace(one, confidence=0.95) for one in m), doc=f"GUM_{n}") for n, m in enumerate(marks)
    ]


def test_a_perfect_answer_is_perfect_everywhere() -> None:
    found = evaluation.figures(perfect())
    for unit in ("sentence", "word"):
        assert found[unit]["macro_f1"] == 1.0
        assert all(one["f1"] == 1.0 for one in found[unit]["categories"].values())
        assert found[unit]["interval"][1] == 1.0
    assert [found[name]["f1"] for name in ("borders", "source_words")] == [1.0, 1.0]
    assert [found[n]["share"] for n in ("source_kind", "source_name", "content", "certainty")] == [1.0] * 4
    assert found["calibration"]["error"] == pytest.approx(0.05)
    assert found["confusion"][UNMARKED] == {S: 0, P: 0, O: 0, F: 0, UNMARKED: 5}
    assert (found["documents"], found["sentences"], found["spans"], found["words"]) == (4, 4, 4, 20)
    assert evaluation.confusions(perfect()) == []


def test_no_answer_is_nothing() -> None:
    found = evaluation.figures([replace(one, given=()) for one in perfect()])
    assert found["sentence"]["macro_f1"] == found["word"]["macro_f1"] == found["borders"]["f1"] == 0.0
    assert found["source_kind"] == {"share": 0.0, "n": 3}
    assert found["calibration"] == {"error": 0.0, "bins": found["calibration"]["bins"]}


def test_sentences_are_judged_by_their_sets() -> None:
    rows = [row(FIVE, GOLD, [mark(0, 24)]), row(FIVE, [mark(0, 24)], [mark(0, 7), mark(8, 24, P)])]
    found = measures.sentence_tallies(rows, ALL)
    assert found == {F: Tally(2, 2, 2), S: Tally(0, 0, 1), P: Tally(0, 1, 0), O: Tally()}
    assert measures.macro_f1(found) == 0.25


def test_words_have_the_mark_that_covers_most_of_them() -> None:
    rows = [row(FIVE, GOLD, [mark(0, 10), mark(10, 24, S)])]  # "three" is cut after "th"
    assert measures.confusion(rows) == {(F, F): 2, (S, S): 3}
    rows = [row(FIVE, GOLD, [mark(0, 12), mark(12, 24, S)])]  # after "thre"
    assert measures.confusion(rows) == {(F, F): 2, (S, F): 1, (S, S): 2}
    found = measures.word_tallies(rows, ALL)
    assert found[F] == Tally(2, 3, 2)
    assert found[S] == Tally(2, 2, 3)
    assert found[F].f1 == found[S].f1 == 0.8


def test_a_mark_where_the_gold_has_none_is_only_in_the_matrix() -> None:
    rows = [row(FIVE, [mark(0, 7)], [mark(0, 24)])]
    assert measures.confusion(rows) == {(F, F): 2, (UNMARKED, F): 3}
    assert measures.word_tallies(rows, ALL)[F] == Tally(2, 2, 2)


def test_borders_do_not_mind_white_space_and_punctuation() -> None:
    assert measures.borders([row(FIVE, GOLD, [mark(0, 8), mark(8, 23, S)])]) == Tally(2, 2, 2)
    assert measures.borders([row(FIVE, GOLD, [mark(0, 3), mark(4, 7), mark(8, 23, P)])]) == Tally(0, 3, 2)
    assert measures.trim(" “Yes,” 5 % ", 0, 11) == (2, 9)


def test_sources() -> None:
    given = [
        mark(0, 7, F, kind="expert", source="One"),
        mark(8, 24, S, source="the ministry,", name="the Trade Office"),
    ]
    rows = [row(FIVE, GOLD, given)]
    assert measures.source_words(rows) == Tally(1, 2, 1)
    assert measures.source_kind(rows) == Share(3, 3)  # the writer's two words do not count
    assert measures.source_name(rows) == Share(0, 1)
    assert measures.source_kind([row(FIVE, GOLD, [mark(0, 18), mark(19, 24, S)])]) == Share(1, 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Merrin", "Prime Minister Ada Merrin", True),
        ("the Church of Scientology", "Church of Scientology", True),
        ("Ada Merrin", "Ada Tolland", False),
        ("the", "a", False),
        ("Ada Merrin", "", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert measures.same_name(one, other) is measures.same_name(other, one) is same


def test_what_officials_say_counts_where_both_see_an_official() -> None:
    wanted = [mark(0, 13, S, content=P, certainty="possible"), mark(14, 24, S)]
    given = [mark(0, 13, S, content=P), mark(14, 24, F)]
    rows = [row(FIVE, wanted, given)]
    assert measures.official_share(rows, lambda m: m.content) == Share(1, 1)
    assert measures.official_share(rows, lambda m: m.certainty) == Share(0, 1)


def test_calibration() -> None:
    given = [mark(0, 13, F, confidence=0.5), mark(14, 24, S, confidence=1.0), mark(24, 24)]
    bins = measures.calibration([row(FIVE, GOLD, given)])
    assert [(b.low, b.count, b.confidence, b.right) for b in bins if b.count] == [
        (0.5, 1, 0.5, 1.0),
        (0.9, 1, 1.0, 1.0),
    ]
    assert measures.calibration_error(bins) == 0.25
    wrong = measures.calibration([row(FIVE, GOLD, [mark(0, 24, F, confidence=0.8)])])  # two of five words are
    assert measures.calibration_error(wrong) == pytest.approx(0.8)


def test_the_interval_is_always_the_same_and_holds_the_figure() -> None:
    documents = [{F: Tally(n % 3, 2, 2)} for n in range(30)]
    low, high = measures.interval(documents)
    assert (low, high) == measures.interval(documents)
    assert low < measures.macro_f1({F: sum((d[F] for d in documents), Tally())}) < high
    assert measures.interval([]) == (0.0, 0.0)


def test_confusions_begin_with_the_commonest() -> None:
    rows = [
        row(FIVE, [mark(0, 24, O)], [mark(0, 24, F, confidence=0.6, rule="flat")]),
        row(FIVE, [mark(0, 24, P)], []),
        row(FIVE, [mark(0, 24, O)], [mark(0, 13, F, confidence=0.9), mark(14, 24, O)]),
        row(FIVE, [mark(0, 24, O)], [mark(0, 7), mark(8, 24, O)]),  # two words only
    ]
    found = evaluation.confusions(rows)
    assert [(c.gold, c.given, c.text, c.confidence) for c in found] == [
        (O, F, "One two three", 0.9), (O, F, FIVE, 0.6), (P, UNMARKED, FIVE, 0.0),
    ]  # fmt: skip


# -- the whole way --------------------------------------------------------------------------------------------------


class Facts:
    """Finds one fact in every sentence, and an official who says it where there is one."""

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        progress(1, 1)
        return Analysis(tuple(self._span(article, b.start, b.end) for b in article.blocks), STAMP)

    def _span(self, article: Article, start: int, end: int) -> Span:
        at = article.text.find("police", start, end)
        source = Source(at, at + 6, "police", "police", "official", "force")
        return span(start, end, S, source=source) if at >= 0 else span(start, end)


def gold_row(doc: str, text: str, category: str, source: str = "", kind: str = "writer") -> str:
    of = {"text": source, "name": "", "kind": kind, "subkind": ""}
    one = {"start": 0, "end": len(text), "category": category, "content": F, "certainty": "certain", "form": None}
    return json.dumps({"id": text, "doc": doc, "text": text, "spans": [{**one, "source": of}]}) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        gold_row("GUM_a", "It rained.", F)
        + gold_row("GUM_a", "It fell, police said.", S, "police", "official")
        + "\n"
        + gold_row("own-b", "It may be so.", P),
        encoding="utf-8",
    )
    return path


def test_evaluate_and_report(corpus: Path) -> None:
    steps: list[tuple[int, int]] = []
    found = evaluation.evaluate(Facts(), corpus, lambda *step: steps.append(step))
    assert steps == [(2, 3), (3, 3)]
    report = json.loads(json.dumps(evaluation.report(found)))
    assert list(report["groups"]) == ["all", "news", "own"]
    assert report["made_with"]["rules"] == STAMP.rules
    news = report["groups"]["news"]
    assert [news[n]["f1"] for n in ("borders", "source_words")] == [1.0, 1.0]
    assert news["source_kind"] == {"share": 1.0, "n": 4}
    assert report["groups"]["own"]["confusion"][P][F] == 4


def test_the_gold_ships() -> None:
    rows = gold.read(paths.gold())
    assert len({r.doc for r in rows}) >= 30
    assert len(rows) >= 900
    known = {*ALL}
    for r in rows:
        places = [(m.start, m.end) for m in r.marks]
        assert places == sorted(places)
        assert {m.category for m in r.marks} <= known
        assert all(0 <= m.start < m.end <= len(r.text) for m in r.marks)


def test_no_gold_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "reader")
    with pytest.raises(SetupError, match="no gold corpus"):
        evaluation.evaluate(Facts())
    installed = tmp_path / "reader" / "_gold"
    installed.mkdir(parents=True)
    (installed / "gold.jsonl").touch()
    assert paths.gold() == installed / "gold.jsonl"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\n{", "line 2: this is no row"),
        (b'{"id": 1, "doc": 1, "text": "x"}', r"line 1: this is no row of a gold corpus \(KeyError: 'spans'\)"),
        (b"\xff", "not UTF-8"),
        (b"\n", "holds no rows"),
    ],
)
def test_a_broken_gold_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        gold.read(path)
    with pytest.raises(InputError, match="cannot be read"):
        gold.read(tmp_path / "none.jsonl")
