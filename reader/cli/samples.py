"""The commands on coding samples."""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count, groupby
from pathlib import Path
from typing import Any

from reader import categories
from reader.categories import in_words
from reader.cli import library_access as access
from reader.cli.library_access import Command, opened, told
from reader.cli.meter import Meter
from reader.cli.outcome import print_json, printable
from reader.domain.errors import InputError, UsageError
from reader.domain.sampling import Agreement, Frame, Interval, Sample, SampleSentence
from reader.services import coder, sampling
from reader.services.library import Library

_NO_CLAIM = "none"
_COLUMNS = ("number", "categories")


def _arguments(parser: argparse.ArgumentParser) -> None:
    what = access.acts(parser, "draw", "list", "show", "code", "agreement", "remove")
    draw = access.one(what, "draw", "draw sentences from the library at random", _draw)
    draw.add_argument("--name", metavar="N", help="what to call the sample (default: sample and a number)")
    draw.add_argument("--size", metavar="K", type=int, required=True, help="how many sentences")
    draw.add_argument("--seed", metavar="S", type=int, help="draws the same sentences again (default: a new one)")
    draw.add_argument("--outlet", metavar="O", action="append", default=[], help="only of this outlet; may be repeated")
    draw.add_argument("--tag", metavar="T", action="append", default=[], help="only with this tag; may be repeated")
    draw.add_argument("--from", metavar="DAY", dest="since", default="", help="published then or later: 2022, 2022-10")
    draw.add_argument("--to", metavar="DAY", dest="until", default="", help="published then or before")
    draw.add_argument("--language", metavar="L", default="", help="only in this language, as en")
    access.add_common(draw)
    access.add_common(access.one(what, "list", "all samples", _list))
    show = _of_sample(
        what, "show", "the sentences as a coder sees them: with what stands around, without colours", _show
    )
    _add_coder(show)
    code = _of_sample(what, "code", "keep how a coder codes a sentence, or many", _code)
    _add_coder(code)
    codes = ", ".join(f"{category.id} ({category.letter})" for category in categories.load().by_order)
    how = code.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--sentence",
        metavar=("NUMBER", "CATEGORY"),
        nargs="+",
        help=f"a sentence and its categories: {codes}; none: it makes no claim",
    )
    how.add_argument("--take-back", metavar="NUMBER", type=int, help="this sentence is not coded any more")
    how.add_argument(
        "--from", metavar="FILE.csv", dest="file", type=Path, help="a table with the columns number and categories"
    )
    _of_sample(what, "agreement", "how far coders and machine agree, with a methods paragraph to copy", _agreement)
    access.add_remove(what, "SAMPLE", _remove)


def _of_sample(what: Any, name: str, help_: str, run: Any) -> argparse.ArgumentParser:
    parser = access.one(what, name, help_, run)
    parser.add_argument("sample", metavar="SAMPLE", help="its number or its name, from `sayso sample list`")
    access.add_common(parser)
    return parser


def _add_coder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--coder", metavar="NAME", help="who codes (default: the setting `coder`, else the system's user)"
    )


def _draw(arguments: argparse.Namespace) -> int:
    given = arguments
    frame = Frame(tuple(given.outlet), tuple(given.tag), given.since, given.until, given.language)
    with opened(arguments) as found, Meter("Drawing") as meter:
        sample = sampling.draw(found, given.name or _new_name(found), given.size, given.seed, frame, meter)
    return told(arguments, asdict(sample), f"Sample {sample.id} is drawn: {_about(sample)}.")


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        samples = sampling.samples(found)
    if arguments.json:
        print_json({"samples": [asdict(sample) for sample in samples]})
    else:
        for sample in samples:
            print(printable(f"{sample.id:5}  {sample.name}: {_about(sample)}"))
    return 0


def _new_name(found: Library) -> str:
    taken = {sample.name for sample in sampling.samples(found)}
    return next(name for name in (f"sample {number}" for number in count(1)) if name not in taken)


def _number(found: Library, wanted: str) -> int:
    """The number of a sample that is given by number or name. Raises InputError."""
    for sample in sampling.samples(found):
        if wanted in (str(sample.id), sample.name):
            return sample.id
    raise InputError(f"There is no sample “{wanted}”.", "See: sayso sample list.")


def _about(sample: Sample) -> str:
    coders = ", ".join(f"{coder} {count}" for coder, count in sample.coders.items()) or "nobody"
    return (
        f"{sample.size} of {sample.frame['sentences']} sentences (articles: {sample.frame['articles']}), "
        f"seed {sample.seed}, {sample.created[:10]}; coded by {coders}"
    )


def _show(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        sentences = sampling.sentences(found, _number(found, arguments.sample), arguments.coder or coder.name())
    if arguments.json:
        print_json({"sentences": [asdict(sentence) for sentence in sentences]})
        return 0
    for category in categories.load().by_order:
        print(f"{category.letter}  {category.id}: {category.sentence}")
    print(f"   {_NO_CLAIM}: The sentence makes no claim.")
    for sentence in sentences:
        print(printable(f"\n{_shown(sentence)}"))
    return 0


def _shown(sentence: SampleSentence) -> str:
    code = sentence.code
    coded = "not coded yet" if code is None else ", ".join(map(in_words, code)) or "no claim"
    lines = [f"{sentence.number:5}  ({coded})"]
    for mark, text in (("  ", sentence.before), ("> ", sentence.text), ("  ", sentence.after)):
        if text:
            lines.append(f"     {mark}{' '.join(text.split())}")
    return "\n".join(lines)


def _code(arguments: argparse.Namespace) -> int:
    codes: dict[int, list[str] | None]
    if arguments.file is not None:
        codes = _table(arguments.file)
    elif arguments.take_back is not None:
        codes = {arguments.take_back: None}
    else:
        number, *words = arguments.sentence
        if not number.isdecimal() or not words:
            raise UsageError("A sentence and its categories are needed.", "Write --sentence 3 speculation, say.")
        codes = {int(number): _categories(words)}
    with opened(arguments) as found:
        sampling.code_all(found, _number(found, arguments.sample), arguments.coder or coder.name(), codes)
    done = "coded" if arguments.take_back is None else "not coded any more"
    many = f"{len(codes)} sentence{' is' if len(codes) == 1 else 's are'}"
    return told(arguments, {"coded": sorted(codes)}, f"{many} {done}.")


def _table(file: Path) -> dict[int, list[str] | None]:
    """The codes in a file; a sentence whose cell is empty is not in it."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}.", "Check the name.") from error
    except (ValueError, csv.Error) as error:
        raise InputError(f"{file} is no table in UTF-8.", "Save it as CSV, parted by commas.") from error
    codes: dict[int, list[str] | None] = {}
    for line, row in enumerate(rows, 2):
        number, words = (row.get(column) for column in _COLUMNS)
        if number is None or words is None or not number.strip().isdecimal():
            raise InputError(f"{file}, line {line}: there is no sentence's number.", f"Columns: {', '.join(_COLUMNS)}.")
        if words.strip():
            codes[int(number)] = _categories(re.split(r"[\s,;]+", words.strip()))
    return codes


def _categories(words: list[str]) -> list[str]:
    """The ids of what may be written as ids or as letters. `sampling` says which are none."""
    if _NO_CLAIM in words and len(words) > 1:
        raise InputError("A sentence that makes no claim has no category.", f"Leave out {_NO_CLAIM}, or the others.")
    meant = ((word, categories.meant_by(word)) for word in words if word != _NO_CLAIM)
    return [found.pop() if len(found) == 1 else word for word, found in meant]


def _agreement(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        agreement = sampling.agreement(found, _number(found, arguments.sample))
    if arguments.json:
        print_json(asdict(agreement))
    else:
        for line in _rows(agreement):
            print(printable(line))
        print(printable(agreement.methods))
    return 0


def _rows(agreement: Agreement) -> Iterator[str]:
    """The figures as a table, one pair of coders after the other."""
    measures = ("precision", "recall", "kappa", "alpha")
    for (who, against), rows in groupby(agreement.rows, key=lambda row: (row.coder, row.against)):
        of_pair = list(rows)
        yield f"{who} and {against}, n = {of_pair[0].n}"
        yield f"{'':22}{'given by each':15}{''.join(f'{name:<18}' for name in measures)}".rstrip()
        for row in of_pair:
            figures = "".join(f"{_figure(getattr(row, name)):<18}" for name in measures)
            yield f"{in_words(row.category):22}{f'{row.marked}, {row.against_marked}':15}{figures}".rstrip()
        yield ""


def _figure(interval: Interval) -> str:
    if interval.value is None:
        return "undefined"
    if interval.low is None or interval.high is None:
        return f"{interval.value:.2f}"
    return f"{interval.value:.2f} {interval.low:.2f}–{interval.high:.2f}"


def _remove(arguments: argparse.Namespace) -> int:
    with opened(arguments) as found:
        sampling.remove(found, arguments.id)
    return told(arguments, {"removed": arguments.id}, f"Sample {arguments.id} is removed.")


COMMANDS = {
    "sample": Command(
        "draw a coding sample, code it blind, measure agreement",
        "Coding samples: sentences drawn at random, coded by people who see no colours, compared with the machine.",
        _arguments,
        access.run_act,
    )
}
