"""Settings: where they are, what they may hold, and that a fault in them is a sentence."""

from __future__ import annotations

import sys
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
        ("coder = 1", "must be words"),
        ('watch_folder = ""', "must be a path"),
        ("keep_originals = 1", "must be true or false"),
        ("backups = true", "must be a whole number from 1"),
        ('backups = "7"', "must be a whole number from 1"),
    ],
)
def test_a_fault_is_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        settings.load(tmp_path)


FILE = """\
# Mine.
backups = 3  # a week is too long

rules_off = [
    "hedge.may",  # not in our paper
]
"""


def test_saving_keeps_the_users_comments_and_other_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(FILE, encoding="utf-8")
    saved = settings.save({"backups": 5, "coder": "Ada “A.” Łęcka", "watch_folder": tmp_path / "in box"}, tmp_path)
    assert saved == Settings(
        rules_off=("hedge.may",), backups=5, coder="Ada “A.” Łęcka", watch_folder=tmp_path / "in box"
    )
    assert settings.load(tmp_path) == saved
    text = file.read_text(encoding="utf-8")
    assert text.startswith(FILE.replace("backups = 3", "backups = 5"))
    assert settings.save({"coder": None, "watch_folder": None, "backups": 3}, tmp_path).coder == ""
    assert file.read_text(encoding="utf-8").rstrip() == FILE.rstrip()
    assert [one.name for one in tmp_path.iterdir()] == ["settings.toml"]


def test_saving_into_nothing_and_after_a_line_without_an_end(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    assert settings.save({"keep_originals": False, "rules_off": ("a", "b")}, folder).rules_off == ("a", "b")
    assert settings.load(folder) == Settings(keep_originals=False, rules_off=("a", "b"))
    (folder / "settings.toml").write_bytes(b"backups = 3")
    settings.save({"coder": "x"}, folder)
    assert settings.load(folder) == Settings(backups=3, coder="x")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"backups": 0}, "“backups” must be a whole number"),
        ({"nonsense": 1}, "no setting “nonsense”"),
        ({"keep_originals": "yes"}, "“keep_originals” must be true or false"),
        ({"coder": "two\nlines"}, "“coder” must be words"),
        ({"watch_folder": ""}, "“watch_folder” must be a path"),
    ],
)
def test_what_no_file_may_hold_is_not_saved(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(FILE, encoding="utf-8")
    with pytest.raises(SettingsError, match=says):
        settings.save(changes, tmp_path)
    assert file.read_text(encoding="utf-8") == FILE


def test_a_faulty_file_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for text in ("backups = ", "backups = 0", b"\xff"):
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        before = file.read_bytes()
        with pytest.raises(SettingsError):
            settings.save({"coder": "x"}, tmp_path)
        assert file.read_bytes() == before


def test_where_it_cannot_be_written_a_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be"):
        settings.save({"coder": "x"}, tmp_path / "file")


@pytest.mark.skipif(sys.platform == "win32", reason="links and permissions of Unix")
def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "settings.toml"
    real.write_text(FILE, encoding="utf-8")
    real.chmod(0o640)
    (tmp_path / "settings.toml").symlink_to(real)
    settings.save({"backups": 9}, tmp_path)
    assert (tmp_path / "settings.toml").is_symlink()
    assert "backups = 9" in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_form_can_be_made_of_the_declarations() -> None:
    told = settings.declared()
    assert [one.name for one in told] == list(Settings.__slots__)
    for one in told:
        assert one.default == getattr(Settings(), one.name)
        assert one.title
        assert one.help.endswith(".")


def test_a_folder_beside_the_program_makes_it_portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PORTABLE", "sayso-data")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "reader")
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path / "bin"))
    usual = paths.data(), paths.config()
    assert paths.portable() == tmp_path / "bin" / "sayso-data"  # a wheel: beside the command
    (tmp_path / "pyproject.toml").touch()
    assert paths.portable() == tmp_path / "sayso-data"  # a checkout
    assert (paths.data(), paths.config()) == usual
    (tmp_path / "sayso-data").mkdir()
    (tmp_path / "sayso-data" / "settings.toml").write_text('backups = 3\nwatch_folder = "inbox"', encoding="utf-8")
    assert paths.data() == paths.config() == tmp_path / "sayso-data"
    assert settings.load() == Settings(backups=3, watch_folder=tmp_path / "sayso-data" / "inbox")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "dist" / "sayso"))
    assert paths.portable() == tmp_path / "dist" / "sayso-data"
    monkeypatch.setattr("sys.executable", str(tmp_path / "Apps" / "Sayso.app" / "Contents" / "MacOS" / "sayso"))
    assert paths.portable() == tmp_path / "Apps" / "sayso-data"


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
