"""The figures that ship: of the shape the evaluation gives now, and said of which rules. Rules may be newer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reader import paths
from reader.domain.errors import SetupError
from reader.services import evaluation
from reader.services.evaluation import Evaluation


def shape(value: Any) -> Any:
    """A value's keys and types, without the values."""
    if isinstance(value, dict):
        return {key: shape(of) for key, of in value.items()}
    return [shape(of) for of in value] if isinstance(value, list) else type(value) in (int, float) or type(value)


def test_the_shipped_figures_have_todays_shape(evaluated: Evaluation) -> None:
    figures, _ = evaluation.shipped_report()
    now = evaluation.report(evaluated)
    assert shape(figures) == shape(now)
    assert figures["gold_sha256"] == now["gold_sha256"], "run `sayso evaluate --json resources/accuracy/accuracy.json`"
    assert re.fullmatch(r"[0-9a-f]{64}", figures["made_with"]["rules"])


def test_known_failures_are_told_with_examples() -> None:
    _, text = evaluation.shipped_report()
    failures = re.findall(r"^\d+\. \*\*", text, re.M)
    assert len(failures) >= 8
    assert text.count("“") >= len(failures)


def test_without_them_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(SetupError, match="cannot be read"):
        evaluation.shipped_report()
