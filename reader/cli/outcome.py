"""How a command ends: every outcome a sentence and an exit status, never a traceback."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable

from reader.domain.errors import SaysoError, UsageError


def status_of(command: Callable[[], int]) -> int:
    """Run a command and give its exit status; what went wrong is said on standard error."""
    try:
        status = command()
        sys.stdout.flush()  # so that a closed pipe is met here and not when the interpreter ends
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough. The interpreter flushes again at its end: into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        complain(error)
        return 2 if isinstance(error, UsageError) else 1
    return status


def complain(error: Exception) -> None:
    """Say in a sentence what went wrong; with SAYSO_DEBUG set, where as well."""
    if os.environ.get("SAYSO_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, SaysoError):
        say(str(error))
    elif isinstance(error, OSError) and error.strerror:
        say(f"{error.filename or 'A file'}: {error.strerror}.")
    elif isinstance(error, MemoryError):
        say("There is not enough memory for this.")
    else:
        say(f"Something went wrong inside Sayso ({type(error).__name__}). Set SAYSO_DEBUG=1 to see the detail.")


def say(sentence: str) -> None:
    """One line on standard error, with what a terminal would obey taken out."""
    print(f"sayso: {printable(sentence)}", file=sys.stderr)


def print_json(value: object) -> None:
    """A value as JSON on standard output, in ASCII where that cannot carry more."""
    speaks_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not speaks_utf8, indent=1))


def printable(text: str) -> str:
    """The text without control characters: a saved page must not be able to steer the terminal."""
    return text.translate(_CONTROLS)


_CONTROLS = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
