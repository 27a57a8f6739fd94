"""Agreement as tables: numbers for the eye, sentences for the ear."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from reader.categories import Categories
from reader.domain.sampling import Agreement, CategoryAgreement, Interval
from reader.ui.accuracy.figures import Cell, Row, Table, percent

#: What the machine is called among the coders.
_MACHINE = "machine"


def _tr(text: str) -> str:
    return QCoreApplication.translate("agreement", text)


def tables(agreement: Agreement, known: Categories) -> Iterator[Table]:
    """One table for each pair, and one for all coders together where there are several."""
    for coder, against in dict.fromkeys((row.coder, row.against) for row in agreement.rows):
        names = {"coder": coder, "against": _tr("the machine") if against == _MACHINE else against}
        yield Table(
            _tr("{coder} and {against}").format(**names),
            _tr(
                "Precision and recall are those of {against}, with {coder} taken as right. Brackets hold the interval "
                "in which the figure lies with 95 % confidence."
            ).format(**names),
            _tr("Category"),
            (
                _tr("n, sentences"),
                _tr("Given by {coder}").format(**names),
                _tr("Given by {against}").format(**names),
                _tr("Precision"),
                _tr("Recall"),
                _tr("Cohen’s kappa"),
                _tr("Krippendorff’s alpha"),
            ),
            tuple(
                Row(_title(row.category, known), _cells(row), _marked(row.category, known))
                for row in agreement.rows
                if (row.coder, row.against) == (coder, against)
            ),
        )
    if agreement.between_coders:
        alpha = _tr("Krippendorff’s alpha")
        yield Table(
            _tr("All coders together"),
            _tr("How far the coders agree with each other, without the machine."),
            _tr("Category"),
            (alpha,),
            tuple(
                Row(_title(category, known), (_cell(alpha, value),), _marked(category, known))
                for category, value in agreement.between_coders.items()
            ),
        )


def _cells(row: CategoryAgreement) -> tuple[Cell, ...]:
    counts = (row.n, row.marked, row.against_marked)
    return (
        *(Cell(f"{count:,}") for count in counts),
        _cell(_tr("Precision"), row.precision, share=True),
        _cell(_tr("Recall"), row.recall, share=True),
        _cell(_tr("Cohen’s kappa"), row.kappa),
        _cell(_tr("Krippendorff’s alpha"), row.alpha),
    )


def _cell(name: str, figure: Interval, share: bool = False) -> Cell:
    def said(value: float) -> str:
        return percent(value) if share else f"{value:.2f}".replace("-", "−")

    if figure.value is None:
        return Cell("–", _tr("{name}: cannot be computed from these sentences").format(name=name))
    value = said(figure.value)
    if figure.low is None or figure.high is None:
        return Cell(value, _tr("{name} {value}, without an interval").format(name=name, value=value))
    low, high = said(figure.low), said(figure.high)
    spoken = _tr("{name} {value}, with 95 % confidence from {low} to {high}")
    return Cell(f"{value} ({low} – {high})", spoken.format(name=name, value=value, low=low, high=high))


def _marked(category: str, known: Categories) -> str:
    return category if any(each.id == category for each in known.by_order) else ""


def _title(category: str, known: Categories) -> str:
    return known[category].title if _marked(category, known) else _tr("Unmarked")
