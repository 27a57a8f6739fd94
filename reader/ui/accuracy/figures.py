"""The shipped figures as sentences and tables for people: rounded, and named for eyes and ears."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from reader.categories import Categories
from reader.domain.analysis import UNMARKED, Stamp
from reader.ui.translation import QT_TRANSLATE_NOOP

Report = Mapping[str, Any]

#: So much of a hash tells two rule sets apart.
_SHORT = 12
#: Where a long name may go on in the next line.
MAY_BREAK = "\u200b"
_NBSP = "\u00a0"
#: The groups of articles, in the order of the page: what people read comes first.
_GROUPS = {
    "news": QT_TRANSLATE_NOOP("accuracy", "News (Wikinews)"),
    "own": QT_TRANSLATE_NOOP("accuracy", "Written for Sayso"),
    "all": QT_TRANSLATE_NOOP("accuracy", "All together"),
}

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. spoken: what a screen reader says and the tooltip shows, where the text alone is too little."""

    text: str
    spoken: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its figures. category: the id of the category whose mark stands before the name, or ""."""

    name: str
    cells: tuple[Cell, ...]
    category: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table. first: what stands over the names. note: how to read it, in a sentence or two."""

    title: str
    note: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def groups(report: Report) -> list[tuple[str, str]]:
    """The names and titles of the groups that have figures."""
    return [(name, translate("accuracy", title)) for name, title in _GROUPS.items() if name in report["groups"]]


def percent(share: float) -> str:
    """A share for people: "73 %"."""
    return f"{_whole(share)}{_NBSP}%"


def lead(report: Report) -> str:
    """What the figures were measured on: the first sentence of the page."""
    of = report["groups"]["all"]
    return translate(
        "accuracy",
        "Measured against labels that a language model, not a human, gave in two passes to {sentences} sentences of "
        "{documents} articles, news and articles of our own, which are told apart below; the rules were tuned with "
        "them in view, so Sayso may do worse on yours.",
    ).format(sentences=_count(of["sentences"]), documents=_count(of["documents"]))


def made_with(report: Report, now: Stamp | None) -> str:
    """Which rules the figures were measured with, and whether `now` (the last analysis, if any) used the same."""
    made = report["made_with"]
    measured = translate(
        "accuracy", "Measured with {program}, rule set {rules}, language model {model} {version}, spaCy {spacy}."
    ).format(
        program=made["program"],
        rules=made["rules"][:_SHORT],
        model=_breakable(made["model"]),
        version=made["model_version"],
        spacy=made["spacy"],
    )
    if now is None:
        compared = translate(
            "accuracy", "No article has been coloured yet; once one is, this line says whether the same rules did it."
        )
    elif now.rules != made["rules"]:
        compared = translate(
            "accuracy",
            "The rule set in use now is another one, {rules}: the figures may not hold for the colours you see.",
        ).format(rules=now.rules[:_SHORT])
    elif (now.model, now.model_version, now.spacy) != (made["model"], made["model_version"], made["spacy"]):
        compared = translate(
            "accuracy",
            "The rule set in use now is the same, but the language model is {model} {version} with spaCy {spacy}: the "
            "figures may not hold for the colours you see.",
        ).format(model=_breakable(now.model), version=now.model_version, spacy=now.spacy)
    else:
        compared = translate("accuracy", "The same rule set and the same language model are in use now.")
    return f"{measured} {compared}"


def overview(report: Report) -> Table:
    """The groups side by side."""
    known = groups(report)
    of = [report["groups"][name] for name, _ in known]
    mean, words = (
        tuple(_with_interval(group[unit]["macro_f1"], group[unit]["interval"]) for group in of)
        for unit in ("sentence", "word")
    )
    sizes = [
        (translate("accuracy", "Articles"), "documents"),
        (translate("accuracy", "Sentences"), "sentences"),
        (translate("accuracy", "Marked passages"), "spans"),
        (translate("accuracy", "Words"), "words"),
    ]
    return Table(
        translate("accuracy", "In short"),
        translate(
            "accuracy",
            "Macro-F1 is the mean F1 of the four categories, each counting the same; 100 % would be full agreement. "
            "Were other articles of the same kind drawn, 95 % of the results would lie in the range in brackets.",
        ),
        "",
        tuple(title for _, title in known),
        (
            Row(translate("accuracy", "Sentences: macro-F1"), mean),
            Row(translate("accuracy", "Word by word: macro-F1"), words),
            *(Row(name, tuple(Cell(_count(group[key])) for group in of)) for name, key in sizes),
        ),
    )


def details(group: Report, known: Categories) -> Iterator[Table]:
    """The tables of one group of articles."""
    yield _by_category(
        group["sentence"],
        known,
        translate("accuracy", "Sentences"),
        translate(
            "accuracy",
            "Precision: of the sentences in which Sayso shows a category, so many have it. Recall: of the sentences "
            "that have it, Sayso shows it in so many. F1 is high only where both are. The count is of sentences that "
            "have it.",
        ),
        translate("accuracy", "Sentences"),
    )
    yield _by_category(
        group["word"],
        known,
        translate("accuracy", "Word by word"),
        translate("accuracy", "The same for each word that bears a mark: here long passages weigh more."),
        translate("accuracy", "Words"),
    )
    yield _confusion(group["confusion"], known)
    yield _sources(group)
    yield _calibration(group["calibration"])


def _by_category(of: Report, known: Categories, title: str, note: str, counted: str) -> Table:
    rows = [
        Row(known[category].title, (*_prf(figures), Cell(_count(figures["n"]))), category)
        for category, figures in of["categories"].items()
    ]
    blank = _blank()
    mean = Cell(percent(of["macro_f1"]), _with_interval(of["macro_f1"], of["interval"]).text, strong=True)
    rows.append(Row(translate("accuracy", "Mean of the four (macro-F1)"), (blank, blank, mean, blank)))
    return Table(title, note, translate("accuracy", "Category"), (*_prf_names(), counted), tuple(rows))


def _confusion(of: Report, known: Categories) -> Table:
    def title(category: str) -> str:
        return translate("accuracy", "Unmarked") if category == UNMARKED else known[category].title

    rows = []
    for wanted, given in of.items():
        total = sum(given.values())
        cells = tuple(
            Cell(
                _count(n),
                translate("accuracy", "{n} words, {share} of this row").format(
                    n=_count(n), share=percent(n / total if total else 0)
                ),
                strong=category == wanted,
            )
            for category, n in given.items()
        )
        rows.append(Row(title(wanted), cells, "" if wanted == UNMARKED else wanted))
    return Table(
        translate("accuracy", "What is taken for what"),
        translate(
            "accuracy",
            "Words, counted. A row is what the labels say, a column what Sayso shows; where both agree the number is "
            "bold.",
        ),
        translate("accuracy", "Labelled"),
        tuple(title(category) for category in of),
        tuple(rows),
    )


def _sources(of: Report) -> Table:
    blank = _blank()
    exact = [
        (translate("accuracy", "Beginning and end of a passage, exactly"), "borders"),
        (translate("accuracy", "Words that name the source, exactly"), "source_words"),
    ]
    shares = [
        (translate("accuracy", "Kind of source (words)"), "source_kind"),
        (translate("accuracy", "Whom “she” or “the company” stands for"), "source_name"),
        (translate("accuracy", "Second letter of official statements"), "content"),
        (translate("accuracy", "How certain official statements sound"), "certainty"),
    ]
    return Table(
        translate("accuracy", "Sources and borders"),
        translate("accuracy", "Where only one thing can be right or wrong, one share is given."),
        "",
        (*_prf_names(), translate("accuracy", "Right"), translate("accuracy", "Counted")),
        (
            *(Row(name, (*_prf(of[key]), blank, Cell(_count(of[key]["n"])))) for name, key in exact),
            *(
                Row(name, (blank, blank, blank, Cell(percent(of[key]["share"])), Cell(_count(of[key]["n"]))))
                for name, key in shares
            ),
        ),
    )


def _calibration(of: Report) -> Table:
    return Table(
        translate("accuracy", "How far to trust the confidence"),
        translate(
            "accuracy",
            "Of the passages that Sayso gives such a confidence, so many are right; mean gap {gap}. The confidence was "
            "fitted to these very articles: on others the gap may be wider. A row of few passages says little.",
        ).format(gap=percent(of["error"])),
        translate("accuracy", "Confidence"),
        (
            translate("accuracy", "Mean"),
            translate("accuracy", "Right"),
            translate("accuracy", "Passages"),
        ),
        tuple(
            Row(
                translate("accuracy", "{low} to {high}").format(low=_whole(one["low"]), high=percent(one["high"])),
                (Cell(percent(one["confidence"])), Cell(percent(one["right"])), Cell(_count(one["n"]))),
            )
            for one in of["bins"]
            if one["n"]
        ),
    )


def _prf_names() -> tuple[str, str, str]:
    return translate("accuracy", "Precision"), translate("accuracy", "Recall"), translate("accuracy", "F1")


def _prf(figures: Report) -> tuple[Cell, ...]:
    return tuple(Cell(percent(figures[name]), strong=name == "f1") for name in ("precision", "recall", "f1"))


def _with_interval(share: float, interval: tuple[float, float]) -> Cell:
    low, high = interval
    text = translate("accuracy", "{share} ({low} to {high})")
    return Cell(text.format(share=percent(share), low=_whole(low), high=percent(high)), strong=True)


def _blank() -> Cell:
    return Cell("–", translate("accuracy", "not measured"))


def _breakable(name: str) -> str:
    """A name that may go over two lines after each "_"."""
    return name.replace("_", "_" + MAY_BREAK)


def _whole(share: float) -> str:
    return f"{share * 100:.0f}"


def _count(number: int) -> str:
    return f"{number:,}"
