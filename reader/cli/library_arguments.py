"""What can be written after the commands that concern the library."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

#: The commands and what the overview says of them.
COMMANDS = {
    "library": "make, list, check or unlock the library",
    "import": "put articles into the library",
    "notes": "write, list, change or remove notes",
    "highlights": "mark passages, list or remove marks",
    "backup": "make a backup of the library",
    "restore": "put a backup in the library's place",
}

DESCRIPTIONS = {
    "library": "The library: an encrypted database of articles and notes. Exit status 0 means the act is on the disk.",
    "import": "Put files, and what is in folders, into the library. What is there already is left alone.",
    "notes": "Notes on passages or on whole articles, in Markdown.",
    "highlights": "Marked passages.",
    "backup": "Make a backup, which is opened and checked. Its key file stands beside it: keep both.",
    "restore": "Put a backup in the library's place. The present library is set aside, never overwritten.",
}


def add_to(parser: argparse.ArgumentParser, command: str) -> None:
    """Give a parser what this command takes."""
    _ADD[command](parser)


def _library(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="create|list|check|unlock|rekey|passphrase", required=True)
    create = _one(what, "create", "make an empty library, encrypted unless you say otherwise")
    way = create.add_mutually_exclusive_group()
    way.add_argument("--keyring", action="store_true", help="this system's keyring opens it (the usual way)")
    _passphrase(way, "the passphrase in F opens it")
    way.add_argument("--unencrypted", action="store_true", help="whoever has the file can read it")
    create.add_argument("--recovery-file", metavar="OUT", type=Path, help="write the recovery key to OUT; keep it safe")
    _common(create, passphrase=False)
    _common(_one(what, "list", "all articles, the newest first"))
    _common(_one(what, "check", "look for damage in the database"))
    unlock = _one(
        what, "unlock", "open with the recovery key, and let this keyring or a new passphrase open from now on"
    )
    unlock.add_argument("--recovery-file", metavar="F", type=Path, required=True, help="the recovery key")
    _passphrase(unlock, "the new passphrase is in F (default: the system's keyring)")
    _common(unlock, passphrase=False)
    rekey = _one(what, "rekey", "encrypt everything with a new key; passphrase and recovery key stay as they are")
    rekey.add_argument(
        "--recovery-file", metavar="OUT", type=Path, help="make a new recovery key too, and write it to OUT"
    )
    _common(rekey)
    change = _one(what, "passphrase", "let a new passphrase open the library, in place of the old one")
    change.add_argument("--new-passphrase-file", metavar="F", type=Path, help="the new one (default: asked for)")
    _common(change)


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="files and folders")
    parser.add_argument("--link", action="store_true", help="keep where the files lie, not a copy of them")
    parser.add_argument("--tag", metavar="T", action="append", default=[], help="a tag for each; may be written again")
    parser.add_argument("--collection", metavar="C", action="append", default=[], help="a collection, likewise")
    _common(parser)


def _notes(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="add|list|edit|remove", required=True)
    add = _one(what, "add", "write a note on a passage, or on the whole article")
    _passage(add)
    add.add_argument("--text", required=True, help="the note, in Markdown")
    add.add_argument("--tag", metavar="T", action="append", default=[], help="a tag; may be written several times")
    _common(add)
    _list(what, "notes")
    edit = _one(what, "edit", "give a note another text, other tags, or both")
    edit.add_argument("id", metavar="NOTE", type=int, help="its number")
    edit.add_argument("--text", help="the new text")
    edit.add_argument("--tag", metavar="T", action="append", help="a tag, in place of those it has; may be repeated")
    edit.add_argument(
        "--seen",
        metavar="TIME",
        default="",
        help="its `modified` when you read it: if it has changed since, the new text becomes a second note",
    )
    _common(edit)
    _remove(what, "NOTE")


def _highlights(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="add|list|remove", required=True)
    add = _one(what, "add", "mark a passage")
    _passage(add)
    _common(add)
    _list(what, "marks")
    _remove(what, "MARK")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, help="a new file (default: among the usual backups)"
    )
    _common(parser)


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup, its key file beside it")
    parser.add_argument("--recovery-file", metavar="F", type=Path, help="open it with the recovery key in F")
    _common(parser)


def _one(what: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help_: str) -> argparse.ArgumentParser:
    return what.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False)


def _list(what: argparse._SubParsersAction[argparse.ArgumentParser], things: str) -> None:
    parser = _one(what, "list", f"all {things}, of all articles or of one")
    parser.add_argument("--article", metavar="ARTICLE", type=int, help="only of this one")
    _common(parser)


def _remove(what: argparse._SubParsersAction[argparse.ArgumentParser], thing: str) -> None:
    parser = _one(what, "remove", "remove one")
    parser.add_argument("id", metavar=thing, type=int, help="its number")
    _common(parser)


def _passage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", type=int, help="the article's number, from `sayso library list`")
    parser.add_argument("--quote", metavar="TEXT", help="the passage's words, which stand in the article once")
    parser.add_argument("--start", metavar="N", type=int, help="where it begins, in characters of the article's text")
    parser.add_argument("--end", metavar="N", type=int, help="where it ends")


def _common(parser: argparse.ArgumentParser, *, passphrase: bool = True) -> None:
    parser.add_argument("--data-dir", metavar="D", type=Path, help="the library's folder (default: the system's place)")
    if passphrase:
        _passphrase(parser, "the passphrase is in F, which only you may read")
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def _passphrase(parser: argparse._ActionsContainer, help_: str) -> None:
    parser.add_argument("--passphrase-file", metavar="F", type=Path, help=help_)


_ADD: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "library": _library,
    "import": _import,
    "notes": _notes,
    "highlights": _highlights,
    "backup": _backup,
    "restore": _restore,
}
