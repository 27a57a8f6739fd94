"""Every rule of the furniture file holds its own tests; the file is read strictly."""

from pathlib import Path

import pytest

from reader.domain.errors import RuleError
from reader.ingest import furniture

RULES = furniture.load()


@pytest.mark.parametrize("rule", RULES.lines, ids=lambda rule: rule.id)
def test_rule_matches_and_ignores_what_it_says(rule: furniture.LineRule) -> None:
    assert rule.matches, "a rule shows what it is for"
    assert rule.ignores, "a rule shows where it stops"
    for line in rule.matches:
        assert rule.pattern.fullmatch(furniture.normal(line)), line
    for line in rule.ignores:
        assert not rule.pattern.fullmatch(furniture.normal(line)), line


def test_ids_are_unique() -> None:
    ids = [rule.id for rule in RULES.lines]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("colour = 'red'", "unknown key “colour”"),
        ("kind = 'paragraph'", "unknown kind “paragraph”"),
        ("pattern = '(('", "the pattern is not valid"),
        ("reason = ''", "furniture needs a reason"),
    ],
)
def test_a_wrong_rule_is_refused_with_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    values = {
        "id": "'x'",
        "kind": "'furniture'",
        "pattern": "'x'",
        "reason": "'Menu'",
        "why": "'y'",
        "matches": "['x']",
        "ignores": "['y']",
    }
    key, value = line.split(" = ")
    values[key] = value
    file = tmp_path / "furniture.toml"
    file.write_text("[[line]]\n" + "\n".join(f"{k} = {v}" for k, v in values.items()), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        furniture.read(file)
    assert says in caught.value.what
    assert "furniture.toml, line " in caught.value.what


def test_a_long_line_is_never_furniture() -> None:
    assert furniture.load().match("Sign up to read this article. " * 40) is None
