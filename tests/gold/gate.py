"""The gate: floors for the figures of the gold corpus, which only rise.

    python tests/gold/gate.py

evaluates, says which figures fell below their floors, and raises the floors that can be raised. Floors lie a little
under the figures, since the model's arithmetic differs a little between machines.
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("gate.toml")
#: How far below its figure a floor lies.
SLACK = 0.003

Floors = dict[str, dict[str, float]]

_HEAD = """# Floors for the figures of `sayso evaluate`; tests/gold/test_gate.py fails below them.
# They only rise: `python tests/gold/gate.py` rewrites this file. Lowering one needs a reason in the commit.
"""


def figures(report: Mapping[str, Any]) -> Floors:
    """The figures with a floor: the main ones of all documents, and how the labels fare in each group."""
    found: Floors = {}
    for name, of in report["groups"].items():
        one = {"sentence macro-F1": of["sentence"]["macro_f1"], "word macro-F1": of["word"]["macro_f1"]}
        if name == "all":
            one |= {f"sentence F1, {c}": v["f1"] for c, v in of["sentence"]["categories"].items()}
            one |= {f"word F1, {c}": v["f1"] for c, v in of["word"]["categories"].items()}
            one |= {"exact borders F1": of["borders"]["f1"], "exact source words F1": of["source_words"]["f1"]}
            one |= {"source kind": of["source_kind"]["share"]}
        found[name] = one
    return found


def read(file: Path = FILE) -> Floors:
    """The floors as they stand."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def fallen(floors: Floors, now: Floors) -> list[str]:
    """One sentence for each figure that lies below its floor, or is not measured any more."""
    return [
        f"{group}: {name} fell to {now.get(group, {}).get(name, 0.0):.4f}, below its floor of {floor}"
        for group, of in floors.items()
        for name, floor in of.items()
        if now.get(group, {}).get(name, 0.0) < floor
    ]


def raised(floors: Floors, now: Floors) -> Floors:
    """The floors, moved up to just below the figures; none moves down."""

    def below(value: float) -> float:
        return max(math.floor((value - SLACK) * 1000 + 1e-9) / 1000, 0.0)

    return {
        group: {name: max(below(value), floors.get(group, {}).get(name, 0.0)) for name, value in of.items()}
        for group, of in now.items()
    }


def write(floors: Floors, file: Path = FILE) -> None:
    """Write the floors as TOML."""
    parts = [_HEAD]
    for group, of in floors.items():
        parts.append(f"\n[{group}]\n" + "".join(f'"{name}" = {floor:.3f}\n' for name, floor in of.items()))
    file.write_text("".join(parts), encoding="utf-8", newline="\n")


def main() -> int:
    """Evaluate, tell what fell, raise what can be raised."""
    from reader.services import evaluation
    from reader.services.reading import Reading
    from reader.settings import Settings

    now = figures(evaluation.report(evaluation.evaluate(Reading(Settings()))))
    before = read() if FILE.exists() else {}
    down = fallen(before, now)
    after = raised(before, now)
    write(after)
    for group, of in after.items():
        for name, floor in of.items():
            was = before.get(group, {}).get(name)
            if was != floor:
                print(f"{group}: {name} {'new' if was is None else was} → {floor}")
    for sentence in down:
        print(sentence)
    return 1 if down else 0


if __name__ == "__main__":
    sys.exit(main())
