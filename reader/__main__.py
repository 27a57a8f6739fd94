"""Window or command line: chooses one and imports only that one."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence

from reader.cli import arguments, outcome
from reader.domain.errors import SetupError


def main(argv: Sequence[str] | None = None) -> int:
    """Run `sayso` and give its exit status."""
    multiprocessing.freeze_support()  # in a frozen program the analysis process starts here too, and goes no further
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without “ shows ?, and the rest of the article
    return outcome.status_of(lambda: _run(arguments.parse(sys.argv[1:] if argv is None else argv)))


def _run(given: argparse.Namespace) -> int:
    if given.command != "window":
        from reader.cli import commands

        return commands.run(given)
    if given.version:
        from reader.services import doctor

        print(f"sayso {doctor.program_version()}")
        return 0
    _need_display(offscreen=given.screenshot is not None)
    from reader.ui import app

    if given.screenshot:
        return app.screenshot(given.screenshot, given.file, given.theme, given.size)
    return app.run(given.file, given.theme)


def _need_display(*, offscreen: bool) -> None:
    """Say what is missing before Qt does, which ends the process. Without a display a picture is drawn off screen."""
    from reader.services import doctor

    platform = doctor.qt_platform()
    if not platform and not offscreen:
        raise SetupError("There is no display for the window.", "Use `sayso read FILE` to read in the terminal.")
    if not platform:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if platform in {"", "xcb"} and (problem := doctor.qt_problem()):
        raise SetupError(problem, "Run packaging/run.py, which says how to install it.")


if __name__ == "__main__":
    sys.exit(main())
