"""The pages on the whole library: search, notes, samples. Carries out what they ask for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from reader.categories import Categories
from reader.domain.errors import SaysoError
from reader.domain.library import Note
from reader.domain.sampling import Agreement, Frame, Sample, SampleSentence
from reader.domain.search import Facets, FacetValues, Found
from reader.services import listing, sampling, searching
from reader.services.library import Library
from reader.services.searching import Form
from reader.ui import file_dialogs
from reader.ui.history import History
from reader.ui.library_desk import LibraryDesk
from reader.ui.notes.all_notes import AllNotes
from reader.ui.sample.page import SamplePage
from reader.ui.search.page import SearchPage
from reader.ui.theme import Theme

#: Hits that are asked for at once.
_HITS = 50


class LibraryPages(QObject):
    """Owns the three pages; each asks anew what it shows when it is turned to."""

    #: Show an article and a place in it: its id, start and end; start is -1 where there is none.
    open_asked = Signal(int, int, int)
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, history: History, known: Categories, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.search = SearchPage(known, theme, window)
        self.notes = AllNotes(known, theme, window)
        self.samples = SamplePage(known, theme, window)
        self.search.search_asked.connect(self._search)
        self.search.export_asked.connect(self._ask_export)
        self.search.open_asked.connect(self.open_asked)
        self.notes.go_to.connect(self.open_asked)
        self.samples.draw_asked.connect(self._draw)
        self.samples.sentences_asked.connect(self._show_sentences)
        self.samples.coded.connect(self._code)
        self.samples.agreement_asked.connect(self._show_agreement)
        self.samples.remove_asked.connect(self._remove_sample)
        history.moved.connect(self.look_again)
        desk.opened.connect(lambda _: self.look_again())

    def all(self) -> tuple[QWidget, ...]:
        """The pages."""
        return self.search, self.notes, self.samples

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.search.set_theme(theme)
        self.notes.set_theme(theme)
        self.samples.set_theme(theme)

    @Slot()
    def look_again(self) -> None:
        """Show what the library has now, on the page that is seen."""
        if not self._desk.is_open:
            return
        if self.notes.isVisible():
            self._desk.ask(_notes, lambda found: self.notes.set_notes(*found), latest="all notes")
        elif self.search.isVisible():
            self._desk.ask(searching.values, self._offer, latest="facets")
        elif self.samples.isVisible():
            self._desk.ask(sampling.samples, self.samples.set_samples, latest="samples")

    # Search

    def _offer(self, found: FacetValues) -> None:
        self.search.set_values(found.outlets, found.tags)

    @Slot(str, object, int)
    def _search(self, query: str, facets: Facets, offset: int) -> None:
        def then(found: Found) -> None:
            self.search.show_found(query, facets, offset, found)

        self._desk.ask(
            lambda library: searching.find(library, query, facets, _HITS, offset),
            then,
            lambda error: self.search.show_failure(str(error)),
            latest="search",
        )

    @Slot(str, object)
    def _ask_export(self, query: str, facets: Facets) -> None:
        file_dialogs.ask_new_file(
            self._window,
            self.tr("Save what was found"),
            "sayso-search.csv",
            lambda file: self._export(query, facets, file),
            [self.tr("Table (*.csv)"), self.tr("JSON lines (*.jsonl)")],
        )

    def _export(self, query: str, facets: Facets, file: Path) -> None:
        form: Form = "jsonl" if file.suffix == ".jsonl" else "csv"

        def act(library: Library) -> int:
            total = searching.find(library, query, facets, 1).total
            found = searching.find(library, query, facets, max(1, total))
            searching.save(found.hits, file, form)
            return len(found.hits)

        def then(count: int) -> None:
            self.said.emit(self.tr("{count} hits are saved in {file}.").format(count=f"{count:,}", file=file))

        self._desk.ask(act, then)

    # Samples

    @Slot(str, int, object, object)
    def _draw(self, name: str, size: int, seed: int | None, frame: Frame) -> None:
        def then(found: tuple[Sample, list[Sample]]) -> None:
            drawn, every = found
            self.samples.set_samples(every, drawn.id)

        def act(library: Library) -> tuple[Sample, list[Sample]]:
            return sampling.draw(library, name, size, seed, frame), sampling.samples(library)

        self._desk.ask(act, then, self._fail)

    @Slot(int, str)
    def _show_sentences(self, sample_id: int, coder: str) -> None:
        def then(found: list[SampleSentence]) -> None:
            self.samples.show_sentences(sample_id, coder, found)

        self._desk.ask(lambda library: sampling.sentences(library, sample_id, coder), then, self._fail)

    @Slot(int, int, str, object)
    def _code(self, sample_id: int, number: int, coder: str, categories: tuple[str, ...] | None) -> None:
        self._desk.ask(lambda library: sampling.code(library, sample_id, number, coder, categories), None, self._fail)

    @Slot(int)
    def _show_agreement(self, sample_id: int) -> None:
        def then(found: Agreement) -> None:
            self.samples.show_agreement(sample_id, found)

        self._desk.ask(lambda library: sampling.agreement(library, sample_id), then, self._fail)

    @Slot(int)
    def _remove_sample(self, sample_id: int) -> None:
        def act(library: Library) -> list[Sample]:
            sampling.remove(library, sample_id)
            return sampling.samples(library)

        self._desk.ask(act, self.samples.set_samples, self._fail)

    def _fail(self, error: SaysoError) -> None:
        self.samples.show_failure(str(error))


def _notes(library: Library) -> tuple[list[Note], dict[int, str]]:
    """All notes, and the titles of their articles."""
    notes = library.notes()
    articles = listing.chosen(library, sorted({note.article for note in notes}))
    return notes, {one.id: one.title for one in articles}
