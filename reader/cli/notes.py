"""The commands on notes and highlights."""

from __future__ import annotations

import argparse
from typing import Any

from reader.cli import library_access as access
from reader.cli.library_access import Command, opened, passage, told
from reader.cli.outcome import print_json, printable
from reader.domain.corrections import Correction
from reader.domain.errors import UsageError
from reader.domain.library import Highlight, Note


def _notes(parser: argparse.ArgumentParser) -> None:
    what = access.acts(parser, "add", "list", "edit", "remove")
    add = access.one(what, "add", "write a note on a passage, or on the whole article", _add_note)
    access.add_passage(add)
    add.add_argument("--text", required=True, help="the note, in Markdown")
    add.add_argument("--tag", metavar="T", action="append", default=[], help="a tag; may be written several times")
    access.add_common(add)
    access.add_list(what, "notes", _list_notes)
    edit = access.one(what, "edit", "give a note another text, other tags, or both", _edit_note)
    edit.add_argument("id", metavar="NOTE", type=int, help="its number")
    edit.add_argument("--text", help="the new text")
    edit.add_argument("--tag", metavar="T", action="append", help="a tag, in place of those it has; may be repeated")
    edit.add_argument(
        "--seen",
        metavar="TIME",
        default="",
        help="its `modified` when you read it: if it has changed since, the new text becomes a second note",
    )
    access.add_common(edit)
    access.add_remove(what, "NOTE", _remove_note)


def _highlights(parser: argparse.ArgumentParser) -> None:
    what = access.acts(parser, "add", "list", "remove")
    add = access.one(what, "add", "mark a passage", _add_highlight)
    access.add_passage(add)
    access.add_common(add)
    access.add_list(what, "marks", _list_highlights)
    access.add_remove(what, "MARK", _remove_highlight)


def _add_note(arguments: argparse.Namespace) -> int:
    where = passage(arguments)
    with opened(arguments) as found:
        note = found.add_note(arguments.article, where, arguments.text, arguments.tag)
    return told(arguments, _note(note), f"Note {note.id} is kept.")


def _list_notes(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        notes = found.notes(arguments.article)
    if arguments.json:
        print_json({"notes": [_note(note) for note in notes]})
    else:
        for note in notes:
            print(printable(f"{place(note)}\n       {note.text}"))
    return 0


def _edit_note(arguments: argparse.Namespace) -> int:
    if arguments.text is None and arguments.tag is None:
        raise UsageError("There is nothing to change.", "Give --text or --tag.")
    with opened(arguments) as found:
        note = found.edit_note(arguments.id, arguments.text, arguments.tag, arguments.seen)
    return told(arguments, _note(note), _changed(note, arguments.id))


def _changed(note: Note, asked: int) -> str:
    if note.id == asked:
        return f"Note {note.id} is changed."
    return f"Note {asked} was changed by somebody else: your text is kept beside it, as note {note.id}."


def _remove_note(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        found.remove_note(arguments.id)
    return told(arguments, {"removed": arguments.id}, f"Note {arguments.id} is removed.")


def _add_highlight(arguments: argparse.Namespace) -> int:
    where = passage(arguments)
    if where is None:
        raise UsageError("There is no passage.", "Give --quote TEXT, or --start N and --end N.")
    with opened(arguments) as found:
        mark = found.add_highlight(arguments.article, where)
    return told(arguments, _mark(mark), f"Mark {mark.id} is kept.")


def _list_highlights(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        marks = found.highlights(arguments.article)
    if arguments.json:
        print_json({"highlights": [_mark(mark) for mark in marks]})
    else:
        for mark in marks:
            print(printable(place(mark)))
    return 0


def _remove_highlight(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        found.remove_highlight(arguments.id)
    return told(arguments, {"removed": arguments.id}, f"Mark {arguments.id} is removed.")


def place(one: Note | Highlight | Correction) -> str:
    """One line: number, article and words."""
    where = f"“{' '.join(one.anchor.exact.split())}”" if one.anchor else "the whole article"
    return f"{one.id:5}  article {one.article}: {where}{' (no longer in the article)' if one.orphan else ''}"


def _note(note: Note) -> dict[str, Any]:
    times = {"created": note.created, "modified": note.modified}
    return {**fields(note), "text": note.text, "tags": note.tags, **times, "orphan": note.orphan}


def _mark(mark: Highlight) -> dict[str, Any]:
    return {**fields(mark), "created": mark.created, "orphan": mark.orphan}


def fields(one: Note | Highlight | Correction) -> dict[str, Any]:
    """Id, article and anchor; an orphan stands nowhere, so it has no start and no end."""
    anchor = one.anchor
    start, end = (anchor.start, anchor.end) if anchor and not one.orphan else (None, None)
    words = {"quote": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix} if anchor else _WHOLE
    return {"id": one.id, "article": one.article, **words, "start": start, "end": end}


_WHOLE = {"quote": None, "prefix": None, "suffix": None}


COMMANDS = {
    "notes": Command(
        "write, list, change or remove notes",
        "Notes on passages or on whole articles, in Markdown.",
        _notes,
        access.run_act,
    ),
    "highlights": Command("mark passages, list or remove marks", "Marked passages.", _highlights, access.run_act),
}
