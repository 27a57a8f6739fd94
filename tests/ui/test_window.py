"""The window, by mouse and by keyboard."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from reader.domain.article import BlockKind
from reader.domain.errors import InputError

FACT, OFFICIAL, SPECULATION, OPINION = "reported-fact", "official-statement", "speculation", "analyst-opinion"


def press(qtbot, desk, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(desk.window.reading.view, key, modifier)
    QApplication.processEvents()


def card(desk) -> str:
    return "\n".join(desk.window.reading.evidence.texts())


def entry(desk, category: str):
    return next(e for e in desk.window.reading.legend.entries if e.category.id == category)


# Reading before colours


def test_text_is_readable_before_the_analysis_is_done(qtbot, desk) -> None:
    desk.window.open_file(Path("bridge.html"))
    desk.analyser.read(desk.draft.article())
    qtbot.waitUntil(lambda: "Old Harbour Bridge was closed" in desk.window.reading.view.toPlainText())
    assert desk.window.reading.view.visible_marks() == []
    desk.analyser.progress(40, 100)
    assert desk.window._progress.isVisible()
    assert desk.window._progress.value() == 40
    desk.analyser.analysed(desk.draft.analysis())
    assert desk.window._progress.isHidden()
    assert desk.window.reading.view.visible_marks()


def test_a_paragraph_as_long_as_a_book_is_shown_in_parts(qtbot, desk, new_draft, said) -> None:
    draft = new_draft()
    pieces = [p for n in range(2000) for p in (said(f"Sentence {n} tells of something that happened", FACT), ". ")]
    draft.add(BlockKind.PARAGRAPH, *pieces)
    desk.draft = draft
    desk.open()
    view = desk.window.reading.view
    qtbot.waitUntil(lambda: view._document.is_filled)
    assert view.toPlainText().replace("\n", "") == draft.text
    assert all(len(line) <= 4000 for line in view.toPlainText().split("\n"))
    view.select(view.spans.spans[1500])
    view.reveal(view.selected_span)
    assert view.selected_span in [m.span for m in view.visible_marks()]


def test_long_cues_do_not_widen_the_card(opened) -> None:
    article, span = opened.draft.article(), opened.draft.spans[0]
    card = opened.window.reading.evidence
    card.show_span(article, replace(span, cues=((span.start, span.end),)))
    QApplication.processEvents()
    assert card.widget().width() <= card.viewport().width()


def test_left_out_blocks_are_not_in_the_column(opened) -> None:
    assert "Sign up" not in opened.window.reading.view.toPlainText()
    assert "(Reuters)" in opened.window.reading.view.toPlainText()


def test_opening_another_file_drops_the_one_before(qtbot, desk) -> None:
    desk.window.open_file(Path("first.html"))
    first = desk.analyser.job
    desk.window.open_file(Path("second.html"))
    desk.analyser.read(desk.draft.article(), job=first)
    assert desk.window.reading.view.toPlainText() == ""
    desk.analyser.read(desk.draft.article())
    qtbot.waitUntil(lambda: desk.window.reading.view.toPlainText() != "")


def test_a_second_article_starts_without_marks_and_card(opened) -> None:
    opened.window.reading.view.step(1)
    opened.window.open_file(Path("second.html"))
    opened.analyser.read(opened.draft.article())
    assert opened.window.reading.view.visible_marks() == []
    assert "What the marks mean" in card(opened)


# Legend


def test_legend_shows_counts_and_what_the_marks_cannot_mean(opened) -> None:
    names = {e.category.id: e.accessibleName() for e in opened.window.reading.legend.entries}
    spans = opened.draft.spans
    for category in (FACT, OFFICIAL, SPECULATION, OPINION):
        assert f", {sum(s.category == category for s in spans)}, " in names[category]
    assert opened.window.reading.legend.unmarked_text().split()[-1].isdigit()
    labels = [w.text() for w in opened.window.reading.legend.findChildren(QWidget) if hasattr(w, "text")]
    assert "How the text presents it, not whether it is true" in labels


def test_a_click_in_the_legend_hides_and_shows_marks_without_touching_the_document(qtbot, opened) -> None:
    view = opened.window.reading.view
    revision = view.document().revision()
    before = {m.span.id for m in view.visible_marks()}
    qtbot.mouseClick(entry(opened, FACT), Qt.MouseButton.LeftButton)
    after = {m.span.id for m in view.visible_marks()}
    assert before - after == {i for i in before if view.spans.by_id(i).category == FACT}
    assert "hidden" in entry(opened, FACT).accessibleName()
    qtbot.mouseClick(entry(opened, FACT), Qt.MouseButton.LeftButton)
    assert {m.span.id for m in view.visible_marks()} == before
    assert view.document().revision() == revision


def test_the_legend_works_by_keyboard(qtbot, opened) -> None:
    speculation = entry(opened, SPECULATION)
    speculation.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(speculation, Qt.Key.Key_Space)
    assert not speculation.isChecked()
    assert all(m.span.category != SPECULATION for m in opened.window.reading.view.visible_marks())


def test_an_officials_guess_is_found_by_either_letter(qtbot, opened) -> None:
    view = opened.window.reading.view
    guess = next(s for s in view.spans.spans if s.category == OFFICIAL and s.content == SPECULATION)
    qtbot.mouseClick(entry(opened, OFFICIAL), Qt.MouseButton.LeftButton)
    assert view.is_on(guess)
    qtbot.mouseClick(entry(opened, SPECULATION), Qt.MouseButton.LeftButton)
    assert not view.is_on(guess)


# Choosing and evidence


def test_j_and_k_walk_and_the_card_follows(qtbot, opened) -> None:
    view = opened.window.reading.view
    press(qtbot, opened, Qt.Key.Key_J)
    assert view.selected_span.id == "s0"
    assert "Reported fact" in card(opened)
    assert "No mark found: stated flatly" in card(opened)
    assert "nobody else is named" in card(opened)
    press(qtbot, opened, Qt.Key.Key_J)
    assert view.selected_span.id == "s1"
    assert "Speculation" in card(opened)
    press(qtbot, opened, Qt.Key.Key_K)
    assert view.selected_span.id == "s0"
    press(qtbot, opened, Qt.Key.Key_K)
    assert view.selected_span.id == "s0"


def test_j_passes_what_is_switched_off_and_comes_into_view(qtbot, opened) -> None:
    view = opened.window.reading.view
    qtbot.mouseClick(entry(opened, FACT), Qt.MouseButton.LeftButton)
    for _ in view.spans.spans:
        press(qtbot, opened, Qt.Key.Key_J)
    assert view.selected_span.category != FACT
    assert view.selected_span.id == opened.draft.spans[-1].id
    assert view.selected_span.id in {m.span.id for m in view.visible_marks()}


def test_the_card_says_why(opened) -> None:
    view = opened.window.reading.view
    view.select(view.spans.by_id("s1"))
    text = card(opened)
    assert "“may”" in text
    assert "“May” leaves open whether it will." in text
    assert "hedge.modal.may" in text
    assert "Clear" in text
    assert "Runner-up" in text
    assert "cannot be a plain fact" in text


def test_the_card_shows_an_officials_content_and_kind(opened) -> None:
    view = opened.window.reading.view
    guess = next(s for s in view.spans.spans if s.category == OFFICIAL and s.content == SPECULATION)
    view.select(guess)
    text = card(opened)
    assert "Its content is speculation" in text
    assert "official, police or army" in text
    assert "possible" in text


def test_the_card_shows_a_chain_outermost_first(opened) -> None:
    view = opened.window.reading.view
    view.select(next(s for s in view.spans.spans if s.source.chain))
    text = card(opened)
    places = [text.index(name) for name in ("the Harbour Post", "two people familiar", "the coastguard")]
    assert places == sorted(places)
    assert "news media" in text
    assert "unnamed source" in text


def test_unsure_is_said_on_the_card_and_on_the_page(opened) -> None:
    view = opened.window.reading.view
    unsure = next(s for s in view.spans.spans if s.shown == "unsure")
    view.select(unsure)
    assert "Unsure" in card(opened)
    view.reveal(unsure)
    mark = next(m for m in view.visible_marks() if m.span is unsure)
    assert mark.word_at is not None


def test_a_click_selects_and_a_click_beside_lets_go(qtbot, opened) -> None:
    view = opened.window.reading.view
    mark = view.visible_marks()[0]
    top = next(at for _, at, marks in view._rows_between(0, view.height()) if mark in marks)
    place = (mark.boxes[0].center() + top).toPoint()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.selected_span is mark.span
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(view.viewport().width() - 3, 4))
    assert view.selected_span is None


def test_hovering_shows_evidence_for_as_long_as_it_lasts(qtbot, opened) -> None:
    view = opened.window.reading.view
    view.select(view.spans.by_id("s0"))
    mark = next(m for m in view.visible_marks() if m.span.id == "s2")
    top = next(at for _, at, marks in view._rows_between(0, view.height()) if mark in marks)
    qtbot.mouseMove(view.viewport(), (mark.boxes[0].center() + top).toPoint())
    qtbot.waitUntil(lambda: "Transport Ministry" in card(opened))
    qtbot.mouseMove(view.viewport(), QPoint(view.viewport().width() - 3, 2))
    qtbot.waitUntil(lambda: "Transport Ministry" not in card(opened))
    assert "stated flatly" in card(opened)


def test_emoji_before_a_span_move_nothing(opened) -> None:
    view = opened.window.reading.view
    span = next(s for s in view.spans.spans if "engineers believe" in opened.draft.text[s.start : s.end])
    row = view._document.row_at(span.start)
    column = view._document.column(row, span.start)
    text = view._document.text_block(row).text()
    assert text.encode("utf-16-le")[2 * column :].decode("utf-16-le").startswith("while engineers")


# Margin


def test_sources_stand_in_the_margin_without_hovering(opened) -> None:
    badges = list(opened.window.reading.view.visible_badges(15))
    assert [(b.kind, b.name) for b in badges[:3]] == [
        ("official", "Transport Ministry"),
        ("expert", "Piet Vos"),
        ("witness", "Residents"),
    ]


def test_badges_do_not_overlap_and_go_with_their_category(qtbot, opened) -> None:
    view = opened.window.reading.view
    badges = list(view.visible_badges(15))
    for above, below in pairwise(badges):
        assert above.top + 15 * (2 if above.with_name else 1) <= below.top + 0.01
    qtbot.mouseClick(entry(opened, OFFICIAL), Qt.MouseButton.LeftButton)
    assert all(b.span.category != OFFICIAL or b.span.content != FACT for b in view.visible_badges(15))


# Left out


def test_put_back_shows_the_block_at_once_and_asks_for_a_new_analysis(qtbot, opened) -> None:
    press(qtbot, opened, Qt.Key.Key_L)
    panel = opened.window.reading.left_out
    assert panel.isVisible()
    assert panel.list.hasFocus()
    assert panel.count() == 3
    panel.list.setCurrentRow(1)
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    what, article = opened.analyser.asked[-1]
    assert what == "analyse"
    assert [b.shown for b in article.blocks if "Already a member" in article.text_of(b)] == [True]
    assert "Already a member" in opened.window.reading.view.toPlainText()
    assert opened.window.reading.view.visible_marks(), "the marks stay while the new analysis runs"
    assert panel.count() == 2
    opened.analyser.analysed(opened.draft.analysis())
    assert opened.window._progress.isHidden()


def test_put_back_by_keyboard(qtbot, opened) -> None:
    press(qtbot, opened, Qt.Key.Key_L)
    qtbot.keyClick(opened.window.reading.left_out.list, Qt.Key.Key_Return)
    assert opened.analyser.asked[-1][0] == "analyse"
    assert "Get all your news" in opened.window.reading.view.toPlainText()


def test_the_reason_is_told(opened) -> None:
    panel = opened.window.reading.left_out
    said = [panel.list.item(i).data(Qt.ItemDataRole.AccessibleTextRole) for i in range(panel.count())]
    assert any(text.endswith("a sign-up wall") for text in said)


# Bars


def test_an_error_is_a_bar_with_its_remedy_and_can_be_dismissed(qtbot, desk) -> None:
    desk.window.open_file(Path("nothing.html"))
    desk.analyser.fail(InputError("The file “nothing.html” is empty.", "Save the page again."))
    bar = desk.window.messages
    assert bar.text() == "The file “nothing.html” is empty. Save the page again."
    assert QApplication.activeModalWidget() is None
    qtbot.mouseClick(bar._dismiss, Qt.MouseButton.LeftButton)
    assert bar.text() == ""


def test_an_error_leaves_the_article_that_was_open(opened) -> None:
    opened.window.open_file(Path("nothing.html"))
    opened.analyser.fail(InputError("No.", ""))
    assert "Old Harbour Bridge" in opened.window.reading.view.toPlainText()


def test_a_notice_and_a_cut_are_told(desk) -> None:
    desk.draft.spans.clear()
    desk.open(cut_off="This may be cut off.", notice="This text is not English.")
    assert desk.window.messages.text() == "This text is not English."
    assert desk.window.reading.pane.cut_off.text() == "This may be cut off."


# Ways in


def mime(text: str = "", html: str = "", path: str = "") -> QMimeData:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if path:
        data.setUrls([QUrl.fromLocalFile(path)])
    return data


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ({"text": "Some words."}, ("text", "Some words.")),
        ({"path": "/tmp/a b.html", "text": "/tmp/a b.html"}, ("file", Path("/tmp/a b.html"))),
        ({"html": "<p>Some words.</p>", "text": "Some words."}, ("html", "<p>Some words.</p>")),
        ({"html": "<b>Some</b> words.", "text": "Some words."}, ("text", "Some words.")),
    ],
)
def test_paste_opens_text_html_and_files(qtbot, desk, clipboard, data, asked) -> None:
    clipboard.setMimeData(mime(**data))
    qtbot.keyClick(desk.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.analyser.asked[-1] == asked


def test_pasting_over_an_open_article_works_from_the_text(qtbot, opened) -> None:
    QGuiApplication.clipboard().setText("Other words.")
    press(qtbot, opened, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert opened.analyser.asked[-1] == ("text", "Other words.")


def test_pasting_nothing_says_so(desk) -> None:
    QGuiApplication.clipboard().clear()
    desk.window.paste()
    assert "no text on the clipboard" in desk.window.messages.text()


def test_html_without_an_article_falls_back_to_its_words(desk, clipboard) -> None:
    clipboard.setMimeData(mime(html="<p>A line.</p>", text="A line."))
    desk.window.paste()
    desk.analyser.fail(InputError("There is no article in this page.", ""))
    assert desk.analyser.asked[-1] == ("text", "A line.")
    assert desk.window.messages.text() == ""


@pytest.mark.parametrize("onto", ["window", "article"])
def test_drop_opens_a_file(opened, onto) -> None:
    data = mime(path="/tmp/saved.html")
    target = opened.window if onto == "window" else opened.window.reading.view.viewport()
    # Where Qt delivers a drop: the nearest widget upwards that takes any.
    while not target.acceptDrops():
        target = target.parentWidget()
    assert target is opened.window
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(target, drop)
    assert opened.analyser.asked[-1] == ("file", Path("/tmp/saved.html"))


def test_ctrl_o_asks_for_a_file(qtbot, desk, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda _: None)  # off screen, Qt warns about any dialog's size
    qtbot.keyClick(desk.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.window.findChild(QFileDialog)
    from reader.ingest.formats import READERS

    offered = dialog.nameFilters()
    for reader in READERS:
        for suffix in reader.suffixes:
            assert f"*{suffix}" in offered[0]
        assert any(line.startswith(reader.label) for line in offered)
    dialog.fileSelected.emit("/tmp/chosen.html")
    dialog.close()
    assert desk.analyser.asked[-1] == ("file", Path("/tmp/chosen.html"))


# Keys, focus, names


def test_e_and_l_open_and_close_the_side_panel(qtbot, opened) -> None:
    side = opened.window.reading.side
    press(qtbot, opened, Qt.Key.Key_E)
    assert side.isHidden()
    press(qtbot, opened, Qt.Key.Key_E)
    assert side.currentWidget() is opened.window.reading.evidence
    assert opened.window.reading.evidence.hasFocus()
    press(qtbot, opened, Qt.Key.Key_Escape)
    assert opened.window.reading.view.hasFocus()
    press(qtbot, opened, Qt.Key.Key_L)
    assert side.currentWidget() is opened.window.reading.left_out


def test_zoom_keeps_marks_and_place(qtbot, opened) -> None:
    view = opened.window.reading.view
    before = view.face().pointSizeF()
    press(qtbot, opened, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.face().pointSizeF() > before
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    place = view.place()
    press(qtbot, opened, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert abs(view.place() - place) < 160
    assert view.visible_marks()
    press(qtbot, opened, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.face().pointSizeF() == before


def test_ctrl_q_closes_the_window_and_the_process(qtbot, desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert desk.window.isHidden()
    assert desk.analyser.closed


def test_tab_reaches_every_control(opened) -> None:
    window = opened.window
    window.messages.say("Something.")
    window.activateWindow()
    window.reading.view.setFocus()
    reached = set()
    for _ in range(40):
        window.focusNextChild()
        reached.add(QApplication.focusWidget())
    wanted = {
        *window.reading.legend.entries,
        window.reading.view,
        window.reading.evidence,
        window.messages._dismiss,
        window.reading.side.tabBar(),
    }
    assert wanted <= reached


def test_every_control_has_a_name(opened) -> None:
    window = opened.window
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            named = widget.accessibleName() or text
            parent = widget.parentWidget()
            assert named or (parent and parent.accessibleName()), widget


def test_menus_show_their_keys(desk) -> None:
    keys = {a.objectName(): a.shortcut().toString() for a in desk.window.actions_by_id.values()}
    assert keys["next"] == "J"
    assert keys["previous"] == "K"
    assert keys["evidence"] == "E"
    assert keys["left-out"] == "L"
    assert not {str(n) for n in range(10)} & set(keys.values())


@pytest.mark.parametrize("theme_id", ["light", "dark"])
def test_a_theme_changes_page_and_marks(opened, theme_id) -> None:
    from reader.ui import theme

    opened.window.actions_by_id[f"theme-{theme_id}"].trigger()
    picture = opened.window.reading.view.grab().toImage()
    page = theme.load_all()[theme_id].page
    assert picture.pixelColor(4, picture.height() - 4).name().upper() == page
    assert picture.pixelColor(picture.width() // 2, 3).name().upper() == page
