"""The commands on corrections."""

from __future__ import annotations

import argparse
from typing import Any

from reader import categories
from reader.categories import in_words
from reader.cli import library_access as access
from reader.cli.library_access import Command, opened, passage, told
from reader.cli.notes import fields, place
from reader.cli.outcome import print_json, printable
from reader.domain.analysis import UNMARKED
from reader.domain.corrections import Correction, Counts, Verdict
from reader.domain.errors import UsageError
from reader.services import correcting


def _arguments(parser: argparse.ArgumentParser) -> None:
    what = access.acts(parser, "add", "list", "remove")
    add = access.one(what, "add", "say how a passage is marked rightly, or that it is", _add)
    access.add_passage(add)
    ids = ", ".join(f"{category.id} ({category.letter})" for category in categories.load().by_order)
    verdict = add.add_mutually_exclusive_group()
    verdict.add_argument("--category", metavar="C", help=f"{ids}; or none")
    verdict.add_argument("--right", action="store_true", help="the machine is right here")
    verdict.add_argument("--none", action="store_true", help="nothing is marked here: the passage makes no claim")
    add.add_argument("--content", metavar="C", help="what an official statement would be if no official had said it")
    add.add_argument("--source", metavar="NAME", help="whose words these are")
    add.add_argument("--kind", metavar="K", help=f"the kind of source: {', '.join(correcting.KINDS)}")
    add.add_argument("--certainty", metavar="C", help=", ".join(correcting.CERTAINTIES))
    add.add_argument(
        "--by", metavar="NAME", default="", help="who says so (default: the setting `coder`, else the system's user)"
    )
    access.add_common(add)
    access.add_list(what, "corrections", _list)
    access.add_remove(what, "CORRECTION", _remove)


def _add(arguments: argparse.Namespace) -> int:
    where = passage(arguments)
    if where is None:
        raise UsageError("There is no passage.", "Give --quote TEXT, or --start N and --end N.")
    given = {
        "category": arguments.category,
        "content": arguments.content,
        "source_name": arguments.source,
        "source_kind": arguments.kind,
        "certainty": arguments.certainty,
    }
    given = {name: value for name, value in given.items() if value}
    for name in given.keys() & {"category", "content"}:
        if len(meant := categories.meant_by(given[name])) == 1:
            given[name] = meant.pop()
    nothing = arguments.none or given.get("category") == "none"
    if nothing:
        given.pop("category", None)
    if not (given or nothing or arguments.right):
        raise UsageError("There is nothing to correct.", "Give --category C, --right, --none, or what else is wrong.")
    verdict: Verdict = "none" if nothing else "right" if arguments.right else "changed"
    with opened(arguments) as found:
        made = correcting.add(found, arguments.article, where, verdict, **given, author=arguments.by)
    return told(arguments, _correction(made), f"Correction {made.id} is kept: {_said(made)}.")


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        corrections = correcting.corrections(found, arguments.article)
    counts = correcting.counted(corrections)
    if arguments.json:
        print_json({"corrections": [_correction(one) for one in corrections], "counts": counts.by_category})
        return 0
    for one in corrections:
        by = f" ({one.author})" if one.author else ""
        print(printable(f"{place(one)}\n       {_said(one)}{by}; the machine: {_machine(one)}"))
    for line in _in_words(counts):
        print(line)
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        correcting.remove(found, arguments.id)
    return told(arguments, {"removed": arguments.id}, f"Correction {arguments.id} is removed.")


def _correction(one: Correction) -> dict[str, Any]:
    return {
        **fields(one),
        "verdict": one.verdict,
        "category": one.category,
        "content": one.content,
        "source": one.source_name,
        "kind": one.source_kind,
        "certainty": one.certainty,
        "author": one.author,
        "created": one.created,
        "machine": one.machine,
        "stamp": one.stamp,
        "orphan": one.orphan,
    }


def _said(one: Correction) -> str:
    if one.verdict != "changed":
        return "right" if one.verdict == "right" else "no claim"
    content = f", content {in_words(one.content)}" if one.content != one.category else ""
    source = f"{one.source_name} ({one.source_kind})" if one.source_name else one.source_kind
    return f"{in_words(one.category)}{content}, source {source}, {one.certainty}"


def _machine(one: Correction) -> str:
    return ", ".join(in_words(mark["category"]) for mark in one.machine) or UNMARKED


def _in_words(counts: Counts) -> list[str]:
    """What the corrections say of the machine's marks, a category a line."""
    lines = []
    for category, row in counts.by_category.items():
        parts = []
        for said, count in row.items():
            if said == "right":
                words = "right"
            elif said == category:
                words = "kept, with something else changed"
            else:
                words = "unmarked" if said == UNMARKED else f"changed to {in_words(said)}"
            parts.append(f"{words} {count}")
        what = "Unmarked by the machine" if category == UNMARKED else f"The machine's {in_words(category)}"
        lines.append(f"{what}: {', '.join(parts)}.")
    return [*lines, _ONLY_COUNTS] if lines else lines


_ONLY_COUNTS = (
    "These are counts of what was corrected, no measure of the machine: what looks wrong is corrected more often than "
    "what is right. For a measure draw a sample: sayso sample draw."
)

COMMANDS = {
    "corrections": Command(
        "say what is marked wrongly, list or remove that",
        "Corrections: what you say of a passage, beside what the machine says. Its marks stay in the library.",
        _arguments,
        access.run_act,
    )
}
