"""What is done with the articles of the list, each a step that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from reader.domain.library import LibraryArticle, State
from reader.services import arranging
from reader.ui import wording
from reader.ui.history import History
from reader.ui.library_desk import LibraryDesk


class ArticleActs(QObject):
    """Asks the desk, and notes the step when it is on the disk."""

    #: The list has changed.
    changed = Signal()
    #: Articles have gone from the list (their ids).
    removed = Signal(object)
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, history: History, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._history = history

    def star(self, ids: Sequence[int], on: bool) -> None:
        """Give articles a star, or take it."""
        self._change(self.tr("star") if on else self.tr("no star"), ids, star=on)

    def set_state(self, ids: Sequence[int], state: State) -> None:
        """Say how far articles have been read."""
        self._change(self.tr("mark as {state}").format(state=wording.state(state)), ids, state=state)

    def set_tags(self, ids: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
        """Add and take tags."""
        self._change(self.tr("tags"), ids, add_tags=tuple(add), remove_tags=tuple(remove))

    def set_collections(self, ids: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
        """Add to collections, and take out of some."""
        self._change(self.tr("collections"), ids, add_collections=tuple(add), remove_collections=tuple(remove))

    def rename(self, kind: arranging.Label, name: str, new: str) -> None:
        """Call a tag or a collection otherwise; there is none of that name yet."""

        def then(_: None) -> None:
            self._history.note(
                self.tr("rename"),
                lambda library: arranging.rename(library, kind, new, name),
                lambda library: arranging.rename(library, kind, name, new),
            )
            self.changed.emit()

        self._desk.ask(lambda library: arranging.rename(library, kind, name, new), then)

    def remove(self, ids: Sequence[int]) -> None:
        """Take articles out of the list, until they are put back."""
        told = self.tr("Removed: {count}. Ctrl+Z puts back.").format(count=len(ids))

        def then(_: None) -> None:
            self._history.note(
                self.tr("remove"),
                lambda library: arranging.put_back(library, ids),
                lambda library: arranging.remove(library, ids),
            )
            self.removed.emit(list(ids))
            self.said.emit(told)
            self.changed.emit()

        self._desk.ask(lambda library: arranging.remove(library, ids), then)

    def put_back(self, ids: Sequence[int]) -> None:
        """Put removed articles back."""

        def then(_: None) -> None:
            self._history.note(
                self.tr("put back"),
                lambda library: arranging.remove(library, ids),
                lambda library: arranging.put_back(library, ids),
            )
            self.changed.emit()

        self._desk.ask(lambda library: arranging.put_back(library, ids), then)

    def _change(self, text: str, ids: Sequence[int], **changes: Any) -> None:
        def then(before: list[LibraryArticle]) -> None:
            self._history.note(
                text,
                lambda library: arranging.restore(library, before),
                lambda library: arranging.change(library, ids, **changes),
            )
            self.changed.emit()

        self._desk.ask(lambda library: arranging.change(library, ids, **changes), then)
