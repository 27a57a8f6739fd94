"""Files into the library: read, analysed and kept, one after the other, each on the disk before the next begins."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import InputError, SaysoError
from reader.domain.library import Imported, LibraryArticle, Original
from reader.domain.progress import Progress, silent
from reader.services import file_types, shares

if TYPE_CHECKING:
    from reader.storage.database import Database

#: Browsers put the pictures of a page they save "complete" into a folder of this name beside it.
_COMPANIONS = ("_files", "_fichiers", "-Dateien", ".files")


class Reads(Protocol):
    """What reads and analyses: `reader.services.reading.Reading`, or a fake in a test."""

    def read_file(self, path: Path) -> Article: ...
    def analyse(self, article: Article, progress: Progress = silent) -> Analysis: ...


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


def import_files(database: Database, files: Sequence[Path], reading: Reads, wishes: Wishes) -> Iterator[Imported]:
    """Import each file and say what became of it. To cancel, stop asking: what was told is on the disk."""
    for file in files:
        try:
            yield _import(database, file, reading, wishes)
        except SaysoError as error:
            yield Imported(str(file), "failed", error=str(error))
        except OSError as error:
            yield Imported(str(file), "failed", error=f"It cannot be read: {error.strerror}.")
        except Exception as error:  # a fault in a reader must not keep the other files from the library
            yield Imported(str(file), "failed", error=f"A fault in Sayso: {type(error).__name__}.")


def _import(database: Database, file: Path, reading: Reads, wishes: Wishes) -> Imported:
    from reader.storage import articles, corrections, notes, search

    article = reading.read_file(file)
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    with database.reading() as session:
        known = articles.with_text(session, digest)
    if known is not None:
        return Imported(str(file), "duplicate", known)
    analysis = reading.analyse(article)
    listed = _listed(article, analysis, digest, wishes)
    original = Original(str(file.absolute()), None if wishes.link else _same_bytes(file, article))
    with database.writing() as session:
        if (known := articles.with_text(session, digest)) is not None:  # imported by another window meanwhile
            return Imported(str(file), "duplicate", known)
        earlier = articles.earlier(session, article.metadata.url, article.file_sha256)
        added = articles.add(session, article, listed, original, earlier)
        articles.add_analysis(session, added, article, analysis)
        if earlier is not None:
            notes.follow(session, earlier, added, article.text)
            corrections.follow(session, earlier, added, article.text)
            search.reindex(session, earlier)
        search.reindex(session, added)
    return Imported(str(file), "imported" if earlier is None else "version", added)


def _listed(article: Article, analysis: Analysis, digest: str, wishes: Wishes) -> LibraryArticle:
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
        text_sha256=digest,
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
