"""How quick a large library is: search, encryption and import, each against the same work without.

    python tests/benchmarks/library_scale.py [--articles 100000] [--runs 3] [--pages FOLDER] [--folder D]

Builds an invented library (`invented_library.py`): 100,000 articles, 2 million marks and 50,000 notes, or in
proportion. Exit status 1 if a limit is passed:

- search: the 95th percentile of `find`, over a mix of queries, at most 1.5 times that of the same MATCH with
  `ORDER BY rank LIMIT 50` on the same connection to the encrypted file; each query counts with the median of its runs;
- encryption: searching, opening articles, writing notes and articles at most 1.3 times as long as in the same library
  unencrypted; done in turns, the median of the rounds;
- import of the pages in FOLDER into the large library at least 0.8 times as quick as extraction and analysis alone;
  left out without `--pages`.

D keeps what was built, and what is there is used; without it a temporary folder is.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, time_ns

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reader.domain.library import Original
from reader.domain.search import Facets
from reader.services.importing import Wishes, import_files
from reader.services.reading import Reading
from reader.storage import articles, notes, search
from reader.storage.connection import connect
from reader.storage.database import Database
from reader.storage.search import finding
from reader.storage.tables import ArticleRow
from reader.storage.ways_in import Secret
from tests.benchmarks.invented_library import Shapes, build, invented, listed, name

SEARCH, ENCRYPTION, IMPORT = 1.5, 1.3, 0.8
_KEY = Secret(bytes(range(32)))


@dataclass(frozen=True, slots=True)
class Measure:
    """Two times in milliseconds, what they are of, and the limit of their ratio; floor: it must be above."""

    what: str
    base: float
    ours: float
    limit: float
    floor: bool = False

    @property
    def ratio(self) -> float:
        return self.base / self.ours if self.floor else self.ours / self.base

    @property
    def holds(self) -> bool:
        return self.ratio >= self.limit if self.floor else self.ratio <= self.limit

    def __str__(self) -> str:
        sign = "at least" if self.floor else "at most"
        fails = "" if self.holds else "   TOO SLOW"
        return f"{self.what:34} {self.base:10.1f} {self.ours:10.1f} {self.ratio:8.2f}   {sign} {self.limit}{fails}"


def queries(shapes: Shapes) -> list[tuple[str, Facets]]:
    """A mix of what is looked for: common and rare words, two words, phrases, with facets and without."""
    counts = Counter(word for following in shapes.after.values() for word in following if word.isalpha())
    by_count = [word for word, _ in counts.most_common()]
    common, usual = by_count[:6], by_count[40:400:45]
    rare = [name(number) for number in (1, 10, 100, 1_000, 10_000, 100_000)]
    pairs = Counter((word, after) for word, following in shapes.after.items() for after in following)
    phrases = [f'"{" ".join(pair)}"' for pair, _ in pairs.most_common(200) if all(map(str.isalpha, pair))][::20]
    words = [*common, *usual, *rare, *phrases, *(f"{a} {b}" for a, b in zip(usual, [*rare, *common], strict=False))]
    facets = [
        Facets(category=("speculation",)),
        Facets(category=("speculation", "analyst-opinion"), kind=("expert",)),
        Facets(category=("speculation",), kind=("unnamed",), since="2022", until="2022"),
        Facets(category=("official-statement",), voice=name(1)),
        Facets(category=("unmarked",)),
        Facets(since="2010-05", until="2015"),
        Facets(tag=("topic 5",)),
    ]
    mixed = [(word, facet) for word in (common[0], usual[0], usual[3], rare[0], phrases[0]) for facet in facets]
    return [*((word, Facets()) for word in words), *mixed, *(("", facet) for facet in facets[:5])]


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def percentile(times: Sequence[float]) -> float:
    """The 95th."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def of_search(database: Database, wanted: Sequence[tuple[str, Facets]], runs: int, *, verbose: bool) -> Measure:
    """`find` against the bare MATCH."""
    base: list[float] = []
    ours: list[float] = []
    with database.reading() as session:
        for query, facets in wanted:
            match = finding.match(query, facets)
            pairs = [
                (milliseconds(lambda: _bare(session, match)), milliseconds(lambda: _find(session, query, facets)))  # noqa: B023
                for _ in range(runs)
            ]
            base.append(statistics.median(one for one, _ in pairs))
            ours.append(statistics.median(one for _, one in pairs))
            if verbose:
                some = {key: getattr(facets, key) for key in Facets.__slots__ if getattr(facets, key)}
                total = search.find(session, query, facets, 0, 0).total
                print(f"  {query:28} {total:9,} {base[-1]:10.1f} {ours[-1]:10.1f}  {some or ''}")
    return Measure(f"search, 95th of {len(wanted)} queries", percentile(base), percentile(ours), SEARCH)


def _bare(session: Session, match: str) -> None:
    statement = "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rank LIMIT 50"
    session.connection().exec_driver_sql(statement, (match,)).all()


def _find(session: Session, query: str, facets: Facets) -> None:
    search.find(session, query, facets, 50, 0)


def of_encryption(
    plain: Database, encrypted: Database, wanted: Sequence[tuple[str, Facets]], runs: int
) -> list[Measure]:
    """The same reads and writes in two libraries that differ in nothing else, in turns."""
    times: dict[str, list[tuple[float, float]]] = {}
    for turn in range(2 * runs):
        for what, work in _acts(turn, wanted, _articles(plain)):
            order = (plain, encrypted) if turn % 2 else (encrypted, plain)
            took = {id(database): milliseconds(lambda: work(database)) for database in order}  # noqa: B023
            times.setdefault(what, []).append((took[id(plain)], took[id(encrypted)]))
    return [
        Measure(f"encryption: {what}", *(statistics.median(both) for both in zip(*pairs, strict=True)), ENCRYPTION)
        for what, pairs in times.items()
    ]


def _acts(
    turn: int, wanted: Sequence[tuple[str, Facets]], count: int
) -> Iterator[tuple[str, Callable[[Database], None]]]:
    shapes = Shapes(time_ns())  # other articles than those that are there
    new = [invented(shapes, -number) for number in range(1, 21)]
    some = shapes.rng.choices(range(1, 1 + count), k=100)

    def searching(database: Database) -> None:
        for query, facets in wanted[turn % 4 :: 4]:
            with database.reading() as session:
                _find(session, query, facets)

    def opening(database: Database) -> None:
        for article_id in some:
            with database.reading() as session:
                articles.opened(session, article_id)

    def noting(database: Database) -> None:
        for article_id in range(1, 21):
            with database.writing() as session:
                notes.add(session, article_id, None, f"Note {turn} on it, with some words.", ["new"])

    def adding(database: Database) -> None:
        for article, analysis in new:
            with database.writing() as session:
                added = articles.add(session, article, listed(article, analysis), Original("", b""), None)
                articles.add_analysis(session, added, article, analysis)
                search.reindex(session, added)

    yield "searches", searching
    yield "opening 100 articles", opening
    yield "20 notes", noting
    yield "20 articles", adding


def _articles(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(ArticleRow)) or 0


def of_import(database: Database, pages: Path) -> Measure:
    """Files into the library, against reading and analysing them alone, file by file."""
    reading = Reading()
    files = sorted(pages.glob("*.html"))
    _remove(database, files)  # from an earlier run
    reading.analyse(reading.read_file(files[0]))  # the model is loaded now
    alone = ours = 0.0
    for number, file in enumerate(files):
        works = [lambda: reading.analyse(reading.read_file(file)), lambda: _import(database, file, reading)]  # noqa: B023
        took = [0.0, 0.0]
        for one in (0, 1) if number % 2 else (1, 0):
            took[one] = milliseconds(works[one])
        alone, ours = alone + took[0], ours + took[1]
    return Measure(f"import of {len(files)} pages", alone, ours, IMPORT, floor=True)


def _import(database: Database, file: Path, reading: Reading) -> None:
    (outcome,) = import_files(database, [file], reading, Wishes())
    assert outcome.status == "imported", outcome


def _remove(database: Database, files: Sequence[Path]) -> None:
    with database.writing() as session:
        there = ArticleRow.source_path.in_([str(file) for file in files])
        for article_id in session.scalars(select(ArticleRow.id).where(there)).all():
            search.forget_article(session, article_id)
        session.execute(delete(ArticleRow).where(there))


def libraries(folder: Path, count: int) -> tuple[Database, Database]:
    """The same library unencrypted and encrypted, both written in one go from one that was built."""
    plain, encrypted = folder / "plain.db", folder / "encrypted.db"
    if not encrypted.exists():
        built = folder / "built.db"
        if not built.exists():
            database = Database(built, None, shared=True)
            database.upgrade()
            build(database, count, _tell)
            database.close()
        for target, key in ((plain, "''"), (encrypted, f"\"x'{_KEY.reveal().hex()}'\"")):
            target.unlink(missing_ok=True)
            copy = connect(built, None)
            copy.execute(f"ATTACH ? AS target KEY {key}", (str(target),))
            copy.execute("PRAGMA target.synchronous = OFF")
            copy.execute("SELECT sqlcipher_export('target')")
            copy.close()
        built.unlink()
    return Database(plain, None, shared=True), Database(encrypted, _KEY, shared=True)


def _tell(done: int, total: int) -> None:
    print(f"\r{done:,} of {total:,} articles", end="\n" if done == total else "", file=sys.stderr, flush=True)


def measure(folder: Path, count: int, runs: int, pages: Path | None, *, verbose: bool = False) -> list[Measure]:
    """All of it, in this folder."""
    plain, encrypted = libraries(folder, count)
    wanted = queries(Shapes())
    found = [of_search(encrypted, wanted, runs, verbose=verbose), *of_encryption(plain, encrypted, wanted, runs)]
    if pages is not None:
        found.append(of_import(encrypted, pages))
    plain.close()
    encrypted.close()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="saved pages, *.html")
    parser.add_argument("--folder", type=Path, metavar="D", help="where to build, and what to use again")
    parser.add_argument("--verbose", action="store_true", help="each query by itself")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = measure(given.folder or Path(temporary), given.articles, given.runs, given.pages, verbose=given.verbose)
    print(f"{'':34} {'without':>10} {'with':>10} {'ratio':>8}   (milliseconds)")
    print(*found, sep="\n")
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
