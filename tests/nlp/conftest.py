"""The model is loaded once for the whole folder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from reader.nlp import model
from reader.nlp.analyser import Analyser, shipped_rules
from reader.nlp.parse import Parse
from tests.nlp.readings import Read
from tests.services.fakes import article


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The model."""
    return model.load()


@pytest.fixture(scope="session")
def analyser(nlp: Language) -> Analyser:
    """The analyser with the shipped rules."""
    return Analyser(nlp, shipped_rules())


@pytest.fixture(scope="session")
def read(analyser: Analyser) -> Callable[..., Read]:
    """Analyses paragraphs."""

    def reads(*paragraphs: str) -> Read:
        given = article(*paragraphs)
        return Read(given, analyser.analyse(given))

    return reads


@pytest.fixture(scope="session")
def parse(nlp: Language) -> Callable[[str], Parse]:
    """Parses one paragraph."""

    def parses(text: str) -> Parse:
        return next(iter(model.parse_blocks(nlp, [("b0", 0, text)])))

    return parses
