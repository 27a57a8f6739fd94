"""The commands that put the library's articles in order, and those on tags and collections."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from functools import partial

from reader.cli import library_access as access
from reader.cli.library_access import Acts, Command, add_articles, opened, told, typed
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable
from reader.domain.errors import InputError, UsageError
from reader.domain.library import Erased, LibraryArticle
from reader.services import arranging, erasing
from reader.services.arranging import Label


def add_acts(what: Acts) -> None:
    """The acts of `sayso library` on some of its articles."""
    change = access.one(what, "set", "change stars, reading states, tags and collections", _set)
    add_articles(change)
    change.add_argument("--star", action=argparse.BooleanOptionalAction, help="mark them with a star, or take it away")
    change.add_argument("--state", choices=("unread", "reading", "read"), help="how far you are with them")
    for option, name, help_ in (
        ("--tag", "T", "give them this tag"),
        ("--untag", "T", "take this tag away"),
        ("--collection", "C", "put them into this collection"),
        ("--leave", "C", "take them out of this collection"),
    ):
        more = "; may be written several times"
        change.add_argument(option, metavar=name, action="append", default=[], help=help_ + more)
    access.add_common(change)
    for name, help_, run in (
        ("remove", "take articles, and what is written on them, out of all lists", _remove),
        ("put-back", "put removed articles back", _put_back),
    ):
        parser = access.one(what, name, help_, run)
        add_articles(parser)
        access.add_common(parser)
    erase = access.one(
        what, "erase", "erase articles for good, with what is written on them, from all backups too", _erase
    )
    add_articles(erase)
    erase.add_argument("--versions", action="store_true", help="their older and newer versions too")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    access.add_common(erase)
    access.add_common(access.one(what, "removed", "the removed articles, the newest first", _removed))


def show(arguments: argparse.Namespace, articles: list[LibraryArticle]) -> int:
    """A list of articles, as JSON or a line each."""
    if arguments.json:
        print_json({"articles": [asdict(article) for article in articles]})
    else:
        for article in articles:
            print(printable(_line(article)))
    return 0


def _line(article: LibraryArticle) -> str:
    about = ", ".join(part for part in (article.outlet, article.published[:10], f"{article.words} words") if part)
    star = "*" if article.star else " "
    return f"{article.id:5} {star} {article.title or article.url or '(no title)'}  ({about})"


def _set(arguments: argparse.Namespace) -> int:
    changes = {
        "star": arguments.star,
        "state": arguments.state,
        "add_tags": arguments.tag,
        "remove_tags": arguments.untag,
        "add_collections": arguments.collection,
        "remove_collections": arguments.leave,
    }
    if all(value in (None, []) for value in changes.values()):
        raise UsageError("There is nothing to change.", "Give --star, --state, --tag or another of its options.")
    with opened(arguments) as found:
        before = arranging.change(found, arguments.articles, **changes)
    ids = [one.id for one in before]
    return told(arguments, {"changed": ids}, f"{_those(ids)} changed.")


def _remove(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        arranging.remove(found, arguments.articles)
    words = f"{_those(arguments.articles)} removed. To undo it: sayso library put-back."
    return told(arguments, {"removed": arguments.articles}, words)


def _put_back(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        arranging.put_back(found, arguments.articles)
    return told(arguments, {"put_back": arguments.articles}, f"{_those(arguments.articles)} in the library again.")


def _removed(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        articles = arranging.removed(found)
    return show(arguments, articles)


def _erase(arguments: argparse.Namespace) -> int:
    if not arguments.yes and not sys.stdin.isatty():
        raise UsageError("Erasing cannot be undone.", "Give --yes if you are sure.")
    with opened(arguments, look_after=False) as found:
        what = erasing.foresee(found, arguments.articles, versions=arguments.versions)
        if not arguments.json:
            print(printable(_forecast(what)))
        if not arguments.yes and typed(input, "This cannot be undone. To do it, type “erase”: ").strip() != "erase":
            raise InputError("Nothing was erased.")
        with Meter("Erasing") as meter:
            what = erasing.erase(found, arguments.articles, meter, versions=arguments.versions)
    return told(arguments, asdict(what), _erased(what))


def _forecast(what: Erased) -> str:
    """What is going to be erased, a line each."""
    lines = ["To be erased for good:", *(_line(article) for article in what.articles)]
    written = {"notes": what.notes, "marks": what.highlights, "corrections": what.corrections}
    if any(written.values()):
        lines.append("and on them: " + ", ".join(f"{name} {count}" for name, count in written.items() if count))
    if what.purged:
        lines.append(f"also from {len(what.purged)} backups and libraries that were set aside")
    lines.extend(f"deleted whole, because it cannot be opened: {file}" for file in what.deleted)
    return "\n".join(lines)


def _erased(what: Erased) -> str:
    ids = [article.id for article in what.articles]
    words = [f"{_those(ids)} erased, from {len(what.purged)} backups and libraries set aside too."]
    words.extend(f"Deleted whole, because it could not be opened: {file}." for file in what.deleted)
    if what.versions:
        words.append(f"Other versions stay: {', '.join(map(str, what.versions))}. To erase these too: --versions.")
    words.extend(f"The file it came from is still there: {file}." for file in what.files)
    words.append("Backups that you keep elsewhere hold it still.")
    return "\n".join(words)


def _those(ids: list[int]) -> str:
    return f"Article {ids[0]} is" if len(ids) == 1 else f"{len(ids)} articles are"


def _labels(kind: Label, parser: argparse.ArgumentParser) -> None:
    what = access.acts(parser, "list", "rename", "remove")
    access.add_common(access.one(what, "list", f"all {kind}s, and how many articles have each", partial(_list, kind)))
    rename = access.one(
        what, "rename", f"give a {kind} another name; if that is taken, the two become one", partial(_rename, kind)
    )
    rename.add_argument("name", metavar="NAME", help="its name now")
    rename.add_argument("new", metavar="NEW", help="its new name")
    access.add_common(rename)
    forget = access.one(what, "remove", f"take a {kind} from everything that has it", partial(_forget, kind))
    forget.add_argument("name", metavar="NAME", help="its name")
    access.add_common(forget)


def _list(kind: Label, arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        labels = arranging.labels(found, kind)
    lines = [f"{count:5}  {name}" for name, count in labels.items()]
    return told(arguments, {f"{kind}s": labels}, "\n".join(lines) or f"There are no {kind}s.")


def _rename(kind: Label, arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        arranging.rename(found, kind, arguments.name, arguments.new)
    result = {"renamed": arguments.name, "to": arguments.new}
    return told(arguments, result, f"The {kind} “{arguments.name}” is “{arguments.new}” now.")


def _forget(kind: Label, arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        arranging.forget(found, kind, arguments.name)
    return told(arguments, {"removed": arguments.name}, f"The {kind} “{arguments.name}” is removed.")


COMMANDS = {
    "tags": Command(
        "list, rename or remove tags",
        "The tags of articles and notes.",
        partial(_labels, "tag"),
        access.run_act,
    ),
    "collections": Command(
        "list, rename or remove collections",
        "The collections that articles are in.",
        partial(_labels, "collection"),
        access.run_act,
    ),
}
