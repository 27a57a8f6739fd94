"""The command that puts files into the library, and goes on doing so where it watches a folder."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from reader import settings
from reader.cli import library_access as access
from reader.cli.library_access import Command, opened
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable, say
from reader.domain.errors import UsageError
from reader.domain.library import Imported
from reader.services import watching
from reader.services.importing import Wishes
from reader.services.library import Library
from reader.services.reading import Reading
from reader.services.watching import Watch

#: Seconds between two looks into a watched folder; a file must stand still from one to the next.
_PAUSE = 2.0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files and folders")
    parser.add_argument(
        "--watch",
        metavar="FOLDER",
        nargs="?",
        type=Path,
        const=Path(),
        help="go on until Ctrl+C with whatever is saved into FOLDER (default: `watch_folder` of your settings); "
        "with --json one line of JSON a file",
    )
    parser.add_argument(
        "--link",
        action=argparse.BooleanOptionalAction,
        help="keep where the files lie, not a copy of them (default: as `keep_originals` of your settings says)",
    )
    parser.add_argument("--tag", metavar="T", action="append", default=[], help="a tag for each; may be written again")
    parser.add_argument("--collection", metavar="C", action="append", default=[], help="a collection, likewise")
    access.add_common(parser)


def _import(arguments: argparse.Namespace) -> int:
    if bool(arguments.paths) == (arguments.watch is not None):
        raise UsageError("There is nothing to import.", "Give files and folders, or --watch FOLDER.")
    own = settings.load()
    link = not own.keep_originals if arguments.link is None else arguments.link
    wishes = Wishes(link, tuple(arguments.tag), tuple(arguments.collection))
    if arguments.watch is None:
        return _import_once(arguments, wishes)
    folder = own.watch_folder if arguments.watch == Path() else arguments.watch
    if folder is None:
        raise UsageError("No folder is watched.", "Give one: --watch FOLDER.")
    return _import_until_stopped(arguments, wishes, folder)


def _import_once(arguments: argparse.Namespace, wishes: Wishes) -> int:
    """Ctrl+C stops it: what was told is on the disk."""
    outcomes: list[Imported] = []
    stopped = False
    reading = Reading()
    try:
        with opened(arguments) as found, Meter("Importing") as meter:
            for outcome in found.import_paths(arguments.paths, reading, wishes, meter):
                outcomes.append(outcome)
                if not arguments.json:
                    _tell(outcome)
    except KeyboardInterrupt:
        stopped = True
    if reading.problem:
        say(reading.problem)
    if arguments.json:
        print_json([asdict(outcome) for outcome in outcomes])
    failed = _sum_up(outcomes)
    if stopped:
        say("Stopped. What is listed is done; to go on, start it again.")
        return 130
    return 1 if failed else 0


def _import_until_stopped(arguments: argparse.Namespace, wishes: Wishes, folder: Path) -> int:
    """Ctrl+C is how it ends, and no fault."""
    tell = _tell_json if arguments.json else _tell
    outcomes: list[Imported] = []
    try:
        with opened(arguments) as found:
            for outcome in _watched(found, Watch(folder, watching.seen(found)), wishes):
                outcomes.append(outcome)
                tell(outcome)
    except KeyboardInterrupt:
        pass
    return 1 if _sum_up(outcomes) else 0


def _watched(found: Library, watch: Watch, wishes: Wishes) -> Iterator[Imported]:
    reading = Reading()
    problem = ""
    while True:
        files = watch.new_files()
        if watch.problem != problem:
            problem = watch.problem
            say(problem or "The watched folder is there again.")
        if files:
            told = len(found.notices)
            found.look_after()  # which makes the day's backup
            for notice in found.notices[told:]:
                say(notice)
            yield from found.import_paths(files, reading, wishes)
        time.sleep(_PAUSE)


def _tell(outcome: Imported) -> None:
    where = f"article {outcome.article}" if outcome.article is not None else outcome.error
    print(printable(f"{outcome.status:9}  {outcome.path}: {where}"), flush=True)


def _tell_json(outcome: Imported) -> None:
    print(json.dumps(asdict(outcome)), flush=True)


def _sum_up(outcomes: list[Imported]) -> list[Imported]:
    """Say at the end once more what failed, and why: above it may be far away."""
    failed = [outcome for outcome in outcomes if outcome.status == "failed"]
    if failed and len(outcomes) > 1:
        say(f"{len(failed)} of {len(outcomes)} failed:")
        for outcome in failed:
            say(f"{outcome.path}: {outcome.error}")
    return failed


COMMANDS = {
    "import": Command(
        "put articles into the library",
        "Put files, and what is in folders, into the library. What is there already is left alone; what was removed is "
        "put back.",
        _arguments,
        _import,
    )
}
