"""A keyring that stands in for the system's, and passphrases that cost nothing."""

from __future__ import annotations

import keyring
import pytest

from reader.storage import system_keyring, ways_in
from tests.storage.fakes import FakeKeyring


@pytest.fixture
def fake_keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    """A keyring that is trusted."""
    fake = FakeKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: fake)
    monkeypatch.setattr(system_keyring, "_TRUSTED", {FakeKeyring.__module__})
    return fake


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id is made weaker through this name, and in tests alone."""
    monkeypatch.setattr(ways_in, "COST", ways_in.Cost(passes=1, lanes=1, memory_kib=8))
