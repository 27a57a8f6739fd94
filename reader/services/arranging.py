"""Putting a library's articles in order: stars, reading states, tags, collections; removing with a way back.

All raise LibraryError where the disk or the database refuses, and InputError where something is not there; then
nothing is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from reader.domain.errors import InputError
from reader.domain.library import Highlight, LibraryArticle, Note, State
from reader.services.library import Library

Label = Literal["tag", "collection"]


def change(
    library: Library,
    article_ids: Sequence[int],
    *,
    star: bool | None = None,
    state: State | None = None,
    add_tags: Sequence[str] = (),
    remove_tags: Collection[str] = (),
    add_collections: Sequence[str] = (),
    remove_collections: Collection[str] = (),
) -> list[LibraryArticle]:
    """Change many articles at once, and give them as they were, for `restore`. star, state: None leaves them alone."""
    from reader.storage import arranging

    for name in (*add_tags, *add_collections):
        _need_name(name)
    with library.database.writing() as session:
        before = arranging.chosen(session, article_ids)
        after = [
            replace(
                one,
                star=one.star if star is None else star,
                state=state or one.state,
                tags=_changed(one.tags, add_tags, remove_tags),
                collections=_changed(one.collections, add_collections, remove_collections),
            )
            for one in before
        ]
        arranging.put(session, after)
    return before


def restore(library: Library, before: Sequence[LibraryArticle]) -> None:
    """Give articles back the star, the state, the tags and the collections they had. One that is gone is let be."""
    from reader.storage import arranging

    with library.database.writing() as session:
        arranging.put(session, before)


def remove(library: Library, article_ids: Sequence[int]) -> None:
    """Take articles, and what was written on them, out of lists, search and samples, until they are put back."""
    from reader.storage import arranging

    with library.database.writing() as session:
        arranging.remove(session, article_ids)


def removed(library: Library) -> list[LibraryArticle]:
    """The removed articles, the newest first."""
    from reader.storage import articles

    with library.database.reading() as session:
        return articles.everything(session, removed=True)


def put_back(library: Library, article_ids: Sequence[int]) -> None:
    """Put removed articles back, with everything on them."""
    from reader.storage import arranging

    with library.database.writing() as session:
        arranging.put_back(session, article_ids)


def put_back_note(library: Library, note: Note) -> None:
    """Keep a removed note again, with its number and its times."""
    from reader.storage import notes

    with library.database.writing() as session:
        notes.put_back(session, note)


def put_back_highlight(library: Library, mark: Highlight) -> None:
    """Keep a removed highlight again, with its number and its time."""
    from reader.storage import notes

    with library.database.writing() as session:
        notes.put_back_highlight(session, mark)


def labels(library: Library, kind: Label) -> dict[str, int]:
    """All tags (those of notes too), or all collections, by name, with how many articles bear each."""
    from reader.storage import arranging

    with library.database.reading() as session:
        return arranging.labels(session, kind)


def rename(library: Library, kind: Label, name: str, new: str) -> None:
    """Give a tag or a collection another name; if that is taken, the two become one."""
    from reader.storage import arranging

    _need_name(new)
    with library.database.writing() as session:
        arranging.rename(session, kind, name, new)


def forget(library: Library, kind: Label, name: str) -> None:
    """Take a tag or a collection from everything that bears it."""
    from reader.storage import arranging

    with library.database.writing() as session:
        arranging.forget(session, kind, name)


def _changed(names: Sequence[str], added: Sequence[str], taken: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys((*names, *added)) if name not in taken)


def _need_name(name: str) -> None:
    if not name.strip():
        raise InputError("A tag or a collection needs a name.", "Write one.")
