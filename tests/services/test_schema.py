"""The JSON of an analysis: strict, complete, and the same after coming back."""

from __future__ import annotations

import json
import typing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reader import categories, paths
from reader.domain import analysis as domain
from reader.domain.analysis import Analysis, Firing, RunnerUp, Source, from_dict, to_dict
from reader.domain.article import BlockKind
from tests.services.fakes import STAMP, article, span

SCHEMA = json.loads((paths.resources() / "analysis.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def rich_example() -> dict[str, Any]:
    outer = Source(0, 3, "AFP", "AFP", "media")
    source = Source(4, 6, "he", "the admiral", "official", "force", (outer,))
    full = span(
        0, 9, "official-statement", source=source, form="mixed", certainty="denied", cues=((0, 3),), rule="says.deny",
        mentions=((4, 6),), runner_up=RunnerUp("speculation", "", "an official says it"),
        firings=(Firing("says.deny", "official", 2.5, "he denies it", (0, 3)), Firing("b", "opinion", -1, "none")),
    )  # fmt: skip
    given = article("AFP he no", "Ad", kinds={1: BlockKind.FURNITURE})
    return to_dict(given, Analysis((full, span(5, 9, "speculation")), STAMP, "a notice"))


def objects(schema: Any) -> list[dict[str, Any]]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    here = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    return here + [found for part in inner for found in objects(part)]


def test_the_schema_is_itself_valid_and_strict() -> None:
    VALIDATOR.check_schema(SCHEMA)
    for found in objects(SCHEMA):
        assert found["additionalProperties"] is False
        assert found["required"] == list(found["properties"])


def test_an_analysis_fits_and_comes_back() -> None:
    data = json.loads(json.dumps(rich_example()))
    VALIDATOR.validate(data)
    assert json.loads(json.dumps(to_dict(*from_dict(data)))) == data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spans", 0, "category"), "praise"),
        (("spans", 0, "source"), None),
        (("spans", 0, "axes", "official"), 1.5),
        (("spans", 0, "cues", 0), [1]),
        (("spans", 0, "surprise"), 1),
        (("blocks", 0, "start"), -1),
        (("stamp", "text_sha256"), "short"),
    ],
)
def test_what_does_not_fit_is_refused(path: tuple[str | int, ...], value: object) -> None:
    data = rich_example()
    at: Any = data
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not VALIDATOR.is_valid(data)


def test_the_schema_knows_what_the_program_knows() -> None:
    known = SCHEMA["$defs"]
    assert set(known["category"]["enum"]) == {c.id for c in categories.load().by_order}
    assert known["block"]["properties"]["kind"]["enum"] == [kind.value for kind in BlockKind]
    assert known["source"]["properties"]["kind"]["enum"] == list(typing.get_args(domain.SourceKind))
    assert known["span"]["properties"]["certainty"]["enum"] == list(typing.get_args(domain.Certainty))
    assert known["axes"]["required"] == list(domain.AXES)


def test_a_real_analysis_fits(tmp_path: Path) -> None:
    from reader.services.reading import Reading

    file = tmp_path / "a.txt"
    file.write_text(
        "Storm over the coast 😀\n\nThe harbour was closed on Monday.\n\nThe ministry said that the storm may last.\n\n"
        "“They should be ashamed,” said Maria Lopez, a neighbour.\n\n"
        "“Will they be ashamed?” she asked.\n",
        encoding="utf-8",
    )
    reading = Reading()
    given = reading.read_file(file)
    found = to_dict(given, reading.analyse(given))
    data = json.loads(json.dumps(found))
    VALIDATOR.validate(data)
    assert data["spans"]
    assert data["questions"]
    assert json.loads(json.dumps(to_dict(*from_dict(data)))) == data
