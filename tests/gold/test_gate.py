"""No figure of the gold corpus falls below its floor, and floors only rise."""

from __future__ import annotations

from pathlib import Path

from reader.services import evaluation
from reader.services.evaluation import Evaluation
from tests.gold import gate


def test_no_figure_falls(evaluated: Evaluation) -> None:
    now = gate.figures(evaluation.report(evaluated))
    floors = gate.read()
    assert not gate.fallen(floors, now)
    assert {g: list(of) for g, of in floors.items()} == {g: list(of) for g, of in now.items()}


def test_what_fell_is_named() -> None:
    floors = {"all": {"a": 0.5, "b": 0.5}, "own": {"c": 0.1}}
    assert gate.fallen(floors, {"all": {"a": 0.4999, "b": 0.5}}) == [
        "all: a fell to 0.4999, below its floor of 0.5",
        "own: c fell to 0.0000, below its floor of 0.1",
    ]


def test_floors_only_rise(tmp_path: Path) -> None:
    floors = {"all": {"a": 0.5, "b": 0.5}}
    up = gate.raised(floors, {"all": {"a": 0.4, "b": 0.6789, "c": 0.703, "d": 0.001}})
    assert up == {"all": {"a": 0.5, "b": 0.675, "c": 0.7, "d": 0.0}}
    gate.write(up, tmp_path / "gate.toml")
    assert gate.read(tmp_path / "gate.toml") == up
