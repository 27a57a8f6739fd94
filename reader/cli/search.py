"""The command that searches the library."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader import categories
from reader.cli import library_access as access
from reader.cli.library_access import Command, opened
from reader.cli.outcome import print_json, printable
from reader.domain.analysis import UNMARKED
from reader.domain.errors import InputError, UsageError
from reader.domain.search import Facets, FacetValues, Hit
from reader.services import searching

#: What a hit has in JSON, in this order.
_KEYS = ("kind", "article", "note", "start", "end", "text", "category", "content", "source", "certainty")
#: Outlets and tags that a message names.
_NAMED = 20

_DESCRIPTION = """\
Search the sentences of all articles, and the notes: QUERY is words and "quoted phrases", all of which must be there, in
any case, with or without accents. With facets the query may be empty. A facet may be written several times: any of its
values will do. All that is wanted of a mark (category, content, voice, kind, certainty) must hold for the same mark."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    known = searching.known()
    parser.add_argument("query", metavar="QUERY", nargs="?", default="", help="words and “quoted phrases”")
    some = ", ".join(known["category"])
    parser.add_argument("--category", **_many("C", f"{some}; or a letter, or how a title begins"))
    parser.add_argument("--content", **_many("C", "what an official's statement holds, likewise"))
    parser.add_argument("--voice", metavar="NAME", default="", help="words of the name of whoever says it")
    for facet, help_ in (("kind", "what kind of source says it"), ("certainty", "how certain it is said to be")):
        parser.add_argument(f"--{facet}", **_many(facet[0].upper(), f"{help_}: {', '.join(known[facet])}"))
    parser.add_argument("--outlet", **_many("O", "where it was published"))
    parser.add_argument("--tag", **_many("T", "a tag of the article or of the note"))
    parser.add_argument("--from", metavar="DATE", dest="since", default="", help="published in 2022, 2022-10 or later")
    parser.add_argument("--to", metavar="DATE", dest="until", default="", help="published then or earlier")
    parser.add_argument("--limit", metavar="N", type=access.count, help="how many hits (default: 50, or all with -o)")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="put the hits into a new file")
    parser.add_argument("--format", choices=("csv", "jsonl"), default="csv", help="of that file (default: csv)")
    access.add_common(parser)


def _many(letter: str, help_: str) -> dict[str, Any]:
    return {"metavar": letter, "action": "append", "default": [], "help": help_}


def _search(arguments: argparse.Namespace) -> int:
    limit = arguments.limit
    if limit is None:
        limit = sys.maxsize if arguments.output else 50
    facets = Facets(
        category=_categories("category", arguments.category),
        content=_categories("content", arguments.content),
        voice=arguments.voice,
        kind=tuple(arguments.kind),
        certainty=tuple(arguments.certainty),
        outlet=tuple(arguments.outlet),
        tag=tuple(arguments.tag),
        since=arguments.since,
        until=arguments.until,
    )
    with opened(arguments) as library:
        try:
            found = searching.find(library, arguments.query, facets, limit)
        except InputError as error:
            raise UsageError(error.what, error.remedy) from error
        if facets.outlet or facets.tag:
            _complain_of_unknown(facets, searching.values(library))
    if arguments.output:
        searching.save(found.hits, arguments.output, arguments.format)
    if arguments.json:
        hits = [{key: getattr(hit, key) for key in _KEYS} for hit in found.hits]
        print_json({"total": found.total, "hits": hits})
    elif arguments.output:
        print(printable(f"{len(found.hits)} of {found.total} hits are in {arguments.output}."))
    else:
        print(printable("\n\n".join([*map(_told, found.hits), f"{len(found.hits)} of {found.total} hits."])))
    return 0


def _told(hit: Hit) -> str:
    """A hit as the terminal shows it: where it is, what is marked in it, its words."""
    where = " - ".join(filter(None, (hit.title, hit.outlet, hit.published)))
    if hit.kind == "note":
        return f"note {hit.note} on article {hit.article}: {where}\n    {hit.text}"
    letter = categories.load()[hit.category].letter if hit.category else ""
    mark = f"[{' '.join(filter(None, (letter, hit.source)))}] " if hit.category else ""
    return f"article {hit.article}, {hit.start}-{hit.end}: {where}\n    {mark}{hit.text}"


def _categories(facet: str, wanted: Sequence[str]) -> tuple[str, ...]:
    known = searching.known()[facet]
    return tuple(one if one in known else _category(one, known) for one in wanted)


def _category(wanted: str, known: Sequence[str]) -> str:
    """The category that a letter, or how its id or its title begins, tells. Raises UsageError."""
    meant = categories.meant_by(wanted) | ({UNMARKED} if wanted and UNMARKED.startswith(wanted.casefold()) else set())
    meant &= {*known}
    if len(meant) != 1:
        every = categories.load().by_order
        letters = ", ".join(
            [*(f"{one.id} ({one.letter})" for one in every if one.id in known), *({UNMARKED} & {*known})]
        )
        raise UsageError(f"“{wanted}” is {'more than one' if meant else 'no'} category.", f"There are: {letters}.")
    return meant.pop()


def _complain_of_unknown(facets: Facets, values: FacetValues) -> None:
    """Raises UsageError where no article has such an outlet or tag."""
    for name, wanted, known in (("outlet", facets.outlet, values.outlets), ("tag", facets.tag, values.tags)):
        there = {one.casefold() for one in known}
        for one in wanted:
            if one.casefold() not in there:
                some = ", ".join(known[:_NAMED]) + (" …" if len(known) > _NAMED else "")
                raise UsageError(f"There is no {name} “{one}” in the library.", f"There are: {some or 'none'}.")


COMMANDS = {
    "search": Command("search articles and notes", _DESCRIPTION, _arguments, _search),
}
