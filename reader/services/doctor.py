"""What is installed, and what is missing. Loads no window and no language model."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. problem: "" or what is missing; only `needed` problems make the doctor fail."""

    name: str
    value: str
    problem: str = ""
    needed: bool = True


def examine() -> list[Finding]:
    """Everything there is to say about this installation, problems included."""
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (_program, _packages, _rules, _window, _keyring)
    return [finding for check in checks for finding in _guarded(check)]


def qt_platform() -> str:
    """What Qt draws through: "xcb", "wayland", what QT_QPA_PLATFORM says ...; "" where there is no display."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen or not sys.platform.startswith("linux"):
        return chosen or sys.platform
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else ""


def qt_problem() -> str:
    """Why Qt cannot open a window or draw off screen on this Linux, in one sentence, or "". Other systems have it all.

    Loads Qt's platform plugins without starting Qt: the system says which library is missing.
    """
    if not sys.platform.startswith("linux"):
        return ""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        return "PySide6 is not installed."
    plugins = Path(spec.origin).parent / "Qt" / "plugins" / "platforms"
    for name in ("libqxcb.so", "libqoffscreen.so"):
        try:
            ctypes.CDLL(str(plugins / name))
        except OSError as error:
            return f"Qt lacks a system library: {error}."
    if not any(_has_font(Path(folder).expanduser()) for folder in _FONT_FOLDERS):
        return "There is no font on this system."
    return ""


def _guarded(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a check finds; a check that breaks is a finding too, so that the others are still made."""
    try:
        yield from check()
    except Exception as error:
        yield Finding(check.__name__.strip("_"), "", f"{type(error).__name__}: {error}")


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def needed() -> list[str]:
    """The packages that Sayso's own metadata ask for, without those for developers."""
    asked = metadata.requires("sayso") or []
    return sorted(re.split(r"[^\w.-]", a, maxsplit=1)[0] for a in asked if "extra ==" not in a)


def program_version() -> str:
    """Sayso's own version."""
    return _version("sayso") or "(not installed)"


def _program() -> Iterator[Finding]:
    from reader import paths

    yield Finding("sayso", program_version())
    yield Finding("python", f"{platform.python_version()} ({sys.executable})")
    yield Finding("system", platform.platform())
    kind = " (portable)" if paths.portable().is_dir() else ""
    yield Finding("settings", f"{paths.config()}{kind}")
    yield Finding("library", f"{paths.data()}{kind}")
    try:
        yield Finding("resources", str(paths.resources()))
    except FileNotFoundError as error:
        yield Finding("resources", "", f"{error}")


def _packages() -> Iterator[Finding]:
    for name in needed():
        version = _version(name)
        yield Finding(name, version, "" if version else "not installed")


def _rules() -> Iterator[Finding]:
    from reader.nlp import analyser

    versions = analyser.versions()
    yield Finding("model", f"{versions['model']} {versions['model_version']}")
    yield Finding("rule set", versions["rules"])


def _window() -> Iterator[Finding]:
    yield Finding("Qt platform", qt_platform() or "none: no display here, only the command line works", qt_problem())


def _keyring() -> Iterator[Finding]:
    from reader.storage import system_keyring

    name = system_keyring.name()
    yield Finding("keyring", name or "none", "" if name else "a library here needs a passphrase", needed=False)


def _has_font(folder: Path) -> bool:
    return any(file.suffix.lower() in {".ttf", ".otf", ".ttc", ".pfb"} for file in folder.rglob("*"))
