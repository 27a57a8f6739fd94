"""The gold corpus: sentences with the spans that a careful reader would mark. Its README describes the format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader import paths
from reader.domain.errors import InputError, SetupError
from reader.services.evaluation.measures import Mark


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One sentence of the gold. The rows of a document stand together, in reading order."""

    id: str
    doc: str
    text: str
    marks: tuple[Mark, ...]


def shipped() -> Path:
    """The gold corpus that ships with Sayso. Raises SetupError if this installation lacks it."""
    try:
        return paths.gold()
    except FileNotFoundError as error:
        raise SetupError(
            "This installation has no gold corpus.", "Name one with --gold, or evaluate from a checkout."
        ) from error


def read(path: Path) -> list[GoldRow]:
    """The rows of a gold corpus. Raises InputError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", "Check the name.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from error
    rows = list(_rows(lines, path.name))
    if not rows:
        raise InputError(f"{path.name} holds no rows.", "Choose another file.")
    return rows


def _rows(lines: list[str], name: str) -> Iterator[GoldRow]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            yield GoldRow(str(data["id"]), str(data["doc"]), data["text"], tuple(_mark(s) for s in data["spans"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{name}, line {number}: this is no row of a gold corpus ({type(error).__name__}: {error}).",
                "tests/gold/README.md describes the format.",
            ) from error


def _mark(span: Mapping[str, Any]) -> Mark:
    source = span["source"]
    return Mark(
        start=span["start"],
        end=span["end"],
        category=span["category"],
        content=span["content"],
        certainty=span["certainty"],
        kind=source["kind"],
        source=source["text"],
        name=source["name"],
    )
