"""The gold is labelled once for the whole folder, with the rules as they ship."""

from __future__ import annotations

import pytest

from reader.services import evaluation
from reader.services.evaluation import Evaluation
from reader.services.reading import Reading
from reader.settings import Settings


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The labeller with the shipped rules alone."""
    return Reading(Settings())


@pytest.fixture(scope="session")
def evaluated(reading: Reading) -> Evaluation:
    """The gold with its answers."""
    return evaluation.evaluate(reading)
