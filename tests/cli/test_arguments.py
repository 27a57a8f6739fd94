"""What may be written after `sayso`, and what is then chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.__main__ import main
from reader.cli import arguments


@pytest.mark.parametrize("argv", [["--help"], *([name, "--help"] for name in arguments.COMMANDS)])
def test_help_is_everywhere(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(argv)
    assert "exit status" in capsys.readouterr().out


@pytest.mark.parametrize(
    "argv",
    [
        ["--no-such-option"],
        ["a", "b"],
        ["read"],
        ["read", "--plain", "--json", "x"],
        ["text"],
        ["label", "in"],
        ["doctor", "x"],
        ["--screenshot", "x.png"],
        ["--size", "800x600", "x"],
        ["--screenshot", "x.png", "--size", "big", "x"],
        ["--theme", "purple", "x"],
    ],
)
def test_wrong_usage_is_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(argv)
    assert "usage: sayso" in capsys.readouterr().err


def test_only_the_first_word_is_a_command() -> None:
    assert arguments.parse(["read", "read"]).file == Path("read")
    assert arguments.parse(["./read"]).command == "window"
    assert arguments.parse(["--theme", "dark", "read"]).file == Path("read")
    assert arguments.parse([]).file is None


def test_size() -> None:
    assert arguments.parse(["--screenshot", "o.png", "--size", "1280x800", "f"]).size == (1280, 800)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("sayso 0.")


def test_the_window_needs_a_display(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["x.html"]) == 1
    assert "There is no display" in capsys.readouterr().err


def test_a_missing_qt_library_is_said_before_qt_ends_the_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.services.doctor.qt_platform", lambda: "xcb")
    monkeypatch.setattr("reader.services.doctor.qt_problem", lambda: "Qt lacks libx.")
    assert main(["x.html"]) == 1
    assert "Qt lacks libx." in capsys.readouterr().err
