"""Sentences drawn for coding by people, and how far coders and machine agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as the list shows it. seed: draws the same sentences from the same library.

    frame: what it was drawn from, in words and numbers. coders: by name, how many sentences each has coded.
    stamp: of the machine whose labels are compared.
    """

    id: int
    name: str
    created: str
    seed: int
    size: int
    frame: dict[str, str]
    stamp: dict[str, str]
    coders: dict[str, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which articles a sample is drawn from. Several values: any of them; empty: whatever it is.

    outlet: names, in any case. since, until: of publication, ISO 8601 days, months or years, both included. language:
    a BCP 47 tag ("en" is "en-GB" too).
    """

    outlet: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sentence as it is put into a sample. machine: the categories that the machine saw in it."""

    article: int
    start: int
    end: int
    before: str
    text: str
    after: str
    machine: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleSentence:
    """A sentence to be coded, with what stands around it. code: this coder's categories; None: not coded yet."""

    number: int
    article: int
    before: str
    text: str
    after: str
    code: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure, and the interval that holds it with 95 % confidence; None where it cannot be computed."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CategoryAgreement:
    """How far `coder` agrees with `against` ("machine", or another coder) on one category, sentence by sentence.

    n: sentences that both have coded. marked, against_marked: how many of them each gave this category. precision,
    recall: of `against`, with `coder` taken as right. kappa: Cohen's. alpha: Krippendorff's, nominal.
    """

    category: str
    coder: str
    against: str
    n: int
    marked: int
    against_marked: int
    precision: Interval
    recall: Interval
    kappa: Interval
    alpha: Interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """rows: all pairs, by category. between_coders: alpha of all coders, by category. methods: text for a paper."""

    rows: tuple[CategoryAgreement, ...]
    between_coders: dict[str, Interval]
    methods: str
