"""The commands that concern the library. Exit status 0 means that the act is on the disk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from getpass import getpass
from pathlib import Path
from typing import Any, TypeVar

from reader import paths, settings
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable, say
from reader.domain.errors import InputError, LibraryError, PassphraseNeededError, UsageError
from reader.domain.library import Highlight, LibraryArticle, Note
from reader.services import library
from reader.services.importing import Wishes
from reader.services.keys import Keys, keep_recovery_key
from reader.services.library import Library, Passage
from reader.services.reading import Reading

_Done = TypeVar("_Done")


def run(arguments: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    name = arguments.command + (f" {arguments.what}" if "what" in arguments else "")
    return _COMMANDS[name](arguments)


# -- the library itself ----------------------------------------------------------------------------------------------


def _create(arguments: argparse.Namespace) -> int:
    if arguments.unencrypted and arguments.recovery_file:
        raise UsageError("An unencrypted library has no recovery key.", "Leave out --recovery-file.")
    way = _chosen_way(arguments)
    keep = _keep(arguments) if way != "unencrypted" else None
    library.create(_folder(arguments), way, keep)
    if keep is None and way != "unencrypted":
        say("There is no recovery key yet. Make one: sayso library rekey --recovery-file OUT.")
    kind = "unencrypted: whoever has the file can read it" if way == "unencrypted" else "encrypted"
    made = {"library": str(_folder(arguments)), "encrypted": way != "unencrypted"}
    return _told(arguments, made, f"There is a library now in {_folder(arguments)}, {kind}.")


def _chosen_way(arguments: argparse.Namespace) -> Any:
    if arguments.unencrypted:
        return "unencrypted"
    if arguments.passphrase_file:
        return Keys(passphrase_file=arguments.passphrase_file)
    if arguments.keyring or library.has_keyring():
        return "keyring"
    if not sys.stdin.isatty():
        raise UsageError("There is no system keyring here.", "Give --passphrase-file F (or choose --unencrypted).")
    return Keys(passphrase=_new_passphrase())


def _keep(arguments: argparse.Namespace) -> Callable[[str], None] | None:
    """How the recovery key is kept: in a file, or by the user who reads it; None where nobody could."""
    file = arguments.recovery_file
    if file is not None:
        return lambda text: keep_recovery_key(text, file)
    return _show_and_ask if sys.stdin.isatty() and sys.stdout.isatty() else None


def _show_and_ask(recovery: str) -> None:
    print(f"The recovery key. Write it down and keep it where you keep papers:\n\n    {recovery}\n")
    last = recovery.rpartition("-")[2]
    if _typed(input, "To confirm that you have it, type its last four characters: ").strip().upper() != last:
        raise InputError("These are not its last four characters. No library was made.", "Start again.")


def _list(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        articles = opened.articles()
    if arguments.json:
        print_json({"articles": [asdict(article) for article in articles]})
    else:
        for article in articles:
            print(printable(_line(article)))
    return 0


def _line(article: LibraryArticle) -> str:
    about = ", ".join(part for part in (article.outlet, article.published[:10], f"{article.words} words") if part)
    return f"{article.id:5}  {article.title or article.url or '(no title)'}  ({about})"


def _check(arguments: argparse.Namespace) -> int:
    with _opened(arguments, look_after=False) as opened:
        faults = opened.check()
        encrypted = opened.encrypted
    if faults:
        say(f"The library is damaged: {faults[0]}. Restore the last good backup: sayso restore FILE.")
    words = f"The database is {'damaged' if faults else 'whole'}, and {'' if encrypted else 'not '}encrypted."
    _told(arguments, {"faults": faults, "encrypted": encrypted}, words)
    return 1 if faults else 0


def _unlock(arguments: argparse.Namespace) -> int:
    new = Keys(passphrase_file=arguments.passphrase_file)
    if new.passphrase_file is None and not library.has_keyring():
        if not sys.stdin.isatty():
            raise LibraryError("There is no system keyring here.", "Give a new passphrase: --passphrase-file F.")
        new = Keys(passphrase=_new_passphrase())
    with library.open_library(_folder(arguments), Keys(recovery_file=arguments.recovery_file), _backups()) as opened:
        if new == Keys():
            opened.remember_in_keyring()
        else:
            opened.set_passphrase(new)
    how = "keyring" if new == Keys() else "passphrase"
    return _told(arguments, {"opened_by": how}, f"The {how} opens the library from now on.")


def _rekey(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        if arguments.recovery_file is not None:
            opened.renew_recovery_key(lambda text: keep_recovery_key(text, arguments.recovery_file))
        opened.rekey()
    recovery = (
        f"The new recovery key is in {arguments.recovery_file}" if arguments.recovery_file else "Nothing else changes"
    )
    words = f"The library has a new key. {recovery}; older backups are opened as before."
    return _told(arguments, {"rekeyed": True}, words)


def _passphrase(arguments: argparse.Namespace) -> int:
    new = Keys(passphrase_file=arguments.new_passphrase_file)
    if new.passphrase_file is None:
        if not sys.stdin.isatty():
            raise UsageError("There is no new passphrase.", "Give --new-passphrase-file F.")
        new = Keys(passphrase=_new_passphrase())
    with _opened(arguments) as opened:
        opened.set_passphrase(new)
    return _told(arguments, {"opened_by": "passphrase"}, "The new passphrase opens the library from now on.")


def _typed(ask: Callable[[str], str], prompt: str) -> str:
    try:
        return ask(prompt)
    except EOFError as error:
        raise InputError("Nothing was typed.", "Start again.") from error


def _new_passphrase() -> str:
    first = _typed(getpass, "A new passphrase: ")
    if _typed(getpass, "Once more: ") != first:
        raise InputError("The two are not the same. Nothing was changed.", "Start again.")
    return first


# -- articles, notes, highlights -------------------------------------------------------------------------------------


def _import(arguments: argparse.Namespace) -> int:
    wishes = Wishes(arguments.link, tuple(arguments.tag), tuple(arguments.collection))
    outcomes, reading = [], Reading()
    with _opened(arguments) as opened, Meter("Importing") as meter:
        for outcome in opened.import_paths(arguments.paths, reading, wishes, meter):
            outcomes.append(outcome)
            if not arguments.json:
                where = f"article {outcome.article}" if outcome.article is not None else outcome.error
                print(printable(f"{outcome.status:9}  {outcome.path}: {where}"), flush=True)
    if reading.problem:
        say(reading.problem)
    if arguments.json:
        print_json([asdict(outcome) for outcome in outcomes])
    return 1 if any(outcome.status == "failed" for outcome in outcomes) else 0


def _add_note(arguments: argparse.Namespace) -> int:
    passage = _passage(arguments)
    with _opened(arguments) as opened:
        note = opened.add_note(arguments.article, passage, arguments.text, arguments.tag)
    return _told(arguments, _note(note), f"Note {note.id} is kept.")


def _list_notes(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        notes = opened.notes(arguments.article)
    if arguments.json:
        print_json({"notes": [_note(note) for note in notes]})
    else:
        for note in notes:
            print(printable(f"{_place(note)}\n       {note.text}"))
    return 0


def _edit_note(arguments: argparse.Namespace) -> int:
    if arguments.text is None and arguments.tag is None:
        raise UsageError("There is nothing to change.", "Give --text or --tag.")
    with _opened(arguments) as opened:
        note = opened.edit_note(arguments.id, arguments.text, arguments.tag, arguments.seen)
    return _told(arguments, _note(note), _changed(note, arguments.id))


def _changed(note: Note, asked: int) -> str:
    if note.id == asked:
        return f"Note {note.id} is changed."
    return f"Note {asked} was changed by somebody else: your text is kept beside it, as note {note.id}."


def _remove_note(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        opened.remove_note(arguments.id)
    return _told(arguments, {"removed": arguments.id}, f"Note {arguments.id} is removed.")


def _add_highlight(arguments: argparse.Namespace) -> int:
    passage = _passage(arguments)
    if passage is None:
        raise UsageError("There is no passage.", "Give --quote TEXT, or --start N and --end N.")
    with _opened(arguments) as opened:
        mark = opened.add_highlight(arguments.article, passage)
    return _told(arguments, _mark(mark), f"Mark {mark.id} is kept.")


def _list_highlights(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        marks = opened.highlights(arguments.article)
    if arguments.json:
        print_json({"highlights": [_mark(mark) for mark in marks]})
    else:
        for mark in marks:
            print(printable(_place(mark)))
    return 0


def _remove_highlight(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as opened:
        opened.remove_highlight(arguments.id)
    return _told(arguments, {"removed": arguments.id}, f"Mark {arguments.id} is removed.")


def _passage(arguments: argparse.Namespace) -> Passage:
    quote, start, end = arguments.quote, arguments.start, arguments.end
    if quote is not None and (start is not None or end is not None):
        raise UsageError("A passage is given twice.", "Give either --quote TEXT, or --start N and --end N.")
    if (start is None) != (end is None):
        raise UsageError("A passage needs both ends.", "Give --start N and --end N.")
    return quote if start is None else (start, end)


def _place(one: Note | Highlight) -> str:
    where = f"“{one.anchor.exact}”" if one.anchor else "the whole article"
    return f"{one.id:5}  article {one.article}: {where}{' (no longer in the article)' if one.orphan else ''}"


def _note(note: Note) -> dict[str, Any]:
    times = {"created": note.created, "modified": note.modified}
    return {**_fields(note), "text": note.text, "tags": note.tags, **times, "orphan": note.orphan}


def _mark(mark: Highlight) -> dict[str, Any]:
    return {**_fields(mark), "created": mark.created, "orphan": mark.orphan}


def _fields(one: Note | Highlight) -> dict[str, Any]:
    """Id, article and anchor; an orphan stands nowhere, so it has no start and no end."""
    anchor = one.anchor
    start, end = (anchor.start, anchor.end) if anchor and not one.orphan else (None, None)
    words = {"quote": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix} if anchor else _WHOLE
    return {"id": one.id, "article": one.article, **words, "start": start, "end": end}


_WHOLE = {"quote": None, "prefix": None, "suffix": None}


# -- backups ---------------------------------------------------------------------------------------------------------


def _backup(arguments: argparse.Namespace) -> int:
    with _opened(arguments, look_after=False) as opened:
        made = opened.back_up(arguments.output)
    return _told(arguments, {"backup": str(made)}, f"The backup is {made}.")


def _restore(arguments: argparse.Namespace) -> int:
    folder, keys = _folder(arguments), Keys(arguments.passphrase_file, arguments.recovery_file)
    aside = _asking(lambda given: library.restore(folder, arguments.file, given), keys)
    told = f" What was there is in {aside}." if aside else ""
    result = {"restored": str(arguments.file), "set_aside": str(aside) if aside else None}
    return _told(arguments, result, f"{arguments.file} is the library now.{told}")


# -- all of them -----------------------------------------------------------------------------------------------------


@contextmanager
def _opened(arguments: argparse.Namespace, *, look_after: bool = True) -> Iterator[Library]:
    folder, backups = _folder(arguments), _backups()
    with _asking(lambda keys: library.open_library(folder, keys, backups), Keys(arguments.passphrase_file)) as opened:
        if look_after:
            opened.look_after()
        for notice in opened.notices:
            say(notice)
        yield opened


def _asking(act: Callable[[Keys], _Done], keys: Keys) -> _Done:
    """Do it, with a passphrase from the terminal if one is needed."""
    try:
        return act(keys)
    except PassphraseNeededError:
        if not sys.stdin.isatty():
            raise
        return act(replace(keys, passphrase=_typed(getpass, "Passphrase: ")))


def _folder(arguments: argparse.Namespace) -> Path:
    return arguments.data_dir or paths.data()


def _backups() -> int:
    return settings.load().backups


def _told(arguments: argparse.Namespace, result: dict[str, Any], words: str) -> int:
    """The result as JSON or in words; 0, for the act is done."""
    if arguments.json:
        print_json(result)
    else:
        print(printable(words))
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "library create": _create,
    "library list": _list,
    "library check": _check,
    "library unlock": _unlock,
    "library rekey": _rekey,
    "library passphrase": _passphrase,
    "import": _import,
    "notes add": _add_note,
    "notes list": _list_notes,
    "notes edit": _edit_note,
    "notes remove": _remove_note,
    "highlights add": _add_highlight,
    "highlights list": _list_highlights,
    "highlights remove": _remove_highlight,
    "backup": _backup,
    "restore": _restore,
}
