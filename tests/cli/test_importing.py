"""`import`: what is told at the end, Ctrl+C, the settings, and a watched folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import settings
from reader.__main__ import main
from reader.cli import importing
from reader.settings import Settings
from tests.cli.test_library import Run, run, stand_ins, words
from tests.services.test_library import FakeReading

__all__ = ["run", "stand_ins", "words"]  # fixtures

Said = pytest.CaptureFixture[str]


@pytest.fixture
def plainly(
    run: Run,  # noqa: ARG001 - makes the library
    tmp_path: Path,
    words: Path,
    capsys: Said,
) -> Callable[..., tuple[int, str, str]]:
    """Runs `import` without --json; gives status, output and errors."""

    def one(*arguments: object) -> tuple[int, str, str]:
        common = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
        status = main(["import", *map(str, arguments), *common])
        said = capsys.readouterr()
        return status, said.out, said.err

    return one


def write(folder: Path, *texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts, 1):
        (folder / f"{number}.txt").write_text(f"{text}\n\nIt may rain, {text}.", encoding="utf-8")
    return folder


def test_at_the_end_what_failed_and_why(plainly: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    status, out, err = plainly(write(tmp_path / "in", "one", "unreadable", "bug", "four"))
    assert status == 1
    assert [line.split()[0] for line in out.splitlines()] == ["imported", "failed", "failed", "imported"]
    assert err.splitlines()[-3:] == [
        "sayso: 2 of 4 failed:",
        f"sayso: {tmp_path / 'in' / '2.txt'}: There is no article in it. Save it again.",
        f"sayso: {tmp_path / 'in' / '3.txt'}: A fault in Sayso: ValueError.",
    ]


def test_ctrl_c_leaves_what_was_told_and_it_can_be_resumed(
    plainly: Callable[..., tuple[int, str, str]], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "in", "unreadable", "two", "three", "four")
    real = FakeReading.analyse

    def interrupted(self: FakeReading, given: object, *rest: object) -> object:
        if "three" in given.text:  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return real(self, given, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(FakeReading, "analyse", interrupted)
        status, out, err = plainly(folder)
    assert status == 130
    assert [line.split()[0] for line in out.splitlines()] == ["failed", "imported"]
    assert "1 of 2 failed:" in err
    assert "to go on, start it again" in err
    assert [one["status"] for one in run("import", folder, status=1)] == ["failed", "duplicate", "imported", "imported"]


def test_whether_the_files_are_kept(
    run: Run, plainly: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked: list[bool] = []
    real = importing.Wishes
    monkeypatch.setattr(importing, "Wishes", lambda link, *rest: (linked.append(link), real(link, *rest))[1])
    monkeypatch.setattr(settings, "load", lambda: Settings(keep_originals=False))
    for option in ([], ["--link"], ["--no-link"]):
        run("import", tmp_path / "a.txt", *option)
    monkeypatch.setattr(settings, "load", Settings)
    run("import", tmp_path / "a.txt")
    assert linked == [True, True, False, False]
    assert plainly()[0] == 2


def looks(*between: Callable[[], object]) -> Callable[[float], None]:
    """A `time.sleep` that does this instead, one after the other; then somebody presses Ctrl+C."""
    steps: Iterator[Callable[[], object]] = iter(between)

    def sleep(_: float) -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    return sleep


def nothing() -> None:
    pass


def test_a_watched_folder(
    run: Run, plainly: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    later = looks(nothing, lambda: write(inbox, "one"), nothing, nothing, lambda: write(inbox, "one", "two"), nothing)
    monkeypatch.setattr(importing.time, "sleep", later)
    status, out, err = plainly("--watch", inbox)
    assert status == 0
    assert out.splitlines() == [f"imported   {inbox / '1.txt'}: article 2", f"imported   {inbox / '2.txt'}: article 3"]
    assert [line for line in err.splitlines() if "watched folder" in line] == [
        f"sayso: The watched folder “{inbox}” is not there.",
        "sayso: The watched folder is there again.",
    ]
    assert len(run("library", "list")["articles"]) == 3


@pytest.mark.usefixtures("run")
def test_the_settings_folder_is_watched_and_each_line_is_json(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    inbox = write(tmp_path / "inbox", "one", "unreadable")
    command = ["import", "--watch", "--json", "--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    assert main(command) == 2
    assert "No folder is watched" in capsys.readouterr().err
    monkeypatch.setattr(settings, "load", lambda: Settings(watch_folder=inbox))
    monkeypatch.setattr(importing.time, "sleep", looks(nothing, nothing))
    assert main(command) == 1  # one failed
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["status"] for one in told] == ["imported", "failed"]
