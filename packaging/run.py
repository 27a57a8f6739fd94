#!/usr/bin/env python3
"""Sets everything up and opens an article:  python3 packaging/run.py [FILE]

Without FILE it opens the sample article; without a display it shows the article in the terminal.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import setup_environment


def main() -> int:
    """Set up, choose window or terminal, and give back the program's exit status."""
    parser = argparse.ArgumentParser(description="Set Sayso up and open an article.")
    parser.add_argument("file", nargs="?", metavar="FILE", type=Path, help="a saved article (default: the sample)")
    file = parser.parse_args().file or sample()
    try:
        python = setup_environment.prepare("run")
    except setup_environment.SetupError as failed:
        sys.exit(f"Sayso could not be set up.\n{failed}")
    # -P: a folder called "reader" where the user stands must not be taken for the program.
    command = [str(python), "-P", "-m", "reader"]
    if not has_display():
        setup_environment.say("There is no display here: the article follows in the terminal, without the window.")
        command.append("read")
    try:
        return subprocess.run([*command, os.path.abspath(file)], check=False).returncode  # noqa: PTH100 - keeps links
    except KeyboardInterrupt:
        return 130


def has_display() -> bool:
    """Whether a window can be shown. Windows and macOS always have a display."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def sample() -> Path:
    """The article that ships with Sayso."""
    return min((setup_environment.ROOT / "resources" / "samples").glob("*.html"))


if __name__ == "__main__":
    sys.exit(main())
