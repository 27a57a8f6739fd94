"""The library in the window: puts the desk, the door, the pages and the acts together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.categories import Categories
from reader.domain.errors import DamagedError, SaysoError
from reader.domain.library import LibraryArticle, State
from reader.services import arranging, listing
from reader.services.importing import Wishes
from reader.services.library import Library
from reader.ui.commands import Handler
from reader.ui.door.flow import Door
from reader.ui.history import History
from reader.ui.kept_article import KeptArticle
from reader.ui.library.acts import ArticleActs
from reader.ui.library.import_run import ImportRun
from reader.ui.library.labels_dialog import LabelsDialog
from reader.ui.library.page import LibraryPage
from reader.ui.library_desk import LibraryDesk
from reader.ui.theme import Theme


class LibraryRoom(QObject):
    """Owns everything that speaks to the library."""

    #: What happened, and what to do: for the window's bar.
    said = Signal(str, str)
    #: This page should be seen.
    page_asked = Signal(object)

    def __init__(self, folder: Path, backups: int, known: Categories, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.desk = LibraryDesk(folder, backups, self)
        self.door = Door(self.desk, window)
        self.history = History(self.desk, self)
        self.kept = KeptArticle(self.desk, self.door, self)
        self.page = LibraryPage(self.desk, known, theme, window)
        self.acts = ArticleActs(self.desk, self.history, self)
        self._run: ImportRun | None = None
        self._wire()

    def _wire(self) -> None:
        self.desk.failed.connect(self._tell_failure)
        for source in (self.door.said, self.kept.said, self.acts.said, self.page.said):
            source.connect(lambda text: self.said.emit(text, ""))
        self.history.moved.connect(self.page.look_again)
        self.acts.changed.connect(self.page.look_again)
        self.acts.removed.connect(self.kept.forget)
        self.kept.added.connect(self.page.look_again)
        self.page.library_asked.connect(self.show)
        self.page.open_asked.connect(self.kept.open)
        self.page.dropped.connect(self.import_paths)
        self.page.remove_asked.connect(lambda: self._with_targets(self.acts.remove))
        self.page.imports.cancelled.connect(self.cancel_import)

    def handlers(self) -> dict[str, Handler]:
        """What the menus can ask of the library."""
        return {
            "library": self.show,
            "keep": self.kept.keep,
            "undo": self.history.stack.undo,
            "redo": self.history.stack.redo,
            "import-files": self.ask_files,
            "import-folder": self.ask_folder,
            "star": self.toggle_star,
            "tags": lambda: self._ask_labels("tag"),
            "collections": lambda: self._ask_labels("collection"),
            "mark-unread": lambda: self._set_state("unread"),
            "mark-reading": lambda: self._set_state("reading"),
            "mark-read": lambda: self._set_state("read"),
            "remove": lambda: self._with_targets(self.acts.remove),
            "put-back": lambda: self._with_targets(self.acts.put_back),
            "back-up": self.back_up,
            "restore": self.restore,
            "check": self.check,
            "passphrase": lambda: self.door.need(self.door.ask_new_way),
            "recovery-key": lambda: self.door.need(self.door.renew_recovery_key),
        }

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.page.set_theme(theme)

    def show(self) -> None:
        """Bring the library's page up, and open the library where it is not."""
        self.page_asked.emit(self.page)
        self.door.need(lambda: None)

    def close(self) -> None:
        """Wait for the acts under way and give the library back."""
        self.cancel_import()
        self.history.stack.clear()  # or it would tell of it while it goes
        self.door.close()
        self.desk.close()

    # Articles

    def _with_targets(self, act: Callable[[list[int]], None]) -> None:
        """Do something with the articles that are chosen in the list, or with the one on the page that is read."""
        if self.page.isVisible():
            self.page.with_chosen(act)
        elif self.kept.id is not None:
            act([self.kept.id])
        else:
            self.kept.need(lambda article_id: act([article_id]))

    def toggle_star(self) -> None:
        """Give a star; where the first of what is chosen has one, take it."""

        def turn(ids: list[int]) -> None:
            def then(found: list[LibraryArticle]) -> None:
                self.acts.star(ids, not found[0].star)

            self.desk.ask(lambda library: listing.chosen(library, ids[:1]), then)

        self._with_targets(turn)

    def _set_state(self, state: State) -> None:
        self._with_targets(lambda ids: self.acts.set_state(ids, state))

    def _ask_labels(self, kind: arranging.Label) -> None:
        def look_up(ids: list[int]) -> None:
            def act(library: Library) -> tuple[list[str], list[LibraryArticle]]:
                return sorted(arranging.labels(library, kind), key=str.casefold), listing.chosen(library, ids)

            self.desk.ask(act, lambda found: self._show_labels(kind, ids, *found))

        self._with_targets(look_up)

    def _show_labels(
        self, kind: arranging.Label, ids: list[int], every: list[str], articles: Sequence[LibraryArticle]
    ) -> None:
        tags = kind == "tag"
        borne = [one.tags if tags else one.collections for one in articles]
        dialog = LabelsDialog(self.tr("Tags") if tags else self.tr("Collections"), every, borne, self._window)
        act = self.acts.set_tags if tags else self.acts.set_collections
        dialog.chosen.connect(lambda add, remove: act(ids, add, remove))
        dialog.open()

    # Import

    def ask_files(self) -> None:
        """Ask which files to import."""
        dialog = QFileDialog(self._window, self.tr("Import files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.import_paths([Path(name) for name in names]))
        dialog.open()

    def ask_folder(self) -> None:
        """Ask for a folder to import with all that is in it."""
        dialog = QFileDialog(self._window, self.tr("Import a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.import_paths([Path(name)]))
        dialog.open()

    @Slot(object)
    def import_paths(self, paths: list[Path]) -> None:
        """Import files and what is in folders; one import at a time."""
        self.page_asked.emit(self.page)
        if self._run is not None:
            self.said.emit(self.tr("An import is under way."), self.tr("Wait for its end, or cancel it."))
        else:
            self.door.need(lambda: self._start_import(paths))

    def _start_import(self, paths: list[Path]) -> None:
        self._run = run = ImportRun(self.desk, paths, Wishes(), self)
        run.progressed.connect(self.page.imports.show_progress)
        run.imported.connect(self.page.imports.add)
        run.ended.connect(self._end_import)
        self.page.imports.begin()
        run.start()

    def cancel_import(self) -> None:
        """Stop the import, if one is under way."""
        if self._run is not None:
            self._run.cancel()

    @Slot(bool)
    def _end_import(self, whole: bool) -> None:
        self.page.imports.end(whole)
        if self._run is not None:
            self._run.deleteLater()
            self._run = None
        self.page.look_again()

    # The library as a whole

    def back_up(self) -> None:
        """Make a backup now."""

        def then(made: Path) -> None:
            self.said.emit(self.tr("The backup is {file}.").format(file=made), "")

        self.door.need(lambda: self.desk.ask_beside(lambda library, progress: library.back_up(None, progress), then))

    def restore(self) -> None:
        """Offer the backups."""
        self.cancel_import()
        self.door.ask_restore()

    def check(self) -> None:
        """Look for damage."""

        def then(faults: list[str]) -> None:
            if faults:
                self.door.show_trouble(DamagedError(self.tr("The library is damaged: {0}.").format(faults[0])))
            else:
                self.said.emit(self.tr("The library is whole."), "")

        def ask() -> None:
            self.said.emit(self.tr("Looking for damage …"), "")
            self.desk.ask_beside(lambda library, progress: library.check(progress), then)

        self.door.need(ask)

    @Slot(object)
    def _tell_failure(self, error: SaysoError) -> None:
        if isinstance(error, DamagedError):
            self.door.show_trouble(error)
        else:
            self.said.emit(error.what, error.remedy)
