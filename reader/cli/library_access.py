"""What every command on the library does: open it, ask for a passphrase, tell what was done."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from getpass import getpass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from reader import paths, settings
from reader.cli.outcome import print_json, printable, say
from reader.domain.errors import InputError, PassphraseNeededError, UsageError
from reader.services import library
from reader.services.keys import Keys
from reader.services.library import Library, Passage

_Done = TypeVar("_Done")
#: What the acts of a command are added to.
Acts: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what the overview says of it, its own help, what can be written after it, and what it does.

    run: gives the exit status; 0 means that the act is on the disk.
    """

    help: str
    description: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


# -- arguments -------------------------------------------------------------------------------------------------------


def one(what: Acts, name: str, help_: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """The parser of one act (`add` in `notes add`), which `run` carries out."""
    parser = what.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False)
    parser.set_defaults(run=run)
    return parser


def acts(parser: argparse.ArgumentParser, *names: str) -> Acts:
    """The acts of a command."""
    return parser.add_subparsers(dest="what", metavar="|".join(names), required=True)


def run_act(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name."""
    act: Callable[[argparse.Namespace], int] = arguments.run
    return act(arguments)


def add_common(parser: argparse.ArgumentParser, *, passphrase: bool = True) -> None:
    """What every command on the library takes."""
    parser.add_argument("--data-dir", metavar="D", type=Path, help="the library's folder (default: the system's place)")
    if passphrase:
        add_passphrase(parser, "the passphrase is in F, which only you may read")
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def add_passphrase(parser: argparse._ActionsContainer, help_: str) -> None:
    """`--passphrase-file F`."""
    parser.add_argument("--passphrase-file", metavar="F", type=Path, help=help_)


def add_passage(parser: argparse.ArgumentParser) -> None:
    """An article and a passage of it."""
    parser.add_argument("article", metavar="ARTICLE", type=int, help="the article's number, from `sayso library list`")
    parser.add_argument("--quote", metavar="TEXT", help="the passage's words, which stand in the article once")
    parser.add_argument("--start", metavar="N", type=int, help="where it begins, in characters of the article's text")
    parser.add_argument("--end", metavar="N", type=int, help="where it ends")


def add_articles(parser: argparse.ArgumentParser) -> None:
    """One article or more."""
    help_ = "the articles' numbers, from `sayso library list`"
    parser.add_argument("articles", metavar="ARTICLE", nargs="+", type=int, help=help_)


def add_list(what: Acts, things: str, run: Callable[[argparse.Namespace], int]) -> None:
    """`list`, of all articles or of one."""
    parser = one(what, "list", f"all {things}, of all articles or of one", run)
    parser.add_argument("--article", metavar="ARTICLE", type=int, help="only of this one")
    add_common(parser)


def add_remove(what: Acts, thing: str, run: Callable[[argparse.Namespace], int]) -> None:
    """`remove`, by number."""
    parser = one(what, "remove", "remove one", run)
    parser.add_argument("id", metavar=thing, type=int, help="its number")
    add_common(parser)


def count(text: str) -> int:
    """A number of things, as an argument."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"write a whole number, not {text!r}")
    return int(text)


# -- at work ---------------------------------------------------------------------------------------------------------


@contextmanager
def opened(arguments: argparse.Namespace, *, look_after: bool = True) -> Iterator[Library]:
    """The library, opened, with what should be heard about it said."""
    place, kept = folder(arguments), backups()
    with asking(lambda keys: library.open_library(place, keys, kept), Keys(arguments.passphrase_file)) as found:
        if look_after:
            found.look_after()
        for notice in found.notices:
            say(notice)
        yield found


def asking(act: Callable[[Keys], _Done], keys: Keys) -> _Done:
    """Do it, with a passphrase from the terminal if one is needed."""
    try:
        return act(keys)
    except PassphraseNeededError:
        if not sys.stdin.isatty():
            raise
        return act(replace(keys, passphrase=typed(getpass, "Passphrase: ")))


def folder(arguments: argparse.Namespace) -> Path:
    """The library's folder."""
    return arguments.data_dir or paths.data()


def backups() -> int:
    """How many backups are kept."""
    return settings.load().backups


def passage(arguments: argparse.Namespace) -> Passage:
    """The passage that the arguments name. Raises UsageError."""
    quote, start, end = arguments.quote, arguments.start, arguments.end
    if quote is not None and (start is not None or end is not None):
        raise UsageError("A passage is given twice.", "Give either --quote TEXT, or --start N and --end N.")
    if (start is None) != (end is None):
        raise UsageError("A passage needs both ends.", "Give --start N and --end N.")
    return quote if start is None else (start, end)


def told(arguments: argparse.Namespace, result: dict[str, Any], words: str) -> int:
    """The result as JSON or in words; 0, for the act is done."""
    if arguments.json:
        print_json(result)
    else:
        print(printable(words))
    return 0


def typed(ask: Callable[[str], str], prompt: str) -> str:
    """What somebody types at a prompt. Raises InputError where nobody does."""
    try:
        return ask(prompt)
    except EOFError as error:
        raise InputError("Nothing was typed.", "Start again.") from error


def new_passphrase() -> str:
    """A new passphrase, typed twice. Raises InputError."""
    first = typed(getpass, "A new passphrase: ")
    if typed(getpass, "Once more: ") != first:
        raise InputError("The two are not the same. Nothing was changed.", "Start again.")
    return first
