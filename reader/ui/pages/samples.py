"""The page of coding samples, wired to the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from reader.categories import Categories
from reader.domain.errors import SaysoError
from reader.domain.sampling import Agreement, Frame, Sample, SampleSentence
from reader.services import sampling
from reader.services.library import Library
from reader.ui import sure
from reader.ui.library_desk import LibraryDesk
from reader.ui.sample.page import SamplePage
from reader.ui.theme import Theme


class Samples(QObject):
    """Draws samples, keeps codings, measures agreement."""

    def __init__(self, desk: LibraryDesk, known: Categories, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.page = SamplePage(known, theme, parent)
        self.page.draw_asked.connect(self._draw)
        self.page.sentences_asked.connect(self._show_sentences)
        self.page.coded.connect(self._code)
        self.page.agreement_asked.connect(self._show_agreement)
        self.page.remove_asked.connect(self._ask_remove)
        self.set_theme = self.page.set_theme

    def look_again(self) -> None:
        """Show the samples that the library has now."""
        if self._desk.is_open:
            self._desk.ask(sampling.samples, self.page.set_samples, latest="samples")

    @Slot(str, int, object, object)
    def _draw(self, name: str, size: int, seed: int | None, frame: Frame) -> None:
        def act(library: Library) -> tuple[Sample, list[Sample]]:
            return sampling.draw(library, name, size, seed, frame), sampling.samples(library)

        def then(found: tuple[Sample, list[Sample]]) -> None:
            drawn, every = found
            self.page.set_samples(every, drawn.id)

        self._desk.ask(act, then, self._fail)

    @Slot(int, str)
    def _show_sentences(self, sample_id: int, coder: str) -> None:
        def then(found: list[SampleSentence]) -> None:
            self.page.show_sentences(sample_id, coder, found)

        self._desk.ask(lambda library: sampling.sentences(library, sample_id, coder), then, self._fail)

    @Slot(int, int, str, object)
    def _code(self, sample_id: int, number: int, coder: str, categories: tuple[str, ...] | None) -> None:
        self._desk.ask(lambda library: sampling.code(library, sample_id, number, coder, categories), None, self._fail)

    @Slot(int)
    def _show_agreement(self, sample_id: int) -> None:
        def then(found: Agreement) -> None:
            self.page.show_agreement(sample_id, found)

        self._desk.ask(lambda library: sampling.agreement(library, sample_id), then, self._fail)

    @Slot(int)
    def _ask_remove(self, sample_id: int) -> None:
        sure.ask(
            self.page,
            self.tr("Remove the sample"),
            self.tr("The sample goes, and how it was coded. This cannot be undone."),
            self.tr("&Remove"),
            lambda: self._remove(sample_id),
        )

    def _remove(self, sample_id: int) -> None:
        def act(library: Library) -> list[Sample]:
            sampling.remove(library, sample_id)
            return sampling.samples(library)

        self._desk.ask(act, self.page.set_samples, self._fail)

    def _fail(self, error: SaysoError) -> None:
        self.page.show_failure(str(error))
