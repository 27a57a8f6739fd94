"""Coding samples: drawing, coding blind by keys, and the figures of agreement."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reader import categories
from reader.domain.sampling import Agreement, CategoryAgreement, Frame, Interval, Sample, SampleSentence
from reader.ui import theme
from reader.ui.sample.page import SamplePage

KNOWN = categories.load()
IDS = [c.id for c in KNOWN.as_shown]
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
NBSP = "\u00a0"

NEWS = Sample(1, "News of 2022", "2022-03-04T10:00", 42, 200, {}, {}, {"Anna": 12, "Ben": 200})
PILOT = Sample(2, "Pilot", "2022-03-01T10:00", 7, 20, {}, {}, {})


def sentences(*codes: tuple[str, ...] | None) -> list[SampleSentence]:
    return [SampleSentence(n, 1, f"Before {n}.", f"Sentence {n}.", f"After {n}.", c) for n, c in enumerate(codes, 1)]


@pytest.fixture
def page(on_screen) -> SamplePage:
    made = SamplePage(KNOWN, theme.load_all()["light"])
    on_screen(made)
    made.set_samples([NEWS, PILOT])
    return made


def told(signal) -> list[tuple]:
    seen: list[tuple] = []
    signal.connect(lambda *values: seen.append(values))
    return seen


def press(qtbot, page: SamplePage, *keys) -> None:
    for key in keys:
        qtbot.keyClick(page.coding, key)


# The list and the form


def test_the_list_says_how_far_each_coder_is(page) -> None:
    spoken = page.list.spoken()
    assert spoken[0].startswith("News of 2022. 200 sentences · coded: Anna 12, Ben 200 · seed 42")
    assert "not coded yet" in spoken[1]
    page.set_samples([])
    assert page.list.isHidden()
    assert "drawn from the library by chance" in page.hint.text()


def test_a_sample_is_drawn_from_what_the_form_says(qtbot, page) -> None:
    seen = told(page.draw_asked)
    qtbot.mouseClick(page.draw_button, Qt.MouseButton.LeftButton)
    form = page.form
    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)
    assert "needs a name" in form.problem.text()
    qtbot.keyClicks(form.name, "Mine")
    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)
    assert seen == [("Mine", 200, None, Frame())]
    form.size_box.setValue(50)
    form.seed.setText("9")
    form.outlet.setText("A, B")
    form.tag.setText("x")
    form.since.setText("2021")
    form.until.setText("2022-03")
    form.language.setText("en")
    qtbot.mouseClick(form.button, Qt.MouseButton.LeftButton)
    assert seen[1] == ("Mine", 50, 9, Frame(("A", "B"), ("x",), "2021", "2022-03", "en"))
    page.set_samples([NEWS, PILOT], chosen=2)
    assert page.list.current() == PILOT
    assert not form.isVisible()


@pytest.mark.parametrize(("field", "text", "problem"), [("seed", "x", "whole number"), ("until", "May", "not a date")])
def test_what_cannot_be_drawn_is_said(qtbot, page, field, text, problem) -> None:
    seen = told(page.draw_asked)
    page.draw_button.setChecked(True)
    page.form.name.setText("Mine")
    getattr(page.form, field).setText(text)
    qtbot.mouseClick(page.form.button, Qt.MouseButton.LeftButton)
    assert problem in page.form.problem.text()
    assert seen == []


def test_coding_needs_a_name(qtbot, page) -> None:
    seen, removed, agreement = told(page.sentences_asked), told(page.remove_asked), told(page.agreement_asked)
    assert not page.code_button.isVisible()
    page.list.choose(0)
    assert not page.code_button.isEnabled()
    qtbot.keyClicks(page.coder, " Anna ")
    qtbot.keyClick(page.coder, Qt.Key.Key_Return)
    assert seen == [(1, "Anna")]
    qtbot.mouseClick(page.agreement_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    assert agreement == [(1,)]
    assert removed == [(1,)]


def test_the_keys_begin_with_what_there_is_to_do(page) -> None:
    page.setFocus()
    assert page.list.hasFocus()
    page.set_samples([])
    page.setFocus()
    assert page.draw_button.hasFocus()
    page.show_sentences(1, "Anna", sentences(None))
    page.setFocus()
    assert page.coding.hasFocus()


# Coding


def test_coding_begins_with_the_first_sentence_not_coded_and_shows_no_colours(page) -> None:
    page.show_sentences(1, "Anna", sentences((IDS[0],), None, None))
    assert page.coding.sentence.text() == "Sentence 2."
    assert page.coding.progress.text() == "2 of 3; 1 coded"
    shown = {label.text() for label in page.coding.findChildren(QLabel)}
    assert {"Before 2.", "After 2."} <= shown
    picture = page.coding.grab().toImage()
    colours = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}
    for ink in (theme.load_all()["light"].ink_of(c) for c in KNOWN.as_shown):
        assert not {ink.wash, ink.line} & colours


def test_keys_toggle_go_on_and_go_back_and_every_one_is_told(qtbot, page) -> None:
    seen = told(page.coded)
    key = Qt.Key
    page.show_sentences(1, "Anna", sentences(None, None))
    press(qtbot, page, key.Key_3, key.Key_1, key.Key_3)
    assert [s[3] for s in seen] == [(IDS[2],), (IDS[0], IDS[2]), (IDS[0],)]
    assert seen[0][:3] == (1, 1, "Anna")
    press(qtbot, page, key.Key_Return)
    assert page.coding.sentence.text() == "Sentence 2."
    press(qtbot, page, key.Key_Backspace)
    assert page.coding.sentence.text() == "Sentence 1."
    assert page.coding.buttons[0].isChecked()
    assert not page.coding.buttons[2].isChecked()


def test_no_claim_is_a_code_and_nothing_is_none(qtbot, page) -> None:
    seen = told(page.coded)
    key = Qt.Key
    page.show_sentences(1, "Anna", sentences(None))
    press(qtbot, page, key.Key_1, key.Key_0)
    assert seen[-1][3] == ()
    assert not page.coding.buttons[0].isChecked()
    press(qtbot, page, key.Key_0)
    assert seen[-1][3] is None
    press(qtbot, page, key.Key_0, key.Key_2)
    assert seen[-1][3] == (IDS[1],)
    assert not page.coding.none_button.isChecked()


def test_enter_asks_for_a_code_first_and_says_when_all_are_coded(qtbot, page) -> None:
    key = Qt.Key
    page.show_sentences(1, "Anna", sentences(None, None))
    press(qtbot, page, key.Key_Return)
    assert page.coding.sentence.text() == "Sentence 1."
    assert "0 where it claims nothing" in page.coding.messages.text()
    press(qtbot, page, key.Key_1, key.Key_Return, key.Key_0, key.Key_Enter)
    assert "All sentences are coded" in page.coding.messages.text()
    assert page.coding.progress.text() == "2 of 2; 2 coded"


def test_keys_work_whatever_has_the_focus(qtbot, page) -> None:
    seen = told(page.coded)
    page.show_sentences(1, "Anna", sentences(None, None, None))
    for number, widget in enumerate((page.coding.buttons[1], page.coding.area), 2):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_4)
        qtbot.keyClick(widget, Qt.Key.Key_Return)
        assert seen[-1][3] == (IDS[3],)
        assert page.coding.sentence.text() == f"Sentence {number}."
        assert page.coding.area.accessibleDescription() == f"Sentence {number}."


def test_the_codebook_is_at_hand(page) -> None:
    page.show_sentences(1, "Anna", sentences(None))
    words = page.coding.codebook.toPlainText()
    assert page.coding.codebook.isVisible()
    assert all(category.sentence in words for category in KNOWN.as_shown)
    assert "Who speaks for an institution" in words


def test_a_failure_is_told_where_the_coder_looks_and_escape_leaves(qtbot, page) -> None:
    page.show_sentences(1, "Anna", sentences(None))
    page.show_failure("The disk is full.")
    assert page.coding.messages.text() == "The disk is full."
    press(qtbot, page, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    page.show_failure("There are only 3 sentences.")
    assert page.messages.text() == "There are only 3 sentences."


# Agreement


def test_agreement_is_told_in_numbers_and_in_words(page, clipboard, qtbot) -> None:
    figure, share = Interval(0.714, 0.6, 0.82), Interval(0.5, None, None)
    row = CategoryAgreement(IDS[1], "Anna", "machine", 200, 40, 44, share, figure, figure, Interval(None, None, None))
    page.show_agreement(1, Agreement((row,), {IDS[1]: figure}, "Two people coded 200 sentences."))
    pair, together = page.agreement.tables
    assert pair.accessibleName() == "Anna and the machine"
    texts = [pair.item(0, column).text().replace(NBSP, " ") for column in range(pair.columnCount())]
    assert texts == ["Official statement", "200", "40", "44", "50 %", "71 % (60 % – 82 %)", "0.71 (0.60 – 0.82)", "–"]
    assert pair.item(0, 6).data(ACCESSIBLE) == "Cohen’s kappa 0.71, with 95 % confidence from 0.60 to 0.82"
    assert "cannot be computed" in pair.item(0, 7).data(ACCESSIBLE)
    assert together.item(0, 1).text() == "0.71 (0.60 – 0.82)"
    qtbot.mouseClick(page.agreement.copy_button, Qt.MouseButton.LeftButton)
    assert clipboard.text() == "Two people coded 200 sentences."
    assert page.agreement.copied.text() == "Copied."
    page.set_theme(theme.load_all()["dark"])


def test_without_codings_the_page_says_what_to_do(page) -> None:
    page.show_agreement(2, Agreement((), {}, ""))
    assert page.agreement.tables == []
    assert any("Code it" in label.text() for label in page.agreement.findChildren(QLabel))
    assert not page.agreement.copy_button.isEnabled()
