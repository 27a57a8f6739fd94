"""The doctor: says what there is, fails only for what is needed, loads nothing heavy."""

from __future__ import annotations

import pytest

from reader.services import doctor


def test_this_installation_is_whole() -> None:
    findings = {f.name: f for f in doctor.examine()}
    assert not [f for f in findings.values() if f.problem and f.needed]
    assert {"sayso", "python", "resources", "model", "rule set", "Qt platform", "keyring", "spacy"} <= findings.keys()
    assert len(findings["rule set"].value) >= 12


def test_a_missing_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "needed", lambda: ["no-such-package"])
    assert [f.problem for f in doctor.examine() if f.name == "no-such-package"] == ["not installed"]


def test_a_check_that_breaks_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> dict[str, str]:
        raise OSError("no rules")

    monkeypatch.setattr("reader.nlp.analyser.versions", broken)
    (found,) = [f for f in doctor.examine() if f.name == "rules"]
    assert found.problem == "OSError: no rules"


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, ""),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "vnc"}, "vnc"),
    ],
)
def test_the_platform_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], platform: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert doctor.qt_platform() == platform


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_path: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("ctypes.CDLL", load)
    assert "libxcb-cursor.so.0" in doctor.qt_problem()
