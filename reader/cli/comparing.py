"""What changes under today's rules, and between the versions of an article: acts of `library`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from reader.categories import in_words
from reader.cli import library_access as access
from reader.cli.library_access import opened
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable, say
from reader.domain.analysis import UNMARKED, Analysis
from reader.domain.comparing import Change, Comparison, Remark
from reader.domain.corrections import Mark
from reader.domain.errors import InputError
from reader.services import comparing
from reader.services.reading import Reading


def add_acts(what: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """`compare` and `versions`."""
    compare = access.one(
        what, "compare", "analyse an article anew, and say which of its colours would change", _compare
    )
    _add_article(compare)
    compare.add_argument("--take", action="store_true", help="let it have the new colours")
    access.add_common(compare)
    versions = access.one(what, "versions", "the versions of an article, the oldest first", _versions)
    _add_article(versions)
    versions.add_argument("--with", metavar="OTHER", dest="other", type=int, help="and how OTHER differs from ARTICLE")
    access.add_common(versions)


def _add_article(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", type=int, help="its number, from `sayso library list`")


def _compare(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        article, kept = found.opened(arguments.article)
        with Meter("Analysing") as meter:
            new = Reading().analyse(article, meter)
        told = comparing.compare(article, kept or Analysis((), new.stamp), new)
        if arguments.take:
            comparing.take(found, arguments.article, new)
    if new.notice:
        say(new.notice)
    if arguments.json:
        print_json({**_comparison(told), "taken": arguments.take})
        return 0
    for remark in told.remarks:
        print(printable(f"{remark.start}-{remark.end}  {_remark(remark)}\n       “{remark.text}”"))
    for (before, after), words in sorted(told.counts.items(), key=lambda item: -item[1]):
        if before != after:
            print(f"{in_words(before)} → {in_words(after)}: {words} words")
    print(f"{told.changed} of {told.words} words {'are' if arguments.take else 'would be'} marked in another way.")
    return 0


def _remark(remark: Remark) -> str:
    """What changes, in words: the category, or what of a mark of the same category."""
    was, becomes = remark.was, remark.becomes
    before, after = (in_words(mark.category) if mark else UNMARKED for mark in (was, becomes))
    if before != after or was is None or becomes is None:
        return f"{before} → {after}"
    names = ("content", "source_name", "source_kind", "certainty")
    changes = [(name, getattr(was, name), getattr(becomes, name)) for name in names]
    said = [
        f"{name.replace('_', ' ')} {old or '(none)'} → {new or '(none)'}" for name, old, new in changes if old != new
    ]
    return f"{before}: {', '.join(said)}"


def _comparison(told: Comparison) -> dict[str, Any]:
    return {
        "changes": [
            {
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "was": _mark(one.was),
                "becomes": _mark(one.becomes),
            }
            for one in told.remarks
        ],
        "counts": [{"was": was, "becomes": becomes, "words": n} for (was, becomes), n in sorted(told.counts.items())],
        "changed": told.changed,
        "words": told.words,
    }


def _mark(mark: Mark | None) -> dict[str, str] | None:
    if mark is None:
        return None
    source = {"source": mark.source_name, "kind": mark.source_kind}
    return {"category": mark.category, "content": mark.content, **source, "certainty": mark.certainty}


def _versions(arguments: argparse.Namespace) -> int:
    changes: list[Change] | None = None
    with opened(arguments) as found:
        versions = comparing.versions(found, arguments.article)
        if arguments.other is not None:
            if arguments.other not in {one.id for one in versions}:
                raise InputError(
                    f"Article {arguments.other} is no version of {arguments.article}.", "See without --with."
                )
            articles = [found.opened(number)[0] for number in (arguments.article, arguments.other)]
            changes = comparing.difference(*articles)
    if arguments.json:
        told: dict[str, Any] = {"versions": [asdict(one) for one in versions]}
        print_json(told if changes is None else {**told, "changes": [asdict(one) for one in changes]})
        return 0
    for one in versions:
        print(printable(f"{one.id:5}  {one.published or one.saved or '(no date)'}  {one.title}  ({one.words} words)"))
    for change in changes or ():
        print(printable(f"\n{_change(change)}"))
    if changes is not None:
        many = "1 paragraph differs." if len(changes) == 1 else f"{len(changes)} paragraphs differ."
        print(f"\n{many if changes else 'The shown texts are the same.'}")
    return 0


def _change(change: Change) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(signs[piece.kind].format(piece.text) for piece in change.pieces)
