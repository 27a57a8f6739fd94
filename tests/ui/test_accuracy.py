"""The *Accuracy* page: what it shows, how it is reached, and that nobody waits for it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from reader import categories, paths
from reader.domain.analysis import Stamp
from reader.domain.errors import SetupError
from reader.services import evaluation
from reader.ui import theme
from reader.ui.accuracy import figures
from reader.ui.accuracy.figure_table import FigureTable

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"
TEXT = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def shipped() -> dict:
    return json.loads((paths.resources() / "accuracy" / "accuracy.json").read_text(encoding="utf-8"))


@pytest.fixture
def page(desk) -> Iterator[QWidget]:
    desk.window.actions_by_id["accuracy"].trigger()
    yield desk.window.accuracy
    desk.window.accuracy.close()


def table(page, title: str) -> FigureTable:
    (found,) = [t for t in page.tables if t.accessibleName().startswith(title)]
    return found


def row(shown: FigureTable, name: str) -> list[str]:
    (number,) = [n for n in range(shown.rowCount()) if shown.item(n, 0).text() == name]
    return [shown.item(number, column).text() for column in range(1, shown.columnCount())]


def choose(page, group: str) -> None:
    (index,) = [i for i in range(page.groups.count()) if page.groups.tabData(i) == group]
    page.groups.setCurrentIndex(index)


def pc(share: float) -> str:
    return f"{share * 100:.0f}{NBSP}%"


def stamp_of(shipped) -> Stamp:
    return Stamp(extractor="", file_sha256="", text_sha256="", **shipped["made_with"])


# Reaching it


def test_the_menu_opens_it_beside_the_article(desk) -> None:
    assert desk.window.accuracy is None
    (action,) = [a for a in desk.window.menuBar().actions() if a.text() == "&Help"]
    (entry,) = [a for a in action.menu().actions() if a.objectName() == "accuracy"]
    entry.trigger()
    page = desk.window.accuracy
    assert page.isVisible()
    assert page.isWindow()
    assert not page.isModal()
    assert desk.window.isEnabled()
    desk.window.close()
    assert page.isHidden()


def test_the_keys_open_it_again_and_close_it(qtbot, desk) -> None:
    def press_keys() -> None:
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        desk.window.activateWindow()
        qtbot.waitUntil(desk.window.isActiveWindow)
        qtbot.keyClick(desk.window, Qt.Key.Key_A, both)

    press_keys()
    page = desk.window.accuracy
    qtbot.waitUntil(page.isActiveWindow)
    assert page.focusWidget() is page.area
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.isHidden()
    press_keys()
    assert desk.window.accuracy is page
    assert page.isVisible()


def test_tab_walks_in_the_order_of_the_page(qtbot, page) -> None:
    qtbot.waitUntil(page.isActiveWindow)
    choose(page, "own")  # tables made anew keep their place
    QApplication.processEvents()
    page.area.setFocus()
    reached = []
    for _ in range(20):
        page.focusNextChild()
        reached.append(QApplication.focusWidget())
    order = [page.lead, page.made_with, page.tables[0], page.groups, *page.tables[1:], page.failures]
    assert [w for w in dict.fromkeys(reached) if w in order] == order


def test_the_keys_for_letters_work_in_it(qtbot, page, desk) -> None:
    qtbot.waitUntil(page.isActiveWindow)
    before = page.lead.font().pointSizeF()
    for _ in range(5):
        qtbot.keyClick(page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.lead.font().pointSizeF() == pytest.approx(2 * before)
    assert page.tables[0].font().pointSizeF() == pytest.approx(2 * before)
    assert desk.window._zoom == 2.0


# What it shows


@pytest.mark.parametrize("group", ["news", "own", "all"])
def test_the_figures_of_each_group(page, shipped, group) -> None:
    choose(page, group)
    of = shipped["groups"][group]
    known = categories.load()
    for unit, title in (("sentence", "Sentences"), ("word", "Word by word")):
        shown = table(page, title)
        for category, wanted in of[unit]["categories"].items():
            cells = [*(pc(wanted[name]) for name in ("precision", "recall", "f1")), f"{wanted['n']:,}"]
            assert row(shown, known[category].title) == cells
        assert pc(of[unit]["macro_f1"]) in row(shown, "Mean of the four (macro-F1)")
    confusion = table(page, "What is taken for what")
    for wanted, given in of["confusion"].items():
        name = known[wanted].title if wanted != "unmarked" else "Unmarked"
        assert row(confusion, name) == [f"{n:,}" for n in given.values()]
    sources = table(page, "Sources and borders")
    assert row(sources, "Kind of source (words)")[3:] == [pc(of["source_kind"]["share"]), f"{of['source_kind']['n']:,}"]
    assert row(sources, "Whom “she” or “the company” stands for")[3] == pc(of["source_name"]["share"])
    assert row(sources, "Beginning and end of a passage, exactly")[2] == pc(of["borders"]["f1"])
    bins = [one for one in of["calibration"]["bins"] if one["n"]]
    shown = table(page, "How far to trust the confidence")
    assert [shown.item(n, 3).text() for n in range(shown.rowCount())] == [f"{one['n']:,}" for one in bins]
    assert [shown.item(n, 2).text() for n in range(shown.rowCount())] == [pc(one["right"]) for one in bins]


def test_the_groups_stand_apart_with_their_intervals(page, shipped) -> None:
    shown = table(page, "In short")
    assert [shown.horizontalHeaderItem(n).data(TEXT) for n in (1, 2, 3)] == [
        "News (Wikinews)", "Written for Sayso", "All together",
    ]  # fmt: skip
    for cell, group in zip(row(shown, "Sentences: macro-F1"), ("news", "own", "all"), strict=True):
        of = shipped["groups"][group]["sentence"]
        low, high = (round(bound * 100) for bound in of["interval"])
        assert cell == f"{pc(of['macro_f1'])} ({low} to {high}{NBSP}%)"


def test_it_says_first_who_labelled_and_that_rules_were_tuned(page, shipped) -> None:
    sentences = f"{shipped['groups']['all']['sentences']:,}"
    assert f"a language model, not a human, gave in two passes to {sentences} sentences" in page.lead.text()
    assert "tuned with them in view" in page.lead.text()
    assert page.area.accessibleDescription() == page.lead.text()


def test_it_ends_with_the_known_failures(page) -> None:
    text = page.failures.toPlainText()
    wanted = (paths.resources() / "accuracy" / "known-failures.md").read_text(encoding="utf-8")
    assert wanted.startswith(f"# {page.failures.accessibleName()}\n")
    assert "Opinion in plain words is shown as fact." in text
    assert "**" not in text
    assert page.failures.document().size().height() <= page.failures.height()


# Which rules


def test_it_compares_the_rules_in_use(desk, page, shipped) -> None:
    assert shipped["made_with"]["rules"][:12] in page.made_with.text()
    assert "No article has been coloured yet" in page.made_with.text()
    desk.open()  # its stamp is another one
    assert "The rule set in use now is another one" in page.made_with.text()


def test_the_same_rules_with_the_same_model_are_said_to_be_so(shipped) -> None:
    same = stamp_of(shipped)
    assert "The same rule set and the same language model" in figures.made_with(shipped, same)
    assert "the language model is large" in figures.made_with(shipped, replace(same, model="large"))
    assert "another one, ffff:" in figures.made_with(shipped, replace(same, rules="ffff"))


def test_a_page_opened_late_knows_the_analysis(opened) -> None:
    opened.window.open_accuracy()
    assert "No article" not in opened.window.accuracy.made_with.text()


# Without figures


def _unreadable() -> None:
    raise SetupError("The figures that ship with Sayso cannot be read.", "Install it again.")


@pytest.mark.parametrize("report", [_unreadable, lambda: ({}, ""), lambda: ({"groups": {"all": {}}}, "")])
def test_missing_figures_are_a_plain_sentence(desk, monkeypatch, report) -> None:
    monkeypatch.setattr(evaluation, "shipped_report", report)
    desk.window.open_accuracy()
    page = desk.window.accuracy
    assert page.lead.text() == "The figures that ship with Sayso cannot be read. Install it again."
    assert [w for w in page.findChildren(QLabel) if w.isVisible()] == [page.lead]
    assert not page.tables
    assert page.groups.isHidden()
    assert page.failures.isHidden()
    desk.window.set_theme("dark")
    desk.open()  # a stamp changes nothing


# For everybody


def test_everything_that_takes_the_focus_has_a_name(page) -> None:
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            assert widget.accessibleName() or isinstance(widget, QLabel), widget
    names = [t.accessibleName() for t in page.tables]
    assert len(names) == len(set(names)) == 6
    assert all(t.accessibleDescription() for t in page.tables)


def test_tables_are_tables_to_a_screen_reader(page) -> None:
    shown = table(page, "Sentences")
    known = QAccessible.queryAccessibleInterface(shown)
    assert known.role() in (QAccessible.Role.Table, QAccessible.Role.List)
    assert known.text(QAccessible.Text.Name) == "Sentences: News (Wikinews)"
    model = shown.model()
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(1, 5)] == [
        "Precision", "Recall", "F1", "Sentences",
    ]  # fmt: skip
    assert model.headerData(0, Qt.Orientation.Vertical) == shown.item(0, 0).text()
    assert shown.item(4, 1).data(TEXT) == "not measured"


def test_a_category_is_letter_underline_and_name(page) -> None:
    shown = table(page, "Sentences")
    known = {c.title: c for c in categories.load().by_order}
    for number in range(4):
        name = shown.item(number, 0)
        assert name.data(TEXT) == f"{name.text()}, letter {known[name.text()].letter}"
        picture = name.icon().pixmap(shown.iconSize()).toImage()
        line = known[name.text()].light.line
        colours = {picture.pixelColor(x, picture.height() - 5).name().upper() for x in range(picture.width())}
        colours |= {picture.pixelColor(x, picture.height() - 6).name().upper() for x in range(picture.width())}
        assert line in colours


@pytest.mark.parametrize("theme_id", ["light", "dark"])
def test_it_wears_the_theme(desk, page, theme_id) -> None:
    desk.window.actions_by_id[f"theme-{theme_id}"].trigger()
    colours = theme.load_all()[theme_id]
    picture = page.area.viewport().grab().toImage()
    assert picture.pixelColor(3, 3).name().upper() == colours.chrome
    shown = page.tables[0].viewport().grab().toImage()
    assert shown.pixelColor(shown.width() - 3, 3).name().upper() == colours.page


@pytest.mark.parametrize("width", [320, 840])
def test_at_200_percent_only_tables_scroll_sideways(qtbot, desk, page, width) -> None:
    for _ in range(5):
        desk.window.actions_by_id["zoom-in"].trigger()
    page.resize(width, 700)
    qtbot.wait(30)
    assert page.area.horizontalScrollBar().maximum() == 0
    for shown in page.tables:
        assert shown.verticalScrollBar().maximum() == 0
        assert shown.viewport().height() >= shown.verticalHeader().length()


def test_at_100_percent_no_table_scrolls(qtbot, page) -> None:
    page.resize(840, 700)  # the screen of the tests is smaller
    qtbot.wait(30)
    assert [t.accessibleName() for t in page.tables if t.horizontalScrollBar().maximum()] == []


def test_the_cursor_stays_in_view(qtbot, page) -> None:
    qtbot.waitUntil(page.isActiveWindow)
    last = page.tables[-1]
    last.setFocus()
    page.area.verticalScrollBar().setValue(0)
    qtbot.keyClick(last, Qt.Key.Key_Down)
    assert page.area.verticalScrollBar().value() > 0


def test_the_first_paint_loads_nothing_of_it() -> None:
    program = "import sys, reader.ui.app; print(*[m for m in sys.modules if 'accuracy' in m or 'evaluation' in m])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    program = "import sys, reader.ui.accuracy.window; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
