"""Agreement: against published worked examples, and by what must hold of any coding."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest

from reader.domain.sampling import CategoryAgreement, Interval
from reader.services.agreement import MACHINE, Coded, alpha, between_coders, coincidences, kappa, rows

CATEGORIES = ("fact", "opinion")

#: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: one line a coder, one column a unit, "." no code.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "1233244125 1.".replace(" ", ""))


def units(lines: tuple[str, ...]) -> list[list[str]]:
    return [[code for code in column if code != "."] for column in zip(*lines, strict=True)]


@pytest.mark.parametrize(("lines", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)])
def test_alpha_of_published_examples(lines: tuple[str, ...], published: float) -> None:
    found = alpha(coincidences(units(lines)))
    assert found is not None
    assert round(found, 3) == published


@pytest.mark.parametrize(
    ("table", "published"),
    [
        # Cohen (1960), A Coefficient of Agreement for Nominal Scales, table 1, of 100
        ([[25, 13, 12], [12, 2, 16], [3, 15, 2]], -0.09),
        # the two tables by which textbooks show that equal shares of agreement can have unequal kappas
        ([[45, 15], [25, 15]], 0.13),
        ([[25, 35], [5, 35]], 0.26),
        ([[20, 5], [10, 15]], 0.40),
    ],
)
def test_kappa_of_published_examples(table: list[list[int]], published: float) -> None:
    found = kappa({(a, b): table[a][b] for a, b in product(range(len(table)), repeat=2)})
    assert found is not None
    assert round(found, 2) == published


def test_what_cannot_be_computed() -> None:
    assert kappa({}) is None
    assert kappa({("a", "a"): 5}) is None
    assert alpha({}) is None
    assert alpha(coincidences([["a", "a"], ["a", "a"], ["b"]])) is None


def coded(number: int, seed: int, coders: int = 2, a_article: int = 2) -> list[Coded]:
    """Sentences whose codes are drawn at random, independently."""
    draw = random.Random(seed)
    names = (MACHINE, *(f"coder {n}" for n in range(coders)))
    return [
        Coded(n // a_article, {name: frozenset(c for c in CATEGORIES if draw.random() < 0.4) for name in names})
        for n in range(number)
    ]


def test_perfect_agreement_is_one() -> None:
    same = [Coded(one.article, dict.fromkeys(one.codes, one.codes[MACHINE])) for one in coded(60, 1)]
    one = Interval(1, 1, 1)
    for row in rows(same, CATEGORIES, 7):
        assert (row.precision, row.recall, row.kappa, row.alpha) == (one, one, one, one)
        assert row.n == 60
    assert set(between_coders(same, CATEGORIES, 7).values()) == {one}


def test_chance_is_about_nothing() -> None:
    drawn = coded(4000, 2, a_article=40)
    for row in rows(drawn, CATEGORIES, 7):
        assert row.kappa.value == pytest.approx(0, abs=0.05)
        assert row.alpha.value == pytest.approx(0, abs=0.05)
        for figure in (row.kappa, row.precision):
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low < (figure.value or 0) < figure.high


@pytest.mark.parametrize("seed", range(5))
def test_names_and_order_change_nothing(seed: int) -> None:
    drawn = coded(40, seed)
    pairs = Counter((row.codes["coder 0"], row.codes["coder 1"]) for row in drawn)
    turned = Counter({(b, a): count for (a, b), count in pairs.items()})
    renamed = Counter({(str(a), str(b)): count for (a, b), count in pairs.items()})
    assert kappa(pairs) == pytest.approx(kappa(turned)) == pytest.approx(kappa(renamed))
    values = [list(row.codes.values()) for row in drawn]
    found = alpha(coincidences(values))
    assert found == pytest.approx(alpha(coincidences([codes[::-1] for codes in values[::-1]])))
    assert found == pytest.approx(alpha(coincidences([*values, ["alone"]])))  # nothing to agree with


def test_each_figure_is_of_its_pair() -> None:
    yes, no = frozenset({"fact"}), frozenset[str]()
    given = [(yes, yes)] * 3 + [(yes, no)] * 2 + [(no, yes)] + [(no, no)] * 4
    sentences = [Coded(n, {"ada": ada, MACHINE: machine}) for n, (ada, machine) in enumerate(given)]
    sentences.append(Coded(99, {MACHINE: yes}))  # not coded by ada
    found = {row.category: row for row in rows(sentences, CATEGORIES, 7)}
    fact = found["fact"]
    assert (fact.coder, fact.against, fact.n, fact.marked, fact.against_marked) == ("ada", MACHINE, 10, 5, 4)
    assert (fact.precision.value, fact.recall.value) == (3 / 4, 3 / 5)
    assert fact.kappa.value == pytest.approx((0.7 - 0.5) / (1 - 0.5))
    assert (found["unmarked"].marked, found["unmarked"].against_marked) == (5, 6)
    never = found["opinion"]
    nothing = Interval(None, None, None)
    assert (never.precision, never.recall, never.kappa, never.alpha) == (nothing,) * 4
    assert between_coders(sentences, CATEGORIES, 7) == {}


def test_every_pair_of_coders_is_told() -> None:
    sentences = coded(10, 3, coders=3)
    sentences[0] = Coded(0, {MACHINE: frozenset()})
    found = rows(sentences, CATEGORIES, 7)
    assert {(row.coder, row.against) for row in found} == {
        *((f"coder {n}", MACHINE) for n in range(3)),
        ("coder 0", "coder 1"), ("coder 0", "coder 2"), ("coder 1", "coder 2"),
    }  # fmt: skip
    assert {row.n for row in found} == {9}
    assert list(between_coders(sentences, CATEGORIES, 7)) == [*CATEGORIES, "unmarked"]


def test_alpha_between_two_coders_is_that_of_the_pair() -> None:
    sentences = coded(50, 4)
    pair = {row.category: row.alpha for row in rows(sentences, CATEGORIES, 7) if row.against != MACHINE}
    for category, figure in between_coders(sentences, CATEGORIES, 7).items():
        for name in ("value", "low", "high"):
            assert getattr(figure, name) == pytest.approx(getattr(pair[category], name))


def test_the_same_seed_gives_the_same_intervals() -> None:
    sentences = coded(40, 5)
    assert rows(sentences, CATEGORIES, 7) == rows(sentences, CATEGORIES, 7)
    assert rows(sentences, CATEGORIES, 7) != rows(sentences, CATEGORIES, 8)


def test_articles_are_drawn_whole() -> None:
    """The same codes in fewer articles tell less: the interval is wider."""

    def width(a_article: int) -> float:
        agree = [n // 10 % 4 != 0 for n in range(200)]  # in runs of ten sentences
        yes, no = frozenset({"fact"}), frozenset[str]()
        sentences = [
            Coded(n // a_article, {"ada": yes if n % 2 else no, MACHINE: yes if (n % 2 == 1) == right else no})
            for n, right in enumerate(agree)
        ]
        row: CategoryAgreement = rows(sentences, CATEGORIES, 7)[0]
        assert row.kappa.low is not None
        assert row.kappa.high is not None
        return row.kappa.high - row.kappa.low

    assert width(10) > 2 * width(1)


@pytest.mark.parametrize(("marked", "has_interval"), [(1, False), (10, True)])
def test_too_few_for_an_interval(marked: int, has_interval: bool) -> None:
    yes, no = frozenset({"fact"}), frozenset[str]()
    sentences = [Coded(n, {"ada": yes if n < marked else no, MACHINE: yes if n < marked else no}) for n in range(40)]
    row = rows(sentences, CATEGORIES, 7)[0]
    assert row.precision.value == 1
    assert (row.precision.low is not None) is has_interval
    one_article = [Coded(1, one.codes) for one in sentences]
    assert rows(one_article, CATEGORIES, 7)[0].precision == Interval(1, None, None)
