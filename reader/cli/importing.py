"""The command that puts files into the library."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from reader.cli import library_access as access
from reader.cli.library_access import Command, opened
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable, say
from reader.services.importing import Wishes
from reader.services.reading import Reading


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files and folders")
    parser.add_argument("--link", action="store_true", help="keep where the files lie, not a copy of them")
    parser.add_argument("--tag", metavar="T", action="append", default=[], help="a tag for each; may be written again")
    parser.add_argument("--collection", metavar="C", action="append", default=[], help="a collection, likewise")
    access.add_common(parser)


def _import(arguments: argparse.Namespace) -> int:
    wishes = Wishes(arguments.link, tuple(arguments.tag), tuple(arguments.collection))
    outcomes, reading = [], Reading()
    with opened(arguments) as found, Meter("Importing") as meter:
        for outcome in found.import_paths(arguments.paths, reading, wishes, meter):
            outcomes.append(outcome)
            if not arguments.json:
                where = f"article {outcome.article}" if outcome.article is not None else outcome.error
                print(printable(f"{outcome.status:9}  {outcome.path}: {where}"), flush=True)
    if reading.problem:
        say(reading.problem)
    if arguments.json:
        print_json([asdict(outcome) for outcome in outcomes])
    return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0


COMMANDS = {
    "import": Command(
        "put articles into the library",
        "Put files, and what is in folders, into the library. What is there already is left alone.",
        _arguments,
        _import,
    )
}
