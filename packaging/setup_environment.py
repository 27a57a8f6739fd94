"""Sets up `.venv` for run.py and test.py: the packages of the locks, and the system libraries Qt needs.

Standard library only: this runs before anything is installed. Only what stands in a lock with its hash is installed.
The syntax stays readable for old Pythons, so that they can say that they are too old.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "sayso-setup.json"
LOG = VENV / "sayso-setup.log"

SUPPORTED = ((3, 11), (3, 12), (3, 13))

#: The locks of each kind of environment. "dev" holds everything of "run" with the same versions.
LOCKS = {
    "run": ("requirements.lock", "requirements-build.lock"),
    "dev": ("requirements-dev.lock",),
}

#: What Qt's plugins for X11 and for no display need on a minimal Debian or Ubuntu, and one font.
QT_PACKAGES = (
    "libgl1",
    "libegl1",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-image0",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
    "libfontconfig1",
    "libfreetype6",
    "libglib2.0-0",
    "libdbus-1-3",
    "fonts-dejavu-core",
)

#: The commands that some tests need, and the Debian packages that have them: a tracer, a keyring and its message bus.
TEST_PACKAGES = {"strace": "strace", "gnome-keyring-daemon": "gnome-keyring", "dbus-run-session": "dbus"}


class SetupError(Exception):
    """Set-up cannot go on. The text says in plain words what happened and what to do."""


def prepare(kind: str) -> Path:
    """Make `.venv` ready ("run" or "dev") and return its Python. Quick when nothing has changed since the last time.

    Raises SetupError.
    """
    problem = wrong_python(sys.version_info[:2], lambda name: _run([name, "-c", ""]).returncode == 0)
    if problem:
        raise SetupError(problem)
    stamp = _read_stamp()
    if venv_version() and venv_python().exists() and stamp.get(kind) == digest(kind) and stamp.get("qt"):
        return venv_python()
    _make_venv()
    stamp = _read_stamp()  # gone with a `.venv` that had to be made anew
    if stamp.get(kind) != digest(kind):
        STAMP.unlink(missing_ok=True)
        _install(kind)
        # A "dev" environment has everything a "run" environment has; a "run" one leaves an earlier "dev" one incomplete
        # only where its lock has changed too, and then its digest no longer fits.
        kinds = LOCKS if kind == "dev" else {kind}
        stamp = {**stamp, **{k: digest(k) for k in kinds}}
    stamp["qt"] = _system_libraries()
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")
    return venv_python()


def wrong_python(version: tuple[int, int], runs: Callable[[str], bool]) -> str:
    """One or two sentences if this Python cannot run Sayso, else "". `runs` tells whether a command is there."""
    if version in SUPPORTED:
        return ""
    known = ", ".join(f"{a}.{b}" for a, b in SUPPORTED)
    others = [f"python{a}.{b}" for a, b in reversed(SUPPORTED) if runs(f"python{a}.{b}")]
    if others:
        remedy = f"You have {others[0]}: run the same command with {others[0]} instead."
    else:
        remedy = "Install Python 3.13 (from python.org, or with your system's package manager) and run it with that."
    return f"Sayso needs one of Python {known}; this is Python {version[0]}.{version[1]}. {remedy}"


def venv_python() -> Path:
    """Where the environment's Python stands on this system."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_version() -> str:
    """The "3.x" of an existing `.venv`, or ""."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    match = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", config, re.MULTILINE)
    return match.group(1) if match else ""


def digest(kind: str) -> str:
    """A hash of everything an installed environment depends on."""
    found = hashlib.sha256()
    for name in (*(f"packaging/{lock}" for lock in LOCKS[kind]), "pyproject.toml"):
        found.update((ROOT / name).read_bytes())
    found.update("\n".join((str(ROOT), venv_version(), platform.machine(), sys.platform)).encode())
    return found.hexdigest()


def _read_stamp() -> dict[str, object]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _make_venv() -> None:
    """Make `.venv` unless there is one with a supported Python and pip."""
    version = venv_version()
    supported = version in {f"{a}.{b}" for a, b in SUPPORTED}
    if supported and _run([venv_python(), "-m", "pip", "--version"]).returncode == 0:
        return
    say("Making .venv ...")
    if _run([sys.executable, "-c", "import venv, ensurepip"]).returncode != 0:
        _install_venv_module()
    made = _run([sys.executable, "-m", "venv", "--clear", VENV])
    if made.returncode != 0:
        raise SetupError("The folder .venv could not be made. " + explain(made.stdout))


def _install_venv_module() -> None:
    """Debian and Ubuntu keep the module that makes environments in a package of its own."""
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    if not _apt([package]):
        remedy = f"Run `sudo apt-get install {package}`" if shutil.which("apt-get") else "Reinstall Python with it"
        raise SetupError(f"This Python lacks the modules venv and ensurepip. {remedy}, then run this again.")


def _install(kind: str) -> None:
    say("Installing packages (the first time about 160 MB to fetch; a few minutes) ...")
    pip = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    locks = [argument for lock in LOCKS[kind] for argument in ("-r", ROOT / "packaging" / lock)]
    # Wheels only: building a package would fetch its build tools without a hash.
    _pip([*pip, "--require-hashes", "--only-binary", ":all:", *locks])
    _pip([*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def _pip(command: Sequence[str | Path]) -> None:
    done = _run(command)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(done.stdout)
    if done.returncode != 0:
        raise SetupError(f"The packages could not be installed. {explain(done.stdout)}\nAll of pip's output: {LOG}")


#: What in a tool's output tells why it failed, and what to say then. The first that fits counts.
_CAUSES = (
    (r"No space left|Errno 28|not enough space|disk full", "The disk is full. Free about 2 GB, then run this again."),
    (r"Permission denied|Errno 13|Access is denied|Read-only file system",
     "A file or folder here may not be written. Check who owns the checkout (and .venv), then run this again."),
    (r"DO NOT MATCH THE HASHES|hashes are required",
     "A package does not have the content the lock expects; it was not installed. Try again; if it stays so, the "
     "package index you use serves changed files."),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError",
     "The package index could not be trusted (certificate). Check the clock, and your network's certificate settings "
     "(PIP_CERT)."),
    (r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|nodename nor servname|"
     r"Failed to establish a new connection|NewConnectionError|Network is unreachable|Connection refused|timed out|"
     r"ConnectTimeout|ProxyError|Connection aborted|Connection broken|Could not resolve",
     "The package index cannot be reached. Check the network connection (and proxy), then run this again."),
    (r"No matching distribution found",
     "A package has no ready-made file for this system. Sayso needs a 64-bit Linux (glibc 2.34 or newer), Windows or "
     "macOS (14 or newer)."),
    (r"ensurepip", "This Python lacks the module ensurepip. Install it (Debian, Ubuntu: python3-venv) and try again."),
)  # fmt: skip


def explain(output: str) -> str:
    """Why a tool failed and what to do, from its output; its last lines where the cause is not known."""
    for pattern, sentence in _CAUSES:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    return "The last lines of its output:\n" + "\n".join(output.strip().splitlines()[-8:])


def _system_libraries() -> bool:
    """See to it that Qt finds its system libraries. True if it does; otherwise say what to do, and go on."""
    if not _qt_problem():
        return True
    command = "apt-get install -y --no-install-recommends " + " ".join(QT_PACKAGES)
    if _apt(QT_PACKAGES) and not _qt_problem():
        return True
    say(f"The window will not open yet: {_qt_problem()}")
    if shutil.which("apt-get"):
        say(f"To install what Qt needs, run:\n  sudo apt-get update && sudo {command}")
    return False


def have_test_commands() -> None:
    """Install what some tests need besides Python's packages, or say that they will be skipped."""
    missing = [package for command, package in TEST_PACKAGES.items() if not shutil.which(command)]
    if missing and sys.platform.startswith("linux") and not _apt(missing):
        say(f"Some tests are skipped, for want of {', '.join(missing)}.")
        if shutil.which("apt-get"):
            say(f"To run them too:\n  sudo apt-get update && sudo apt-get install -y {' '.join(missing)}")


def _qt_problem() -> str:
    """What `sayso doctor` finds missing for Qt, or ""."""
    check = "from reader.services import doctor; print(doctor.qt_problem())"
    return _run([venv_python(), "-c", check]).stdout.strip()


def _apt(packages: Sequence[str]) -> bool:
    """Install Debian packages if this is a Debian or Ubuntu and we may. False if not, or if it failed."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say("Installing system packages with apt-get ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update"], env=quiet)  # if it fails, the lists that are there may still do
    done = _run(["apt-get", "install", "-y", "--no-install-recommends", *packages], env=quiet)
    if done.returncode != 0:
        say("apt-get failed. " + explain(done.stdout))
    return done.returncode == 0


def _run(command: Sequence[str | Path], env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, its two outputs as one text. A command that cannot start counts as failed."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=env,
            cwd=ROOT,
            check=False,
        )
    except OSError as error:
        return subprocess.CompletedProcess(command, 1, str(error))


def say(line: str) -> None:
    """Tell the user, at once, and apart from what the program itself prints."""
    print(line, file=sys.stderr, flush=True)
