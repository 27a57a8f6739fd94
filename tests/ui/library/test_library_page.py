"""The list of the library, and what is done with its articles."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QWidget

from reader.services import library
from reader.services.keys import Keys
from reader.ui.library.labels_dialog import LabelsDialog
from reader.ui.library.table_model import MIX, STAR, TITLE

#: Off screen, Qt says of every dialog that it cannot be given a size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def rows(window) -> list[str]:
    model = window.room.page.model
    return [model.index(row, TITLE).data() for row in range(model.rowCount())]


def choose(window, *titles: str) -> None:
    table = window.room.page.table
    table.clearSelection()
    for title in titles:
        table.selectionModel().select(
            window.room.page.model.index(rows(window).index(title), TITLE),
            table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows,
        )


def kept(window) -> list[library.LibraryArticle]:
    """What another program would find."""
    with library.open_library(window.room.desk.folder, Keys(), 3) as found:
        return found.articles()


def test_the_list_has_the_newest_first_and_no_window_asks_for_a_key_before(window) -> None:
    assert rows(window) == ["Ferry sinks", "Bridge closed", "Dam holds"]
    assert window.room.page.count.text() == "Articles: 3"
    model = window.room.page.model
    assert model.index(0, MIX).data(Qt.ItemDataRole.ToolTipRole).startswith("Speculation ")
    assert model.index(0, STAR).data(Qt.ItemDataRole.AccessibleTextRole) == "no star"


def test_reading_opens_no_library(make_window, folder) -> None:
    made = make_window(folder)
    made.open_file(Path("a.html"))
    assert not made.room.desk.is_open
    assert made.room.desk._thread is None


def test_a_heading_sorts(qtbot, window) -> None:
    window.room.page.table.sortByColumn(TITLE, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: rows(window) == ["Bridge closed", "Dam holds", "Ferry sinks"])


def test_words_narrow_the_list_and_clear_widens_it(qtbot, window) -> None:
    page = window.room.page
    page.filters.text.setText("gazette ferry")
    qtbot.waitUntil(lambda: rows(window) == ["Ferry sinks"])
    qtbot.mouseClick(page.filters.clear_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(window)) == 3)


def test_a_star_is_on_the_disk_when_it_is_shown_and_can_be_undone(qtbot, window) -> None:
    choose(window, "Dam holds", "Ferry sinks")
    window.actions_by_id["star"].trigger()
    stars = lambda: [window.room.page.model.index(row, STAR).data() for row in range(3)]  # noqa: E731
    qtbot.waitUntil(lambda: stars() == ["★", "", "★"])
    assert [one.star for one in kept(window)] == [True, False, True]
    assert window.actions_by_id["undo"].text() == "&Undo (star)"
    window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: stars() == ["", "", ""])
    window.actions_by_id["redo"].trigger()
    qtbot.waitUntil(lambda: stars() == ["★", "", "★"])


def test_a_state_is_set_by_its_key(qtbot, window) -> None:
    choose(window, "Dam holds")
    qtbot.keyClick(
        window.room.page.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    qtbot.waitUntil(lambda: window.room.page.model.article(2).state == "read")


def test_tags_are_added_and_offered_as_a_filter(qtbot, window) -> None:
    choose(window, "Dam holds", "Bridge closed")
    window.actions_by_id["tags"].trigger()
    qtbot.waitUntil(lambda: window.findChild(LabelsDialog) is not None)
    dialog = window.findChild(LabelsDialog)
    dialog.new.setText("water")
    dialog.accept()
    page = window.room.page
    qtbot.waitUntil(lambda: page.filters.tag.findData("water") > 0)
    assert [one.tags for one in kept(window)] == [(), ("water",), ("water",)]
    page.filters.tag.setCurrentIndex(page.filters.tag.findData("water"))
    qtbot.waitUntil(lambda: rows(window) == ["Bridge closed", "Dam holds"])


def test_a_tag_is_renamed_wherever_it_stands_and_back_again(qtbot, window) -> None:
    choose(window, "Dam holds", "Bridge closed")
    for name in ("water", "rivers"):
        window.actions_by_id["tags"].trigger()
        qtbot.waitUntil(lambda: window.findChild(LabelsDialog) is not None)
        dialog = window.findChild(LabelsDialog)
        if name == "rivers":
            assert [dialog.list.item(i).text() for i in range(dialog.list.count())] == ["dams", "water"]
            dialog.list.item(1).setText("dams")  # there is one already
            assert dialog.list.item(1).text() == "water"
            dialog.list.item(1).setText(" rivers ")
        else:
            dialog.new.setText("dams")
            dialog.new.returnPressed.emit()
            dialog.new.setText(name)
        dialog.accept()
        qtbot.waitUntil(lambda name=name: name in kept(window)[1].tags)
        qtbot.waitUntil(lambda: window.findChild(LabelsDialog) is None)
    assert [one.tags for one in kept(window)] == [(), ("dams", "rivers"), ("dams", "rivers")]
    qtbot.waitUntil(lambda: window.actions_by_id["undo"].text() == "&Undo (rename)")
    window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: kept(window)[1].tags == ("dams", "water"))


def test_a_removed_article_is_put_back_by_undo_or_from_the_removed_ones(qtbot, window) -> None:
    choose(window, "Dam holds")
    qtbot.keyClick(window.room.page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: rows(window) == ["Ferry sinks", "Bridge closed"])
    assert window.messages.isVisible()  # "Ctrl+Z puts back"
    window.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: len(rows(window)) == 3)
    assert not window.messages.isVisible()
    choose(window, "Dam holds")
    window.actions_by_id["remove"].trigger()
    qtbot.waitUntil(lambda: len(rows(window)) == 2)
    window.room.page.filters.removed.setChecked(True)
    qtbot.waitUntil(lambda: rows(window) == ["Dam holds"])
    choose(window, "Dam holds")
    assert window.actions_by_id["put-back"].isEnabled()
    window.actions_by_id["put-back"].trigger()
    qtbot.waitUntil(lambda: rows(window) == [])
    assert len(kept(window)) == 3


@pytest.mark.parametrize("sure", [True, False])
def test_erasing_asks_and_then_nothing_brings_it_back(qtbot, window, monkeypatch, sure) -> None:
    monkeypatch.setattr(QMessageBox, "open", lambda box: box.show())
    choose(window, "Dam holds")
    window.actions_by_id["erase"].trigger()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert "Dam holds" in box.text()
    wanted = "&Erase for good" if sure else "Cancel"
    next(button for button in box.buttons() if button.text().replace("&", "") == wanted.replace("&", "")).click()
    if sure:
        qtbot.waitUntil(lambda: rows(window) == ["Ferry sinks", "Bridge closed"], timeout=20000)
        assert not window.actions_by_id["undo"].isEnabled()
    assert len(rows(window)) == (2 if sure else 3)


def test_enter_opens_an_article_with_the_colours_it_was_kept_with(qtbot, window) -> None:
    table = window.room.page.table
    table.selectRow(2)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.reading)
    assert "Dam holds" in window.reading.view.toPlainText()
    assert [span.category for span in window.reading.view.spans.spans] == ["speculation"]
    assert window.windowTitle() == "Dam holds – Sayso"


def test_all_rows_can_be_acted_on_without_having_been_looked_at(qtbot, window, monkeypatch) -> None:
    monkeypatch.setattr(window.room.page.model, "ids_of", lambda _: None)
    window.room.page.table.selectAll()
    window.actions_by_id["mark-reading"].trigger()
    qtbot.waitUntil(lambda: {one.state for one in kept(window)} == {"reading"})


def test_an_unencrypted_library_is_said_to_be_one(window) -> None:
    assert window._library_state.text() == "This library is not encrypted"


# Import


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_what_is_dropped_is_imported_and_failures_say_why(qtbot, window, tmp_path) -> None:
    saved = tmp_path / "saved"
    write(saved, "a.txt", "Mast falls\nIt may have been the wind.")
    write(saved, "b.txt", "nothing")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(saved))])
    page = window.room.page
    enter = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, drop)
    qtbot.waitUntil(lambda: rows(window)[0] == "Mast falls")
    qtbot.waitUntil(lambda: page.imports.text() == "Import ended: 1 new, 1 failed.")
    assert page.imports.failures.item(0).text().endswith("There is no article in it. Save it again.")
    qtbot.mouseClick(page.imports.button, Qt.MouseButton.LeftButton)
    assert page.imports.isHidden()


def test_a_cancelled_import_keeps_what_it_told_of(qtbot, window, tmp_path) -> None:
    saved = tmp_path / "saved"
    for number in range(50):
        write(saved, f"{number:02}.txt", f"Title {number}\nIt may have been the wind {number}.")
    seen = []
    window.room.import_paths([saved])
    window.room.imports.run.imported.connect(lambda one: (seen.append(one), window.room.imports.cancel()))
    qtbot.waitUntil(lambda: window.room.imports.run is None)
    assert window.room.page.imports.text().startswith("Import cancelled")
    assert {one.article for one in seen} <= {one.id for one in kept(window)}
    assert len(kept(window)) < 53


def test_acts_go_on_while_files_come_in(qtbot, window, tmp_path) -> None:
    saved = tmp_path / "saved"
    for number in range(20):
        write(saved, f"{number:02}.txt", f"Title {number}\nIt may have been the wind {number}.")
    window.room.import_paths([saved])
    window.room.acts.star([1], True)
    qtbot.waitUntil(window.room.history.stack.canUndo)
    qtbot.waitUntil(lambda: window.room.imports.run is None)
    assert len(kept(window)) == 23


def test_what_comes_into_the_watched_folder_is_imported(qtbot, window, tmp_path) -> None:
    watched = tmp_path / "watched"
    watched.mkdir()
    window.room.watch.set_folder(watched)
    window.room.watch.look()
    write(watched, "a.txt", "Mast falls\nIt may have been the wind.")
    window.pages.setCurrentWidget(window.reading)
    for _ in range(2):  # a file has to stand still between two looks
        window.room.watch.look()
        qtbot.wait(20)
    qtbot.waitUntil(lambda: rows(window)[0] == "Mast falls")
    assert window.pages.currentWidget() is window.reading


# Keys and names


def test_every_control_of_the_page_has_a_name_and_tab_reaches_it(window) -> None:
    page = window.room.page
    window.activateWindow()
    page.table.setFocus()
    reached = set()
    for _ in range(40):
        window.focusNextChild()
        reached.add(QApplication.focusWidget())
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            parent = widget.parentWidget()
            assert widget.accessibleName() or text or (parent and parent.accessibleName()), widget
            assert widget in reached or widget.focusProxy() in reached, widget
