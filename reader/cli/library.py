"""The commands on the library as a whole: make, list, check, unlock, change its keys, back up, restore."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader import paths
from reader.cli import arranging, comparing
from reader.cli import library_access as access
from reader.cli.library_access import Command, asking, backups, folder, new_passphrase, opened, told, typed
from reader.cli.outcome import say
from reader.domain.errors import InputError, LibraryError, UsageError
from reader.services import library
from reader.services.keys import Keys, keep_recovery_key


def _library(parser: argparse.ArgumentParser) -> None:
    what = access.acts(
        parser,
        "create",
        "list",
        "set",
        "remove",
        "removed",
        "put-back",
        "erase",
        "compare",
        "versions",
        "check",
        "unlock",
        "rekey",
        "passphrase",
    )
    create = access.one(what, "create", "make an empty library, encrypted unless you say otherwise", _create)
    way = create.add_mutually_exclusive_group()
    way.add_argument("--keyring", action="store_true", help="this system's keyring opens it (the usual way)")
    access.add_passphrase(way, "the passphrase in F opens it")
    way.add_argument("--unencrypted", action="store_true", help="whoever has the file can read it")
    create.add_argument("--recovery-file", metavar="OUT", type=Path, help="write the recovery key to OUT; keep it safe")
    create.add_argument(
        "--portable",
        action="store_true",
        help=f"in the folder {paths.PORTABLE} beside the program: library, settings and rules go where it goes",
    )
    access.add_common(create, passphrase=False)
    access.add_common(access.one(what, "list", "all articles, the newest first", _list))
    arranging.add_acts(what)
    comparing.add_acts(what)
    access.add_common(access.one(what, "check", "look for damage in the database", _check))
    unlock = access.one(
        what, "unlock", "open with the recovery key, and let this keyring or a new passphrase open from now on", _unlock
    )
    unlock.add_argument("--recovery-file", metavar="F", type=Path, required=True, help="the recovery key")
    access.add_passphrase(unlock, "the new passphrase is in F (default: the system's keyring)")
    access.add_common(unlock, passphrase=False)
    rekey = access.one(what, "rekey", "encrypt everything with a new key; the ways in stay as they are", _rekey)
    rekey.add_argument(
        "--recovery-file", metavar="OUT", type=Path, help="make a new recovery key too, and write it to OUT"
    )
    access.add_common(rekey)
    change = access.one(
        what, "passphrase", "let a new passphrase open the library, in place of the old one", _passphrase
    )
    change.add_argument("--new-passphrase-file", metavar="F", type=Path, help="the new one (default: asked for)")
    access.add_common(change)


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="OUT", type=Path, help="a new file (default: among the usual backups)"
    )
    access.add_common(parser)


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup, its key file beside it")
    parser.add_argument("--recovery-file", metavar="F", type=Path, help="open it with the recovery key in F")
    access.add_common(parser)


def _create(arguments: argparse.Namespace) -> int:
    if arguments.portable and arguments.data_dir:
        raise UsageError("A portable library has its place.", "Leave out --data-dir.")
    if arguments.portable:
        arguments.data_dir = paths.portable()
    if arguments.unencrypted and arguments.recovery_file:
        raise UsageError("An unencrypted library has no recovery key.", "Leave out --recovery-file.")
    way = _chosen_way(arguments)
    keep = _keep(arguments) if way != "unencrypted" else None
    library.create(folder(arguments), way, keep)
    if keep is None and way != "unencrypted":
        say("There is no recovery key yet. Make one: sayso library rekey --recovery-file OUT.")
    kind = "unencrypted: whoever has the file can read it" if way == "unencrypted" else "encrypted"
    made = {"library": str(folder(arguments)), "encrypted": way != "unencrypted"}
    return told(arguments, made, f"There is a library now in {folder(arguments)}, {kind}.")


def _chosen_way(arguments: argparse.Namespace) -> Any:
    if arguments.unencrypted:
        return "unencrypted"
    if arguments.passphrase_file:
        return Keys(passphrase_file=arguments.passphrase_file)
    why_not = library.no_keyring(folder(arguments))
    if arguments.keyring or not why_not:
        return "keyring"
    if not sys.stdin.isatty():
        raise UsageError(why_not, "Give --passphrase-file F (or choose --unencrypted).")
    return Keys(passphrase=new_passphrase())


def _keep(arguments: argparse.Namespace) -> Callable[[str], None] | None:
    """How the recovery key is kept: in a file, or by the user who reads it; None where nobody could."""
    file = arguments.recovery_file
    if file is not None:
        return lambda text: keep_recovery_key(text, file)
    return _show_and_ask if sys.stdin.isatty() and sys.stdout.isatty() else None


def _show_and_ask(recovery: str) -> None:
    print(f"The recovery key. Write it down and keep it where you keep papers:\n\n    {recovery}\n")
    last = recovery.rpartition("-")[2]
    if typed(input, "To confirm that you have it, type its last four characters: ").strip().upper() != last:
        raise InputError("These are not its last four characters. No library was made.", "Start again.")


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        articles = found.articles()
    return arranging.show(arguments, articles)


def _check(arguments: argparse.Namespace) -> int:
    with opened(arguments, look_after=False) as found:
        faults = found.check()
        encrypted = found.encrypted
    if faults:
        say(f"The library is damaged: {faults[0]}. Restore the last good backup: sayso restore FILE.")
    words = f"The database is {'damaged' if faults else 'whole'}, and {'' if encrypted else 'not '}encrypted."
    told(arguments, {"faults": faults, "encrypted": encrypted}, words)
    return 1 if faults else 0


def _unlock(arguments: argparse.Namespace) -> int:
    new = Keys(passphrase_file=arguments.passphrase_file)
    why_not = library.no_keyring(folder(arguments))
    if new.passphrase_file is None and why_not:
        if not sys.stdin.isatty():
            raise LibraryError(why_not, "Give a new passphrase: --passphrase-file F.")
        new = Keys(passphrase=new_passphrase())
    with library.open_library(folder(arguments), Keys(recovery_file=arguments.recovery_file), backups()) as found:
        if new == Keys():
            found.remember_in_keyring()
        else:
            found.set_passphrase(new)
    how = "keyring" if new == Keys() else "passphrase"
    return told(arguments, {"opened_by": how}, f"The {how} opens the library from now on.")


def _rekey(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        if arguments.recovery_file is not None:
            found.renew_recovery_key(lambda text: keep_recovery_key(text, arguments.recovery_file))
        found.rekey()
    recovery = (
        f"The new recovery key is in {arguments.recovery_file}" if arguments.recovery_file else "Nothing else changes"
    )
    words = f"The library has a new key. {recovery}; older backups are opened as before."
    return told(arguments, {"rekeyed": True}, words)


def _passphrase(arguments: argparse.Namespace) -> int:
    new = Keys(passphrase_file=arguments.new_passphrase_file)
    if new.passphrase_file is None:
        if not sys.stdin.isatty():
            raise UsageError("There is no new passphrase.", "Give --new-passphrase-file F.")
        new = Keys(passphrase=new_passphrase())
    with opened(arguments) as found:
        found.set_passphrase(new)
    return told(arguments, {"opened_by": "passphrase"}, "The new passphrase opens the library from now on.")


def _backup(arguments: argparse.Namespace) -> int:
    with opened(arguments, look_after=False) as found:
        made = found.back_up(arguments.output)
    return told(arguments, {"backup": str(made)}, f"The backup is {made}.")


def _restore(arguments: argparse.Namespace) -> int:
    place, keys = folder(arguments), Keys(arguments.passphrase_file, arguments.recovery_file)
    aside = asking(lambda given: library.restore(place, arguments.file, given), keys)
    where = f" What was there is in {aside}." if aside else ""
    result = {"restored": str(arguments.file), "set_aside": str(aside) if aside else None}
    return told(arguments, result, f"{arguments.file} is the library now.{where}")


COMMANDS = {
    "library": Command(
        "make, list, arrange, check or unlock the library",
        "The library: an encrypted database of articles and notes. Exit status 0 means the act is on the disk.",
        _library,
        access.run_act,
    ),
    "backup": Command(
        "make a backup of the library",
        "Make a backup, which is opened and checked. Its key file stands beside it: keep both.",
        _backup_arguments,
        _backup,
    ),
    "restore": Command(
        "put a backup in the library's place",
        "Put a backup in the library's place. The present library is set aside, never overwritten.",
        _restore_arguments,
        _restore,
    ),
}
