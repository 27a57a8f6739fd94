"""What can be written after `sayso`, and its help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reader import categories, paths
from reader.cli import arranging, corrections, importing, library, notes, samples, search
from reader.cli.library_access import count

_STATUS = "exit status: 0 all is well, 1 something is wrong with the input, 2 the command was written wrongly"

#: The commands on the library: each module has its own.
LIBRARY_COMMANDS = {
    **library.COMMANDS,
    **importing.COMMANDS,
    **notes.COMMANDS,
    **arranging.COMMANDS,
    **corrections.COMMANDS,
    **samples.COMMANDS,
    **search.COMMANDS,
}

#: The commands and what the overview says of them.
COMMANDS = {
    "read": "show an article in the terminal",
    "text": "give the extracted text of articles",
    "label": "label sentences in bulk",
    "evaluate": "say how good the labels are, on the gold corpus",
    "rules": "list, test or explain the rules",
    "doctor": "say what is installed and what is missing",
    **{name: command.help for name, command in LIBRARY_COMMANDS.items()},
}


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments as a namespace whose `command` is one of COMMANDS, or "window". Exits with 2 where they are wrong.

    Only the first argument can name a command, so a file of that name opens as `./read`.
    """
    if argv and argv[0] in COMMANDS:
        if (command := LIBRARY_COMMANDS.get(argv[0])) is not None:
            parser = _parser(argv[0], command.description)
            command.arguments(parser)
        else:
            parser = _PARSERS[argv[0]]()
        parser.set_defaults(command=argv[0])
        return parser.parse_args(argv[1:])
    parser = _window()
    arguments = parser.parse_args(argv)
    if arguments.screenshot and not arguments.file:
        parser.error("--screenshot needs a FILE to show")
    if arguments.size and not arguments.screenshot:
        parser.error("--size goes with --screenshot")
    return arguments


def _parser(name: str, description: str, epilog: str = _STATUS) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"sayso {name}".strip(),
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _window() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  sayso {name:{width}} {help_}" for name, help_ in COMMANDS.items())
    parser = _parser(
        "",
        "Open a saved article in a window and show on whose say-so each sentence stands.\n"
        f"{categories.load().sentence}.",
        f"commands (each with --help):\n{commands}\n\nA file with the name of a command opens as ./NAME.\n{_STATUS}",
    )
    themes = sorted(file.stem for file in (paths.resources() / "themes").glob("*.toml"))
    parser.set_defaults(command="window")
    parser.add_argument("file", nargs="?", metavar="FILE", type=Path, help="the article to open")
    parser.add_argument("--theme", choices=themes, help="the colours (default: as the system)")
    parser.add_argument(
        "--screenshot", metavar="OUT.png", type=Path, help="save a picture of the window with FILE, then exit"
    )
    parser.add_argument("--size", metavar="WxH", type=_size, help="the window's size for --screenshot, as 1280x800")
    parser.add_argument("--version", action="store_true", help="say which version this is, then exit")
    return parser


def _read() -> argparse.ArgumentParser:
    parser = _parser("read", "Show an article in the terminal, coloured and with the letters of the categories.")
    parser.add_argument("file", metavar="FILE", type=Path, help="the article")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", action="store_true", help="letters only, no colours and no line breaks; for pipes")
    how.add_argument("--json", action="store_true", help="the analysis as JSON (resources/analysis.schema.json)")
    _own_rules(parser)
    return parser


def _text() -> argparse.ArgumentParser:
    parser = _parser("text", "Give the text of articles, without what is not the article.")
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="the articles")
    parser.add_argument(
        "--jsonl",
        metavar="OUT",
        type=Path,
        help='write one row a file to OUT: {"path", "title", "blocks": [{"kind", "text"}]}',
    )
    return parser


def _label() -> argparse.ArgumentParser:
    parser = _parser("label", "Label sentences in bulk. The rows of one doc stand together, in reading order.")
    parser.add_argument("source", metavar="IN.jsonl", type=Path, help='rows {"id", "doc", "text"}, one sentence a row')
    parser.add_argument(
        "target", metavar="OUT.jsonl", type=Path, help='rows {"id", "categories", "axes", "spans", "sources"}'
    )
    _own_rules(parser)
    return parser


def _evaluate() -> argparse.ArgumentParser:
    parser = _parser(
        "evaluate",
        "Label the gold corpus and say how good the labels are: with Sayso's own rules, and what you add here.",
    )
    parser.add_argument("--json", metavar="OUT", type=Path, help="write the figures to OUT as well")
    parser.add_argument("--gold", metavar="FILE", type=Path, help="another gold corpus (default: the one that ships)")
    parser.add_argument(
        "--confusions", metavar="N", type=count, default=0, help="show N examples of each confusion, the surest first"
    )
    _own_rules(parser)
    return parser


def _rules() -> argparse.ArgumentParser:
    parser = _parser("rules", "The rules that decide the labels: Sayso's and your own.")
    what = parser.add_subparsers(dest="what", metavar="list|test|explain", required=True)
    for name, help_ in (
        ("list", "every rule with its weights, its reason, its file and line, and how many tests it has"),
        ("test", "try every rule on its own test sentences; exit status 1 if one fails"),
        ("explain", "what fires on a sentence, and what follows"),
    ):
        one = what.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", allow_abbrev=False)
        if name == "list":
            one.add_argument("--json", action="store_true", help="as JSON")
        if name == "explain":
            one.add_argument("sentence", help="the sentence, between quotation marks")
        _own_rules(one)
    return parser


def _own_rules(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", metavar="DIR", type=Path, help="a folder of your own rules, read after Sayso's")
    parser.add_argument(
        "--without", metavar="ID", action="append", default=[], help="switch a rule off; may be written several times"
    )


def _doctor() -> argparse.ArgumentParser:
    return _parser(
        "doctor",
        "Say what is installed, which model and rule set, and what is missing.",
        "exit status: 0 nothing is missing, 1 something is, 2 the command was written wrongly",
    )


_PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "read": _read,
    "text": _text,
    "label": _label,
    "evaluate": _evaluate,
    "rules": _rules,
    "doctor": _doctor,
}


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})[xX](\d{3,4})", text)
    if not match:
        raise argparse.ArgumentTypeError(f"write the size as 1280x800, not {text!r}")
    return int(match[1]), int(match[2])
