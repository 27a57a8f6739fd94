"""The set-up scripts: what they say when something is wrong, and when they do nothing."""

from __future__ import annotations

import ast
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
SCRIPTS = ("setup_environment", "run", "test")


@pytest.fixture
def setup(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """setup_environment with a `.venv` of its own, and no command that really runs."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    module = importlib.reload(importlib.import_module("setup_environment"))
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "STAMP", venv / "stamp.json")
    monkeypatch.setattr(module, "LOG", venv / "log")
    return module


@pytest.fixture
def commands(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that would have run; all succeed and print nothing."""
    ran: list[str] = []

    def run(command: list[object], env: object = None) -> subprocess.CompletedProcess[str]:  # noqa: ARG001
        ran.append(" ".join(map(str, command)))
        if "venv --clear" in ran[-1]:
            setup.venv_python().parent.mkdir(parents=True)
            setup.venv_python().touch()
            (setup.VENV / "pyvenv.cfg").write_text("home = x\nversion = 3.12.1\n")
        return subprocess.CompletedProcess([], 0, "")

    monkeypatch.setattr(setup, "_run", run)
    return ran


@pytest.mark.parametrize("script", SCRIPTS)
def test_old_pythons_can_read_far_enough_to_say_so(script: str) -> None:
    tree = ast.parse((PACKAGING / f"{script}.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    modules = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    assert modules <= {*sys.stdlib_module_names, "setup_environment"}


def test_which_python(setup: ModuleType) -> None:
    for version in ((3, 11), (3, 12), (3, 13)):
        assert setup.wrong_python(version, lambda _: False) == ""
    assert "this is Python 3.14. Install Python 3.13" in setup.wrong_python((3, 14), lambda _: False)
    assert "the same command with python3.12" in setup.wrong_python((3, 9), lambda name: name == "python3.12")


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not have the content the lock"),
        ("[Errno -3] Temporary failure in name resolution\nNo matching distribution found for x", "cannot be reached"),
        ("ERROR: No matching distribution found for PySide6", "no ready-made file for this system"),
        ("[Errno 13] Permission denied: '.venv'", "may not be written"),
        ("1\n2\nsomething else", "last lines of its output:\n1\n2\nsomething else"),
    ],
)
def test_causes_in_plain_words(setup: ModuleType, output: str, says: str) -> None:
    assert says in setup.explain(output)


def test_everything_is_set_up_once(setup: ModuleType, commands: list[str]) -> None:
    python = setup.prepare("run")
    assert python == setup.venv_python()
    installs = [c for c in commands if " pip install " in c]
    assert "--require-hashes" in installs[0]
    assert "requirements.lock" in installs[0]
    assert "requirements-build.lock" in installs[0]
    assert "--no-deps --no-build-isolation --editable" in installs[1]
    commands.clear()
    setup.prepare("run")
    assert not commands


def test_another_kind_or_another_lock_is_installed(setup: ModuleType, commands: list[str]) -> None:
    setup.prepare("run")
    commands.clear()
    setup.prepare("dev")
    assert any("requirements-dev.lock" in c for c in commands)
    commands.clear()
    setup.prepare("run")  # the developers' environment has all of it
    assert not commands
    stamp = json.loads(setup.STAMP.read_text(encoding="utf-8"))
    setup.STAMP.write_text(json.dumps({**stamp, "run": "of another lock"}), encoding="utf-8")
    setup.prepare("run")
    assert any("requirements.lock" in c for c in commands)


def test_a_lost_python_is_replaced_with_all_its_packages(setup: ModuleType, commands: list[str]) -> None:
    setup.prepare("run")
    commands.clear()
    setup.venv_python().unlink()
    fine = setup._run

    def run(command: list[object], env: object = None) -> subprocess.CompletedProcess[str]:
        if "--version" in command:
            return subprocess.CompletedProcess([], 1, "No such file")
        if "--clear" in command:
            shutil.rmtree(setup.VENV)
        return fine(command, env)

    setup._run = run
    setup.prepare("run")
    assert any("requirements.lock" in c for c in commands)


def test_an_unsupported_environment_is_made_anew(setup: ModuleType, commands: list[str]) -> None:
    setup.VENV.mkdir()
    (setup.VENV / "pyvenv.cfg").write_text("version_info = 3.8.18.final.0\n")
    setup.prepare("run")
    assert any("venv --clear" in c for c in commands)


@pytest.mark.usefixtures("commands")
def test_a_failed_install_is_explained_and_leaves_no_stamp(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    fine = setup._run

    def run(command: list[object], env: object = None) -> subprocess.CompletedProcess[str]:
        if "install" in command:
            return subprocess.CompletedProcess([], 1, "ERROR: Network is unreachable")
        return fine(command, env)

    monkeypatch.setattr(setup, "_run", run)
    with pytest.raises(setup.SetupError, match="cannot be reached"):
        setup.prepare("run")
    assert not setup.STAMP.exists()
    assert "Network is unreachable" in setup.LOG.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Linux packages")
@pytest.mark.parametrize("root", [True, False])
def test_libraries_for_qt(
    setup: ModuleType,
    commands: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    root: bool,
) -> None:
    def problem() -> str:
        return "" if any("apt-get install" in c for c in commands) else "Qt lacks libxcb-cursor.so.0."

    monkeypatch.setattr(setup, "_qt_problem", problem)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0 if root else 1000)
    setup.prepare("run")
    apt = [c for c in commands if c.startswith("apt-get")]
    said = capsys.readouterr().err
    if root:
        assert apt[0] == "apt-get update"
        assert "libxcb-cursor0" in apt[1]
    else:
        assert not apt
        assert "Qt lacks libxcb-cursor.so.0." in said
        assert "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1" in said
    assert json.loads(setup.STAMP.read_text(encoding="utf-8"))["qt"] is root


@pytest.mark.parametrize("root", [True, False])
def test_commands_that_tests_need(
    setup: ModuleType,
    commands: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    root: bool,
) -> None:
    there = {"apt-get", "strace"}
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(setup.shutil, "which", lambda name: name if name in there else None)
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    setup.have_test_commands()
    said = capsys.readouterr().err
    if root:
        assert commands[-1] == "apt-get install -y --no-install-recommends gnome-keyring dbus"
        assert "skipped" not in said
    else:
        assert not commands
        assert "Some tests are skipped, for want of gnome-keyring, dbus." in said
        assert "sudo apt-get update && sudo apt-get install -y gnome-keyring dbus" in said
    commands.clear()
    there.update(setup.TEST_PACKAGES)
    setup.have_test_commands()
    assert not commands


@pytest.mark.parametrize(
    ("display", "shown"), [({}, ["read"]), ({"DISPLAY": ":0"}, []), ({"WAYLAND_DISPLAY": "wayland-0"}, [])]
)
def test_run_opens_a_window_or_reads_in_the_terminal(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, display: dict[str, str], shown: list[str]
) -> None:
    run = importlib.reload(importlib.import_module("run"))
    calls: list[list[str]] = []

    def started(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        assert not check
        calls.append(command)
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(setup, "prepare", lambda kind: Path(f"{kind}-python"))
    monkeypatch.setattr(run.subprocess, "run", started)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["run.py", "read"])
    assert run.main() == 7
    assert calls == [["run-python", "-P", "-m", "reader", *shown, str(tmp_path / "read")]]


@pytest.mark.usefixtures("setup")
def test_run_has_a_sample() -> None:
    assert importlib.reload(importlib.import_module("run")).sample().is_file()


def test_continuous_integration_runs_the_second_command_only() -> None:
    lines = (PACKAGING.parent / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        'exec python3 "$(dirname "$0")/../packaging/test.py" "$@"'
    ]
