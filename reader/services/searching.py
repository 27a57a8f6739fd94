"""Search over a library's sentences and notes: what is looked for, what it can be looked for by, and hits as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from reader import categories
from reader.domain.analysis import UNMARKED, Certainty, SourceKind
from reader.domain.errors import InputError
from reader.domain.search import Facets, FacetValues, Found, Hit
from reader.services import dates

if TYPE_CHECKING:
    from reader.services.library import Library

Form = Literal["csv", "jsonl"]

#: No facet is wanted.
ANY = Facets()

#: What is in a file of hits, in this order.
COLUMNS = tuple(field.name for field in fields(Hit))
#: A spreadsheet would take what begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def find(library: Library, query: str, facets: Facets = ANY, limit: int = 50, offset: int = 0) -> Found:
    """The sentences and notes that have all words of a query, and its “quoted phrases” word by word.

    Case and accents make no difference; other punctuation counts as a blank. The best come first; without words, those
    of the newest articles. All versions of an article are searched; removed articles are not. Notes bear no marks: they
    are found only where no facet of marks is wanted. limit, offset: which of the hits are given; `total` counts all.
    Raises InputError where a facet has a value that there is not, or a date is none, and LibraryError.
    """
    from reader.storage import search

    _check(facets)
    with library.database.reading() as session:
        return search.find(session, query, facets, limit, offset)


def values(library: Library) -> FacetValues:
    """The outlets, tags and years to choose from. Raises LibraryError."""
    from reader.storage import search

    with library.database.reading() as session:
        return search.values(session)


def known() -> dict[str, tuple[str, ...]]:
    """The values of the facets that are the same in every library."""
    found = categories.load().by_order
    return {
        "category": (*(one.id for one in found), UNMARKED),
        "content": tuple(one.id for one in found if one.content),
        "kind": get_args(SourceKind),
        "certainty": get_args(Certainty),
    }


def save(hits: Iterable[Hit], file: Path, form: Form) -> None:
    """Write hits into a new file that only the user may read: a table with COLUMNS as its head, or JSON a line.

    In a table, an apostrophe stands before what a spreadsheet would take for a formula. Raises InputError.
    """
    text = _table(hits) if form == "csv" else _lines(hits)
    try:
        file.touch(0o600, exist_ok=False)
        # Spreadsheets tell UTF-8 by the mark at the beginning.
        file.write_text(text, encoding="utf-8-sig" if form == "csv" else "utf-8", newline="")
    except FileExistsError as error:
        raise InputError(f"“{file}” is there already.", "Choose another name; Sayso overwrites nothing.") from error
    except OSError as error:
        raise InputError(f"“{file}” cannot be written: {error.strerror}.", "Choose another place.") from error


def _lines(hits: Iterable[Hit]) -> str:
    return "".join(json.dumps(asdict(hit), ensure_ascii=False) + "\n" for hit in hits)


def _table(hits: Iterable[Hit]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([_cell(value) for value in asdict(hit).values()] for hit in hits)
    return out.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _check(facets: Facets) -> None:
    for name, some in known().items():
        for one in getattr(facets, name):
            if one not in some:
                raise InputError(f"There is no {name} “{one}”.", f"There are: {', '.join(some)}.")
    dates.check(facets.since, facets.until)
