"""The key file, the ways in, the keyring: what opens a library, what does not, and what is never shown."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backends import chainer, fail
from keyring.errors import KeyringError

from reader.domain.errors import DamagedError, LibraryError, PassphraseNeededError, WrongKeyError
from reader.storage import files, keyfile, system_keyring, ways_in
from reader.storage.keyfile import Access, KeyFile
from reader.storage.ways_in import Cost, Secret
from tests.storage.fakes import FakeKeyring

KEY, WORDS, PAPER = Secret(b"k" * 32), Secret(b"open sesame"), Secret(b"p" * 32)


@pytest.fixture
def key_file() -> KeyFile:
    return KeyFile.of([ways_in.make("passphrase", WORDS), ways_in.make("recovery", PAPER)], KEY)


def test_a_passphrase_costs_what_rfc_9106_asks_for() -> None:
    assert Cost() == Cost(passes=3, lanes=4, memory_kib=65536)


def test_each_way_opens(key_file: KeyFile, tmp_path: Path) -> None:
    file = tmp_path / "library.key"
    key_file.save(file)
    assert keyfile.load(file) == key_file
    assert key_file.keys_for(Access(passphrase=WORDS)) == [KEY]
    assert key_file.keys_for(Access(recovery=PAPER)) == [KEY]
    assert KEY.reveal() not in file.read_bytes()
    assert ways_in.encode(KEY.reveal()) not in file.read_text()


@pytest.mark.parametrize(
    ("access", "says"),
    [
        (Access(passphrase=Secret(b"open sesame!")), "This passphrase does not open"),
        (Access(recovery=Secret(b"q" * 32)), "This recovery key does not open"),
    ],
)
def test_a_wrong_secret_is_a_sentence(key_file: KeyFile, access: Access, says: str) -> None:
    with pytest.raises(WrongKeyError, match=says):
        key_file.keys_for(access)


def test_without_a_secret_the_passphrase_is_asked_for(key_file: KeyFile) -> None:
    with pytest.raises(PassphraseNeededError):
        key_file.keys_for(Access())


@pytest.mark.parametrize(
    ("access", "says"),
    [(Access(), "does not know the library"), (Access(passphrase=WORDS), "has no passphrase"),
     (Access(recovery=PAPER), "has no recovery key")],
)  # fmt: skip
def test_a_way_that_is_not_there(fake_keyring: FakeKeyring, access: Access, says: str) -> None:
    key_file = KeyFile.of([keyfile.keyring_way()], KEY)
    assert key_file.keys_for(Access()) == [KEY]
    fake_keyring.kept.clear()
    with pytest.raises(WrongKeyError, match=says):
        key_file.keys_for(access)


def test_both_keys_open_while_a_new_one_is_pending(key_file: KeyFile) -> None:
    new = Secret.random()
    pending = keyfile.pending(key_file, KEY, new)
    assert pending.keys_for(Access(recovery=PAPER)) == [KEY, new]


def test_a_new_passphrase_takes_the_place_of_the_old(key_file: KeyFile) -> None:
    changed = key_file.with_new("passphrase", Secret(b"new"), KEY)
    assert changed.keys_for(Access(passphrase=Secret(b"new"))) == [KEY]
    assert changed.keys_for(Access(recovery=PAPER)) == [KEY]
    with pytest.raises(WrongKeyError):
        changed.keys_for(Access(passphrase=WORDS))


def test_a_way_that_somebody_slipped_in_is_noticed(key_file: KeyFile, tmp_path: Path) -> None:
    file = tmp_path / "library.key"
    key_file.save(file)
    data = json.loads(file.read_text())
    data["ways"].append(ways_in.make("recovery", Secret(b"e" * 32)).to_dict())
    for key in data["keys"]:
        key["sealed"][data["ways"][-1]["id"]] = next(iter(key["sealed"].values()))
    file.write_text(json.dumps(data))
    with pytest.raises(DamagedError, match="changed by something else"):
        keyfile.load(file).keys_for(Access(passphrase=WORDS))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is damaged"),
        ("[]", "is damaged"),
        ('{"format": 1, "ways": [], "keys": []}', "is damaged"),
        ('{"format": 1, "ways": [{"id": "a", "kind": "magic", "public": ""}], "keys": []}', "is damaged"),
        ('{"format": 2}', "newer Sayso"),
        ('{"format": 1, "ways": [{"id": "a", "kind": "recovery", "public": "AAAA"}], "keys": []}', "is damaged"),
        (None, "is missing"),
    ],
)
def test_a_key_file_that_is_none(tmp_path: Path, text: str | None, says: str) -> None:
    file = tmp_path / "library.key"
    if text is not None:
        file.write_text(text)
    with pytest.raises(DamagedError, match=says):
        keyfile.load(file)


@pytest.mark.parametrize(
    ("old", "new"), [('"salt":', '"tsalt":'), ('"memory_kib":', '"lemory_kib":'), (" 8\n", " 8.5\n")]
)
def test_decay_of_what_a_passphrase_needs(key_file: KeyFile, tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "library.key"
    key_file.save(file)
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    with pytest.raises(DamagedError, match="is damaged"):
        keyfile.load(file)


def test_a_damaged_cost_is_not_spent(key_file: KeyFile, tmp_path: Path) -> None:
    file = tmp_path / "library.key"
    key_file.save(file)
    file.write_text(file.read_text().replace('"memory_kib": 8', '"memory_kib": 888888888'))
    with pytest.raises(DamagedError, match="is damaged"):
        keyfile.load(file)


def test_recovery_keys_forgive_what_eyes_confuse() -> None:
    text = ways_in.recovery_text(PAPER)
    assert ways_in.recovery_secret(f" {text.lower().replace('-', ' ').replace('o', '0').replace('i', '1')}\n") == PAPER
    wrong = ("A" if text[0] != "A" else "B") + text[1:]
    for other in (wrong, text[:-1], "", "ä"):
        with pytest.raises(WrongKeyError, match="not a recovery key"):
            ways_in.recovery_secret(other)


@pytest.mark.parametrize(
    ("data", "words"), [(b"a b\n", b"a b"), (b"a\r\n", b"a"), (b"a\n\n", b"a\n"), (b"a ", b"a "), (b"a\r", b"a\r")]
)
def test_one_final_newline_of_a_passphrase_file_is_ignored(data: bytes, words: bytes) -> None:
    assert ways_in.passphrase_secret(data).reveal() == words


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(WrongKeyError, match="empty"):
        ways_in.passphrase_secret(b"\n")


def test_secrets_are_not_shown() -> None:
    assert "open sesame" not in f"{WORDS!r} {WORDS} {Access(passphrase=WORDS)}"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_bytes(b"open sesame\n")
    for mode in (0o644, 0o640, 0o602):
        file.chmod(mode)
        with pytest.raises(LibraryError, match="Others may read"):
            files.read_private(file)
    file.chmod(0o600)
    assert files.read_private(file) == b"open sesame\n"
    with pytest.raises(LibraryError, match="cannot be read"):
        files.read_private(tmp_path / "none")


def test_only_known_keyrings_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    for backend in (fail.Keyring(), FakeKeyring()):
        monkeypatch.setattr(keyring, "get_keyring", lambda backend=backend: backend)
        assert system_keyring.name() == ""
        assert system_keyring.read("x") is None
        with pytest.raises(LibraryError, match="no system keyring"):
            system_keyring.store("x", KEY)


def test_of_a_chain_the_first_that_is_trusted(fake_keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    class Chain(chainer.ChainerBackend):
        backends = (fail.Keyring(), fake_keyring)  # type: ignore[assignment]

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    system_keyring.store("x", KEY)
    assert system_keyring.read("x") == KEY
    assert len(fake_keyring.kept) == 1


def test_a_keyring_that_forgets_or_refuses(fake_keyring: FakeKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_keyring, "set_password", lambda *_: None)
    with pytest.raises(LibraryError, match="gives back something else"):
        system_keyring.store("x", KEY)

    def refuse(*_: str) -> None:
        raise KeyringError("locked")

    monkeypatch.setattr(fake_keyring, "get_password", refuse)
    with pytest.raises(LibraryError, match="kept nothing"):
        system_keyring.store("x", KEY)
    with pytest.raises(LibraryError, match="cannot be read"):
        system_keyring.read("x")


def test_what_a_keyring_holds_may_be_nonsense(fake_keyring: FakeKeyring) -> None:
    system_keyring.store("x", KEY)
    fake_keyring.kept = dict.fromkeys(fake_keyring.kept, "no base64 …")
    assert system_keyring.read("x") is None
