"""The library in the window: puts the desk, the door, the pages and the acts together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from reader import settings
from reader.categories import Categories
from reader.domain.comparing import Change
from reader.domain.errors import DamagedError, SaysoError, SettingsError
from reader.domain.library import LibraryArticle, State
from reader.services import arranging, listing
from reader.services.library import Library
from reader.settings import Settings
from reader.ui import file_dialogs
from reader.ui.article_layers import ArticleLayers
from reader.ui.commands import Handler
from reader.ui.comparing.versions_page import VersionsPage
from reader.ui.door.flow import Door
from reader.ui.history import History
from reader.ui.kept_article import KeptArticle
from reader.ui.library.acts import ArticleActs
from reader.ui.library.erasing import Erasing
from reader.ui.library.import_queue import ImportQueue
from reader.ui.library.labels_dialog import LabelsDialog
from reader.ui.library.page import LibraryPage
from reader.ui.library.watching import FolderWatch
from reader.ui.library_desk import LibraryDesk
from reader.ui.older_colours import OlderColours
from reader.ui.pages.later import LaterPage, Wired
from reader.ui.reading_page import ReadingPage
from reader.ui.settings_dialog import SettingsDialog
from reader.ui.theme import Theme


class LibraryRoom(QObject):
    """Owns everything that speaks to the library."""

    #: What happened, and what to do: for the window's bar.
    said = Signal(str, str)
    #: This page should be seen.
    page_asked = Signal(object)

    def __init__(self, folder: Path, reading: ReadingPage, known: Categories, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settings = _settings()
        self.desk = LibraryDesk(folder, self._settings.backups, self)
        self.door = Door(self.desk, window)
        self.history = History(self.desk, self)
        self.kept = KeptArticle(self.desk, self.door, self)
        self.page = LibraryPage(self.desk, known, theme, window)
        self.acts = ArticleActs(self.desk, self.history, self)
        self.erasing = Erasing(self.desk, self.history, window)
        self.watch = FolderWatch(self.desk, self)
        self._known, self._theme = known, theme
        self.search = LaterPage(self._make_search, window)
        self.all_notes = LaterPage(self._make_notes, window)
        self.samples = LaterPage(self._make_samples, window)
        self.layers = ArticleLayers(self.desk, self.history, self.kept, reading, known, theme, self)
        self.older = OlderColours(self.desk, self.kept, reading, known, theme)
        self.versions = VersionsPage(known, theme, reading)
        self.versions.hide()
        self._reading = reading
        self.imports = ImportQueue(self.desk, self.page.imports, self)
        self.imports.link = not self._settings.keep_originals
        self._wants_versions = False
        self._closes_when_settled = False
        self._leaves_unsaved = False
        self._wire()

    def _wire(self) -> None:
        self.desk.failed.connect(self._tell_failure)
        for source in (
            self.door, self.kept, self.acts, self.page, self.erasing, self.watch, self.layers,
        ):  # fmt: skip
            source.said.connect(lambda text: self.said.emit(text, ""))
        self.layers.notes.settled.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self.layers.not_saved.connect(self._keep_open)
        self.history.moved.connect(self.page.look_again)
        self.history.moved.connect(self.look_again)
        self.desk.opened.connect(lambda _: self.look_again())
        self.acts.changed.connect(self.page.look_again)
        for gone in (self.acts.removed, self.erasing.erased):
            gone.connect(self.kept.forget)
        for other in (self.acts.changed, self.erasing.erased, self.kept.added, self.layers.notes_changed):
            other.connect(self.look_again)
        self.erasing.erased.connect(self.page.look_again)
        self.older.taken.connect(self.kept.open_anew)
        self.versions.open_asked.connect(self.kept.open)
        self.versions.difference_asked.connect(self._show_difference)
        self.kept.changed.connect(self._look_for_versions)
        self.watch.found.connect(self.imports.start)  # the page that is read stays
        self.imports.ended.connect(self.page.look_again)
        self.imports.ended.connect(self.look_again)
        self.watch.set_folder(self._settings.watch_folder)
        self.kept.added.connect(self.page.look_again)
        self.page.library_asked.connect(self.show)
        self.page.open_asked.connect(self.kept.open)
        self.page.dropped.connect(self.import_paths)
        self.page.remove_asked.connect(lambda: self._with_targets(self.acts.remove))

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
            "erase": lambda: self._with_targets(self.erasing.ask),
            "note": self.layers.start_note,
            "highlight": self.layers.toggle_highlight,
            "correct": self.layers.correcting.ask_verdict,
            "border": self.layers.correcting.move_border,
            "search": lambda: self._show_page(self.search),
            "all-notes": lambda: self._show_page(self.all_notes),
            "samples": lambda: self._show_page(self.samples),
            "versions": self.show_versions,
            "settings": self.show_settings,
            "back-up": self.back_up,
            "restore": self.restore,
            "check": self.check,
            "passphrase": lambda: self.door.need(self.door.ask_new_way),
            "rekey": lambda: self.door.need(self.door.rekey),
            "recovery-key": lambda: self.door.need(self.door.renew_recovery_key),
        }

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._theme = theme
        parts = (self.page, self.search, self.all_notes, self.samples, self.layers, self.older, self.versions)
        for part in parts:
            part.set_theme(theme)

    def show(self) -> None:
        """Bring the library's page up, and open the library where it is not."""
        self._show_page(self.page)

    def _show_page(self, page: QWidget) -> None:
        self.page_asked.emit(page)
        self.door.need(self.look_again)

    @Slot()
    def look_again(self) -> None:
        """What is in the library has changed: show it on the page that is seen."""
        for page in (self.search, self.all_notes, self.samples):
            page.look_again()

    def _make_search(self, parent: QWidget) -> Wired:
        from reader.ui.pages.search import Search

        made = Search(self.desk, self._known, self._theme, parent)
        made.open_asked.connect(self.kept.open)
        made.said.connect(lambda text: self.said.emit(text, ""))
        return made

    def _make_notes(self, parent: QWidget) -> Wired:
        from reader.ui.pages.notes import Notes

        made = Notes(self.desk, self._known, self._theme, parent)
        made.open_asked.connect(self.kept.open)
        return made

    def _make_samples(self, parent: QWidget) -> Wired:
        from reader.ui.pages.samples import Samples

        return Samples(self.desk, self._known, self._theme, parent)

    def may_close(self) -> bool:
        """Whether all that was typed is saved. If not, the window is closed as soon as it is; or by asking again."""
        notes = self.layers.notes
        notes.flush()
        if not notes.waits() or self._leaves_unsaved:
            return True
        self._closes_when_settled = True
        return False

    def _settle(self) -> None:
        if self._closes_when_settled:
            self._window.close()

    def _keep_open(self, why: str) -> None:
        if self._closes_when_settled:
            self._closes_when_settled, self._leaves_unsaved = False, True
            self.said.emit(self.tr("A note is not saved: {why}").format(why=why), self.tr("Close again to leave it."))

    def close(self) -> None:
        """Wait for the acts under way and give the library back. Again: nothing."""
        self.layers.notes.flush()
        self.imports.cancel()
        self.history.stack.clear()  # or it would tell of it while it goes
        self.door.close()
        self.desk.close()
        self.imports.join()

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
        dialog.renamed.connect(lambda name, new: self.acts.rename(kind, name, new))
        dialog.chosen.connect(lambda add, remove: act(ids, add, remove))
        dialog.open()

    # Import

    def ask_files(self) -> None:
        """Ask which files to import."""
        title = self.tr("Import files")
        file_dialogs.ask_files(self._window, title, self.import_paths, file_dialogs.article_filters())

    def ask_folder(self) -> None:
        """Ask for a folder to import with all that is in it."""
        title = self.tr("Import a folder")
        file_dialogs.ask_folder(self._window, title, lambda folder: self.import_paths([folder]))

    @Slot(object)
    def import_paths(self, paths: list[Path]) -> None:
        """Import files and what is in folders, seen on the library's page."""
        self.page_asked.emit(self.page)
        self.door.need(lambda: self.imports.start(paths))

    # The article that is read

    @Slot()
    def _look_for_versions(self) -> None:
        article_id = self.kept.id
        if article_id is None:
            self._show_versions(())
        else:
            from reader.services import comparing  # not needed for the first paint

            self.desk.ask(
                lambda library: comparing.versions(library, article_id), self._show_versions, latest="versions"
            )

    def _show_versions(self, versions: Sequence[LibraryArticle]) -> None:
        """There is a tab for them where there are several."""
        side = self._reading.side
        self.versions.set_versions(versions)
        at = side.indexOf(self.versions)
        if len(versions) > 1 and at < 0:
            side.addTab(self.versions, self.tr("Versions"))
        elif len(versions) < 2 and at >= 0:
            side.removeTab(at)
        if self._wants_versions and versions:
            self._wants_versions = False
            self.show_versions()

    def show_versions(self) -> None:
        """Show the versions of the article that is read, or of the one that is chosen in the list."""
        chosen = self.page.current() if self.page.isVisible() else None
        if chosen is not None:
            self.kept.open(chosen.id)
            self._wants_versions = True
        elif self._reading.side.indexOf(self.versions) < 0:
            self.said.emit(self.tr("There is only one version of this article."), "")
        else:
            self.page_asked.emit(self._reading)
            self._reading.toggle_side(self.versions)

    @Slot(int, int)
    def _show_difference(self, older: int, newer: int) -> None:
        from reader.services import comparing

        def act(library: Library) -> list[Change]:
            return comparing.difference(library.opened(older)[0], library.opened(newer)[0])

        self.desk.ask(act, self.versions.show_difference, latest="difference")

    # The library as a whole

    def show_settings(self) -> None:
        """Show the form of all settings."""
        dialog = SettingsDialog(self._settings, self._window)

        def change(name: str, value: object) -> None:
            def then(now: Settings) -> None:
                self._settings = now
                self.desk.backups = now.backups
                self.imports.link = not now.keep_originals
                self.watch.set_folder(now.watch_folder)
                dialog.show_state(self.tr("Saved."))

            self.desk.run(lambda: settings.save({name: value}), then, lambda error: dialog.show_state(str(error)))

        dialog.changed.connect(change)
        dialog.show()

    def back_up(self) -> None:
        """Make a backup now."""

        def then(made: Path) -> None:
            self.said.emit(self.tr("The backup is {file}.").format(file=made), "")

        self.door.need(lambda: self.desk.ask_beside(lambda library, progress: library.back_up(None, progress), then))

    def restore(self) -> None:
        """Offer the backups."""
        self.imports.cancel()
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


def _settings() -> Settings:
    """The user's settings; what is wrong with their file is told where articles are analysed."""
    try:
        return settings.load()
    except SettingsError:
        return Settings()
