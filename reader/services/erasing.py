"""Erasing articles for good: nothing of them is left in the library's folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.library import Erased
from reader.domain.progress import Progress, silent
from reader.services.library import Library

if TYPE_CHECKING:
    from reader.storage.erasing import Doomed


def foresee(library: Library, article_ids: Sequence[int], *, versions: bool = False) -> Erased:
    """What `erase` would do. A damaged backup may be found only then. Raises InputError, LibraryError."""
    from reader.storage import erasing

    what, told = _doomed(library, article_ids, versions)
    return _with_copies(told, *erasing.survey(library.vault, what))


def erase(
    library: Library, article_ids: Sequence[int], progress: Progress = silent, *, versions: bool = False
) -> Erased:
    """Erase articles from the library, all its backups and what was set aside; nothing brings them back.

    versions: their older and newer versions too. `progress` counts files and may raise Cancelled. A backup that cannot
    be opened by what opened the library may hold them, and is deleted. Nobody else may have the library open. The
    library's own file comes last: whatever stops this before, even a crash, it can be done again. Raises InputError,
    LibraryError.
    """
    from reader.storage import erasing

    with library.vault.alone():
        what, told = _doomed(library, article_ids, versions)
        library.database.close()
        return _with_copies(told, *erasing.erase(library.vault, what, progress))


def _doomed(library: Library, article_ids: Sequence[int], versions: bool) -> tuple[Doomed, Erased]:
    from reader.storage import arranging, erasing

    with library.database.reading() as session:
        every = erasing.with_versions(session, article_ids)
        ids = every if versions else list(dict.fromkeys(article_ids))
        what = erasing.doomed(session, ids)
        told = Erased(
            articles=tuple(arranging.chosen(session, ids)),
            versions=tuple(one for one in every if one not in ids),
            notes=len(what.written["notes"]),
            highlights=len(what.written["highlights"]),
            corrections=len(what.written["corrections"]),
            files=tuple(path for path in erasing.origins(session, ids) if Path(path).exists()),
        )
    return what, told


def _with_copies(told: Erased, purged: Sequence[Path], deleted: Sequence[Path]) -> Erased:
    return replace(told, purged=tuple(map(str, purged)), deleted=tuple(map(str, deleted)))
