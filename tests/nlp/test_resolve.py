"""From evidence to a label: pure functions, no model."""

from __future__ import annotations

import pytest

from reader import categories
from reader.domain.analysis import AXES, Firing, Source
from reader.nlp.analyser import shipped_rules
from reader.nlp.reading import Voice
from reader.nlp.resolve import (
    UNMARKED,
    axes_of,
    axis_value,
    calibrated,
    certainty_of,
    decide,
    logistic,
    on_lines,
    shown,
)
from reader.nlp.sources import UNNAMED, Kind

CATEGORIES = categories.load()
BIASES = shipped_rules().biases
OFFICIAL = Kind("official", "state", people=True, institution=True, rule="source.state-office", sure=True)
WITNESS = Kind("witness", people=True, rule="source.witness", sure=True)


MEDIA = Kind("media", sure=True)


def voice(kind: Kind, manner: str = "speech", negated: bool = False) -> Voice:
    """A voice whose quotation was carried over: no rule of attribution is needed."""
    return Voice(Source(0, 3, "she", "she", kind.kind, kind.subkind), kind, manner, None, None, negated)


def axes(**high: float) -> dict[str, float]:
    """All axes low, some not."""
    return dict.fromkeys(AXES, 0.1) | high


def test_logistic() -> None:
    assert logistic(0) == 0.5
    assert logistic(1000) == 1.0
    assert logistic(-1000) == 0.0
    assert logistic(2) == pytest.approx(1 - logistic(-2), abs=1e-4)


def test_an_axis_adds_up_its_rules() -> None:
    one, two = Firing("a", "opinion", 1.5, ""), Firing("b", "opinion", 0.5, "")
    other = Firing("c", "speculative", 9.0, "")
    assert axis_value("opinion", [], -1.0) == logistic(-1.0)
    assert axis_value("opinion", [one, two, other], -1.0) == logistic(1.0)
    assert axis_value("opinion", [one, Firing("d", "opinion", -2.0, "")], 0.0) == logistic(-0.5)


def test_a_rule_that_fires_often_counts_one_and_a_half_times() -> None:
    firing = Firing("a", "opinion", 2.0, "", (0, 1))
    again = Firing("a", "opinion", 2.0, "", (5, 6))
    assert axis_value("opinion", [firing, again], 0.0) == logistic(3.0)
    assert axis_value("opinion", [firing, again, again], 0.0) == logistic(3.0)


@pytest.mark.parametrize(
    ("high", "category", "content"),
    [
        ({}, "reported-fact", "reported-fact"),
        ({"official": 0.9}, "official-statement", "reported-fact"),
        ({"official": 0.5}, "official-statement", "reported-fact"),
        ({"official": 0.49}, "reported-fact", "reported-fact"),
        ({"speculative": 0.9}, "speculation", "speculation"),
        ({"opinion": 0.9}, "analyst-opinion", "analyst-opinion"),
        ({"official": 0.6, "speculative": 0.95}, "official-statement", "speculation"),
        ({"official": 0.6, "opinion": 0.95}, "official-statement", "analyst-opinion"),
        ({"speculative": 0.6, "opinion": 0.95}, "speculation", "speculation"),
        ({"official": 0.6, "speculative": 0.6, "opinion": 0.6}, "official-statement", "speculation"),
        ({"attributed": 0.9, "speech": 0.9, "uncertain": 0.9, "writer_opinion": 0.9}, "reported-fact", "reported-fact"),
    ],
)
def test_order_of_decision(high: dict[str, float], category: str, content: str) -> None:
    decision = decide(axes(**high), [], CATEGORIES)
    assert (decision.category, decision.content) == (category, content)


def test_confidence_is_the_value_of_the_winner() -> None:
    assert decide(axes(opinion=0.8), [], CATEGORIES).confidence == pytest.approx(0.8)
    assert decide(axes(official=0.7, opinion=0.95), [], CATEGORIES).confidence == pytest.approx(0.7)
    assert decide(axes(opinion=0.3), [], CATEGORIES).confidence == pytest.approx(0.7)
    assert decide(axes(), [], CATEGORIES).confidence > decide(axes(speculative=0.45), [], CATEGORIES).confidence


def test_the_runner_up_is_the_next_best_with_its_rule() -> None:
    weak = Firing("judge.weak", "opinion", 0.7, "It judges.")
    decision = decide(axes(opinion=0.4), [weak, Firing("hedge.x", "speculative", 0.1, "")], CATEGORIES)
    assert decision.category == "reported-fact"
    assert decision.runner_up is not None
    assert (decision.runner_up.category, decision.runner_up.rule) == ("analyst-opinion", "judge.weak")
    assert decision.runner_up.why


def test_the_runner_up_tells_why_it_lost() -> None:
    first = decide(axes(speculative=0.8, opinion=0.9), [Firing("j", "opinion", 3.0, "")], CATEGORIES).runner_up
    weak = decide(axes(opinion=0.4), [Firing("j", "opinion", 0.7, "")], CATEGORIES).runner_up
    none = decide(axes(), [], CATEGORIES).runner_up
    assert first is not None
    assert weak is not None
    assert none is not None
    assert first.category == "analyst-opinion"
    assert "first" in first.why
    assert len({first.why, weak.why, none.why}) == 3


def test_shown_words() -> None:
    order = ["unsure", "fair", "clear"]
    words = [shown(n / 100) for n in range(30, 101)]
    assert [order.index(w) for w in words] == sorted(order.index(w) for w in words)
    assert set(words) == set(order)
    assert shown(0.8) == "clear"


@pytest.mark.parametrize(
    ("marks", "speculative", "certainty"),
    [
        ((), 0.1, "certain"),
        ((), 0.9, "possible"),
        (("probable",), 0.9, "probable"),
        (("possible", "probable"), 0.9, "possible"),
        (("denied", "probable"), 0.9, "denied"),
        (("denied",), 0.1, "denied"),
        (("possible",), 0.1, "certain"),
    ],
)
def test_certainty(marks: tuple[str, ...], speculative: float, certainty: str) -> None:
    assert certainty_of(marks, speculative) == certainty


def test_axes_of_the_writers_own_words() -> None:
    found = axes_of([Firing("j", "opinion", 4.0, "", (0, 4))], (), BIASES)
    assert set(found) == set(AXES)
    assert found["attributed"] < 0.5
    assert found["official"] < 0.5
    assert found["speech"] < 0.5
    assert found["opinion"] == found["writer_opinion"] >= 0.5


def test_axes_of_a_holders_words() -> None:
    judged = [Firing("j", "opinion", 4.0, "", (0, 4))]
    witness = axes_of(judged, (voice(WITNESS),), BIASES)
    assert witness["attributed"] >= 0.5
    assert witness["speech"] >= 0.5
    assert witness["official"] < 0.5
    assert witness["opinion"] >= 0.5
    assert witness["writer_opinion"] < 0.5
    official = axes_of([], (voice(OFFICIAL),), BIASES)
    assert official["official"] >= 0.5
    assert axes_of([], (voice(OFFICIAL, "belief"),), BIASES)["speech"] < 0.5


def test_nested_voices() -> None:
    assert axes_of([], (voice(MEDIA), voice(OFFICIAL)), BIASES)["official"] >= 0.5, "an outlet only passes on"
    assert axes_of([], (voice(WITNESS), voice(OFFICIAL)), BIASES)["official"] < 0.5, "the outermost holder decides"
    told = axes_of([], (voice(UNNAMED), voice(OFFICIAL)), BIASES)
    assert told["official"] < 0.5, "what unnamed sources say an official believes stays the sources' word"


def test_every_axis_is_a_share() -> None:
    for stack in ((), (voice(OFFICIAL),), (voice(WITNESS, negated=True), voice(UNNAMED, "belief"))):
        found = axes_of([Firing("a", axis, 50.0, "") for axis in AXES], stack, BIASES)
        assert all(0.0 <= value <= 1.0 for value in found.values())


def test_surroundings_alone_make_no_judgement() -> None:
    around = [Firing("sentence.context", "opinion", 4.0, "")]
    assert axes_of(around, (), BIASES)["opinion"] < 0.5


def test_between_points_lies_a_straight_line() -> None:
    points = [(0.1, -1.0), (0.3, 0.0), (0.4, 0.5)]
    assert [on_lines(x, points) for x in (0.0, 0.1, 0.2, 0.3, 0.38, 0.9)] == [-1.0, -1.0, -0.5, 0.0, 0.4, 0.5]
    assert on_lines(0.7, [(0.2, 0.1)]) == 0.1
    assert calibrated(0.7, []) == 0.7


@pytest.mark.parametrize(
    ("weights", "reached"), [((0.1,), False), ((0.2, 0.2), False), ((0.25, 0.25), True), ((0.3,), True), ((), False)]
)
def test_slight_marks_alone_make_no_opinion(weights: tuple[float, ...], reached: bool) -> None:
    firings = [Firing(f"judge.{n}", "opinion", w, "", (n, n + 1)) for n, w in enumerate(weights)]
    around = Firing("article.comment", "opinion", 5.0, "")
    opinion = axes_of([*firings, around], (), BIASES)["opinion"]
    assert (opinion > UNMARKED) == reached
