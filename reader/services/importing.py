"""Files into the library: read, analysed and kept, one after the other, each on the disk before the next begins."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import Cancelled, InputError, SaysoError
from reader.domain.library import Imported, LibraryArticle, Original
from reader.domain.progress import Progress, silent
from reader.services import file_types, shares

if TYPE_CHECKING:
    from reader.storage.database import Database

_Value = TypeVar("_Value")

#: Browsers put the pictures of a page they save "complete" into a folder of this name beside it.
_COMPANIONS = ("_files", "_fichiers", "-Dateien", ".files")


class Reads(Protocol):
    """What reads and analyses: `reader.services.reading.Reading`, or a fake in a test."""

    def read_file(self, path: Path) -> Article: ...
    def analyse(self, article: Article, progress: Progress = silent) -> Analysis: ...


class AtLibrary(Protocol):
    """How a short piece of work gets to the database: it is called with it, wherever that has to happen."""

    def __call__(self, work: Callable[[Database], _Value]) -> _Value: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files are imported. link: keep only where a file lies, not its bytes. tags, collections: for each article."""

    link: bool = False
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


def found_in(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and in folders whatever Sayso reads by its suffix, each once."""
    suffixes = {suffix for kind in file_types.readable() for suffix in kind.suffixes}
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(file for file in _inside(path) if file.suffix.lower() in suffixes))
        else:
            found[path] = None
    return list(found)


def import_files(at: AtLibrary, files: Sequence[Path], reading: Reads, wishes: Wishes) -> Iterator[Imported]:
    """Import each file and say what became of it. To cancel, stop asking: what was told is on the disk.

    Raises Cancelled where `reading` or `at` does.
    """
    for file in files:
        try:
            yield _import(at, file, reading, wishes)
        except Cancelled:
            raise
        except SaysoError as error:
            yield Imported(str(file), "failed", error=str(error))
        except OSError as error:
            yield Imported(str(file), "failed", error=f"It cannot be read: {error.strerror}.")
        except Exception as error:  # a fault in a reader must not keep the other files from the library
            yield Imported(str(file), "failed", error=f"A fault in Sayso: {type(error).__name__}.")


def kept_as(database: Database, article: Article) -> int | None:
    """The library's article with this text, if there is one that is not removed."""
    from reader.storage import articles

    with database.reading() as session:
        return articles.kept_as(session, _digest(article))


def keep(database: Database, article: Article, analysis: Analysis, wishes: Wishes) -> Imported:
    """Put an article that was read already into the library, with the file it came from if that is there unchanged."""
    file = Path(article.source_path)
    try:
        data = None if wishes.link else _same_bytes(file, article)
    except (OSError, InputError):  # pasted, moved, or changed since
        data = None
    return _keep(database, article, analysis, Original(article.source_path, data), wishes)


def _import(at: AtLibrary, file: Path, reading: Reads, wishes: Wishes) -> Imported:
    article = reading.read_file(file)
    if (there := at(lambda database: _again(database, article, wishes))) is not None:
        return replace(there, path=str(file))
    analysis = reading.analyse(article)
    original = Original(str(file.absolute()), None if wishes.link else _same_bytes(file, article))
    kept = at(lambda database: _keep(database, article, analysis, original, wishes))
    return replace(kept, path=str(file))


def _again(database: Database, article: Article, wishes: Wishes) -> Imported | None:
    """What becomes of a text that the library has already; None where it has not."""
    from reader.storage import arranging

    with database.writing() as session:
        there = arranging.imported_again(session, _digest(article), wishes.tags, wishes.collections)
    return None if there is None else Imported(article.source_path, *there)


def _keep(database: Database, article: Article, analysis: Analysis, original: Original, wishes: Wishes) -> Imported:
    from reader.storage import arranging, articles, corrections, notes, search

    listed = _listed(article, analysis, wishes)
    with database.writing() as session:
        # Another window may have imported it meanwhile.
        there = arranging.imported_again(session, listed.text_sha256, wishes.tags, wishes.collections)
        if there is not None:
            return Imported(original.path, *there)
        earlier = articles.earlier(session, article.metadata.url, article.file_sha256)
        added = articles.add(session, article, listed, original, earlier)
        articles.add_analysis(session, added, article, analysis)
        if earlier is not None:
            notes.follow(session, earlier, added, article.text)
            corrections.follow(session, earlier, added, article.text)
            search.reindex(session, earlier)
        search.reindex(session, added)
    return Imported(original.path, "imported" if earlier is None else "version", added)


def _digest(article: Article) -> str:
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()


def _listed(article: Article, analysis: Analysis, wishes: Wishes) -> LibraryArticle:
    about = article.metadata
    words, mix = shares.of_body(article, analysis)
    return LibraryArticle(
        id=0,
        title=article.title,
        outlet=about.outlet,
        author=about.author,
        published=about.published,
        saved=about.saved,
        url=about.url,
        language=about.language,
        words=words,
        mix=mix,
        tags=wishes.tags,
        collections=wishes.collections,
        star=False,
        state="unread",
        text_sha256=_digest(article),
    )


def _same_bytes(file: Path, article: Article) -> bytes:
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != article.file_sha256:
        raise InputError(f"“{file.name}” changed while it was read.", "Import it again.")
    return data


def _inside(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] != "." and not name.endswith(_COMPANIONS))
        yield from (Path(here, name) for name in sorted(names) if name[0] != ".")
