"""Whose name stands on a correction."""

from __future__ import annotations

import pytest

from reader import settings
from reader.services import coder
from reader.settings import Settings


def test_the_setting_else_the_systems_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "grace")
    assert coder.name() == "grace"
    monkeypatch.setattr(settings, "load", lambda: Settings(coder="ada"))
    assert coder.name() == "ada"


def test_a_system_that_knows_no_user(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert coder.name() == ""
