"""The commands: each takes its arguments and gives an exit status."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TextIO

from reader import settings
from reader.cli.arguments import LIBRARY_COMMANDS
from reader.cli.meter import Meter
from reader.cli.outcome import complain, print_json, printable, say
from reader.domain.analysis import to_dict
from reader.domain.errors import InputError
from reader.services import doctor, evaluation, labelling, rules, texts
from reader.services.reading import Reading
from reader.settings import Settings


def run(arguments: argparse.Namespace) -> int:
    """Run the command that the arguments name."""
    known = {
        "read": _read, "text": _text, "label": _label, "evaluate": _evaluate, "rules": _rules, "doctor": _doctor
    }  # fmt: skip
    return (known.get(arguments.command) or LIBRARY_COMMANDS[arguments.command].run)(arguments)


def _read(arguments: argparse.Namespace) -> int:
    reading = _reading(arguments)
    article = reading.read_file(arguments.file)
    with Meter("Analysing") as meter:
        analysis = reading.analyse(article, meter)
    if arguments.json:
        print_json(to_dict(article, analysis))
    else:
        from reader.cli import terminal

        console = terminal.terminal_console()
        terminal.show(article, analysis, console, plain=arguments.plain or not console.is_terminal)
    if analysis.notice:
        say(analysis.notice)
    return 1 if analysis.notice and not analysis.spans else 0


def _text(arguments: argparse.Namespace) -> int:
    if arguments.jsonl is None:
        return _each_text(arguments.files, None)
    try:
        out = arguments.jsonl.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{arguments.jsonl} cannot be written: {error.strerror}.", "Choose another place.") from error
    with out:
        return _each_text(arguments.files, out)


def _each_text(files: list[Path], out: TextIO | None) -> int:
    """One file after the other; one that cannot be read does not keep the others from it."""
    reading = Reading()
    status = 0
    for number, file in enumerate(files):
        try:
            article = reading.read_file(file)
        except Exception as error:
            complain(error)
            status = 1
            continue
        if out is not None:
            out.write(json.dumps(texts.row(article, str(file)), ensure_ascii=False) + "\n")
            continue
        if len(files) > 1:
            print(("\n" if number else "") + printable(f"== {file} ==\n"))
        print(printable(texts.plain(article)))
    return status


def _label(arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    reading = _reading(arguments)
    with Meter("Labelling") as meter:
        count = labelling.label_file(arguments.source, arguments.target, reading, meter)
    if reading.problem:
        say(reading.problem)
    say(f"{count} rows labelled in {time.monotonic() - began:.1f} s")
    return 0


def _reading(arguments: argparse.Namespace) -> Reading:
    """With the user's settings; if rules are named on the command line, with these, and then nothing may be amiss."""
    return Reading(_settings(arguments)) if arguments.rules or arguments.without else Reading()


def _settings(arguments: argparse.Namespace) -> Settings:
    """The user's settings with what --rules and --without change."""
    own = settings.load()
    kept, problem = rules.sound(Settings(arguments.rules or own.rules_folder, own.rules_off))
    if problem:
        say(problem)
    return Settings(kept.rules_folder, (*kept.rules_off, *arguments.without))


def _evaluate(arguments: argparse.Namespace) -> int:
    from reader.cli import accuracy

    reading = Reading(Settings(arguments.rules, tuple(arguments.without)))
    with Meter("Evaluating") as meter:
        found = evaluation.evaluate(reading, arguments.gold, meter)
    report = evaluation.report(found)
    print(printable(accuracy.text(report)), end="")
    if arguments.confusions:
        print(printable(accuracy.examples(found, arguments.confusions)), end="")
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _rules(arguments: argparse.Namespace) -> int:
    from reader.cli import rulebook

    given = _settings(arguments)
    if arguments.what == "list":
        infos = rules.catalogue(given)
        print(rulebook.as_json(infos) if arguments.json else printable(rulebook.text(infos)))
        return 0
    if arguments.what == "test":
        failing = rules.failing_tests(given)
        infos = [info for info in rules.catalogue(given) if not info.off]
        print(printable("\n".join([*failing, rulebook.verdict(infos, len(failing))])))
        return 1 if failing else 0
    article, analysis, _ = labelling.analyse_sentences([arguments.sentence], Reading(given))
    print(printable(rulebook.explanation(article, analysis)))
    return 0


def _doctor(_arguments: argparse.Namespace) -> int:
    findings = doctor.examine()
    for finding in findings:
        problem = f"{'MISSING' if finding.needed else 'note'}: {finding.problem}" if finding.problem else ""
        print(printable(f"{finding.name:24} {' - '.join(part for part in (finding.value, problem) if part)}"))
    missing = [finding.name for finding in findings if finding.problem and finding.needed]
    print(f"\nMissing or broken: {', '.join(missing)}." if missing else "\nNothing is missing.")
    return 1 if missing else 0
