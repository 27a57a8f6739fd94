"""Settings: where they are, what they may hold, and that a fault in them is a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import paths, settings
from reader.domain.errors import SettingsError
from reader.settings import Settings


def test_without_a_file_all_is_as_it_ships(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none") == Settings()
    assert settings.load() == Settings()  # no test reads a developer's own


def test_a_rules_folder_beside_the_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    assert settings.load(tmp_path).rules_folder == tmp_path / "rules"


def test_how_many_backups(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("backups = 20", encoding="utf-8")
    assert settings.load(tmp_path).backups == 20


def test_what_the_file_says(tmp_path: Path) -> None:
    text = 'rules_folder = "mine"\nrules_off = ["hedge.may"]\n'
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    assert settings.load(tmp_path) == Settings(tmp_path / "mine", ("hedge.may",))
    (tmp_path / "settings.toml").write_text('rules_folder = "~/mine"', encoding="utf-8")
    assert settings.load(tmp_path).rules_folder == Path.home() / "mine"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules_off = [", "not valid TOML"),
        ('rule_off = ["x"]', "there is no setting “rule_off”"),
        ("rules_off = 'hedge.may'", "must be a list"),
        ("rules_off = [1]", "must be a list"),
        ("rules_folder = 3", "must be a path"),
        ("backups = 0", "must be a whole number from 1"),
        ("backups = true", "must be a whole number from 1"),
        ('backups = "7"', "must be a whole number from 1"),
    ],
)
def test_a_fault_is_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        settings.load(tmp_path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.load(tmp_path)


@pytest.mark.parametrize(
    ("platform", "ends"),
    [
        ("linux", "share/sayso"),
        ("darwin", "Library/Application Support/Sayso"),
        ("win32", "local/Sayso"),
    ],
)
def test_the_library_is_where_the_platform_keeps_data(
    monkeypatch: pytest.MonkeyPatch, platform: str, ends: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("XDG_DATA_HOME", str(Path.home() / "share"))
    monkeypatch.setenv("LOCALAPPDATA", str(Path.home() / "local"))
    assert paths.data() == Path.home() / ends
    monkeypatch.setenv("XDG_DATA_HOME", "not/absolute")
    assert platform != "linux" or paths.data() == Path.home() / ".local" / "share" / "sayso"


@pytest.mark.parametrize(
    ("platform", "ends"),
    [
        ("linux", "conf/sayso"),
        ("darwin", "Library/Application Support/Sayso"),
        ("win32", "data/Sayso"),
    ],
)
def test_the_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, platform: str, ends: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path.home() / "conf"))
    monkeypatch.setenv("APPDATA", str(Path.home() / "data"))
    assert paths.config() == Path.home() / ends
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/absolute")
    assert platform != "linux" or paths.config() == Path.home() / ".config" / "sayso"
