"""Reading TOML resources strictly: every unknown or missing key is refused with its file and line.

Shared by the word lists of `ingest`, the rules of `nlp` and the categories.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.domain.errors import RuleError


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[table]]` of a file, with where it stands."""

    table: str
    values: dict[str, Any]
    path: Path
    line: int

    @property
    def place(self) -> str:
        """File name and line, for messages."""
        return f"{self.path.name}, line {self.line}"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table may hold: required and optional keys with their Python types."""

    required: Mapping[str, type | tuple[type, ...]]
    optional: Mapping[str, type | tuple[type, ...]]


def read_entries(path: Path, shapes: Mapping[str, Shape]) -> list[Entry]:
    """All `[[name]]` tables of `path`, in file order, checked against `shapes` (by table name).

    Raises RuleError where the file is no TOML, or holds a table or a key that no shape allows, or lacks a required one.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name} is not valid TOML: {error}.", "Correct the file and try again.") from error
    headers = _header_lines(text)
    entries: list[Entry] = []
    for table, tables in data.items():
        if table not in shapes:
            raise RuleError(
                f"{path.name}, line {_key_line(text, table, 1)}: unknown table or key “{table}”.",
                f"Known here: {', '.join(sorted(shapes))}.",
            )
        if not isinstance(tables, list):
            raise RuleError(f"{path.name}: “{table}” must be written as [[{table}]].", "Correct the file.")
        for values, line in zip(tables, headers.get(table, []), strict=True):
            entries.append(Entry(table, _checked(values, shapes[table], path, text, line), path, line))
    return sorted(entries, key=lambda e: e.line)


def _checked(values: dict[str, Any], shape: Shape, path: Path, text: str, line: int) -> dict[str, Any]:
    known = {**shape.required, **shape.optional}
    for key, value in values.items():
        at = _key_line(text, key, line)
        if key not in known:
            raise RuleError(f"{path.name}, line {at}: unknown key “{key}”.", f"Known here: {', '.join(sorted(known))}.")
        if not isinstance(value, known[key]) or (isinstance(value, bool) and known[key] is not bool):
            raise RuleError(f"{path.name}, line {at}: “{key}” has a value of the wrong type.", "Correct the file.")
    for key in shape.required:
        if key not in values:
            raise RuleError(f"{path.name}, line {line}: “{key}” is missing.", "Add it.")
    return values


def _header_lines(text: str) -> dict[str, list[int]]:
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            lines.setdefault(match.group(1), []).append(number)
    return lines


def _key_line(text: str, key: str, after: int) -> int:
    pattern = re.compile(rf'\s*(?:\[\[?\s*)?"?{re.escape(key)}"?\s*(?:=|\]|\.)')
    for number, line in enumerate(text.splitlines(), 1):
        if number >= after and pattern.match(line):
            return number
    return after
