"""The form of all settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSpinBox, QWidget

from reader import settings
from reader.settings import Settings
from reader.ui.settings_dialog import SettingsDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def form(qtbot) -> Iterator[tuple[SettingsDialog, list[tuple[str, object]]]]:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = SettingsDialog(Settings(rules_off=("hedge.may",)), parent)
    told: list[tuple[str, object]] = []
    dialog.changed.connect(lambda name, value: told.append((name, value)))
    yield dialog, told
    parent.close()


def test_every_declared_setting_has_a_named_field(form) -> None:
    dialog, _ = form
    assert list(dialog.fields) == [one.name for one in settings.declared()]
    for one in settings.declared():
        field = dialog.fields[one.name]
        assert (field.accessibleName() or field.text()) == one.title
        assert field.accessibleDescription() == one.help


def test_what_is_changed_is_told_once_in_its_own_type(form) -> None:
    dialog, told = form
    fields = dialog.fields
    assert isinstance(fields["rules_off"], QLineEdit)
    assert fields["rules_off"].text() == "hedge.may"
    fields["rules_off"].setText("hedge.may, official.mayor")
    fields["rules_off"].editingFinished.emit()
    fields["rules_off"].editingFinished.emit()
    assert isinstance(fields["backups"], QSpinBox)
    fields["backups"].setValue(20)
    fields["backups"].editingFinished.emit()
    assert isinstance(fields["keep_originals"], QCheckBox)
    fields["keep_originals"].click()
    fields["watch_folder"].setText("/tmp/watched")
    fields["watch_folder"].editingFinished.emit()
    assert told == [
        ("rules_off", ["hedge.may", "official.mayor"]),
        ("backups", 20),
        ("keep_originals", False),
        ("watch_folder", Path("/tmp/watched")),
    ]


def test_what_is_set_back_is_told_as_none(form) -> None:
    dialog, told = form
    dialog.fields["rules_off"].setText("")
    dialog.fields["rules_off"].editingFinished.emit()
    assert told == [("rules_off", None)]
